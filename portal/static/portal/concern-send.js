// Sends the concern and waits for its receipt. Without a receipt the page says NOT SENT,
// with the numbers, and keeps the text. Without this script the form sends itself.
"use strict";

(() => {
  const form = document.querySelector("form[data-concern]");
  const box = document.querySelector("[data-not-sent]");
  if (!form || !box || !window.fetch || !AbortSignal.timeout) return;
  let busy = false;

  const notSent = () => {
    box.replaceChildren(box.nextElementSibling.content.cloneNode(true));
    box.scrollIntoView();
    delete form.dataset.sent; // may be pressed again at once
  };

  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (event.defaultPrevented || !button || button.value !== "send") return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    box.replaceChildren();
    const body = new FormData(form);
    body.set("step", "send");
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body,
        signal: AbortSignal.timeout(20000),
      });
      if (!answer.ok) notSent();
      else if (/\/sent\/$/.test(new URL(answer.url).pathname)) location.assign(answer.url);
      else { // the server wants something else first: let the page show it
        const step = document.createElement("input");
        Object.assign(step, { type: "hidden", name: "step", value: "send" });
        form.append(step);
        form.submit();
      }
    } catch {
      notSent();
    }
    busy = false;
  });
})();
