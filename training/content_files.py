"""Reading `training/content/`: TOML in, plain data out. No database.

Block ids are made from the content path, as keys are (`portal.content`).
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.content import ContentUnreadable, Data, key_of, plain, read_toml
from training.question_rules import BLOCK_OF


FOLDER = Path(__file__).parent / "content"


@dataclass(frozen=True)
class ModuleFiles:
    """One module as its folder holds it."""

    key: str
    module: Data
    lessons: dict[str, dict[str, Data]]
    quiz: dict[str, Data]
    scenarios: dict[str, dict[str, Data]] = field(default_factory=dict)
    tests: dict[str, Data] | None = None

    def path(self, name: str) -> str:
        return f"{self.key}/{name}"

    @property
    def languages(self) -> list[str]:
        return list(self.module["languages"])


def read_all(folder: Path = FOLDER) -> tuple[Data, list[ModuleFiles]]:
    """The programmes, and every module that one of them names."""
    programmes = read_programmes(folder)
    keys = [key for row in programmes["programmes"] for key in row["modules"]]
    return programmes, [read_module(key, folder) for key in keys]


def read_programmes(folder: Path = FOLDER) -> Data:
    return read_toml(folder / "programmes.toml")


def read_references(folder: Path = FOLDER) -> Data:
    return read_toml(folder / "references.toml")


def read_module(key: str, folder: Path = FOLDER) -> ModuleFiles:
    module = read_toml(folder / key / "module.toml")

    def spoken(name: str) -> dict[str, Data]:
        return {
            language: read_toml(folder / key / f"{name}.{language}.toml")
            for language in module["languages"]
        }

    try:
        lessons = {name: spoken(name) for name in module["lessons"]}
        scenarios = {name: spoken(name) for name in module.get("scenarios", ())}
        tests = spoken(module["tests"]) if "tests" in module else None
        quiz = spoken(module["quiz"])
        return ModuleFiles(key, module, lessons, quiz, scenarios, tests)
    except KeyError as error:
        raise ContentUnreadable(f"{key}/module.toml has no {error}.") from error


# --- From the files' words to the blocks of a lesson ---------------------------------
def body(path: str, lesson: Data) -> list[Data]:
    """The lesson's blocks as a StreamField stores them."""
    try:
        return [_block(f"{path}/{block['id']}", block) for block in lesson["body"]]
    except KeyError as error:
        raise ContentUnreadable(f"A block of {path} has no {error}.") from error


def options(path: str, question: Data) -> list[Data]:
    """The options of a question; the key in the file makes the block id."""
    block = BLOCK_OF.get(question["type"])
    if block is None:
        raise ContentUnreadable(f"{path} is of an unknown type: {question['type']}.")
    try:
        return [
            {
                "type": block,
                "id": str(key_of(f"{path}/{option['key']}")),
                "value": _option(block, option),
            }
            for option in question["options"]
        ]
    except KeyError as error:
        raise ContentUnreadable(f"An option of {path} has no {error}.") from error


def _option(block: str, option: Data) -> Data:
    value: Data = {"text": plain(option["text"])}
    if block in {"option", "answer"}:
        value["correct"] = option["correct"]
    if block == "pair":
        value["match"] = plain(option["match"])
    if block != "point":
        value["feedback"] = plain(option.get("feedback", ""))
    return value


def rich(text: str) -> str:
    """Paragraphs parted by a blank line, **bold**; everything else is plain text."""
    parts = re.split(r"\n\s*\n", text.strip())
    return "".join(f"<p>{_inline(part)}</p>" for part in parts)


def _inline(text: str) -> str:
    words = html.escape(" ".join(text.split()), quote=False)
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", words)


def _block(path: str, block: Data) -> Data:
    make = MAKERS.get(block["type"])
    if make is None:
        raise ContentUnreadable(f"{path} is of an unknown type: {block['type']}.")
    return {
        "type": block["type"],
        "value": make(path, block),
        "id": str(key_of(path)),
    }


def _items(path: str, values: list[Any]) -> list[Data]:
    return list(_numbered(path, values))


def _numbered(path: str, values: list[Any]) -> Iterator[Data]:
    for number, value in enumerate(values, start=1):
        yield {"type": "item", "value": value, "id": str(key_of(f"{path}/{number}"))}


def _decision(path: str, block: Data) -> Data:
    choices = [
        {
            "key": option["key"],
            "text": plain(option["text"]),
            "feedback": plain(option["feedback"]),
            "good": option.get("good", False),
        }
        for option in block["options"]
    ]
    return {"question": plain(block["question"]), "options": _items(path, choices)}


MAKERS: dict[str, Callable[[str, Data], Any]] = {
    "heading": lambda _path, block: plain(block["text"]),
    "paragraph": lambda _path, block: rich(block["text"]),
    "list": lambda path, block: _items(path, [rich(i) for i in block["items"]]),
    "callout": lambda _path, block: {
        "kind": block["kind"],
        "title": block.get("title", ""),
        "text": rich(block["text"]),
    },
    "story": lambda _path, block: {
        "title": block.get("title", ""),
        "text": rich(block["text"]),
        "fictional": block.get("fictional", True),
    },
    "decision": _decision,
    "checklist": lambda path, block: {
        "title": block.get("title", ""),
        "items": _items(path, [rich(i) for i in block["items"]]),
    },
    "reflection": lambda _path, block: plain(block["text"]),
    "legal": lambda _path, block: block["article"],  # its key in references.toml
    "whotell": lambda _path, block: plain(block["text"]),
}
