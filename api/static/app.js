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

// Keys on a list of people: J next, K previous, R keep, E set aside, X tick. They can be turned
// off, and never work while somebody types.
const KEYS_OFF = "candidatheque-keys-off";

function rowsOfPage() {
  return [...document.querySelectorAll("li.person[id]")];
}

function rowHere() {
  return document.activeElement.closest?.("li.person[id]");
}

function goToRow(step) {
  const rows = rowsOfPage();
  if (!rows.length) return;
  const here = rows.indexOf(rowHere());
  const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step;
  const row = rows[Math.min(Math.max(next, 0), rows.length - 1)];
  row.tabIndex = -1;
  row.focus();
  row.scrollIntoView({ block: "nearest" });
}

function openDecision(row, place) {
  const panel = row.querySelectorAll("details.decide")[place];
  if (!panel) return;
  panel.open = true;
  (panel.querySelector("textarea") || panel.querySelector("summary")).focus();
}

function areKeysOn() {
  const hint = document.querySelector("[data-keys-hint]");
  return hint !== null && localStorage.getItem(KEYS_OFF) === null;
}

function showKeys() {
  const hint = document.querySelector("[data-keys-hint]");
  if (!hint) return;
  hint.hidden = false;
  const isOn = areKeysOn();
  hint.querySelector("[data-keys-switch]").setAttribute("aria-pressed", String(isOn));
  hint.querySelector("[data-keys-list]").hidden = !isOn;
}

document.addEventListener("DOMContentLoaded", () => {
  showKeys();
  document.querySelector("[data-keys-switch]")?.addEventListener("click", () => {
    if (areKeysOn()) localStorage.setItem(KEYS_OFF, "yes");
    else localStorage.removeItem(KEYS_OFF);
    showKeys();
  });
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !areKeysOn()) return;
  const typed = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (typed) return;
  const key = event.key.toLowerCase();
  const row = rowHere();
  if (key === "j") goToRow(1);
  else if (key === "k") goToRow(-1);
  else if (row && key === "r") openDecision(row, 0);
  else if (row && key === "e") openDecision(row, 1);
  else if (row && key === "x") row.querySelector(".tick")?.click();
  else return;
  event.preventDefault();
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
