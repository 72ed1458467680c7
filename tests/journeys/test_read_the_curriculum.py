"""A teacher reads a unit for pupils: every kind of page, every part, on paper too."""

import re
from collections.abc import Callable

import pytest

from tests.journeys.visitor import Visitor
from tests.portal.papers import close, words_of


pytestmark = pytest.mark.journey
# At most: a plan for the teacher, a sheet with its back side, large letters, four slides.
SHEETS = {"guide": 4, "handout": 2, "easy_read": 2, "slides": 4}


def test_read_the_curriculum(visitor: Callable[[str], Visitor]):
    teacher = visitor("teacher@shembull.example")
    unit = "main .app-module a[href*='/training/curriculum/']"

    teacher.open("/training/curriculum/")
    teacher.look("curriculum")
    teacher.follow("main h2 a")
    teacher.look("grade-band")
    teacher.follow(unit)
    for part in ("overview", "co_lead", "parents"):
        teacher.follow(f"a[href='?part={part}']")
        teacher.look(f"unit-{part}")
    teacher.follow("a[href='?part=overview']")
    teacher.follow("main ol a")
    for part in ("guide", "handout", "easy_read", "slides"):
        teacher.follow(f"a[href='?part={part}']")
        teacher.look(f"lesson-{part}")
        assert 1 <= _sheets_of_a4(teacher) <= SHEETS[part], part

    teacher.follow("a[href='?part=guide']")
    _what_follows_is_on_paper(teacher)
    teacher.follow("a[href='?part=slides']")
    teacher.page.emulate_media(media="print")
    assert not teacher.page.locator(".app-print-mark").is_visible()
    assert not teacher.page.locator(".app-parts").is_visible()
    teacher.look("slides-on-paper")


def _sheets_of_a4(teacher: Visitor) -> int:
    """How many there are when the browser is left to the page's own measure, and every
    paragraph of the part is on them, to its last word."""
    pdf = teacher.page.pdf(prefer_css_page_size=True)
    sizes = re.findall(rb"/MediaBox \[0 0 (\d+)[.\d]* (\d+)[.\d]*\]", pdf)
    paper = close(words_of(pdf))
    teacher.page.emulate_media(media="print")
    seen = teacher.page.locator("main [lang] > :not(.govuk-visually-hidden)")
    lines = [
        close(line) for text in seen.all_inner_texts() for line in text.split("\n")
    ]
    teacher.page.emulate_media(media="null")

    assert {*sizes} == {(b"594", b"841")}
    assert [line for line in lines if line not in paper] == []
    return len(sizes)


def _what_follows_is_on_paper(teacher: Visitor) -> None:
    """Choices open on the screen one by one; nobody can open them on a sheet."""
    follows = teacher.page.locator(".app-decision .govuk-details__text p").all()
    paper = " ".join(words_of(teacher.page.pdf(format="A4")).split())

    assert follows
    assert not follows[0].is_visible()
    for text in (one.text_content() or "" for one in follows):
        assert " ".join(text.split())[:30] in paper
