// Keeps what is typed into a long form on the server, sealed; never in the browser.
// Two seconds after the last change, every ten at most, and when the page is left.
"use strict";

(() => {
  const REST = 2000;
  const EVERY = 10000;

  for (const mark of document.querySelectorAll("[data-autosave]")) {
    const form = mark.form;
    const line = form.querySelector("[data-autosave-said]");
    const [word, hour] = line.querySelectorAll("span");
    let first = 0; // the oldest change that is not kept yet, 0 when all is
    let saved = 0;
    let sent = false;
    let timer;
    let running;
    form.append(line);

    // Spoken when it begins to be kept or fails, not at each saving.
    const say = (what, at = "") => {
      line.hidden = false;
      line.classList.toggle("app-autosave--failed", what !== "saved");
      if (word.textContent !== line.dataset[what]) word.textContent = line.dataset[what];
      hour.textContent = at;
    };

    const failure = (answer) => {
      if (!answer) return "failed";
      if (answer.type === "opaqueredirect") return "over";
      return { 409: "sent", 413: "long" }[answer.status] || "failed";
    };

    const typed = () => {
      const pairs = [...new FormData(form)];
      const secret = (name) => form.querySelector(`[type=password][name="${CSS.escape(name)}"]`);
      return new URLSearchParams(pairs.filter(([name, value]) => typeof value === "string" && !secret(name)));
    };

    const save = async (leaving = false) => {
      clearTimeout(timer);
      if (!first || sent || (running && !leaving)) return;
      const since = first;
      first = 0;
      saved = Date.now();
      running = new AbortController();
      const answer = await fetch(mark.dataset.autosave, {
        method: "POST",
        body: typed(),
        redirect: "manual",
        keepalive: leaving,
        signal: running.signal,
      }).catch(() => null);
      running = null;
      if (sent) return;
      if (answer && answer.status === 200) say("saved", await answer.text());
      else {
        const why = failure(answer);
        if (why === "failed") first = first || since;
        say(why);
      }
      if (first) wait();
    };

    const wait = () => {
      clearTimeout(timer);
      const rest = Math.max(Date.now() + REST, saved + EVERY);
      const latest = Math.max(first, saved) + EVERY;
      timer = setTimeout(save, Math.max(Math.min(rest, latest) - Date.now(), 0));
    };

    const changed = () => {
      sent = false;
      first = first || Date.now();
      wait();
    };

    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      sent = true;
      clearTimeout(timer);
      if (running) running.abort();
    });
    addEventListener("pagehide", () => save(true));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") save(true);
    });
  }
})();
