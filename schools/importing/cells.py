"""One cell: cleaned text, header keys, dates and numbers. Pure."""

import datetime as dt
import re
import unicodedata


DAY_FIRST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})\.?")
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
GUARDED = ("'=", "'+", "'-", "'@")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_SPACE = re.compile(r"\s+")


def clean(text: str) -> str:
    """Outer and repeated spaces gone (no-break ones too), letters composed."""
    if not text.isascii() or "  " in text or not text.isprintable():
        text = unicodedata.normalize("NFC", _SPACE.sub(" ", text))
    text = text.strip()
    # Our own error files put ' before what a spreadsheet would take for a formula.
    return text[1:] if text[:2] in GUARDED else text


def header_key(text: str) -> str:
    """A header or word with accents, case, spacing and signs folded away."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_WORD.sub("", plain)


def to_date(text: str) -> dt.date | None:
    """Day first with dots, slashes or dashes, or ISO; never month first."""
    if match := DAY_FIRST.fullmatch(text):
        day, _sign, month, year = match.groups()
    elif match := ISO.fullmatch(text):
        year, month, day = match.groups()
    else:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def to_whole_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None
