"""The table: whole, closed, and the same as the page that is printed from it."""

import pytest

from referrals.lifecycle import PAGE, page
from referrals.states import ENDED, OUTCOMES, STATES, State
from referrals.workflow import (
    BY_VERB,
    MOVES,
    Move,
    Party,
    may,
    missing,
    open_moves,
)


SENDER = frozenset({Party.SENDER})
UNIT = frozenset({Party.UNIT})
HEAD = frozenset({Party.UNIT, Party.UNIT_HEAD})
NOBODY: frozenset[Party] = frozenset()


def verbs(moves: tuple[Move, ...]) -> list[str]:
    return [move.verb for move in moves]


def test_every_state_has_words():
    assert set(STATES) == set(State)


def test_every_state_but_the_first_can_be_reached():
    assert {move.target for move in MOVES} == set(State) - {State.DRAFT}


def test_no_verb_is_named_twice():
    assert len(BY_VERB) == len(MOVES)


def test_only_withdrawn_leads_nowhere():
    dead = {state for state in State if not any(state in m.sources for m in MOVES)}

    assert dead == {State.WITHDRAWN}
    assert dead < ENDED


@pytest.mark.parametrize("state", list(State))
def test_nobody_moves_nothing(state):
    assert open_moves(state, NOBODY, phone=True) == ()


def test_the_sender_of_a_draft_sends_or_withdraws_it():
    assert verbs(open_moves(State.DRAFT, SENDER)) == ["submit", "withdraw"]


def test_the_unit_has_nothing_to_do_with_a_draft():
    assert open_moves(State.DRAFT, HEAD) == ()


def test_only_the_head_of_the_unit_declines():
    assert "decline" not in verbs(open_moves(State.RECEIVED, UNIT))
    assert "decline" in verbs(open_moves(State.RECEIVED, HEAD))


def test_once_received_it_is_not_withdrawn():
    assert "withdraw" not in verbs(open_moves(State.RECEIVED, SENDER))


def test_the_sender_answers_and_never_accepts():
    assert verbs(open_moves(State.NEEDS_INFORMATION, SENDER)) == ["answer"]


def test_the_sender_logs_the_steps_of_a_unit_without_account():
    logged = verbs(open_moves(State.SUBMITTED, SENDER, phone=True))

    assert logged == ["withdraw", "receive", "redirect"]


def test_sending_is_never_logged_by_phone():
    stranger = frozenset({Party.UNIT})

    assert not may(BY_VERB["submit"], State.DRAFT, stranger, phone=True)


def test_a_question_leaves_the_clock_of_the_unit_running():
    assert BY_VERB["ask"].keeps_clock
    assert BY_VERB["answer"].keeps_clock


def test_a_blank_text_is_missing():
    assert [need.name for need in missing(BY_VERB["ask"], {"text": "  \n"})] == ["text"]


def test_a_reason_is_needed_only_when_the_child_was_not_told():
    told = {"child_told": "yes"}
    untold = {"child_told": "no"}

    names = [need.name for need in missing(BY_VERB["submit"], told)]
    names_untold = [need.name for need in missing(BY_VERB["submit"], untold)]

    assert "child_told_why" not in names
    assert "child_told_why" in names_untold


def test_an_acute_referral_says_how_the_call_went():
    calm = [need.name for need in missing(BY_VERB["submit"], {"urgency": "standard"})]
    acute = [need.name for need in missing(BY_VERB["submit"], {"urgency": "acute"})]

    assert "call_outcome" not in calm
    assert "call_outcome" in acute


def test_the_printed_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_printed_page_names_every_state_move_and_ending():
    text = page()

    assert all(f"`{state}`" in text for state in State)
    assert all(f"`{move.verb}`" in text for move in MOVES)
    assert all(f"`{outcome}`" in text for outcome in OUTCOMES)
