// Training kept on this phone: the button that saves a module, the count of what waits
// to be sent, and the clearing up when its reader signs out or somebody else comes.
"use strict";

(() => {
  const ALLOWED = ["/static/", "/media/images/", "/training/saved/"];
  const LIST = "/training/saved/list.json";
  const INDEX = "/training/saved/";
  const person = document.querySelector("[data-person]");
  const owner = person ? person.dataset.person : "";
  const mine = `saved-${owner}`;
  const all = (selector) => document.querySelectorAll(selector);
  const part = (box, name) => box.querySelector(`[data-${name}]`);

  // Whether the portal answers: a phone says "online" in a café without internet too.
  // Without cookies, so that asking is no sign that somebody is there.
  const reachable = () => {
    const how = { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(8000) };
    return fetch("/healthz", how).then((answer) => answer.ok, () => false);
  };

  // --- What is on the phone ---------------------------------------------------------
  const names = async () => (await caches.keys()).filter((name) => name.startsWith("saved-"));

  const readList = async () => {
    if (!(await caches.has(mine))) return null;
    const found = await (await caches.open(mine)).match(LIST);
    return found ? found.json() : null;
  };

  // The one place that puts something into a cache.
  const put = (cache, path, answer) => {
    if (!ALLOWED.some((place) => path.startsWith(place))) throw new Error(path);
    return cache.put(path, answer);
  };

  // Which steps were opened here, by lesson; they outlive the tab, for a phone closes
  // tabs as it likes.
  const steps = (item) => localStorage.getItem(`${mine}-seen-${item}`) || "[]";
  const forgetSteps = (keep) => {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith("saved-") && !(keep && name.startsWith(`${keep}-`))) localStorage.removeItem(name);
    }
  };

  const purge = async (keep = "") => {
    for (const name of await names()) if (name !== keep) await caches.delete(name);
    forgetSteps(keep);
    if (keep) return;
    for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
    for (const name of Object.keys(sessionStorage)) if (name.startsWith("saved-")) sessionStorage.removeItem(name);
    if (await outbox.isEmpty()) localStorage.removeItem("offline");
  };

  // --- Saving a module --------------------------------------------------------------
  // From the network: "no-store" passes the worker too (training/worker.js).
  const bring = async (path) => {
    const answer = await fetch(path, { redirect: "error", cache: "no-store" });
    if (!answer.ok) throw new Error(path);
    return answer;
  };

  // A page as it will be read: of each picture the one file that every browser shows.
  const asSaved = async (path) => {
    const answer = await bring(path);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const picture of page.querySelectorAll("picture")) {
      const image = picture.querySelector("img");
      const small = picture.querySelector("source[type='image/webp']");
      if (small) image.src = small.srcset.split(",").pop().trim().split(" ")[0];
      image.removeAttribute("srcset");
      picture.replaceWith(image);
    }
    const headers = new Headers(answer.headers);
    headers.delete("Content-Encoding");
    const text = new Blob([`<!DOCTYPE html>${page.documentElement.outerHTML}`]);
    return { page, size: text.size, answer: new Response(text, { headers }) };
  };

  const needed = (page) =>
    [...page.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src], img")]
      .map((one) => one.getAttribute("href") || one.getAttribute("src"))
      .filter((path) => path.startsWith("/"));

  // Nothing is put before everything is here: an edition is replaced whole or not at all.
  const saveAll = async (address, told) => {
    const cache = await caches.open(mine);
    const list = (await readList()) || { key: "", modules: {}, paths: {} };
    const pages = [address, INDEX];
    const files = new Set();
    const here = new Map();
    let size = 0;
    for (let at = 0; at < pages.length; at += 1) {
      const { page, size: more, answer } = await asSaved(pages[at]);
      here.set(pages[at], answer);
      for (const link of page.querySelectorAll("a[data-part]")) pages.push(link.getAttribute("href"));
      for (const path of page.body.dataset.paths.split(" ").filter(Boolean)) list.paths[path] = pages[at];
      for (const path of needed(page)) files.add(path);
      if (at === 0) list.modules[address] = { title: page.querySelector("h1").textContent, pages };
      list.key = page.body.dataset.key;
      size += more;
      told(size);
    }
    for (const path of files) {
      const answer = (await cache.match(path)) || (await bring(path));
      const body = await answer.blob();
      here.set(path, new Response(body, { headers: answer.headers }));
      size += body.size;
      told(size);
    }
    Object.assign(list.modules[address], { size, files: [...files] });
    for (const [path, answer] of here) await put(cache, path, answer);
    await put(cache, LIST, new Response(JSON.stringify(list)));
  };

  const save = async (address, told) => {
    const before = await caches.has(mine);
    try {
      await saveAll(address, told);
      await navigator.serviceWorker.register("/training/worker.js");
      await navigator.serviceWorker.ready;
      localStorage.setItem("offline", "1");
    } catch (problem) {
      if (!before) await purge();
      throw problem;
    }
  };

  const forget = async (address) => {
    const list = await readList();
    if (!list) return;
    delete list.modules[address];
    const cache = await caches.open(mine);
    const kept = new Set([LIST, INDEX, ...Object.values(list.modules).flatMap((one) => [...one.pages, ...one.files])]);
    if (!Object.keys(list.modules).length) return void (await purge());
    for (const [path, saved] of Object.entries(list.paths)) if (!kept.has(saved)) delete list.paths[path];
    for (const one of await cache.keys()) if (!kept.has(new URL(one.url).pathname)) await cache.delete(one);
    await put(cache, LIST, new Response(JSON.stringify(list)));
  };

  const kilobytes = (size) => `${Math.max(Math.round(size / 1024), 1)} KB`;

  const minds = async (box) => {
    const address = box.dataset.save;
    const [state, doIt, drop] = ["state", "do", "drop"].map((name) => part(box, name));
    const show = async () => {
      const list = await readList();
      const saved = list && list.modules[address];
      state.textContent = saved ? `${state.dataset.saved} (${kilobytes(saved.size)})` : state.dataset.none;
      doIt.textContent = saved ? doIt.dataset.again : doIt.dataset.first;
      drop.hidden = !saved;
      return saved;
    };
    doIt.addEventListener("click", async () => {
      if (doIt.getAttribute("aria-disabled")) return;
      doIt.setAttribute("aria-disabled", "true");
      const told = (size) => { state.textContent = `${state.dataset.saving} ${kilobytes(size)}`; };
      await save(address, told).then(show, () => { state.textContent = state.dataset.failed; });
      doIt.removeAttribute("aria-disabled");
    });
    drop.addEventListener("click", async () => {
      await forget(address);
      await show();
      doIt.focus();
    });
    await show();
    box.hidden = false;
  };

  // --- What waits, what was sent, what was refused, what was too old ------------------
  const whyNot = (one, words) => {
    const line = document.createElement("li");
    line.textContent = one.why || (one.fault === "sealed" ? words.sealed : `${words.fault} (${one.fault})`);
    return line;
  };

  const tell = async () => {
    const { waiting, sent, refused, expired } = await outbox.counts(owner);
    for (const box of all("[data-outbox]")) {
      box.hidden = !(waiting || sent || refused.length || expired);
      part(box, "waiting").textContent = waiting;
      part(box, "sent").textContent = sent;
      part(box, "limit").hidden = !waiting;
      const [list, old] = [part(box, "refused"), part(box, "expired")];
      list.hidden = !refused.length;
      const whys = part(list, "whys");
      whys.replaceChildren(...refused.map((one) => whyNot(one, whys.dataset)));
      old.hidden = !expired;
      part(old, "expired-count").textContent = expired;
    }
  };
  document.addEventListener("click", (event) => {
    const pressed = (name) => event.target.closest(`[data-${name}]`);
    if (pressed("retry-refused")) outbox.retry(owner);
    if (pressed("drop-refused")) outbox.drop(owner, outbox.isRefused);
    if (pressed("drop-expired")) outbox.drop(owner, (one) => one.expired);
  });

  // "I have done this" on the page itself, perhaps with the network just gone; some of
  // the steps may have been read in the saved edition.
  const finish = async (form, list) => {
    const item = form.action.split("/").at(-3);
    const seen = steps(item);
    if (await reachable()) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "seen", value: seen }));
      return void form.submit();
    }
    const step = new URLSearchParams(location.search).get("step") || 1;
    const token = await outbox.add(owner, list.key, { item, seen });
    sessionStorage.setItem(`saved-done-${item}`, JSON.stringify(token));
    location.assign(`${list.paths[location.pathname]}#step-${step}`);
  };

  const watchDone = async () => {
    const list = await readList();
    if (!list || !list.paths[location.pathname]) return;
    for (const form of all("form[data-finish-online]")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        finish(form, list);
      });
    }
  };

  // --- Signing out ------------------------------------------------------------------
  // What was saved goes in any case. Of what waits the page asks: send it, keep it
  // sealed, throw it away; a person who pressed "sign out" elsewhere is led there.
  const leaving = part(document, "leaving");

  // Shows the three ways; says whether there is anything to ask about.
  const ask = async (tried = false) => {
    const { waiting, refused } = await outbox.counts(owner);
    const left = waiting + refused.length;
    leaving.hidden = !left;
    part(document, "plain").hidden = Boolean(left);
    part(leaving, "left").textContent = left;
    part(leaving, "not-all").hidden = !tried;
    return left;
  };

  const noNetwork = (form) => {
    const line = document.createElement("p");
    Object.assign(line, { className: "app-note app-note--warning", role: "alert", textContent: form.dataset.signOut });
    document.querySelector("main").prepend(line);
    line.scrollIntoView();
  };

  const leave = async (form, choice) => {
    if (!(await reachable())) return void noNetwork(form);
    if (choice === "send") await outbox.send(owner);
    if (choice === "drop") await outbox.drop(owner);
    const { waiting, refused } = await outbox.counts(owner);
    if (choice !== "keep" && waiting + refused.length) {
      if (!leaving) return void location.assign(form.dataset.ask || form.action);
      await ask(choice === "send");
      return void leaving.focus();
    }
    await outbox.drop(owner, (one) => one.sent);
    await purge();
    form.submit();
  };

  const watchSignOut = () => {
    for (const form of all("form[data-sign-out]")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        leave(form, event.submitter ? event.submitter.value : "");
      });
    }
    if (leaving) ask();
  };

  // --- The rounds ---------------------------------------------------------------------
  const rounds = async () => {
    if (!owner) return;
    outbox.expire();
    if (!document.body.dataset.key) await purge(mine); // somebody else's module goes
    document.addEventListener("outbox", tell);
    for (const box of all("[data-save]")) minds(box);
    watchSignOut();
    await watchDone();
    await tell();
    await outbox.send(owner);
    addEventListener("online", () => outbox.send(owner));
    setInterval(() => outbox.expire().then(() => outbox.send(owner)), 15000); // asks nobody while nothing waits
  };

  window.offline = { owner, mine, reachable, readList, forget, kilobytes, steps };
  if (window.caches && window.indexedDB && navigator.serviceWorker) rounds();
})();
