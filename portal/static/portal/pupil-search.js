// Finds the child while the name is typed: the form's own search step, by POST, with
// only the list coming back. It is loaded when the form is first touched; without it the
// button beside the field does the same.
"use strict";

(() => {
  const box = document.querySelector("[data-pupil-search]");
  const list = document.querySelector("[data-pupil-choices]");
  if (!box || !list) return;
  const typed = box.querySelector("input");
  const form = typed.form;
  box.querySelector("button").hidden = true;
  let rest;
  let asked = 0;

  const find = async () => {
    const mine = ++asked;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.csrfmiddlewaretoken.value);
    body.append("step", "search");
    body.append("name", typed.value);
    const chosen = form.querySelector("input[name=pupil]:checked");
    if (chosen) body.append("pupil", chosen.value);
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { "X-Part": "pupils" },
      body,
    });
    if (mine === asked && answer.ok && !answer.redirected) list.innerHTML = await answer.text();
  };

  typed.addEventListener("input", () => {
    clearTimeout(rest);
    rest = setTimeout(() => find().catch(() => {
      box.querySelector("button").hidden = false;
    }), 300);
  });

  // What was typed while this script was on its way.
  if (typed.value && !list.childElementCount) find().catch(() => {});
})();
