"""The written content as tests read it: files, and what a reader sees of them."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any


CONTENT = Path(__file__).parents[2] / "training" / "content"
MODULES = sorted(path.parent for path in CONTENT.glob("*/module.toml"))
UNITS = sorted(path.parent for path in CONTENT.glob("*/unit.toml"))
LANGUAGES = ("sq", "en")
BESIDE = ("notes", "cards")
BLOCK_TYPES = {
    "heading",
    "paragraph",
    "list",
    "callout",
    "story",
    "decision",
    "checklist",
    "reflection",
    "whotell",
    "legal",
}
NOT_PROSE = {
    "id",
    "to",
    "mark",
    "type",
    "form",
    "kind",
    "key",
    "slug",
    "good",
    "correct",
    "fictional",
    "article",
    "grouping",
    "objective",
    "objectives",
    "purpose",
}


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def prose(node: Any) -> Iterator[str]:
    """Every text a reader sees, without keys and switches."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for item in node:
            yield from prose(item)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name not in NOT_PROSE:
                yield from prose(value)


def words(node: Any) -> int:
    return sum(len(re.findall(r"\w[\w’'-]*", text)) for text in prose(node))


def lessons(language: str) -> list[Path]:
    return [
        module / f"{name}.{language}.toml"
        for module in MODULES
        for name in read(module / "module.toml")["lessons"]
    ]


def quizzes(language: str) -> list[Path]:
    return [module / f"quiz.{language}.toml" for module in MODULES]


def scenarios(language: str) -> list[Path]:
    return [
        module / f"{name}.{language}.toml"
        for module in MODULES
        for name in read(module / "module.toml").get("scenarios", ())
    ]


def measuring(language: str) -> list[Path]:
    return sorted(CONTENT.glob(f"*/tests.{language}.toml"))


def everything(language: str) -> list[Path]:
    found = [*lessons(language), *quizzes(language), *scenarios(language)]
    return [*found, *measuring(language)]


def files() -> list[Path]:
    return [path for language in LANGUAGES for path in everything(language)]


def language_of(path: Path) -> str:
    return path.name.split(".")[1]


def twin(path: Path) -> Path:
    return path.with_name(path.name.replace(".sq.", ".en."))


def named(path: Path) -> str:
    return f"{path.parent.name}-{path.name}"


def class_lessons(language: str) -> list[Path]:
    return [
        unit / f"{name}.{language}.toml"
        for unit in UNITS
        for name in read(unit / "unit.toml")["lessons"]
    ]


def for_classes(language: str) -> list[Path]:
    """The lessons of the units, their notes for psychologist and parents, the cards."""
    beside = [unit / f"{name}.{language}.toml" for unit in UNITS for name in BESIDE]
    return [*class_lessons(language), *(path for path in beside if path.exists())]


def packs(language: str) -> list[Path]:
    keys = read(CONTENT / "curriculum.toml")["guidance"]
    return [CONTENT / key / f"text.{language}.toml" for key in keys]


def all_files(language: str) -> list[Path]:
    return [*everything(language), *for_classes(language), *packs(language)]


def spoken(node: Any) -> Iterator[tuple[str, str]]:
    """(Albanian, English) of every text that stands in one file in both languages."""
    if isinstance(node, list):
        for item in node:
            yield from spoken(item)
    elif isinstance(node, dict):
        if isinstance(node.get("sq"), str):
            yield node["sq"], node["en"]
        for name, value in node.items():
            if name != "slug":
                yield from spoken(value)


def in_both(path: Path) -> list[tuple[str, str]]:
    """(Albanian, English) of an Albanian file and its twin, or of a file with both."""
    if ".sq." not in path.name:
        return list(spoken(read(path)))
    return list(zip(prose(read(path)), prose(read(twin(path))), strict=True))
