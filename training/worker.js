// Answers from the phone what its reader has saved there, when the network does not.
// It writes nothing: only the button "Save on this phone" puts something into a cache
// (portal/offline.js). Its address, /training/worker.js, keeps it below /training/: no
// page about a child is within its reach.
"use strict";

const STORED = ["/static/", "/media/images/", "/training/saved/"];
const INDEX = "/training/saved/";
const LIST = "/training/saved/list.json";

const stored = async (path) => {
  for (const name of await caches.keys()) {
    if (!name.startsWith("saved-")) continue;
    const cache = await caches.open(name);
    const found = await cache.match(path, { ignoreVary: true });
    if (found) return found;
  }
  return null;
};

// The network does not answer: the saved edition of the page that was asked for, or
// the list of what there is.
const instead = async (url) => {
  const list = await stored(LIST);
  if (!list) return Response.error();
  const saved = (await list.json()).paths[url.pathname];
  const step = Number(url.searchParams.get("step")) || 1;
  if (saved) return Response.redirect(`${saved}#step-${step}`);
  const quiz = /^\/training\/(quiz|attempts)\//.test(url.pathname);
  return Response.redirect(`${INDEX}${quiz ? "#quiz" : "#network"}`);
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const page = request.mode === "navigate";
  const kept = STORED.some((place) => url.pathname.startsWith(place));
  // Whoever saves anew says "no-store": what lies here already is no answer to that.
  if (!page && (!kept || request.cache === "no-store")) return;
  const answer = async () => {
    const found = kept && (await stored(url.pathname));
    if (found) return found;
    return page ? fetch(request).catch(() => instead(url)) : fetch(request);
  };
  event.respondWith(answer());
});
