"""The figures of a question against Python's own statistics, and what editors see."""

import statistics

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.schools import granted_post
from tests.factories.training import an_attempt, course
from training.item_analysis import Figures, wrong_in
from training.marking import Question
from training.models import QuizAttempt
from training.question_figures import KEPT, keep_figures
from training.questions_report import question_rows


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9)), min_size=10))
def test_the_figures_are_those_of_the_statistics_module(pairs):
    own = Figures()
    for x, y in pairs:
        own.add(float(x), float(y))
    xs, ys = zip(*pairs, strict=True)

    assert own.p_value == pytest.approx(statistics.mean(xs))
    if len({*xs}) > 1 and len({*ys}) > 1:
        expected = statistics.correlation(xs, ys)
        assert own.discrimination == pytest.approx(expected, abs=1e-6)
    else:
        assert own.discrimination is None


def test_fewer_than_ten_answers_say_nothing():
    own = Figures()
    for _ in range(9):
        own.add(0.0, 1.0)

    assert (own.p_value, own.discrimination, own.weak) == (None, None, False)


@pytest.mark.parametrize(
    ("question", "answer", "wrong"),
    [
        (Question("q", "multi", frozenset("abc"), frozenset("a")), ["a", "c"], ["c"]),
        (
            Question("q", "match", frozenset("ab"), pairs={"a": "X", "b": "Y"}),
            ["a=Y", "b=Y"],
            ["a"],
        ),
        (
            Question("q", "order", frozenset("ab"), sequence=("a", "b")),
            ["b", "a"],
            ["b", "a"],
        ),
        (Question("q", "text", frozenset(), accepted=frozenset("a")), ["Emri im"], []),
    ],
)
def test_what_was_chosen_wrongly_is_told_and_what_was_typed_is_not(
    question, answer, wrong
):
    assert wrong_in(question, answer) == wrong


@pytest.fixture
def failed(db):
    """Ten people who all chose the second option of every question."""
    made = course(lessons=1)
    for _ in range(10):
        attempt = an_attempt(granted_post("teacher").staff, made)
        attempt.answers = {
            entry["key"]: [next(o["key"] for o in entry["options"] if not o["correct"])]
            for entry in attempt.items_snapshot
        }
        attempt.submitted_at, attempt.score, attempt.passed = timezone.now(), 0, False
        attempt.save()
    return made


def test_weak_questions_come_first_with_the_option_most_chosen(failed):
    first, *_ = question_rows()

    assert (first.weak, first.p_value, first.answers) == (True, "0.00", 10)
    assert first.wrong.startswith("Përgjigja ")


def test_an_editor_reads_the_reports_and_nobody_else(failed, client_of):
    editor = client_of(granted_post("editor").staff.user)
    teacher = client_of(granted_post("teacher").staff.user)
    with override("sq"):
        urls = [reverse("training_questions"), reverse("training_gains")]

    for url in urls:
        assert editor.get(url).status_code == 200
        assert editor.get(f"{url}?export=csv").status_code == 200
        assert teacher.get(url).status_code != 200
    with override("sq"):
        home = editor.get(reverse("wagtailadmin_home")).text
    assert "training-weak-questions" in home


def test_a_night_s_figures_stand_until_the_next_and_many_papers_wait_for_one(
    failed, monkeypatch
):
    keep_figures()
    QuizAttempt.objects.update(answers={})
    assert question_rows()[0].answers == 10

    cache.delete(KEPT)
    monkeypatch.setattr("training.question_figures.FEW", 3)
    assert question_rows()[0].answers == 0


def test_before_the_first_count_of_many_papers_the_desk_says_so(
    failed, monkeypatch, client_of
):
    monkeypatch.setattr("training.question_figures.FEW", 3)
    editor = client_of(granted_post("editor").staff.user)
    editor.cookies["language"] = "en"

    for name in ("wagtailadmin_home", "training_questions"):
        assert "not counted yet" in editor.get(reverse(name)).text
    keep_figures()

    assert "not counted yet" not in editor.get(reverse("wagtailadmin_home")).text
