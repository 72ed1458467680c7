"""All the written content on one site: live in both languages, and pages as light as
with one module."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.clock import today
from tests.factories.schools import SchoolFactory, granted_post
from tests.training.loading import everything_loaded
from training.checks.page import check_page, last_grades
from training.checks.rules import stops
from training.content_counts import CLASS_STREAMS
from training.content_files import key_of, read_programmes
from training.counted import programmes
from training.curriculum import Entry, read_curriculum
from training.curriculum_files import read_curriculum_files
from training.models import LearningItem, Quiz
from training.outline import read_outline
from training.reports import CHECKED


pytestmark = pytest.mark.django_db
LANGUAGES = ("sq", "en")
COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE")


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    yield from everything_loaded(django_db_blocker)


@pytest.fixture
def teacher(client_of):
    return client_of(granted_post("teacher").staff.user)


def cost(client, path):
    """The queries of a warm page."""
    assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    return sum(query["sql"].startswith(COUNTED) for query in seen.captured_queries)


@pytest.fixture
def report(loaded, capsys):
    call_command("content_report", "--json")
    return json.loads(capsys.readouterr().out)


def test_everything_is_live_in_both_languages(loaded, report):
    assert loaded[0] == 0
    assert report["missing"] == []
    assert report["languages"]["sq"] == report["languages"]["en"]
    assert {*report["translations"]["en"].items()} >= {("missing", 0), ("stale", 0)}


def test_no_page_is_stopped_but_for_the_day_of_a_check_that_people_enter(loaded):
    grades = last_grades()
    found = [
        (page.title, finding.sentence)
        for model in CHECKED
        for page in model.objects.live().select_related("locale")
        for finding in stops(check_page(page, today(), grades=grades))
        if finding.rule != "stale_law"
    ]

    assert found == []


# --- The floors of issue 5, as the report says them --------------------------------------
def test_there_are_the_modules_and_units_that_were_asked_for(report):
    modules = [f"t{n}" for n in range(1, 10)] + [f"p{n}" for n in range(1, 7)]

    assert [row["key"] for row in report["modules"]] == modules
    assert [row["key"] for row in report["units"]] == [f"u{n}" for n in range(1, 7)]


def test_each_lesson_keeps_its_length_has_one_decision_and_says_whom_to_tell(report):
    lessons = [lesson for row in report["modules"] for lesson in row["lessons"]]

    assert len(lessons) >= 15 * 3
    for lesson in lessons:
        assert {*lesson["words"]} == {*LANGUAGES}, lesson
        assert all(400 <= words <= 900 for words in lesson["words"].values()), lesson
        assert lesson["decisions"] == {"sq": 1, "en": 1}, lesson
        assert {end["body"] for end in lesson["ends_with"].values()} == {"whotell"}
        assert 6 <= lesson["minutes"] <= 8, lesson


def test_each_lesson_for_pupils_ends_with_whom_to_tell_on_every_page(report):
    lessons = [lesson for row in report["units"] for lesson in row["lessons"]]

    for lesson in lessons:
        assert all(400 <= words <= 900 for words in lesson["words"].values()), lesson
        assert lesson["decisions"] == {"sq": 1, "en": 1}, lesson
        assert lesson["minutes"] == 45
        for ends in lesson["ends_with"].values():
            assert ends == dict.fromkeys(CLASS_STREAMS, "whotell"), lesson


def test_each_module_asks_enough_about_each_objective(report):
    for row in report["modules"]:
        goals = row["objectives"]

        assert 3 <= len(goals) <= 6, row["key"]
        assert sum(goal["questions"] for goal in goals) >= 10, row["key"]
        assert min(goal["questions"] for goal in goals) >= 3, row["key"]
        assert sum(goal["critical"] for goal in goals) >= 1, row["key"]
        assert all(g["form_a"] == g["form_b"] >= 1 for g in goals), row["key"]


def test_each_module_for_protectors_has_a_branching_scenario(report):
    rows = [row for row in report["modules"] if row["key"].startswith("p")]

    assert all(row["scenarios"] >= 1 for row in rows)


def test_a_module_takes_as_long_as_its_parts(report):
    for row in report["modules"]:
        read = sum(lesson["minutes"] for lesson in row["lessons"])

        assert read <= row["minutes"] <= 60, row["key"]


def test_the_totals_add_up(report):
    whole = report["totals"]

    assert whole["modules"] == len(report["modules"])
    for code in LANGUAGES:
        assert whole["words"][code] == sum(
            lesson["words"][code]
            for row in report["modules"]
            for lesson in row["lessons"]
        )
    assert whole["minutes"] == sum(row["minutes"] for row in report["modules"])
    assert (whole["class_lessons"], whole["class_minutes"]) == (12, 12 * 45)


# --- On the site -------------------------------------------------------------------------
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_modules_stand_in_the_order_of_the_files(loaded, language):
    found = read_outline(language).programmes

    assert [[node.key for node in one.children] for one in found] == [
        [key_of(key) for key in one["modules"]]
        for one in read_programmes()["programmes"]
    ]
    assert {node.language for one in found for node in one.walk()} == {language}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_grade_has_its_unit_of_two_lessons(loaded, language):
    index = read_curriculum(language)

    assert index is not None
    grades = [band.grades for band in index.bands]
    assert grades == [(1, 2), (3, 4), (5, 6), (7, 8), (9, 9), (10, 12)]
    units = [unit for band in index.bands for unit in band.of("unit")]
    assert [len(unit.of("lesson")) for unit in units] == [2] * 6


def test_coverage_counts_the_six_modules_of_the_core(loaded):
    core, further = programmes()

    keys = [module.translation_key for module in core.modules]
    assert core.item.translation_key == key_of("programmes/basics")
    assert keys == [key_of(f"t{number}") for number in range(1, 7)]
    assert len(further.modules) == 3


def test_each_award_is_renewed_by_a_question_of_each_objective(loaded):
    for one in read_programmes()["programmes"]:
        key = key_of(f"programmes/{one['key']}/refresher")
        draws = Quiz.objects.get(translation_key=key).draws.all()

        assert [draw.count for draw in draws] == [1] * one["refresher"]["draw"]


def test_a_teacher_sees_the_own_programmes_and_is_led_to_the_first_lesson(
    loaded, teacher
):
    context = teacher.get("/training/").context

    own = [entry["node"].key for entry in context["programmes"]]
    assert own == [key_of("programmes/basics"), key_of("programmes/further")]
    assert [node.key for node in context["others"]] == [key_of("programmes/protectors")]
    assert context["next_step"]["standing"].resume.key == key_of("t1/lesson-1")


def test_a_protector_sees_all_three(loaded, client_of):
    client = client_of(granted_post("protector").staff.user)

    assert client.get("/training/").context["others"] == []


def test_no_learners_page_costs_more_than_ten_queries(loaded, teacher):
    outline = read_outline("sq")
    far = outline.programmes[1].children[-1]
    pages = [outline.programmes[0], far, far.children[-1]]
    paths = ["/", "/training/", *(node.address for node in pages)]

    costs = {path: cost(teacher, path) for path in paths}

    assert max(costs.values()) <= 10, costs


def test_no_page_of_the_curriculum_costs_more_than_ten_queries(loaded, teacher):
    index = read_curriculum("sq")
    assert index is not None
    costs = {one.address: cost(teacher, one.address) for one in _down(index)}

    assert max(costs.values()) <= 10, costs


def _down(entry: Entry) -> list[Entry]:
    """The index, and the last of each kind below it."""
    return [entry, *(_down(entry.children[-1]) if entry.children else [])]


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("protector", "sessions/plan/"),
        ("protector", "coverage/"),
        ("protector", "coverage/lessons/"),
        ("ministry_analyst", "coverage/"),
        ("ministry_analyst", "coverage/lessons/"),
    ],
)
def test_no_table_by_place_costs_more_than_ten_queries(loaded, client_of, role, path):
    SchoolFactory.create_batch(3)
    client = client_of(granted_post(role).staff.user)

    assert cost(client, f"/training/{path}") <= 10


def test_every_part_is_one_learning_item(loaded):
    kinds = LearningItem.objects.values_list("kind", flat=True)

    counted = {kind: list(kinds).count(kind) for kind in set(kinds)}
    assert counted == {
        "programme": 3,
        "module": 15,
        "lesson": 60,
        "scenario": 8,
        "quiz": 15 * 3 + 3,
        "unit": 6,
        "class_lesson": 12,
        "guidance": len(read_curriculum_files().curriculum["guidance"]),
    }
