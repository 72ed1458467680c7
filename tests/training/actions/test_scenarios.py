"""Playing a scenario, and what it does to the module around it."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.models import AuditEvent
from tests.factories.schools import granted_post
from tests.factories.training import (
    a_run,
    completed,
    course,
    done,
    publish,
    scenario,
    scenes,
)
from tests.training.actions.test_progress import conclude, finish_everything
from training.actions.scenarios import NotAChoice, NotYours, choose, start_run
from training.models import ItemProgress, ModuleCompletion, ScenarioRun


pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def made():
    return course(lessons=1)


@pytest.fixture
def staff():
    return granted_post("teacher").staff


@pytest.fixture
def page(made):
    return scenario(made.module)


@pytest.fixture
def item(made, page):
    return made.item(page)


def begin(staff, item):
    return start_run(staff=staff, item=item, at=AT, by=staff.user)


def take(run, page, scene, mark, *, by=None):
    return choose(
        run=run,
        graph=page.graph,
        scene=scene,
        choice=f"{scene}-{mark}",
        at=AT,
        by=by or run.staff.user,
    )


def test_the_path_is_kept_and_an_end_makes_the_scenario_done(staff, page, item):
    run = begin(staff, item)
    take(run, page, "nisja", "leading")
    assert ItemProgress.objects.get().state == "opened"

    run = take(run, page, "mesi", "good")

    assert run.path == [["nisja", "nisja-leading"], ["mesi", "mesi-good"]]
    assert (run.end, run.closed_at) == ("fund", AT)
    assert ItemProgress.objects.get().state == "done"
    verbs = AuditEvent.objects.filter(actor=staff.user.uid).order_by("pk")
    assert [event.verb for event in verbs] == [
        "lesson.opened",
        "scenario.started",
        "scenario.ended",
    ]


@pytest.mark.parametrize(
    ("scene", "choice"),
    [("mesi", "mesi-good"), ("nisja", "mesi-good"), ("nisja", "x"), ("", "")],
)
def test_only_a_choice_of_the_scene_on_the_screen_counts(
    staff, page, item, scene, choice
):
    run = begin(staff, item)

    with pytest.raises(NotAChoice):
        choose(
            run=run, graph=page.graph, scene=scene, choice=choice, at=AT, by=staff.user
        )

    run.refresh_from_db()
    assert run.path == []


def test_an_ended_run_takes_no_choice_more(staff, page, item):
    run = a_run(staff, item, path=[], end="keq")

    with pytest.raises(NotAChoice):
        take(run, page, "nisja", "good")


def test_the_run_of_another_is_refused(staff, page, item):
    run = begin(staff, item)

    with pytest.raises(NotYours):
        take(run, page, "nisja", "good", by=granted_post("teacher").staff.user)


def test_beginning_again_leaves_the_first_run_and_keeps_what_is_done(staff, page, item):
    a_run(staff, item)
    done(staff, item, at=AT)
    first = begin(staff, item)

    second = begin(staff, item)

    first.refresh_from_db()
    assert (first.end, first.closed_at) == ("", AT)
    assert second.closed_at is None
    assert ItemProgress.objects.get().state == "done"


def test_the_module_waits_for_its_scenario(made, staff, page, item):
    finish_everything(made, staff)
    assert conclude(made, staff).completion is None

    run = take(begin(staff, item), page, "nisja", "good")
    take(run, page, "mesi", "unsafe")

    assert conclude(made, staff).completion is not None


def test_a_scenario_that_is_not_needed_holds_nobody_up(made, staff, page):
    page.required = False
    publish(page)
    finish_everything(made, staff)

    assert conclude(made, staff).completion is not None


def test_who_completed_the_module_keeps_it_when_a_scenario_is_added(made, staff):
    on = AT.date()
    had = completed(staff, made.item(made.module), on=on)
    scenario(made.module)

    later = conclude(made, staff, at=AT + dt.timedelta(days=9))

    assert later.completion == had
    assert ModuleCompletion.objects.get().completed_on == on


def test_two_open_runs_are_refused_by_the_database(staff, item):
    begin(staff, item)

    named = pytest.raises(IntegrityError, match=r"scenario_run_one_open|staff_id")
    with named, transaction.atomic():
        a_run(staff, item, closed_at=None, end="")


def test_an_end_without_its_time_is_refused_by_the_database(staff, item):
    named = pytest.raises(IntegrityError, match="scenario_run_ended_is_closed")
    with named, transaction.atomic():
        a_run(staff, item, closed_at=None)


@pytest.mark.parametrize(
    ("stored", "sentence"),
    [
        (scenes(far="askund"), "leads nowhere|nuk çon askund"),
        (scenes()[2:], "starts with the end|nis me mbyllj"),
        ([], "first scene|skenë të parë"),
    ],
)
def test_a_scenario_with_a_fault_is_not_saved_and_the_editor_is_told(
    page, stored, sentence
):
    page.scenes = type(page.scenes)(page.scenes.stream_block, stored, is_lazy=True)

    with pytest.raises(ValidationError) as refused:
        page.clean()

    assert re.search(sentence, str(refused.value))


def test_a_run_says_nothing_about_a_person(staff, item):
    assert str(ScenarioRun(uid=item.uid)) == f"run {item.uid}"
