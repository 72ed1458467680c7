"""Most of a referral is there before anybody types: proven on a typical case."""

import datetime as dt
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.actions.cases import add_note, set_level
from referrals.actions.drafting import start_draft
from referrals.models import Referral
from referrals.prefilling import SEEN_LIMIT, newest_that_fit, prefilled
from referrals.sent_words import sent_rows
from referrals.snapshots import freeze
from referrals.workflow import BY_VERB, SUBMIT_NEEDS, missing
from tests.factories.referrals import READY, SEEN, a_case, a_concern, world


pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 26, 9, 0, tzinfo=dt.UTC)
# What no case knows, and nobody but the sender may say.
ONLY_THE_SENDER = {"child_told", "parent_told", "residence_confirmed", "best_interest"}


def a_typical_draft() -> Referral:
    """Of a case with a concern, a note and a level."""
    w = world()
    concern = a_concern(w, noticed_where="Në klasë")
    case = a_case(w, concern=concern)
    concern.case = case
    concern.save(update_fields=["case"])
    add_note(case=case, by=w.protector, text="Fola me gjyshen", token=uuid4())
    set_level(case=case, by=w.protector, level="heightened", reason="Rrezik")
    case.refresh_from_db()
    return start_draft(case=case, by=w.protector, token=uuid4())


def held(draft: Referral) -> dict[str, object]:
    return {need.name: getattr(draft, need.name) for need in SUBMIT_NEEDS}


def test_only_what_a_person_must_say_is_missing():
    lacking = missing(BY_VERB["submit"], held(a_typical_draft()))

    assert {need.name for need in lacking} == ONLY_THE_SENDER


def test_seventy_of_a_hundred_rows_of_the_message_are_filled_before_typing():
    draft = a_typical_draft()
    rows = len(sent_rows(freeze(draft, NOW)))
    whole = freeze(draft, NOW)
    whole["written"] = {**whole["written"], **READY}

    assert rows / len(sent_rows(whole)) >= 0.7


def test_the_note_and_the_concern_stand_in_the_draft():
    draft = a_typical_draft()

    assert SEEN in draft.what_seen
    assert "Në klasë" in draft.what_seen
    assert "Fola me gjyshen" in draft.what_seen
    assert draft.urgency == "heightened"


def test_a_long_file_fills_the_draft_with_its_latest_notes_and_no_more():
    w = world()
    concern = a_concern(w)
    case = a_case(w, concern=concern)
    concern.case = case
    concern.save(update_fields=["case"])
    for number in range(70):
        text = f"Shënimi {number}: " + "fjalë " * 60
        add_note(case=case, by=w.protector, text=text, token=uuid4())

    seen = str(prefilled(case)["what_seen"])

    assert len(seen) <= SEEN_LIMIT
    assert SEEN in seen
    assert "Shënimi 69:" in seen
    assert "Shënimi 0:" not in seen
    assert seen.index("Shënimi 68:") < seen.index("Shënimi 69:")


@given(st.lists(st.text("abc", max_size=9), max_size=9), st.integers(0, 40))
def test_the_newest_that_fit_are_the_longest_tail_within_the_limit(parts, limit):
    tails = [" ".join(parts[start:]) for start in range(len(parts) + 1)]

    found = newest_that_fit(parts, " ", limit)

    assert found == next(tail for tail in tails if len(tail) <= limit)
