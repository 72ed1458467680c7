"""The pieces of a page: what they say, what they weigh, and the words of time."""

import datetime as dt
import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

from portal.templatetags import portal_ui


STATIC = Path(settings.BASE_DIR) / "portal" / "static" / "portal"
SHEET = STATIC / "built" / "portal.css"
NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def draw(name: str, **context) -> str:
    return render_to_string(f"_components/{name}.html", context)


def run(source: str, **context) -> str:
    return Template("{% load portal_ui %}" + source).render(Context(context))


# --- Words of time -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("hours", "words", "state"),
    [
        (6.5, "6 hours left", "soon"),
        (1, "1 hour left", "soon"),
        (0.5, "less than an hour left", "soon"),
        (24, "24 hours left", "calm"),
        (47.9, "47 hours left", "calm"),
        (48, "2 days left", "calm"),
        (-0.5, "less than an hour late", "late"),
        (-5, "5 hours late", "late"),
        (-73, "3 days late", "late"),
    ],
)
def test_a_clock_speaks_in_words(hours: float, words: str, state: str) -> None:
    due = NOW + dt.timedelta(hours=hours)

    assert portal_ui.hours_left(due, NOW) == words
    assert portal_ui.clock_state(due, NOW) == state


def test_a_clock_shows_the_words_and_the_moment() -> None:
    page = draw("clock", due=NOW + dt.timedelta(hours=6), now=NOW)

    assert "6 hours left" in page
    assert "22.11.2026, 19:00" in page
    assert "app-clock--soon" in page


def test_a_clock_without_a_due_time_is_empty() -> None:
    assert draw("clock", due=None, now=NOW).strip() == ""
    assert portal_ui.hours_left(None) == ""


def test_days_and_moments_are_tiranas() -> None:
    late = dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)

    assert portal_ui.day(late) == "02.07.2026"
    assert portal_ui.moment(late) == "02.07.2026, 00:30"
    assert portal_ui.day(dt.date(2026, 3, 4)) == "04.03.2026"
    assert portal_ui.day(None) == portal_ui.moment(None) == ""


def test_percent_and_telephone_are_written_out() -> None:
    assert portal_ui.percent(0.496) == "49.6 %"
    assert portal_ui.percent(0.5) == "50 %"
    assert portal_ui.percent(None) == ""
    assert portal_ui.tel("116 111") == "tel:116111"


# --- Addresses -----------------------------------------------------------------------
def test_url_with_replaces_and_drops() -> None:
    request = RequestFactory().get("/?a=1&b=2")

    assert run("{% url_with a=3 b='' %}", request=request) == "?a=3"


# --- Pieces --------------------------------------------------------------------------
def test_a_tag_says_its_state_in_words() -> None:
    assert "govuk-tag--red" in draw("tag", text="Late", colour="red")
    assert "Late" in draw("tag", text="Late", colour="red")


def test_a_summary_row_names_what_its_link_changes() -> None:
    page = draw("summary_list", rows=[{"key": "Class", "value": "7B", "url": "/c/"}])

    assert re.search(r"Change<span class=\"govuk-visually-hidden\"> Class</span>", page)


def test_a_timeline_says_who_and_when() -> None:
    items = [{"title": "Sent", "at": NOW, "who": "A. Modeli", "text": "a\nb"}]

    page = draw("timeline", items=items)

    assert "by A. Modeli" in page
    assert "22.11.2026, 13:00" in page
    assert "<h3" in page


def test_a_task_without_address_cannot_start_yet() -> None:
    tasks = [
        {"title": "One", "url": "/1/", "status": "Done"},
        {"title": "Two", "status": "Cannot start yet"},
    ]

    page = draw("task_list", tasks=tasks)

    assert page.count("<a ") == 1
    assert "govuk-task-list__status--cannot-start-yet" in page
    assert 'aria-describedby="task-1-status"' in page


def test_the_danger_box_lists_every_number_as_a_call() -> None:
    page = draw("danger_box")

    for contact in settings.SAFETY_CONTACTS:
        assert f'href="{portal_ui.tel(contact["number"])}"' in page
        assert str(contact["name"]) in page


def test_a_version_clash_shows_both_texts() -> None:
    page = draw("version_conflict", theirs="A<b>", yours="B", who="Ben Prova", at=NOW)

    assert "A&lt;b&gt;" in page
    assert "Ben Prova, 22.11.2026, 13:00" in page


