"""What a phone may keep: training and the looks of it, put there by one script alone."""

import re

import pytest

from tests.architecture.floors import BASE
from tests.architecture.urls import addresses
from training.urls import offline


SCRIPTS = sorted((BASE / "portal" / "static" / "portal").glob("*.js"))
WORKER = BASE / "training" / "worker.js"
KEEPER = BASE / "portal" / "static" / "portal" / "offline.js"
LOOKS = {"/static/", "/media/images/"}  # style, scripts, pictures of lessons
WRITES = re.compile(r"\bcaches?\.(?:open|put|add|addAll)\b|\.addAll\(")
PUTS = re.compile(r"\.(?:put|add|addAll)\(")


def allowed(name: str, text: str) -> set[str]:
    listed = re.search(rf"const {name} = \[([^\]]*)\]", text)
    assert listed
    return set(re.findall(r'"([^"]+)"', listed[1]))


@pytest.mark.parametrize(("path", "name"), [(WORKER, "STORED"), (KEEPER, "ALLOWED")])
def test_the_allow_list_holds_only_training(path, name):
    places = allowed(name, path.read_text(encoding="utf-8"))

    assert places - LOOKS == {"/training/saved/"}


def test_below_the_saved_place_there_is_only_the_saved_edition():
    below = {a.name for a in addresses() if a.path({}).startswith("/training/saved/")}
    ours = {f"training:{one.name}" for one in offline.urlpatterns}

    assert below == {"training:saved", "training:saved_index"}
    assert below <= ours


def test_below_the_places_of_looks_there_are_pictures_and_no_page():
    below = [a.name for a in addresses() if a.path({}).startswith(tuple(LOOKS))]

    assert below == ["portal:picture"]


def test_the_worker_reads_and_never_writes():
    assert not PUTS.search(WORKER.read_text(encoding="utf-8"))


def test_one_script_alone_touches_the_caches():
    touching = [path.name for path in SCRIPTS if WRITES.search(path.read_text("utf-8"))]

    assert touching == [KEEPER.name]


def test_that_script_puts_only_through_its_allow_list():
    text = KEEPER.read_text(encoding="utf-8")

    assert text.count("cache.put(") == 1
    assert "ALLOWED.some((place) => path.startsWith(place))" in text


def test_the_worker_reaches_no_further_than_the_training():
    """A worker's scope is the folder of its address unless a header widens it."""
    found = [a.path({}) for a in addresses() if a.name == "training:worker"]

    assert found == ["/training/worker.js"]
    assert not any("Service-Worker-Allowed" in p.read_text("utf-8") for p in OURS)


OURS = [
    path
    for floor in ("portal", "schools", "training", "referrals")
    for path in (BASE / floor).rglob("*.py")
]
