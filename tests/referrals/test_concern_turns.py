"""Whose turn a concern is, as a pure rule."""

import pytest

from referrals.concern_turns import Turn, next_turn


P, D, S, H = Turn.PROTECTOR, Turn.DEPUTY, Turn.SUPERVISOR, Turn.HEAD


@pytest.mark.parametrize(
    ("after", "there", "comes"),
    [
        ("", {P, D, S, H}, P),
        ("", {S, H}, S),
        ("", {H}, H),
        ("", set(), None),
        (P, {P, D, S, H}, D),
        (P, {P, S, H}, S),
        (P, {P, H}, H),
        (P, {P}, None),
        (D, {P, D, S}, S),
        (S, {P, D, S, H}, None),
        (H, {P, D, S, H}, None),
    ],
)
def test_it_moves_down_the_ladder_and_never_back(after, there, comes):
    assert next_turn(after, there) == comes


@pytest.mark.parametrize(
    ("after", "there", "comes"),
    [("", {P, D, S, H}, S), ("", {P, D, H}, None), (S, {P, D, S, H}, None)],
)
def test_one_about_staff_is_the_supervisors_or_nobodys(after, there, comes):
    assert next_turn(after, there, on_staff=True) == comes
