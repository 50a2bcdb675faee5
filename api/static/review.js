// Comfort of the review screen: one key confirms a field and goes on to the next. Without this
// file the boxes are ticked by hand and the form is sent as it is.
"use strict";

(() => {
  const form = document.querySelector("form[data-review]");
  if (!form) return;
  // A confirmed box says so beside its tick.
  const WORDS = { read: "Lu", to_confirm: "À confirmer", confirmed: "", corrected: "Corrigé", missing: "Absent" };
  const WAITING = ["read", "to_confirm"];
  const boxes = [...form.querySelectorAll("[data-box]")];
  const source = document.querySelector("[data-source]");
  form.querySelector("[data-keys]").hidden = false;

  const tickOf = (box) => box.querySelector('input[name="confirmed"]');
  const controlOf = (box) =>
    box.querySelector('input[type="radio"]:checked') ||
    box.querySelector('input:not([type="hidden"]), select, textarea');
  const valuesOf = (box) =>
    [...box.querySelectorAll("input, select, textarea")]
      .filter((each) => each.name && each.name !== "confirmed" && each.id !== "rome_other")
      .filter((each) => !/_(necessity|level)$/.test(each.name) || each.closest(".one"))
      .filter((each) => !["checkbox", "radio"].includes(each.type) || each.checked)
      .map((each) => each.value.trim())
      .filter(Boolean);
  const contentOf = (box) =>
    JSON.stringify(
      [...box.querySelectorAll("input, select, textarea")]
        .filter((each) => each.name && each.name !== "confirmed" && each.id !== "rome_other")
        .map((each) => (["checkbox", "radio"].includes(each.type) ? each.checked : each.value))
    );
  const first = new Map(boxes.map((box) => [box, [contentOf(box), box.dataset.status]]));

  function say(words) {
    document.getElementById("annonce").textContent = words;
  }

  function labelOf(box) {
    const label = box.querySelector("legend, label.form-label, strong");
    return label ? label.innerText.trim() : "";
  }

  function setStatus(box, status) {
    box.dataset.status = status;
    const words = box.querySelector("[data-state]");
    if (words) {
      words.textContent = WORDS[status];
      words.className = `state state-${status}`;
    }
    count();
  }

  function isReady(item) {
    const named = item.dataset.item.split(" ");
    const states = named.map((name) => {
      const box = boxes.find((each) => each.dataset.box === name);
      return box ? box.dataset.status : "missing";
    });
    if (named[0] === "deadline") return !WAITING.includes(states[0]);
    return states.some((each) => each === "confirmed" || each === "corrected");
  }

  function count() {
    const items = [...document.querySelectorAll("[data-item]")];
    let ready = 0;
    for (const item of items) {
      const done = isReady(item);
      ready += done ? 1 : 0;
      item.className = done ? "is-ready" : "is-waiting";
      const words = item.querySelector("[data-item-state]");
      if (done) words.textContent = "confirmé";
      else if (words.textContent === "confirmé") words.textContent = "à confirmer";
    }
    for (const each of document.querySelectorAll("[data-ready]")) each.textContent = String(ready);
    return ready;
  }

  function goTo(box) {
    const folded = box.closest("details");
    if (folded) folded.open = true;
    const control = controlOf(box);
    control.focus();
    if (control.select && control.type !== "checkbox" && control.type !== "radio") control.select();
  }

  function next(box) {
    const place = boxes.indexOf(box);
    const ordered = [...boxes.slice(place + 1), ...boxes.slice(0, place)];
    const waiting = ordered.find((each) => WAITING.includes(each.dataset.status));
    if (waiting) return goTo(waiting);
    const lacking = [...document.querySelectorAll("[data-item]")].find((item) => !isReady(item));
    if (lacking) {
      const name = lacking.dataset.item.split(" ")[0];
      const missing = boxes.find((each) => each.dataset.box === name);
      if (missing && missing !== box) return goTo(missing);
    }
    const follower = boxes[place + 1];
    if (lacking && follower) return goTo(follower);
    const last = form.querySelector('button[value="open"]') || form.querySelector(".form-actions button");
    return last.focus();
  }

  function confirm(box) {
    const tick = tickOf(box);
    if (tick && WAITING.includes(box.dataset.status)) {
      tick.checked = true;
      setStatus(box, "confirmed");
      say(`${labelOf(box)} : confirmé. ${count()} sur 12.`);
    }
    next(box);
  }

  // A value that changes is corrected, one that comes back to what it was waits again.
  form.addEventListener("input", (event) => {
    const box = event.target.closest("[data-box]");
    if (!box || event.target.id === "rome_other") return;
    if (event.target.name === "confirmed") {
      const waits = WAITING.includes(first.get(box)[1]) ? first.get(box)[1] : "read";
      setStatus(box, event.target.checked ? "confirmed" : waits);
      return;
    }
    const [content, status] = first.get(box);
    const tick = tickOf(box);
    if (contentOf(box) === content) setStatus(box, tick && tick.checked ? "confirmed" : status);
    else setStatus(box, valuesOf(box).length ? "corrected" : "missing");
  });

  form.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const target = event.target;
    const box = target.closest("[data-box]");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-save]"));
      return;
    }
    if (event.key === "Enter" && box && !event.shiftKey) {
      if (target.id === "rome_other") {
        event.preventDefault();
        target.dispatchEvent(new Event("input", { bubbles: true }));
        return;
      }
      const isPlain = target.matches("input, select");
      if (event.altKey || isPlain) {
        event.preventDefault();
        confirm(box);
      }
      return;
    }
    if (box && box.dataset.box === "rome" && target.type === "radio" && /^[1-5]$/.test(event.key)) {
      const chosen = document.getElementById(`rome-${event.key}`);
      if (!chosen || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      chosen.checked = true;
      chosen.dispatchEvent(new Event("input", { bubbles: true }));
      chosen.focus();
      confirm(box);
    }
  });

  // The words a field was read from are put forward while it has the focus.
  form.addEventListener("focusin", (event) => {
    const box = event.target.closest("[data-box]");
    for (const mark of document.querySelectorAll("mark.is-current")) mark.classList.remove("is-current");
    if (!box) return;
    const marks = [...document.querySelectorAll("mark[data-boxes]")].filter((mark) =>
      mark.dataset.boxes.split(" ").includes(box.dataset.box)
    );
    for (const mark of marks) mark.classList.add("is-current");
    if (marks.length) {
      const top = marks[0].offsetTop - source.clientHeight / 3;
      source.scrollTo({ top: Math.max(0, top) });
    }
  });

  // From the words to their field.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('.source-text a, .items a, [role="alert"] a');
    if (!link || !link.hash) return;
    const box = boxes.find((each) => each.dataset.box === link.hash.slice(1));
    if (!box) return;
    event.preventDefault();
    goTo(box);
  });

  // What was typed is not lost by a slip of the hand.
  let isSent = false;
  form.addEventListener("submit", () => {
    isSent = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isSent && boxes.some((box) => contentOf(box) !== first.get(box)[0])) event.preventDefault();
  });

  if (form.hasAttribute("data-fresh")) {
    const waiting = boxes.find((box) => WAITING.includes(box.dataset.status)) || boxes[0];
    controlOf(waiting).focus({ preventScroll: true });
  }
})();
