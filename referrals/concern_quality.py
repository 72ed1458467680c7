"""What a concern does not say yet, found by rule in the words themselves. Pure.

A hint never blocks: the child must not be asked again for the sake of a form.
Source: casework.md (b), the quality of first notes.
"""

import re
from enum import StrEnum


class Hint(StrEnum):
    WHEN = "when"
    WHERE = "where"
    WHO = "who"
    OPINION = "opinion"
    INITIALS = "initials"


# Beginnings of words, Albanian and English, small letters, ë and ç written plainly.
TIMES = (
    "mengjes|mesdit|pasdit|mbrem|naten|nates|pushim|ora |oren |ores |mesim|dje|sot|"
    "hene|marte|merkur|enjte|premte|shtun|diel|javen|"
    "morning|noon|afternoon|evening|night|break|lesson|yesterday|today|monday|"
    "tuesday|wednesday|thursday|friday|saturday|sunday|week"
)
PLACES = (
    "klas|korridor|oborr|palest|banj|tualet|dhom|shtepi|shkoll|rrug|autobus|furgon|"
    "fshat|lagj|treg|park|internet|telefon|shkall|dera|dere|fush|"
    "class|corridor|yard|gym|toilet|room|home|house|school|street|road|bus|village|"
    "market|online|phone|stairs|door|field"
)
PEOPLE = (
    "nena|nenen|nenes|mami|babai|baban|prind|gjysh|vella|moter|motra|shok|shoq|mesues|"
    "psikolog|fqinj|xhaxha|daja|halla|teze|burr|grua|djal|vajz|femij|nxenes|"
    "mother|mum|father|dad|parent|grand|brother|sister|friend|teacher|neighbour|uncle|"
    "aunt|man|woman|boy|girl|child|pupil"
)
OPINIONS = (
    "mendoj|besoj|duket|ndoshta|me siguri|gjithmone|asnjehere|sigurisht|ndjej|dyshoj|"
    "i think|i believe|i feel|seems|maybe|perhaps|probably|always|never|clearly|"
    "obviously|suspect"
)
CLOCK = re.compile(r"\d{1,2}[:.]\d{2}")
# Two capitals with full stops: "A. B.", "M.K."
INITIALS = re.compile(r"\b[A-ZÇË]\.\s?[A-ZÇË]\.")
PLAIN = str.maketrans("ëç", "ec")


def hints(text: str, *, where: str = "", basis: str = "") -> tuple[Hint, ...]:
    """What to look at again before sending, in the order of the page."""
    found: list[Hint] = []
    if not CLOCK.search(text) and not _has(TIMES, text):
        found.append(Hint.WHEN)
    if not where.strip() and not _has(PLACES, text):
        found.append(Hint.WHERE)
    if basis != "seen" and not _has(PEOPLE, text):
        found.append(Hint.WHO)
    if _has(OPINIONS, text):
        found.append(Hint.OPINION)
    if INITIALS.search(text):
        found.append(Hint.INITIALS)
    return tuple(found)


def _has(beginnings: str, text: str) -> bool:
    return bool(re.search(rf"\b(?:{beginnings})", text.lower().translate(PLAIN)))
