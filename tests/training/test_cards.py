"""What cards say together: named apart from recognised, and nothing of few children."""

import uuid

import pytest

from training.cards import (
    SIGNS,
    Coded,
    Share,
    Ticked,
    can_name,
    form_of,
    read_ticks,
    recognises,
    shares,
)


ALL_SIGNS = {"A": "acdf", "B": "abdf"}


@pytest.mark.parametrize("form", ["A", "B"])
def test_both_forms_weigh_the_same(form):
    assert len(SIGNS[form]) == 6
    assert sum(is_sign for _words, is_sign in SIGNS[form].values()) == 4
    assert read_ticks(form, ALL_SIGNS[form], "b") == Ticked(4, 0, knows_whom=True)


def test_a_letter_ticked_twice_counts_once():
    assert read_ticks("A", ["a", "a", "b"], "") == Ticked(1, 1, knows_whom=False)


def test_half_of_the_classes_begin_with_the_other_form():
    even, odd = uuid.UUID(int=4), uuid.UUID(int=5)

    assert [form_of(p, even) for p in ("before", "after", "later")] == ["A", "B", "A"]
    assert [form_of(p, odd) for p in ("before", "after", "later")] == ["B", "A", "B"]


@pytest.mark.parametrize(
    ("right", "wrong", "expected"), [(3, 0, True), (4, 1, False), (2, 0, False)]
)
def test_signs_are_recognised_without_ticking_what_is_harmless(right, wrong, expected):
    assert recognises(Ticked(right, wrong, knows_whom=True)) is expected


@pytest.mark.parametrize(
    ("named", "expected"),
    [((2, 2, 0), True), ((3, 1, 1), False), ((1, 3, 1), False), (None, False)],
)
def test_to_name_takes_both_answers_on_the_same_card(named, expected):
    assert can_name(Coded(Ticked(0, 0, knows_whom=False), named)) is expected


@pytest.mark.parametrize(
    ("count", "of", "expected"),
    [(5, 9, ""), (4, 20, "few"), (0, 20, "few"), (16, 20, "most"), (5, 10, 50)],
)
def test_few_cards_are_never_told(count, of, expected):
    assert Share(count, of).shown == expected


def test_what_is_ticked_on_a_device_is_never_added_to_what_is_named():
    ticked = Ticked(4, 0, knows_whom=True)
    said = shares([Coded(ticked)] * 10 + [Coded(ticked, (2, 2, 1))] * 5)

    assert said["can_name"] == Share(5, 5)
    assert said["recognises"] == Share(15, 15)
