"""The report says what the site has, editors' own pages too, and where it lacks."""

import json

import pytest
from django.core.management import call_command

from tests.factories.training import body, course, in_english, of_type, publish


pytestmark = pytest.mark.django_db


def report(capsys):
    code = 0
    try:
        call_command("content_report", "--json")
    except SystemExit as stopped:
        code = stopped.code
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture
def made():
    made = course(lessons=1)
    made.module.objectives = [made.questions[0].objective]
    publish(made.module)
    made.lessons[0].body = body("Një fjali me pesë <b>fjalë</b>.")
    made.lessons[0] = publish(made.lessons[0])
    return made


def test_a_module_is_counted_by_what_is_live(made, capsys):
    objective = made.questions[0].objective
    of_type("reflection", objective)
    of_type("multi", objective, form="A")
    made.questions[3].unpublish()

    _code, said = report(capsys)

    (row,) = said["modules"]
    (lesson,) = row["lessons"]
    assert (row["key"], row["programme"], row["minutes"]) == ("", "Programi", 20)
    assert lesson["words"] == {"sq": 7}  # "Hapi 1" is its heading
    assert lesson["ends_with"] == {"sq": {"body": "paragraph"}}
    goal = {"questions": 3, "critical": 1, "form_a": 1, "form_b": 0}
    assert row["objectives"] == [{"text": "Ta dini.", **goal}]
    assert said["totals"]["questions"] == 3


def test_what_is_not_translated_is_missing_and_the_exit_code_says_so(made, capsys):
    code, said = report(capsys)

    titles = [row["title"] for row in said["missing"] if row["kind"] == "lessons"]
    assert code == 1
    assert titles == ["Mësimi 1"]
    assert said["translations"]["en"]["missing"] >= 3


def test_a_translation_left_behind_is_stale(made, capsys):
    in_english(made.lessons[0])
    page = made.lessons[0]
    page.title = "Tjetër"
    publish(page)

    _code, said = report(capsys)

    assert said["translations"]["en"]["stale"] == 1


def test_for_people_it_is_a_line_each(made, capsys):
    with pytest.raises(SystemExit):
        call_command("content_report")

    assert "Moduli: minutes 20, lessons 1, words in each 7-7" in capsys.readouterr().out
