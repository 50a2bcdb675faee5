// Comfort only: everything works without this file.
"use strict";

// Move the keyboard and say aloud what changed, where a page or a partial answer asks for it.
function attend() {
  const target = document.querySelector("[data-focus]");
  if (target) {
    target.removeAttribute("data-focus");
    target.focus();
  }
  const news = document.querySelector("[data-announce]");
  if (news) {
    document.getElementById("annonce").textContent = news.dataset.announce;
    news.removeAttribute("data-announce");
  }
  const problem = document.querySelector("#alerte .notice");
  if (problem && !problem.dataset.seen) {
    problem.dataset.seen = "yes";
    problem.focus();
  }
}

document.addEventListener("DOMContentLoaded", attend);
document.addEventListener("htmx:afterSettle", attend);

// One decision panel open at a time is the browser's work; Escape closes it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest("details.decide[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// A text to send elsewhere is copied at one click.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(text.value);
    document.getElementById("annonce").textContent = "Texte copié.";
    button.textContent = "Copié";
  });
}

// Documents dropped anywhere on the frame are those of its file box.
for (const frame of document.querySelectorAll("[data-drop]")) {
  const files = frame.querySelector('input[type="file"]');
  for (const name of ["dragenter", "dragover"]) {
    frame.addEventListener(name, (event) => {
      event.preventDefault();
      frame.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    frame.addEventListener(name, () => frame.classList.remove("is-over"));
  }
  frame.addEventListener("drop", (event) => {
    event.preventDefault();
    files.files = event.dataTransfer.files;
  });
}
