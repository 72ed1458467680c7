"""What cards say together: named apart from recognised, and nothing of few children."""

import uuid

import pytest

from training.cards import (
    Coded,
    Share,
    Ticked,
    can_name,
    form_of,
    read_ticks,
    recognises,
    shares,
)


ASKED = {
    "a": ("Shenjë", True),
    "b": ("Asgjë", False),
    "c": ("Shenjë tjetër", True),
}


def test_ticks_are_right_or_wrong_by_what_the_card_asked():
    assert read_ticks(ASKED, "ac", "b") == Ticked(2, 0, knows_whom=True, of=2)


def test_a_letter_ticked_twice_counts_once():
    assert read_ticks(ASKED, ["a", "a", "b"], "") == Ticked(
        1, 1, knows_whom=False, of=2
    )


@pytest.mark.parametrize(
    ("right", "of", "expected"),
    [(3, 5, False), (4, 5, True), (4, 6, False), (5, 6, True)],
)
def test_three_of_four_are_needed_however_many_were_asked(right, of, expected):
    assert recognises(Ticked(right, 0, knows_whom=True, of=of)) is expected


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
