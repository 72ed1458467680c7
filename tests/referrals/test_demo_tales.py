"""The demonstration's tales fit the workflow and the cast."""

import pytest

from referrals.demo.tales import TALES, Tale
from referrals.states import State
from referrals.workflow import BY_VERB
from schools.demo.story import CAST, CHILDREN


def key(tale: Tale) -> str:
    return tale.key


@pytest.mark.parametrize("tale", TALES, ids=key)
def test_a_tale_is_about_a_child_of_the_story_in_a_school_of_the_protector(tale: Tale):
    child = next(one for one in CHILDREN if one.key == tale.key)

    assert tale.by in CAST
    assert child.place.code in tale.by.places


@pytest.mark.parametrize("tale", TALES, ids=key)
def test_the_moves_follow_one_another_by_the_table(tale: Tale):
    state = State.DRAFT

    for move in tale.moves:
        if move.verb != "call":
            assert state in BY_VERB[move.verb].sources
            state = BY_VERB[move.verb].target


@pytest.mark.parametrize("tale", TALES, ids=key)
def test_the_moves_go_forward_in_time(tale: Tale):
    moments = [(-move.days, move.at) for move in tale.moves]

    assert moments == sorted(moments)
    assert all(move.days <= tale.days for move in tale.moves)
