"""Paper: a Typst template and its data become a PDF, the only writer of PDF here.

    from portal.typesetting import bilingual, frame, typeset
    pdf = typeset("referrals/typst/referral.typ", {
        "frame": frame(name=reference, reference=reference),
        "title": bilingual(_("Referral")), ...
    })

The template is a file of ours; what people typed goes in as JSON and is drawn as text,
so nothing typed is ever source. The PDF is archival (PDF/A-2a: every character can be
copied out as it was typed) and accessible (PDF/UA-1). Only the fonts inside Typst are
used; a character that none of them draws is written as its code, [U+1F600 GRINNING FACE].
Measured once: 45 ms for the first paper of a process, then 5 to 40 ms.
"""

import datetime as dt
import io
import json
import re
import threading
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, cast

import segno
import typst
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.dates import day_text


Text = str | Promise
Label = dict[str, str]
LANGUAGES = ("sq", "en")
MARK = "Konfidenciale · Confidential"
DEMO = "Të dhëna fiktive · Fictional data"
PROBE = "portal/typst/probe.typ"
MOST_PROBED = 300  # distinct unusual characters of one paper that are tried singly
# What the built-in text fonts draw beyond doubt: Latin with its marks, Greek, Cyrillic.
USUAL = re.compile(
    "[\n\x20-\x7e\xa0-\u017f\u0391-\u03a9\u03b1-\u03c9\u0410-\u044f–—«»‘’“”…·•]"
)
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
NEVER_DRAWN = frozenset({"Cc", "Cs", "Co", "Cn"})  # controls, halves, private, none
_lock = threading.Lock()  # one compiler; it is not said to be safe for threads


def bilingual(text: Text) -> Label:
    """A word of ours in both languages; lazy, or a plain string that stays as it is."""
    return both_ways(lambda: str(text))


def both_ways(said: Callable[[], str]) -> Label:
    """What a function says in each language."""
    found = {}
    for code in LANGUAGES:
        with override(code):
            found[code] = said()
    return found


def frame(
    *,
    name: str,
    reference: str,
    across: str = "",
    copy: str = "",
    until: dt.date | None = None,
) -> Mapping[str, str]:
    """What stands on each sheet. `name` is the document's own: never a child's.

    `across` is a word over the whole page (a draft), `copy` whose copy it is, `until`
    the day by which the paper is to be destroyed.
    """
    destroy = both_ways(lambda: str(_("Destroy by %(day)s"))) if until else None
    day = {"day": day_text(until)} if until else {}
    said = " · ".join(destroy[code] % day for code in LANGUAGES) if destroy else ""
    return {
        "name": name,
        "reference": reference,
        "mark": MARK,
        "across": across or (DEMO if settings.DEMO else ""),
        "copy": copy,
        "until": said,
    }


def qr_svg(address: str) -> str:
    """The address as a picture that a telephone reads."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=4, border=2)
    return drawn.getvalue().decode()


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of `template` (a path from the root of the source) filled with `data`."""
    with _lock:
        return _compile(template, _drawable(data))


def _compile(template: str, data: Any) -> bytes:
    made = _compiler().compile(
        input=str(settings.BASE_DIR / template),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
    )
    return cast("bytes", made)


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(
        root=str(settings.BASE_DIR), ignore_system_fonts=True, font_paths=[]
    )


# --- Characters that cannot be drawn ------------------------------------------------
def _drawable(data: Any) -> Any:
    """The same data with every text made drawable."""
    unusual = {c for text in _texts(data) for c in set(text) if not USUAL.match(c)}
    spelled = {c: _spelled(c) for c in _undrawable(frozenset(unusual))}
    return _replaced(data, str.maketrans(spelled)) if spelled else data


def _texts(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    if isinstance(data, Mapping):
        return [text for value in data.values() for text in _texts(value)]
    if isinstance(data, list | tuple):
        return [text for value in data for text in _texts(value)]
    return []


def _replaced(data: Any, table: Mapping[int, str]) -> Any:
    if isinstance(data, str):
        return data.translate(table)
    if isinstance(data, Mapping):
        return {key: _replaced(value, table) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_replaced(value, table) for value in data]
    return data


@lru_cache(maxsize=256)
def _undrawable(unusual: frozenset[str]) -> frozenset[str]:
    """Those of the characters that the fonts lack or that no paper holds."""
    never = {c for c in unusual if unicodedata.category(c) in NEVER_DRAWN}
    never |= unusual & TURNING
    asked = sorted(unusual - never)
    if len(asked) > MOST_PROBED:
        return frozenset(unusual)
    return frozenset(never | {c for c in asked if not _is_drawn(c)})


@lru_cache(maxsize=4096)
def _is_drawn(character: str) -> bool:
    """Whether a built-in font draws it: the archival standard refuses it otherwise."""
    try:
        _compile(PROBE, {"text": character})
    except typst.TypstError:
        return False
    return True


def _spelled(character: str) -> str:
    """Its code and name in brackets; a control character is a space or nothing."""
    if character in "\t\r\x0b\x0c\x85":
        return " "
    if unicodedata.category(character) == "Cc":
        return ""
    name = unicodedata.name(character, "")
    return f"[U+{ord(character):04X}{' ' if name else ''}{name}]"
