// What was done without network waits here, each answer sealed the moment it is given:
// under a public key that lies on the phone. The half that opens it is given by the
// server to its owner's session, used for the sending, and never kept.
"use strict";

const outbox = (() => {
  const CURVE = { name: "ECDH", namedCurve: "P-256" };
  const DOOR = "/training/outbox/";
  const KEPT = 72 * 60 * 60 * 1000; // ms, counted from when it was done; then it goes
  const NOT_NOW = [401, 408, 425, 429]; // these say nothing about what was sent
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

  const open = () => new Promise((done, failed) => {
    const asked = indexedDB.open("outbox", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("answers", { autoIncrement: true, keyPath: "n" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });

  // One step in the store; `work` gets the store and gives a request.
  const store = async (mode, work) => {
    const base = await open();
    try {
      return await new Promise((done, failed) => {
        const asked = work(base.transaction("answers", mode).objectStore("answers"));
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => failed(asked.error);
      });
    } finally {
      base.close();
    }
  };

  const changed = () => document.dispatchEvent(new Event("outbox"));
  const everything = () => store("readonly", (answers) => answers.getAll());
  const of = async (owner) => (await everything()).filter((one) => one.owner === owner);
  const write = (one) => store("readwrite", (answers) => answers.put(one));
  const remove = (one) => store("readwrite", (answers) => answers.delete(one.n));
  // One round at a time, whatever windows are open.
  const alone = (work) => navigator.locks.request("outbox", work);

  // Set aside with the reason: the server's words (`why`), or a fault that the page
  // says in its own ("sealed": it cannot be opened any more; else the answer's number).
  const isRefused = (one) => Boolean(one.why || one.fault);
  const waits = (one) => Boolean(one.sealed) && !isRefused(one);

  // What was not sent in its time is thrown away, whoever holds the phone then; that it
  // was stays, to be told. A clock that was set back begins the time anew.
  const expireAll = async () => {
    const now = Date.now();
    const sealed = (await everything()).filter((one) => one.sealed);
    for (const one of sealed.filter((each) => !(each.at <= now))) await write({ ...one, at: now });
    const old = sealed.filter((one) => now - one.at >= KEPT);
    for (const one of old) await write({ n: one.n, owner: one.owner, token: one.token, expired: true });
    if (old.length) changed();
  };

  const lock = async (own, theirs, use) => {
    const bits = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own, 256);
    const base = await crypto.subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
    const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: new Uint8Array() };
    return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, [use]);
  };
  const point = (raw) => crypto.subtle.importKey("raw", raw, CURVE, true, []);

  const seal = async (key, answer) => {
    const [name, theirs] = key.split(".");
    const pair = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(answer));
    const under = await lock(pair.privateKey, await point(bytes(theirs)), "encrypt");
    return {
      name,
      iv,
      from: new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)),
      text: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, under, text),
    };
  };

  const unseal = async (own, sealed) => {
    const under = await lock(own, await point(sealed.from), "decrypt");
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, under, sealed.text);
    return JSON.parse(new TextDecoder().decode(text));
  };

  // The answer's number comes back, to ask afterwards what became of it.
  const add = async (owner, key, answer) => {
    const token = crypto.randomUUID();
    await write({ owner, token, at: Date.now(), sealed: await seal(key, { ...answer, token }) });
    changed();
    return token;
  };

  // What the server says. None when it says nothing of what was sent: its own fault, a
  // session that ran out; without network this throws. A definite no is a `fault`.
  const post = async (path, csrf, fields) => {
    const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: csrf });
    const answer = await fetch(path, { method: "POST", body, redirect: "manual" });
    if (answer.ok) return answer.json();
    const definite = answer.status >= 400 && answer.status < 500 && !NOT_NOW.includes(answer.status);
    return definite ? { fault: String(answer.status) } : null;
  };

  const halves = (csrf) => {
    const known = {};
    return async (name) => {
      if (!known[name]) {
        const given = await post(`${DOOR}key/`, csrf, { name });
        if (!given) return null;
        if (given.fault) return { fault: "sealed" };
        known[name] = await crypto.subtle.importKey("pkcs8", bytes(given.key), CURVE, false, ["deriveBits"]);
      }
      return known[name];
    };
  };

  const give = async (one, csrf, half) => {
    const own = await half(one.sealed.name);
    if (!own || own.fault) return own;
    const answer = await unseal(own, one.sealed).catch(() => null);
    return answer ? post(DOOR, csrf, answer) : { fault: "sealed" };
  };

  // In their order, by their owner only, with a token of now. One that is refused is set
  // aside and the rest goes on; one of which nothing is known yet keeps its place.
  const sendAll = async (owner) => {
    const waiting = (await of(owner)).filter(waits);
    if (!waiting.length) return;
    const door = await fetch(DOOR, { redirect: "manual" });
    const here = door.ok ? await door.json() : {};
    if (here.owner !== owner) return;
    const half = halves(here.csrf);
    for (const one of waiting) {
      const said = await give(one, here.csrf, half);
      if (!said) return;
      if (isRefused(said)) await write({ ...one, why: said.why, fault: said.fault });
      else await write({ n: one.n, owner, token: one.token, sent: true });
      changed();
    }
  };
  const send = (owner) => alone(() => sendAll(owner)).catch(() => {});
  const expire = () => alone(expireAll).catch(() => {});

  const retryAll = async (owner) => {
    for (const one of (await of(owner)).filter(isRefused)) await write({ ...one, why: "", fault: "" });
    changed();
  };
  const retry = (owner) => alone(() => retryAll(owner)).then(() => send(owner), () => {});

  const counts = async (owner) => {
    const all = await of(owner);
    return {
      waiting: all.filter(waits).length,
      sent: all.filter((one) => one.sent).length,
      refused: all.filter(isRefused),
      expired: all.filter((one) => one.expired).length,
    };
  };

  // All of one person's: what was sent is forgotten, what was not is thrown away.
  const drop = async (owner, only = () => true) => {
    for (const one of (await of(owner)).filter(only)) await remove(one);
    changed();
  };
  const isEmpty = async () => !(await everything()).some((one) => one.sealed || one.expired);

  return { add, of, send, retry, expire, counts, drop, isRefused, isEmpty };
})();