def test_a_step_says_that_it_is_done() -> None:
    page = draw(
        "step_list", steps=[{"title": "Sent", "state": "done"}, {"title": "Read"}]
    )

    assert "(done)" in page


def test_a_form_button_is_a_button_and_an_address_a_link() -> None:
    assert "<button" in draw("button", text="Save")
    assert "<button" not in draw("button", text="Go", url="/go/")


def test_the_way_out_works_without_script() -> None:
    page = draw("exit_this_page")

    assert f'href="{portal_ui.exit_url()}"' in page
    assert "noreferrer" in page


def test_an_empty_list_names_the_next_step() -> None:
    page = draw(
        "empty_state", title="Nothing", text="Import.", url="/i/", action="Import"
    )

    assert '<a class="govuk-link" href="/i/">Import</a>' in page


# --- The frame -----------------------------------------------------------------------
def frame(**context) -> str:
    request = RequestFactory().get("/schools/watch/?band=chronic")
    page = Template(
        "{% extends 'base.html' %}{% block title %}T{% endblock %}"
        "{% block content %}<h1>T</h1>{% endblock %}"
    )
    return page.render(Context({"request": request, **context}))


def test_a_page_has_its_landmarks_and_one_heading() -> None:
    page = frame()

    for part in ("<header", "<main", "<footer", 'href="#main"', 'lang="en"'):
        assert part in page
    assert page.count("<h1") == 1


def test_the_language_switch_keeps_the_page() -> None:
    page = frame()

    assert 'name="next" value="/schools/watch/?band=chronic"' in page
    assert 'value="sq" lang="sq"' in page


def test_a_demonstration_says_so_on_screen_and_on_paper() -> None:
    assert "Fictional data" in frame(demo=True)
    assert "app-demo-band" in frame(demo=True)
    assert "Fictional data" not in frame(demo=False)


def test_every_sheet_of_paper_is_marked_confidential() -> None:
    assert "app-print-mark" in frame()


def test_the_navigation_marks_where_one_is() -> None:
    items = [{"label": "Pupils", "url": "/p/", "current": True}]

    page = frame(nav_items=items)

    assert 'href="/p/" aria-current="page"' in page
    assert "<summary>Menu</summary>" in page


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404"])
def test_an_error_page_says_what_to_do(name: str) -> None:
    page = render_to_string(f"{name}.html", {})

    assert page.count("<h1") == 1
    assert "<p" in page


def test_the_page_for_a_fault_asks_nothing(django_assert_num_queries) -> None:
    page = render_to_string("500.html")

    assert "Something went wrong" in page
    assert "tel:129" in page
    assert "csrf" not in page


# --- Weight --------------------------------------------------------------------------
@pytest.mark.skipif(not SHEET.exists(), reason="run `make front` first")
def test_the_style_sheet_is_light_and_brings_no_font() -> None:
    raw = SHEET.read_bytes()

    assert len(gzip.compress(raw, 9)) <= 15 * 1024
    assert b"@font-face" not in raw
    assert b"GDS Transport" not in raw


@pytest.mark.skipif(not SHEET.exists(), reason="run `make front` first")
def test_everything_the_style_sheet_asks_for_is_there() -> None:
    text = SHEET.read_text(encoding="utf-8")

    for address in re.findall(r"url\(\"?([^)\"]+)", text):
        assert (SHEET.parent / address).resolve().is_file(), address


def test_our_scripts_are_light() -> None:
    """All of them; no page loads all (test_page_weights holds what each one loads)."""
    scripts = [path.read_bytes() for path in STATIC.glob("*.js")]

    assert sum(len(gzip.compress(script, 9)) for script in scripts) <= 16 * 1024


def test_no_time_passes_unseen() -> None:
    assert (
        portal_ui.hours_left(timezone.now() + dt.timedelta(hours=5)) == "4 hours left"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["help", "privacy"])
def test_a_public_page_sets_no_cookie(client, name: str) -> None:
    answer = client.get(reverse(f"portal:{name}"))

    assert answer.status_code == 200
    assert not answer.cookies


@pytest.mark.django_db
def test_the_language_switch_works_without_a_token() -> None:
    browser = Client(enforce_csrf_checks=True)

    answer = browser.post(
        reverse("portal:language"), {"language": "en", "next": "/help/"}
    )

    assert answer.headers["Location"] == "/help/"
    assert answer.cookies["language"].value == "en"
    assert 'lang="en"' in browser.get("/help/").content.decode()
