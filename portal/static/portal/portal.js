// What every page gains with a script; without it every page works the same.
// No dependency, no inline code: pages ask for a behaviour by a data attribute.
"use strict";

(() => {
  const all = (selector) => document.querySelectorAll(selector);

  // The error summary takes the focus, and its links lead to the control itself.
  const summary = document.querySelector("[data-error-summary]");
  if (summary) {
    summary.focus();
    document.title = `${summary.querySelector("h2").textContent}: ${document.title}`;
    summary.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      const control = link && document.getElementById(link.hash.slice(1));
      if (!control) return;
      event.preventDefault();
      const group = control.closest("fieldset") || control.closest(".govuk-form-group");
      (group || control).scrollIntoView();
      control.focus({ preventScroll: true });
    });
  }

  // A form is sent once, however often its button is pressed.
  for (const form of all("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent && Date.now() - form.dataset.sent < 3000) event.preventDefault();
      else form.dataset.sent = Date.now();
    });
  }
  addEventListener("pageshow", () => {
    for (const form of all("form[data-sent]")) delete form.dataset.sent;
  });

  // Older browsers print only what is open.
  addEventListener("beforeprint", () => {
    for (const one of all(".app-decision details:not([open])")) {
      one.dataset.paper = "";
      one.open = true;
    }
  });
  addEventListener("afterprint", () => {
    for (const one of all("details[data-paper]")) {
      delete one.dataset.paper;
      one.open = false;
    }
  });

  // A script that only one form needs comes when that form is first touched.
  for (const form of all("form[data-needs]")) {
    form.addEventListener("focusin", () => {
      const script = document.createElement("script");
      script.src = form.dataset.needs;
      document.head.append(script);
    }, { once: true });
  }

  // A phone that keeps training for offline has scripts that mind what it keeps.
  const minded = document.querySelector("[data-minds]");
  const keeps = () => {
    try {
      return localStorage.getItem("offline") || document.querySelector("[data-save]");
    } catch {
      return null;
    }
  };
  for (const src of minded && keeps() ? minded.dataset.minds.split(" ") : []) {
    document.head.append(Object.assign(document.createElement("script"), { src, async: false }));
  }

  // Without network the next page would not come: say so, and keep what is written.
  const unsent = document.querySelector("[data-not-sent]");
  for (const form of unsent ? all("form[data-concern]") : []) {
    form.addEventListener("submit", (event) => {
      if (navigator.onLine || event.submitter?.value === "send") return;
      event.preventDefault();
      delete form.dataset.sent;
      unsent.replaceChildren(unsent.nextElementSibling.content.cloneNode(true));
      unsent.scrollIntoView();
    });
  }

  for (const form of all("form[data-needs-network]")) {
    form.addEventListener("submit", (event) => {
      if (navigator.onLine) return;
      event.preventDefault();
      delete form.dataset.sent;
      const said = form.querySelector("[role=alert]");
      said.className = "app-note app-note--warning";
      said.textContent = form.dataset.needsNetwork;
      said.scrollIntoView();
    });
  }

  // How many characters are left; spoken only when the typing rests.
  for (const line of all("[data-count-for]")) {
    const area = document.getElementById(line.dataset.countFor);
    const limit = Number(line.dataset.limit);
    const spoken = document.createElement("span");
    spoken.className = "govuk-visually-hidden";
    spoken.setAttribute("aria-live", "polite");
    line.after(spoken);
    let rest;
    const count = () => {
      const left = limit - [...area.value].length;
      line.textContent = `${left < 0 ? line.dataset.over : line.dataset.left} ${Math.abs(left)}`;
      line.classList.toggle("app-count--over", left < 0);
      clearTimeout(rest);
      rest = setTimeout(() => {
        spoken.textContent = left < limit / 10 ? line.textContent : "";
      }, 1000);
    };
    area.addEventListener("input", count);
    if (area.value) count();
  }

  // A button beside a date field opens the browser's own calendar.
  for (const box of all("[data-date-picker]")) {
    const text = box.querySelector("input");
    const native = document.createElement("input");
    if (!native.showPicker) continue;
    native.type = "date";
    native.className = "app-date__native";
    native.tabIndex = -1;
    native.setAttribute("aria-hidden", "true");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "app-date__button";
    button.textContent = box.dataset.pickLabel;
    button.addEventListener("click", () => {
      const [day, month, year] = text.value.split(".");
      native.value = year ? `${year}-${month}-${day}` : "";
      native.showPicker();
    });
    native.addEventListener("change", () => {
      text.value = native.value.split("-").reverse().join(".");
      text.dispatchEvent(new Event("input", { bubbles: true }));
      text.focus();
    });
    box.append(button, native);
  }

  // "/" goes to the search, but never while somebody types.
  addEventListener("keydown", (event) => {
    const busy = event.target.closest("input, textarea, select, [contenteditable]");
    if (busy || event.ctrlKey || event.metaKey || event.altKey) return;
    const link = event.key === "/" && document.querySelector("[data-shortcut='/']");
    if (link) {
      event.preventDefault();
      link.click();
    }
  });

  // Leave at once: wipe the page, then go; "back" must not show it again.
  const exit = document.querySelector("[data-exit]");
  if (exit) {
    const leave = (event) => {
      if (event) event.preventDefault();
      document.documentElement.classList.add("app-leaving");
      document.title = "…";
      location.replace(exit.querySelector("a").href);
    };
    exit.querySelector("a").addEventListener("click", leave);
    let presses = [];
    addEventListener("keydown", (event) => {
      if (event.key !== "Shift") presses = [];
    });
    addEventListener("keyup", (event) => {
      if (event.key !== "Shift") return;
      presses = [...presses, Date.now()].filter((at) => Date.now() - at < 5000);
      if (presses.length >= 3) leave();
    });
    addEventListener("pageshow", (event) => {
      if (event.persisted && document.documentElement.matches(".app-leaving")) leave();
    });
  }
})();
