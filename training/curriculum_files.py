"""Reading the pupils' units out of `training/content/`. TOML in,
plain data out; what a thing is called for ever is its content path."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from portal.content import ContentUnreadable, Data, key_of, plain, read_toml
from training.content_files import FOLDER, MAKERS, rich


@dataclass(frozen=True)
class UnitFiles:
    """One unit as its folder holds it; by language below the unit itself."""

    key: str
    unit: Data
    notes: dict[str, Data]
    cards: dict[str, Data]  # empty: the unit has none
    lessons: dict[str, dict[str, Data]]

    def path(self, name: str) -> str:
        return f"{self.key}/{name}"

    @property
    def languages(self) -> list[str]:
        return list(self.unit["languages"])


@dataclass(frozen=True)
class CurriculumFiles:
    """All of it: the index with its bands, the units and the guidance by key."""

    curriculum: Data
    units: dict[str, UnitFiles]
    guidance: dict[str, dict[str, Data]]  # by language


def read_curriculum_files(folder: Path = FOLDER) -> CurriculumFiles:
    curriculum = read_toml(folder / "curriculum.toml")
    units = {
        key: _read_unit(key, folder)
        for band in curriculum["bands"]
        for key in band["units"]
    }
    guidance = {key: _read_guidance(key, folder) for key in curriculum["guidance"]}
    return CurriculumFiles(curriculum, units, guidance)


def _read_guidance(key: str, folder: Path) -> dict[str, Data]:
    return {
        code: read_toml(folder / key / f"text.{code}.toml")
        for code, _name in settings.LANGUAGES
    }


def _read_unit(key: str, folder: Path) -> UnitFiles:
    unit = read_toml(folder / key / "unit.toml")

    def spoken(name: str) -> dict[str, Data]:
        return {
            code: read_toml(folder / key / f"{name}.{code}.toml")
            for code in unit["languages"]
        }

    try:
        lessons = {name: spoken(name) for name in unit["lessons"]}
        cards = spoken("cards") if unit.get("cards") else {}
        return UnitFiles(key, unit, spoken("notes"), cards, lessons)
    except KeyError as error:
        raise ContentUnreadable(f"{key}/unit.toml has no {error}.") from error


# --- From the files' words to the blocks of a stream ------------------------------
def stream(path: str, blocks: list[Data]) -> list[Data]:
    """Blocks as a StreamField stores them; raises `ContentUnreadable`."""
    try:
        return [_block(f"{path}/{block['id']}", block) for block in blocks]
    except KeyError as error:
        raise ContentUnreadable(f"A block of {path} has no {error}.") from error


def slides(path: str, rows: list[Data]) -> list[Data]:
    return [
        {
            "type": "slide",
            "value": {
                "title": plain(row["title"]),
                "text": rich(row["text"]),
                "note": plain(row.get("note", "")),
            },
            "id": str(key_of(f"{path}/{row['id']}")),
        }
        for row in rows
    ]


def card_items(path: str, rows: list[Data]) -> list[Data]:
    """The two forms of a unit's cards."""
    return [
        {
            "type": "item",
            "value": {
                "form": row["form"],
                "text": plain(row["text"]),
                "sign": row["sign"],
            },
            "id": str(key_of(f"{path}/{row['id']}")),
        }
        for row in rows
    ]


def bullets(rows: list[str]) -> str:
    """A list as rich text."""
    items = "".join(f"<li>{rich(row)[3:-4]}</li>" for row in rows)
    return f"<ul>{items}</ul>"


def _block(path: str, block: Data) -> Data:
    make = _CLASS_MAKERS.get(block["type"]) or MAKERS.get(block["type"])
    if make is None:
        raise ContentUnreadable(f"{path} is of an unknown type: {block['type']}.")
    return {"type": block["type"], "value": make(path, block), "id": str(key_of(path))}


_CLASS_MAKERS = {
    "activity": lambda _path, block: {
        "title": plain(block["title"]),
        "minutes": block["minutes"],
        "grouping": block["grouping"],
        "materials": plain(block.get("materials", "")),
        "text": rich(block["text"]),
    },
    "lines": lambda _path, block: {
        "question": plain(block["question"]),
        "lines": block["lines"],
    },
}
