"""Reading `referrals/content/activities/`: TOML in, the model's values out. No database."""

from pathlib import Path

from portal.content import ContentUnreadable, Data, plain, read_toml


FOLDER = Path(__file__).parent / "content" / "activities"
LANGUAGES = ("sq", "en")

# By name, then by language: the values of the model.
Activities = dict[str, dict[str, Data]]


def read_activities(folder: Path = FOLDER) -> Activities:
    """Every activity in every language, by name; a language that lacks is an error."""
    names = sorted({path.name.split(".")[0] for path in folder.glob("*.toml")})
    if not names:
        raise ContentUnreadable(f"There is no activity in {folder.name}.")
    return {
        name: {code: _read(folder / f"{name}.{code}.toml") for code in LANGUAGES}
        for name in names
    }


def _read(path: Path) -> Data:
    words = read_toml(path)
    try:
        youngest, oldest = words["ages"]
        return {
            "title": words["title"],
            "purpose": words["purpose"],
            "youngest": youngest,
            "oldest": oldest,
            "minutes": words["minutes"],
            "aim": plain(words["aim"]),
            "materials": _lines(words["materials"]),
            "steps": _lines(words["steps"]),
            "watch": plain(words["watch"]),
            "stop": plain(words["stop"]),
            "avoid": plain(words["avoid"]),
        }
    except KeyError as error:
        raise ContentUnreadable(f"{path.name} has no {error}.") from error


def _lines(items: list[str]) -> str:
    """One thing a line, as editors write them."""
    return "\n".join(plain(item) for item in items)
