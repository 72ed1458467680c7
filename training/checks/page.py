"""A page read into the `Text` that the rules look at. The one place here that knows
pages and blocks; what a snippet says of itself is asked on a given day."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.html import strip_tags
from wagtail.models import Page

from training.checks.rules import Finding, Part, Text, check


TELLS = frozenset({"whotell", "contact"})
# By the page's kind: the streams, who reads them, and whether they must say whom to tell.
TEACHERS_READ = (("body", False, True),)
PARTS: dict[str, tuple[tuple[str, bool, bool], ...]] = {
    "lesson": TEACHERS_READ,
    "scenario": (("scenes", False, False),),
    "class_lesson": (
        ("guide", False, True),
        ("handout", True, True),
        ("easy_read", True, True),
        ("slides", True, False),
    ),
    "unit": (
        ("co_lead", False, False),
        ("parents", False, True),
        ("cards", True, False),
    ),
    "guidance": (("body", False, False),),
}
# Fields beside the streams that are read like a part of them, by adults.
BESIDE = ("quiz_intro", "whom_to_tell")
BREAKS = re.compile(r"</(?:p|li|h\d|div)>|<br\s*/?>")


def check_page(
    page: Any, on: dt.date, *, grades: Mapping[str, int] | None = None
) -> list[Finding]:
    """The findings for the page as it stands in memory. `grades`: read before, when
    many pages are checked."""
    return check(read(page, on, last_grades() if grades is None else grades))


def read(page: Any, on: dt.date, grades: Mapping[str, int]) -> Text:
    parts, blocks = [], []
    for name, pupils, must_tell in PARTS.get(str(page.kind or ""), ()):
        stream = getattr(page, name)
        if not len(stream) and page._meta.get_field(name).blank:
            continue
        inside = list(_blocks(stream))
        blocks += inside
        parts.append(
            Part(
                title=str(page._meta.get_field(name).verbose_name),
                texts=tuple(_texts(stream)),
                last_grade=_last_grade(page, grades) if pupils else None,
                must_tell=must_tell,
                tells=any(kind in TELLS for kind, _value in inside),
            )
        )
    parts += _beside(page)
    own = (page.title, page.summary, *_own_texts(page))
    return Text(
        language=page.locale.language_code,
        parts=tuple(parts),
        texts=tuple(_plain(text) for text in own if text),
        pictures=tuple(
            (value.get("alt") or "", value.get("shows") or "drawing")
            for kind, value in blocks
            if kind == "picture"
        ),
        articles=_checked(blocks, "legal", on),
        numbers=_checked(blocks, "contact", on),
        safety=page.change == "safety",
        note=page.change_note,
    )


def _beside(page: Any) -> Iterator[Part]:
    for name in BESIDE:
        if text := getattr(page, name, ""):
            yield Part(str(page._meta.get_field(name).verbose_name), (_plain(text),))


def _own_texts(page: Any) -> Iterator[str]:
    for name in ("preparation", "disclosure"):
        yield getattr(page, name, "")


def _blocks(stream: Any) -> Iterator[tuple[str, Any]]:
    for child in stream:
        yield child.block_type, child.value


def _texts(stream: Any) -> Iterator[str]:
    for text in stream.stream_block.get_searchable_content(stream):
        yield _plain(str(text))
    for kind, value in _blocks(stream):
        if kind == "question" and value is not None:
            yield _plain(value.stem)
            yield from _texts(value.options)


def _plain(html: str) -> str:
    """Words without mark-up; the end of a paragraph ends a sentence."""
    return strip_tags(BREAKS.sub("\n", html)).strip()


def _checked(
    blocks: list[tuple[str, Any]], kind: str, on: dt.date
) -> tuple[tuple[str, bool], ...]:
    return tuple(
        (str(value), value.is_checked(on))
        for found, value in blocks
        if found == kind and value is not None
    )


def last_grades() -> dict[str, int]:
    """The last grade of each band, by the band's path in the tree: one query."""
    bands = Page.objects.filter(gradebandpage__isnull=False)
    return dict(bands.values_list("path", "gradebandpage__last_grade"))


def _last_grade(page: Any, grades: Mapping[str, int]) -> int | None:
    """Of the grade band above: of a unit one level up, of a lesson two; a page not yet
    in the tree is for adults."""
    up = 1 if page.kind == "unit" else 2
    return grades.get(page.path[: -up * Page.steplen]) if page.path else None
