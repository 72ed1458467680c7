"""Marking against an oracle written another way: counting, in plain loops."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.marking import Question, UnknownAnswer, mark


OPTIONS = ["a", "b", "c", "d", "e"]


def question(key="q", kind="single", correct="a", *, critical=False):
    return Question(key, kind, frozenset(OPTIONS), frozenset(correct), critical)


@pytest.mark.parametrize(
    ("kind", "correct", "chosen", "percent"),
    [
        ("single", "a", "a", 100),
        ("single", "a", "b", 0),
        ("single", "a", "", 0),
        ("single", "a", "ab", 0),
        ("truefalse", "b", "b", 100),
        ("multi", "ab", "ab", 100),
        ("multi", "ab", "a", 50),
        ("multi", "ab", "abc", 50),
        ("multi", "ab", "ac", 0),
        ("multi", "ab", "abcde", 0),
        ("multi", "ab", "cde", 0),
        ("multi", "abc", "a", 33),
        ("multi", "abcd", "abcde", 75),
    ],
)
def test_one_question_is_marked_as_documented(kind, correct, chosen, percent):
    result = mark(
        [question(kind=kind, correct=correct)], {"q": set(chosen)}, pass_mark=80
    )

    assert result.percent == percent


def test_a_missed_critical_question_fails_a_high_score():
    paper = [question(str(n), critical=n == 0) for n in range(10)]
    answers = {str(n): {"b" if n == 0 else "a"} for n in range(10)}

    result = mark(paper, answers, pass_mark=80)

    assert (result.percent, result.passed) == (90, False)
    assert result.critical_missed == ("0",)


def test_a_half_right_critical_question_fails_too():
    paper = [question("k", "multi", "ab", critical=True)]

    assert not mark(paper, {"k": {"a"}}, pass_mark=50).passed


def test_nobody_passes_by_rounding():
    paper = [question(str(n), "multi", "abc") for n in range(5)]
    answers = {str(n): set("abc") for n in range(4)} | {"4": set()}
    nearly = {**answers, "3": {"a", "b"}}

    assert mark(paper, answers, pass_mark=80).passed
    assert mark(paper, nearly, pass_mark=80).percent == 73
    assert not mark(paper, nearly, pass_mark=74).passed


def test_an_empty_paper_is_never_passed():
    assert not mark([], {}, pass_mark=0).passed


@pytest.mark.parametrize("answers", [{"other": {"a"}}, {"q": {"z"}}])
def test_an_answer_that_was_never_offered_is_refused(answers):
    with pytest.raises(UnknownAnswer):
        mark([question()], answers, pass_mark=80)


def oracle(paper, answers, pass_mark):
    hundredths, safe = Fraction(0), True
    for item in paper:
        chosen, good, bad = answers.get(item.key, set()), 0, 0
        for option in OPTIONS:
            if option in chosen and option in item.correct:
                good += 1
            elif option in chosen:
                bad += 1
        if item.type == "multi":
            earned = Fraction(max(good - bad, 0), len(item.correct))
        else:
            earned = Fraction(int(good == 1 and bad == 0))
        hundredths += 100 * earned
        safe = safe and (not item.critical or earned == 1)
    percent = int(hundredths // len(paper))
    return percent, safe and percent >= pass_mark


@st.composite
def papers(draw):
    paper, answers = [], {}
    for number in range(draw(st.integers(1, 12))):
        kind = draw(st.sampled_from(["single", "truefalse", "multi"]))
        size = draw(st.integers(1, 5)) if kind == "multi" else 1
        correct = draw(st.permutations(OPTIONS))[:size]
        paper.append(question(str(number), kind, correct, critical=draw(st.booleans())))
        if draw(st.booleans()):
            answers[str(number)] = draw(st.sets(st.sampled_from(OPTIONS)))
    return paper, answers, draw(st.integers(0, 100))


@given(papers())
def test_marking_equals_the_oracle(case):
    paper, answers, pass_mark = case

    result = mark(paper, answers, pass_mark=pass_mark)

    assert (result.percent, result.passed) == oracle(paper, answers, pass_mark)


@given(papers())
def test_all_right_is_always_a_pass(case):
    paper, _, pass_mark = case

    result = mark(paper, {q.key: q.correct for q in paper}, pass_mark=pass_mark)

    assert (result.percent, result.passed) == (100, True)
