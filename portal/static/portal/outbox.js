// What was done without network waits here, each answer sealed the moment it is given:
// under a public key that lies on the phone. The half that opens it is given by the
// server to its owner's session, used for the sending, and never kept.
"use strict";

const outbox = (() => {
  const CURVE = { name: "ECDH", namedCurve: "P-256" };
  const DOOR = "/training/outbox/";
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
    await write({ owner, token, sealed: await seal(key, { ...answer, token }) });
    changed();
    return token;
  };

  const post = async (path, csrf, fields) => {
    const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: csrf });
    const answer = await fetch(path, { method: "POST", body, redirect: "manual" });
    return answer.ok ? answer.json() : null;
  };

  const halves = (csrf) => {
    const known = {};
    return async (name) => {
      if (!known[name]) {
        const given = await post(`${DOOR}key/`, csrf, { name });
        if (!given) return null;
        known[name] = await crypto.subtle.importKey("pkcs8", bytes(given.key), CURVE, false, ["deriveBits"]);
      }
      return known[name];
    };
  };

  // In their order, by their owner only, with a token of now. What cannot be sent stays.
  const sendAll = async (owner) => {
    const waiting = (await of(owner)).filter((one) => one.sealed && !one.why);
    if (!waiting.length) return;
    const door = await fetch(DOOR, { redirect: "manual" });
    const here = door.ok ? await door.json() : {};
    if (here.owner !== owner) return;
    const half = halves(here.csrf);
    for (const one of waiting) {
      const own = await half(one.sealed.name);
      const said = own && await post(DOOR, here.csrf, await unseal(own, one.sealed));
      if (!said) return;
      if (said.why) await write({ ...one, why: said.why });
      else await write({ n: one.n, owner, token: one.token, sent: true });
      changed();
    }
  };
  const send = (owner) => navigator.locks.request("outbox", () => sendAll(owner)).catch(() => {});

  const counts = async (owner) => {
    const all = await of(owner);
    return {
      waiting: all.filter((one) => one.sealed && !one.why).length,
      sent: all.filter((one) => one.sent).length,
      refused: all.filter((one) => one.why),
    };
  };

  // All of one person's: what was sent is forgotten, what was not is thrown away.
  const drop = async (owner, only = () => true) => {
    for (const one of (await of(owner)).filter(only)) await remove(one);
    changed();
  };
  const isEmpty = async () => !(await everything()).some((one) => one.sealed);

  return { add, of, send, counts, drop, isEmpty };
})();
