"""What is installed is locked, by version and hash, from whichever mirror is near."""

import json
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.floors import BASE


REQUIREMENTS = BASE / "requirements"
LOCKS = sorted(REQUIREMENTS.glob("*.txt"))


def pins(lock: Path) -> dict[str, str]:
    found = re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock.read_text(), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def asked_for(source: Path) -> list[Requirement]:
    lines = (line.partition("#")[0].strip() for line in source.read_text().splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_address(lock: Path):
    text = lock.read_text()

    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_pin_has_a_hash(lock: Path):
    blocks = re.split(r"\n(?=\S)", lock.read_text().strip())

    bare = [
        b.splitlines()[0] for b in blocks if "==" in b and "--hash=sha256:" not in b
    ]

    assert bare == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_the_lock_answers_what_was_asked(lock: Path):
    pinned = pins(lock)

    unanswered = [
        str(wanted)
        for wanted in asked_for(lock.with_suffix(".in"))
        if pinned.get(canonicalize_name(wanted.name), "") not in wanted.specifier
    ]

    assert unanswered == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_pin_is_there_for_a_reason(lock: Path):
    asked = {
        canonicalize_name(wanted.name) for wanted in asked_for(lock.with_suffix(".in"))
    }
    text = lock.read_text()
    given_as_asked = {
        canonicalize_name(block.split("==")[0])
        for block in re.split(r"\n(?=\S)", text)
        if re.search(rf"requirements/{lock.stem}\.in", block)
    }

    assert given_as_asked == asked


def test_what_serves_is_a_part_of_what_tests():
    base, dev = pins(REQUIREMENTS / "base.txt"), pins(REQUIREMENTS / "dev.txt")

    assert base.items() <= dev.items()


def test_the_front_end_lock_has_hashes_and_no_registry():
    text = (BASE / "package-lock.json").read_text()
    lock = json.loads(text)

    packages = {name: p for name, p in lock["packages"].items() if name}
    assert [name for name, p in packages.items() if "integrity" not in p] == []
    assert "resolved" not in text
    assert "registry." not in text


def test_the_front_end_lock_is_of_this_package_file():
    wanted = json.loads((BASE / "package.json").read_text())["dependencies"]
    lock = json.loads((BASE / "package-lock.json").read_text())

    assert lock["packages"][""]["dependencies"] == wanted
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
