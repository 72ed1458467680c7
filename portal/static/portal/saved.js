// Reading what is saved on this phone: one step of a lesson at a time, "I have done
// this" into the outbox, and the list of the saved modules.
"use strict";

(() => {
  const { owner, mine, reachable, readList, forget, kilobytes, steps: opened } = window.offline;
  const key = document.body.dataset.key;
  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];

  // --- With or without network ------------------------------------------------------
  const bar = async () => {
    const there = await reachable();
    one("[data-when-offline]").hidden = there;
    one("[data-when-online]").hidden = !there;
  };
  for (const what of ["online", "offline", "pageshow"]) addEventListener(what, bar);
  document.addEventListener("outbox", bar);

  // --- What became of an answer given on this phone ---------------------------------
  const remembered = (name) => JSON.parse(sessionStorage.getItem(`saved-${name}`) || "null");
  const remember = (name, value) => sessionStorage.setItem(`saved-${name}`, JSON.stringify(value));

  const given = async (item) => {
    const token = remembered(`done-${item}`);
    const found = token && (await outbox.of(owner)).find((each) => each.token === token);
    return found && !found.expired ? found : null;
  };

  // In which state it is: the lines of `_said.html`. Whether there is nothing to do.
  const follow = async (item) => {
    const answer = await given(item);
    const now = answer && (answer.sent ? "sent" : outbox.isRefused(answer) ? "refused" : "waiting");
    for (const state of all("[data-said]")) state.hidden = state.dataset.said !== now;
    return now === "sent" || now === "waiting";
  };

  // Given anew, it takes the place of one that was refused.
  const give = async (item, answer) => {
    const before = await given(item);
    if (before && outbox.isRefused(before)) await outbox.drop(owner, (one) => one.n === before.n);
    remember(`done-${item}`, await outbox.add(owner, key, { item, ...answer }));
    await follow(item);
    outbox.send(owner);
  };
  window.saved = { remembered, remember, follow, give };

  // --- A lesson ---------------------------------------------------------------------
  const steps = all("[data-step]");

  const reads = (lesson) => {
    const item = lesson.dataset.lesson;
    const finish = one("[data-finish]");
    const [back, next, where] = [one("[data-back]"), one("[data-next]"), one("[data-where]")];
    const progress = one("progress");

    const number = () => Math.min(Number(location.hash.replace("#step-", "")) || 1, steps.length);
    const show = (moved) => {
      const at = number();
      steps.forEach((step, index) => { step.hidden = index !== at - 1; });
      const seen = new Set(JSON.parse(opened(item)));
      localStorage.setItem(`${mine}-seen-${item}`, JSON.stringify([...seen.add(steps[at - 1].dataset.step)]));
      where.textContent = progress.value = at;
      back.hidden = at === 1;
      next.hidden = at === steps.length;
      one("[data-end]").hidden = at !== steps.length;
      back.href = `#step-${at - 1}`;
      next.href = `#step-${at + 1}`;
      if (moved) {
        scrollTo(0, 0);
        (steps[at - 1].querySelector("h2") || one("h1")).focus();
      }
    };

    const said = async () => { finish.hidden = await follow(item); };

    finish.addEventListener("click", async () => {
      await give(item, { seen: opened(item) });
      await said();
      one("[data-after]").focus();
    });
    addEventListener("hashchange", () => show(true));
    document.addEventListener("outbox", said);
    show(false);
    said();
  };

  // --- The list ---------------------------------------------------------------------
  const lists = async (box) => {
    for (const why of all("[data-why]")) why.hidden = `#${why.dataset.why}` !== location.hash;
    const { modules } = (await readList()) || { modules: {} };
    box.replaceChildren(...Object.entries(modules).map(([address, saved]) => {
      const line = document.createElement("li");
      const link = document.createElement("a");
      const drop = document.createElement("button");
      Object.assign(link, { className: "govuk-link", href: address, textContent: saved.title });
      Object.assign(drop, { className: "app-offline__drop", type: "button", textContent: box.dataset.drop });
      drop.setAttribute("aria-label", `${box.dataset.drop}: ${saved.title}`);
      drop.addEventListener("click", async () => {
        await forget(address);
        await lists(box);
        one("h1").focus();
      });
      line.append(link, ` (${kilobytes(saved.size)}) `, drop);
      return line;
    }));
    one("[data-none]").hidden = Object.keys(modules).length > 0;
  };

  const lesson = one("[data-lesson]");
  if (lesson && steps.length) reads(lesson);
  const list = one("[data-modules]");
  if (list) {
    lists(list);
    addEventListener("hashchange", () => lists(list));
  }
})();
