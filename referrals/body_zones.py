"""Where on the body something was seen: words only, never a picture. Pure.

The zones are those that clothes leave open in a class, and three words for the rest;
nobody is asked to look.
"""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


ZONES: dict[str, Promise] = {
    "head": _("Head or hair"),
    "face": _("Face or eyes"),
    "mouth": _("Mouth or teeth"),
    "ears": _("Ears"),
    "neck": _("Neck"),
    "arms": _("Arms or shoulders"),
    "hands": _("Hands or fingers"),
    "trunk": _("Chest, belly or back"),
    "legs": _("Legs or feet"),
    "other": _("Somewhere else; I write it in my words"),
}


def stored(codes: Iterable[str]) -> str:
    """The known codes in the order of the list, as one text to seal."""
    chosen = set(codes)
    return " ".join(code for code in ZONES if code in chosen)


def said(text: str) -> str:
    """The words of stored codes, "" when there are none."""
    return ", ".join(str(ZONES[code]) for code in text.split() if code in ZONES)
