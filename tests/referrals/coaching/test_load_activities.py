"""The written activities reach the library once, and an editor's hand is respected."""

import copy

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.content import key_of
from referrals.actions.library import load_activities
from referrals.activity_files import read_activities
from referrals.models import CoachingActivity
from tests.training.loading import a_little


pytestmark = pytest.mark.django_db
NAME = "stop-card"


def load(activities=None):
    return load_activities(
        activities=activities or read_activities(), at=timezone.now(), by=None
    )


@pytest.fixture
def loaded():
    return load()


def the_card(code="sq"):
    return CoachingActivity.objects.get(
        translation_key=key_of(f"activities/{NAME}"), locale__language_code=code
    )


def with_title(title):
    changed = copy.deepcopy(read_activities())
    changed[NAME]["sq"]["title"] = title
    return changed


def test_everything_is_live_in_both_languages_under_one_key(loaded):
    count = len(read_activities())

    assert loaded.counts == {"new": 2 * count}
    for code in ("sq", "en"):
        assert CoachingActivity.objects.readable(code).count() == count
    assert the_card("sq").title != the_card("en").title
    assert the_card("sq").translation_key == the_card("en").translation_key


def test_a_second_run_changes_nothing_and_leaves_no_trace(loaded):
    before = list(CoachingActivity.objects.values_list("pk", "latest_revision"))
    events = AuditEvent.objects.filter(verb="content.loaded")

    again = load()

    assert again.counts == {"same": len(before)}
    assert not again.kept
    assert events.count() == 1
    assert before == list(CoachingActivity.objects.values_list("pk", "latest_revision"))


def test_an_editors_change_is_kept_and_named(loaded):
    card = the_card()
    card.title = "Titulli i redaktorit"
    card.save_revision().publish()

    again = load()

    assert [*again.kept] == [f"activities/{NAME} (sq)"]
    assert the_card().title == "Titulli i redaktorit"
    assert the_card("en").title == read_activities()[NAME]["en"]["title"]


def test_an_editors_change_outlives_a_change_of_the_file(loaded):
    card = the_card()
    card.steps = "Një hap i redaktorit."
    card.save_revision().publish()

    again = load(with_title("Titull i ri"))

    assert [*again.kept] == [f"activities/{NAME} (sq)"]
    assert the_card().steps == "Një hap i redaktorit."


def test_a_draft_of_an_editor_is_a_change_too(loaded):
    card = the_card()
    card.title = "Ende draft"
    card.save_revision()

    assert [*load().kept] == [f"activities/{NAME} (sq)"]
    assert the_card().get_latest_revision_as_object().title == "Ende draft"


def test_an_activity_that_an_editor_deleted_stays_deleted(loaded):
    the_card().delete()

    assert [*load().kept] == [f"activities/{NAME} (sq)"]
    assert not CoachingActivity.objects.filter(
        translation_key=key_of(f"activities/{NAME}"), locale__language_code="sq"
    ).exists()


def test_an_activity_that_an_editor_withdrew_stays_withdrawn(loaded):
    the_card().unpublish()

    load()
    again = load(with_title("Titull i ri"))

    assert [*again.kept] == [f"activities/{NAME} (sq)"]
    assert not the_card().live


def test_a_changed_file_updates_what_nobody_touched(loaded):
    again = load(with_title("Titull i ri"))

    assert again.counts["changed"] == 1
    assert not again.kept
    assert the_card().title == "Titull i ri"
    assert load(with_title("Titull i ri")).counts["changed"] == 0


@pytest.fixture
def few_lessons():
    with a_little():
        yield


def test_the_command_loads_the_library_beside_the_lessons(few_lessons, capsys):
    call_command("load_content")

    assert the_card().live
    assert capsys.readouterr().out.startswith("new ")


def test_the_command_names_what_an_editor_changed_and_says_so_by_its_exit(
    few_lessons, capsys
):
    call_command("load_content")
    card = the_card()
    card.title = "Titulli i redaktorit"
    card.save_revision().publish()

    with pytest.raises(SystemExit) as stopped:
        call_command("load_content")

    assert stopped.value.code == 1
    assert f"activities/{NAME} (sq)" in capsys.readouterr().err
