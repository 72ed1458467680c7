// Five minutes before the session ends: asks whether somebody is there. Without it the
// server signs out all the same and keeps a text that is sent too late.
"use strict";

(() => {
  const dialog = document.querySelector("[data-idle]");
  if (!dialog || !dialog.showModal) return;
  const MINUTE = 60 * 1000;
  const WARN = Number(dialog.dataset.warn || 25) * MINUTE;
  const form = dialog.querySelector("form");
  let seen = Date.now();
  let told = seen;

  const stay = async () => {
    told = Date.now();
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      redirect: "manual",
    }).catch(() => null);
    if (answer && answer.status === 204) dialog.close();
    else if (answer) location.reload();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    seen = Date.now();
    stay();
  });
  dialog.addEventListener("close", () => { seen = Date.now(); });

  // Typing is being there: the server hears of it at most every five minutes.
  addEventListener("input", () => {
    seen = Date.now();
    if (seen - told > 5 * MINUTE) stay();
  });

  // A sleeping computer keeps no timers: the clock is read, not counted.
  setInterval(() => {
    const quiet = Date.now() - Math.max(seen, told);
    if (quiet > WARN && !dialog.open) dialog.showModal();
  }, 10 * 1000);
})();
