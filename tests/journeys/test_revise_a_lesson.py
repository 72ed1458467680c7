"""Journey 11: the Albanian of a lesson was changed; the editor is led to the English
that lags behind, and it reaches its readers past the specialist and the ministry.
Clicks are counted from each one's first page of the CMS."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.site import Site
from tests.journeys.visitor import Visitor


pytestmark = [pytest.mark.journey, pytest.mark.desk]
CHANGED = """
from portal.content import key_of
from training.models import ClassLessonPage
page = ClassLessonPage.objects.get(
    locale__language_code="sq", translation_key=key_of("u3/lesson-1")
)
page.title = "Premtime që nuk mbajnë, sot"
page.save_revision().publish()
"""
MOST_CLICKS = 10
TITLE = "Promises that do not hold today"


def test_revise_a_lesson(
    visitor: Callable[[str], Visitor], site: Site, way: tuple[int, str]
):
    site.manage("shell", "-c", CHANGED)
    editor = visitor("editor@shembull.example")

    clicks = _update_the_english(editor)
    for reviewer in ("specialist", "publisher"):
        clicks += _approve(visitor(f"{reviewer}@shembull.example"))

    assert 7 <= clicks <= MOST_CLICKS
    teacher = visitor("teacher@shembull.example")
    teacher.open("/training/curriculum/grades-5-6/tricks-and-promises/")
    words = "Premtime që nuk mbajnë, sot" if way[1] == "sq" else TITLE
    assert words in teacher.text()


def _update_the_english(editor: Visitor) -> int:
    """From the panel to the page, the preview on a phone, on to the specialist; how
    many clicks it took."""
    page = editor.page
    editor.open("/cms/")
    before = editor.taps()
    editor._picture("desk")
    with page.expect_navigation():
        page.get_by_role("link", name="Premtime që nuk mbajnë, sot").first.click()
    assert page.locator(".help-warning", has_text="").first.is_visible()
    editor._picture("stale")
    page.locator("[data-side-panel-toggle=preview]").first.click()
    phone = page.locator("[data-device-width='375']")
    if not phone.is_checked():  # the preview opens on a phone
        phone.check(force=True)
    expect(page.frame_locator("#w-preview-iframe").locator("h1").first).to_be_visible()
    editor._picture("phone")
    page.fill("#id_title", TITLE)
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    with page.expect_navigation():
        page.locator("button[name=action-submit]").click()
    editor._picture("submitted")
    return editor.taps() - before


def _approve(reviewer: Visitor) -> int:
    """In the box of what waits: what can be done, and approve; how many clicks."""
    page = reviewer.page
    reviewer.open("/cms/")
    before = reviewer.taps()
    reviewer._picture("waiting")
    row = page.locator(".listing--dashboard tr", has_text=TITLE).first
    row.locator(".actions button").first.click()
    with page.expect_navigation():
        page.locator("button[data-workflow-action-url*='/approve/']").first.click()
    reviewer._picture("approved")
    return reviewer.taps() - before
