// Five minutes before the session ends: asks whether somebody is there. Without it the
// server signs out all the same and keeps a text that is sent too late.
"use strict";

(() => {
  const dialog = document.querySelector("[data-idle]");
  if (!dialog || !dialog.showModal) return;
  const MINUTE = 60 * 1000;
  const WARN = 25 * MINUTE;
  const form = dialog.querySelector("form");
  const over = dialog.querySelector("[data-idle-over]");
  let seen = Date.now();
  let told = seen;
  let typed = false;

  // The session ended: what was typed stays on the page, an untouched page goes.
  const ended = () => {
    if (!typed) {
      location.reload();
      return;
    }
    for (const part of dialog.querySelectorAll("[data-idle-stay]")) part.hidden = true;
    over.hidden = false;
    if (!dialog.open) dialog.showModal();
  };

  const stay = async () => {
    told = Date.now();
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      redirect: "manual",
    }).catch(() => null);
    if (answer && answer.status === 204) dialog.close();
    else if (answer) ended();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    stay();
  });
  over.querySelector("button").addEventListener("click", () => dialog.close());
  dialog.addEventListener("cancel", () => { if (over.hidden) stay(); });
  dialog.addEventListener("close", () => { seen = Date.now(); });

  // Typing is being there: the server hears of it at most every five minutes.
  addEventListener("input", () => {
    seen = Date.now();
    typed = true;
    if (over.hidden && seen - told > 5 * MINUTE) stay();
  });

  // A sleeping computer keeps no timers: the clock is read, not counted.
  setInterval(() => {
    const quiet = Date.now() - Math.max(seen, told);
    if (quiet > WARN && over.hidden && !dialog.open) dialog.showModal();
  }, 10 * 1000);
})();
