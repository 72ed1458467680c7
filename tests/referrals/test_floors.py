"""Floors ask for a reason; they never choose, and never add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.catalogue import BY_CODE, CATALOGUE, RED_LINES, Basis, Kind
from referrals.floors import Noted, below, floors
from referrals.states import Level


CODES = sorted(BY_CODE)
NOTED = st.lists(
    st.builds(
        lambda code, basis: Noted(code, BY_CODE[code].kind, basis),
        st.sampled_from(CODES),
        st.sampled_from(Basis.values),
    ),
    max_size=8,
)


def oracle(noted, chronic, red_line):
    """The three sentences of casework.md (c) 4, by hand."""
    found = []
    if red_line:
        found.append("acute")
    if chronic and "trafficked_before" in [row.code for row in noted]:
        found.append("heightened")
    worrying = [
        row.code
        for row in noted
        if row.basis == "child_said" and row.kind in ("circumstance", "sign")
    ]
    if len(set(worrying)) > 1:
        found.append("standard")
    return found


@given(noted=NOTED, chronic=st.booleans(), red_line=st.booleans())
def test_the_floors_are_the_three_sentences(noted, chronic, red_line):
    found = floors(noted, chronic=chronic, red_line=red_line)

    assert [floor.level.value for floor in found] == oracle(noted, chronic, red_line)


@given(noted=NOTED, level=st.sampled_from(list(Level)))
def test_what_protects_lowers_nothing_and_raises_nothing(noted, level):
    without = [row for row in noted if row.kind != Kind.PROTECTIVE]

    both = [floors(rows, chronic=True, red_line=False) for rows in (noted, without)]

    assert both[0] == both[1]
    assert below(level.value, both[0]) == below(level.value, both[1])


def test_acute_lies_under_no_floor():
    assert below("acute", floors([], chronic=True, red_line=True)) is None


@pytest.mark.parametrize("word", ["rom", "etni", "fe ", "kombësi", "nationality"])
def test_no_entry_names_a_group_of_people(word):
    labels = [str(entry.label).lower() for entry in CATALOGUE]

    assert not [label for label in labels if f" {word}" in label]


def test_risk_and_protection_have_their_place_in_every_domain():
    worries = {e.domain for e in CATALOGUE if e.kind != Kind.PROTECTIVE}
    protects = {e.domain for e in CATALOGUE if e.kind == Kind.PROTECTIVE}

    assert worries == protects
    assert len(RED_LINES) == 8
    assert len([e for e in CATALOGUE if e.kind == Kind.CIRCUMSTANCE]) == 11
