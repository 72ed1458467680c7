"""Marking against an oracle written another way: counting, in plain loops."""

import os
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.marking import MARKERS, Question, UnknownAnswer, mark


CI = bool(os.environ.get("PORTAL_CI"))
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


# --- The other types --------------------------------------------------------------
MATCH = Question(
    "q",
    "match",
    frozenset("abcd"),
    pairs={"a": "X", "b": "X", "c": "Y", "d": "Z"},
)
ORDER = Question("q", "order", frozenset("abcd"), sequence=tuple("abcd"))
TYPED = Question("q", "text", frozenset(), accepted=frozenset({"18", "tetembedhjete"}))


@pytest.mark.parametrize(
    ("item", "answer", "percent"),
    [
        (MATCH, ["a=X", "b=X", "c=Y", "d=Z"], 100),
        (MATCH, ["a=X", "b=Y", "c=Y", "d=Z"], 75),
        (MATCH, ["a=X"], 25),
        (MATCH, [], 0),
        (ORDER, list("abcd"), 100),
        (ORDER, list("bacd"), 66),  # one of six couples turned: (5 - 1) / 6
        (ORDER, list("bcda"), 0),  # three of six turned
        (ORDER, list("dcba"), 0),
        (ORDER, list("abc"), 0),
        (ORDER, [], 0),
        (TYPED, ["18"], 100),
        (TYPED, [" TETËMBËDHJETË. "], 100),
        (TYPED, ["tetembedhjete"], 100),
        (TYPED, ["16"], 0),
        (TYPED, [""], 0),
        (TYPED, [], 0),
    ],
)
def test_pairs_steps_and_typed_words_are_marked_as_documented(item, answer, percent):
    assert mark([item], {"q": answer}, pass_mark=80).percent == percent


def test_a_reflection_counts_for_nothing():
    thought = Question("r", "reflection", frozenset("p"))

    assert mark([thought, question()], {"q": "a"}, pass_mark=80).percent == 100
    assert not mark([thought], {}, pass_mark=1).passed


@pytest.mark.parametrize(
    ("item", "answer"),
    [
        (MATCH, ["e=X"]),
        (MATCH, ["a=W"]),
        (MATCH, ["a"]),
        (MATCH, ["a=X", "a=Y"]),
        (ORDER, list("abce")),
        (ORDER, list("abca")),
        (TYPED, ["18", "19"]),
        (TYPED, ["1" * 101]),
        (Question("q", "reflection", frozenset("p")), ["p"]),
    ],
)
def test_what_the_paper_could_not_have_sent_is_refused(item, answer):
    with pytest.raises(UnknownAnswer):
        mark([item], {"q": answer}, pass_mark=80)


# --- Against an oracle -----------------------------------------------------------
def earned_by_hand(item, answer):
    """Counted in plain loops, in another way than the marking does it."""
    if item.type in {"single", "truefalse", "multi"}:
        good = bad = 0
        for option in OPTIONS:
            if option in answer:
                good, bad = (
                    (good + 1, bad) if option in item.correct else (good, bad + 1)
                )
        if item.type == "multi":
            return Fraction(max(good - bad, 0), len(item.correct))
        return Fraction(int(good == 1 and bad == 0))
    if item.type == "match":
        told = [f"{left}={right}" for left, right in item.pairs.items()]
        return Fraction(len([pair for pair in told if pair in answer]), len(told))
    if item.type == "order":
        return kept_by_hand(item, answer)
    bare = {"ë": "e", "Ë": "e", "ç": "c", "Ç": "c"}
    typed = "".join(bare.get(c, c.lower()) for c in (answer or [""])[0])
    return Fraction(int(" ".join(typed.split()) in item.accepted))


def kept_by_hand(item, answer):
    if sorted(answer) != sorted(item.sequence):
        return Fraction(0)
    swaps, steps = 0, [item.sequence.index(key) for key in answer]
    while steps != sorted(steps):  # each swap of neighbours turns one couple
        for n in range(len(steps) - 1):
            if steps[n] > steps[n + 1]:
                steps[n], steps[n + 1] = steps[n + 1], steps[n]
                swaps += 1
    couples = len(steps) * (len(steps) - 1) // 2
    return max(Fraction(0), 1 - Fraction(2 * swaps, couples))


def oracle(paper, answers, pass_mark):
    total, safe, counted = Fraction(0), True, 0
    for item in paper:
        if item.type == "reflection":
            continue
        earned = earned_by_hand(item, answers.get(item.key, []))
        total, counted = total + 100 * earned, counted + 1
        safe = safe and (not item.critical or earned == 1)
    percent = int(total // counted) if counted else 0
    return percent, counted > 0 and safe and percent >= pass_mark


WORDS = ["po", "ÇDO ditë", " mbrojtësi  i fëmijëve ", "MBROJTESI I FEMIJEVE", "jo", ""]


@st.composite
def asked(draw, key):
    """A question of any type and an answer that its paper could send."""
    kind = draw(st.sampled_from([*MARKERS, "reflection"]))
    critical = kind != "reflection" and draw(st.booleans())
    chosen = draw(st.lists(st.sampled_from(OPTIONS), unique=True))
    if kind in {"single", "truefalse", "multi"}:
        size = draw(st.integers(1, 5)) if kind == "multi" else 1
        correct = draw(st.permutations(OPTIONS))[:size]
        return question(key, kind, correct, critical=critical), chosen
    if kind == "match":
        rights = st.sampled_from("XYZ")
        pairs = {left: draw(rights) for left in OPTIONS}
        shown = sorted(set(pairs.values()))
        answer = [f"{left}={draw(st.sampled_from(shown))}" for left in chosen]
        made = Question(key, kind, frozenset(OPTIONS), frozenset(), critical, pairs)
        return made, answer
    if kind == "order":
        made = Question(
            key,
            kind,
            frozenset(OPTIONS),
            critical=critical,
            sequence=tuple(draw(st.permutations(OPTIONS))),
        )
        return made, draw(st.permutations(OPTIONS) | st.just(chosen))
    if kind == "text":
        accepted = frozenset({"po", "cdo dite", "mbrojtesi i femijeve"})
        made = Question(
            key, kind, frozenset(), frozenset(), critical, accepted=accepted
        )
        return made, draw(st.lists(st.sampled_from(WORDS), max_size=1))
    return Question(key, kind, frozenset("p")), []


@st.composite
def papers(draw):
    made = [draw(asked(str(n))) for n in range(draw(st.integers(1, 10)))]
    answers = {item.key: answer for item, answer in made if draw(st.booleans())}
    return [item for item, _ in made], answers, draw(st.integers(1, 100))


@settings(max_examples=1000 if CI else 150)
@given(papers())
def test_marking_equals_the_oracle(case):
    paper, answers, pass_mark = case

    result = mark(paper, answers, pass_mark=pass_mark)

    assert (result.percent, result.passed) == oracle(paper, answers, pass_mark)


def all_right(item):
    typed = sorted(item.accepted)[:1]
    pairs = [f"{left}={right}" for left, right in item.pairs.items()]
    return typed or pairs or list(item.sequence) or list(item.correct)


@settings(max_examples=500 if CI else 100)
@given(papers())
def test_all_right_is_always_a_pass(case):
    paper, _, pass_mark = case
    graded = [item for item in paper if item.type != "reflection"]

    answers = {item.key: all_right(item) for item in graded}
    result = mark(paper, answers, pass_mark=pass_mark)

    assert (result.percent, result.passed) == ((100, True) if graded else (0, False))
