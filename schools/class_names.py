"""Class names as schools write them: 7A, VII-B, 10/2. Pure."""

import re
from typing import NamedTuple

from schools.importing.cells import header_key


ROMAN = (
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
)
NUMBERED = re.compile(r"(\d{1,2})[\s./-]*(\w{0,10})")
LATIN = re.compile(r"([ivx]{1,4})[\s./-]+(\w{1,10})", re.IGNORECASE)


class ClassName(NamedTuple):
    """A class name with what it says; `key` is equal for 7A, 7-a and VII A."""

    name: str
    grade: int | None
    section: str
    key: str


def read(text: str) -> ClassName:
    grade, section = _parts(text)
    if grade is None:
        return ClassName(text, None, "", header_key(text) or text.casefold())
    return ClassName(text, grade, section, f"{grade}:{section.casefold()}")


def _parts(text: str) -> tuple[int | None, str]:
    if match := NUMBERED.fullmatch(text):
        return int(match[1]), match[2].upper()
    match = LATIN.fullmatch(text)
    if match and match[1].lower() in ROMAN:
        return ROMAN.index(match[1].lower()) + 1, match[2].upper()
    return None, ""
