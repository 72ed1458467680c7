"""The table of placements: whole, closed; and the days of the checks."""

import datetime as dt

from referrals.placement_steps import (
    PLACEMENT_BY_VERB,
    PLACEMENT_ENDED,
    PLACEMENT_EVENTS,
    PLACEMENT_MOVES,
    PLACEMENT_STATES,
    PlacementParty,
    PlacementState,
    check_days,
    open_placement_moves,
)


SCHOOL = frozenset({PlacementParty.SCHOOL})
UNIT = frozenset({PlacementParty.UNIT})


def verbs(state: str, parties: frozenset[PlacementParty]) -> list[str]:
    return [m.verb for m in open_placement_moves(PlacementState(state), parties)]


def test_every_state_has_words_and_every_move_a_line_in_the_history():
    assert set(PLACEMENT_STATES) == set(PlacementState)
    assert set(PLACEMENT_BY_VERB) <= set(PLACEMENT_EVENTS)


def test_every_state_but_the_first_can_be_reached_and_the_ended_lead_nowhere():
    targets = {move.target for move in PLACEMENT_MOVES}

    assert targets == set(PlacementState) - {PlacementState.REQUESTED}
    assert not any(set(m.sources) & PLACEMENT_ENDED for m in PLACEMENT_MOVES)


def test_the_school_answers_and_the_unit_only_completes():
    assert verbs("requested", SCHOOL) == ["receive", "not_possible"]
    assert verbs("received", SCHOOL) == ["find_place", "not_possible"]
    assert verbs("place_found", SCHOOL) == ["first_day", "not_possible"]
    assert verbs("attending", SCHOOL) == ["complete", "not_possible"]
    assert verbs("requested", UNIT) == []
    assert verbs("attending", UNIT) == ["complete"]
    assert verbs("attending", frozenset()) == []


def test_checks_fall_after_one_three_six_and_twelve_months():
    days = check_days(dt.date(2026, 9, 14))

    assert days == {
        1: dt.date(2026, 10, 14),
        3: dt.date(2026, 12, 14),
        6: dt.date(2027, 3, 14),
        12: dt.date(2027, 9, 14),
    }


def test_a_check_of_a_short_month_falls_on_its_last_day():
    days = check_days(dt.date(2027, 8, 31))

    assert days[1] == dt.date(2027, 9, 30)
    assert days[6] == dt.date(2028, 2, 29)
