// A practice conversation without network: scene by scene as the choices lead, to an end
// and what is to be learnt from it. The whole path is the answer.
"use strict";

(() => {
  const { remembered, remember, follow, give } = window.saved;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const practice = document.querySelector("[data-practice]");
  const item = practice.dataset.practice;
  const choice = (key) => practice.querySelector(`[data-choice="${CSS.escape(key)}"]`);
  const scene = (key) => practice.querySelector(`[data-scene="${CSS.escape(key)}"]`);
  // None when it was never begun, or when the module was saved anew and is another.
  const path = () => {
    const taken = remembered(`path-${item}`);
    return taken && taken.every(([, key]) => choice(key)) ? taken : null;
  };

  const where = (taken) => {
    const last = taken.at(-1);
    return last ? scene(choice(last[1]).dataset.target) : practice.querySelector("[data-scene]");
  };

  const debrief = (taken) => {
    const steps = taken.map(([, key]) => practice.querySelector(`[data-taken="${CSS.escape(key)}"]`));
    practice.querySelector("[data-path]").replaceChildren(...steps.map((one) => one.content.cloneNode(true)));
  };

  const show = (moved) => {
    const taken = path();
    const here = taken && where(taken);
    const ended = Boolean(here && here.matches("[data-is-end]"));
    const last = taken && taken.at(-1);
    for (const one of all("[data-scene]")) one.hidden = one !== here;
    for (const one of all("[data-reply]")) one.hidden = ended || !last || one.dataset.reply !== last[1];
    for (const one of all("[data-debrief]")) one.hidden = !ended;
    for (const one of all("[data-intro]")) one.hidden = Boolean(taken);
    document.querySelector("[data-begin]").hidden = Boolean(taken);
    if (ended) debrief(taken);
    if (!moved) return;
    scrollTo(0, 0);
    here.querySelector("h2").focus();
  };

  const take = async (button) => {
    const taken = [...path(), [button.closest("[data-scene]").dataset.scene, button.dataset.choice]];
    remember(`path-${item}`, taken);
    show(true);
    if (where(taken).matches("[data-is-end]")) await give(item, { path: JSON.stringify(taken) });
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choice]");
    if (button) take(button);
    if (!event.target.closest("[data-begin]")) return;
    remember(`path-${item}`, []);
    show(true);
  });
  document.addEventListener("outbox", () => follow(item));
  show(false);
  follow(item);
})();
