"""The hints on what a concern does not say yet."""

import pytest

from referrals.body_zones import ZONES, said, stored
from referrals.concern_quality import Hint, hints


GOOD = "Në pushimin e madh, në korridor, një shok e shtyu dy herë"


def test_a_note_that_says_when_where_and_who_gets_no_hint():
    assert hints(GOOD) == ()


@pytest.mark.parametrize(
    ("text", "given", "hint"),
    [
        ("Në korridor një shok e shtyu", {}, Hint.WHEN),
        ("Në pushim një shok e shtyu", {}, Hint.WHERE),
        ("Në pushim, në korridor, dëgjova sharje", {"basis": "heard"}, Hint.WHO),
        (f"{GOOD}. Mendoj se është inat", {}, Hint.OPINION),
        ("At home her mother always shouts in the morning", {}, Hint.OPINION),
        (f"{GOOD}: A. B.", {}, Hint.INITIALS),
    ],
)
def test_what_is_missing_is_asked_for(text, given, hint):
    assert hints(text, **given) == (hint,)


@pytest.mark.parametrize("text", ["Te dera, 10:40, shoku e shtyu", "Break, a boy"])
def test_the_own_field_answers_where(text):
    assert hints(text, where="te dera") == ()


def test_what_was_seen_names_nobody_else_and_is_not_asked_who():
    assert hints("Në pushim, në oborr, kishte mavijosje", basis="seen") == ()


def test_zones_keep_the_order_of_the_list_and_unknown_ones_fall_out():
    assert stored(["legs", "photo", "face"]) == "face legs"
    assert said("face legs") == f"{ZONES['face']}, {ZONES['legs']}"
    assert said("") == ""
