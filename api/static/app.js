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
