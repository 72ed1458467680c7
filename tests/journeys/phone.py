"""Training kept on a phone: saving a module, the network gone, what waits to be sent."""

from typing import Any

from tests.journeys.visitor import Visitor


SAVE, DROP = "[data-save] [data-do]", "[data-save] [data-drop]"
DONE = "[data-finish]"
PARTS = "main a[data-part]"
SENT = "(number) => document.querySelector('[data-sent]').textContent === number"
STEP = "(number) => document.querySelector('[data-where]').textContent === number"
GONE = ("net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED")
# Every address that a cache of this browser holds, by the cache's name.
KEPT = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const all = await (await caches.open(name)).keys();
    found[name] = all.map((one) => new URL(one.url).pathname);
  }
  return found;
}"""
WAITING = """() => new Promise((done) => {
  const asked = indexedDB.open("outbox", 1);
  asked.onsuccess = () => {
    const base = asked.result;
    if (!base.objectStoreNames.length) return done([]);
    const all = base.transaction("answers").objectStore("answers").getAll();
    all.onsuccess = () => { base.close(); done(all.result); };
  };
})"""


def save_module(reader: Visitor) -> str:
    """From the first page of the training; the module's address."""
    reader.open("/training/")
    reader.follow("main .app-module h3 a")
    reader.look("module")
    reader.page.click(SAVE)
    reader.page.wait_for_selector(f"{DROP}:not([hidden])")
    reader.look("module-saved")
    return reader.page.url


def cut(reader: Visitor) -> None:
    """A page that asks in vain whether the network is there makes no error by that."""
    reader.expected = GONE
    reader.context.set_offline(True)


def restore(reader: Visitor) -> None:
    reader.context.set_offline(False)


def kept(reader: Visitor) -> dict[str, list[str]]:
    found: dict[str, list[str]] = reader.page.evaluate(KEPT)
    return found


def waiting(reader: Visitor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = reader.page.evaluate(WAITING)
    return [one for one in found if one.get("sealed")]


def read_and_finish(reader: Visitor, part: int) -> None:
    """A saved lesson, from its first step to the word that it is done."""
    reader.page.locator(PARTS).nth(part).click()
    reader.page.wait_for_selector("[data-lesson]")
    reader.page.wait_for_selector("[data-step][hidden]", state="attached")
    for number in range(2, reader.page.locator("[data-step]").count() + 1):
        reader.page.click("[data-next]")
        reader.page.wait_for_function(STEP, arg=str(number))
    reader.page.click(DONE)
    reader.page.wait_for_selector("[data-said=waiting]:not([hidden])")


def do_one_lesson_unsent(reader: Visitor, part: int) -> None:
    """The outbox cannot be reached; the rest of the portal can."""
    reader.expected = GONE
    reader.context.route("**/training/outbox/", lambda route: route.abort())
    reader.open("/training/saved/")
    reader.page.click("[data-modules] a")
    reader.page.wait_for_selector(PARTS)
    read_and_finish(reader, part)
    reader.page.wait_for_selector("[data-said=waiting]:not([hidden])")
