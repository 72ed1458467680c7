"""The file of a child: one open, levelled by a person, noted, closed."""

import datetime as dt
from uuid import uuid4

import pytest

from portal.audit.models import AuditEvent
from referrals.actions.cases import (
    CaseIsReferred,
    EndingNeedsSignatures,
    NoReason,
    add_note,
    close_case,
    set_level,
)
from referrals.actions.files import CaseIsClosed
from referrals.models import Case, CaseNote, Concern
from schools.models import AbsenceFlag, OutreachHold
from tests.factories.referrals import a_case, a_concern, a_referral, world


pytestmark = pytest.mark.django_db
SUNDAY = dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC)


def events(verb: str) -> int:
    return AuditEvent.objects.filter(verb=verb).count()


def a_flag(w):
    return AbsenceFlag.objects.create(
        pupil=w.pupil,
        school=w.school,
        start_year=2026,
        kind="chronic",
        raised_on=dt.date(2026, 11, 20),
        facts={"absent": 12, "days": 60},
    )


def test_a_case_from_a_concern_answers_the_waiting_flag_too():
    w = world()
    flag = a_flag(w)

    case = a_case(w, concern=a_concern(w))

    flag.refresh_from_db()
    assert case.opened_from == "concern"
    assert flag.state == "case_opened"


def test_opening_twice_is_one_case():
    w = world()

    assert a_case(w) == a_case(w)
    assert events("case.opened") == 1


def test_a_case_from_a_flag_says_so():
    w = world()
    flag = a_flag(w)

    case = a_case(w, why="Mungon 12 nga 60 ditë")

    flag.refresh_from_db()
    assert case.opened_from == "flag"
    assert flag.state == "case_opened"
    assert Case.objects.get().opened_why == "Mungon 12 nga 60 ditë"


def test_the_owner_is_the_post_of_the_protector():
    w = world()

    assert a_case(w).owner.staff.user == w.protector


@pytest.mark.parametrize(
    ("level", "lapses"),
    [
        ("watch", None),
        ("standard", dt.date(2027, 2, 20)),
        ("heightened", dt.date(2026, 12, 22)),
        ("acute", dt.date(2026, 11, 29)),
    ],
)
def test_a_level_lapses_in_time(level, lapses):
    w = world()
    case = a_case(w)

    set_level(case=case, by=w.protector, level=level, reason="Sepse", at=SUNDAY)

    case.refresh_from_db()
    assert (case.level, case.level_lapses_on) == (level, lapses)
    assert case.levels.get().reason == "Sepse"
    assert events("case.level") == 1


def test_a_level_needs_a_reason():
    w = world()

    with pytest.raises(NoReason):
        set_level(case=a_case(w), by=w.protector, level="acute", reason="")


def test_a_note_keeps_the_words_apart_and_sets_the_next_date():
    w = world()
    case = a_case(w)

    add_note(
        case=case,
        by=w.protector,
        text="Folëm dhjetë minuta",
        child_words="Më mirë se dje",
        next_on=dt.date(2026, 11, 27),
        token=uuid4(),
        at=SUNDAY,
    )

    case.refresh_from_db()
    assert case.next_on == dt.date(2026, 11, 27)
    assert case.last_contact_at == SUNDAY
    assert case.notes.get().child_words == "Më mirë se dje"
    assert events("case.noted") == 1


def test_a_note_sent_twice_is_kept_once():
    w = world()
    case = a_case(w)
    token = uuid4()

    add_note(case=case, by=w.protector, text="Folëm", token=token)
    add_note(case=case, by=w.protector, text="Folëm", token=token)

    assert CaseNote.objects.count() == 1


def test_a_note_with_more_words_from_the_same_page_is_not_swallowed():
    w = world()
    case = a_case(w)
    token = uuid4()

    add_note(case=case, by=w.protector, text="Folëm", token=token)
    add_note(case=case, by=w.protector, text="Folëm; ka frikë", token=token)

    assert CaseNote.objects.count() == 2


def test_closing_ends_the_concerns_and_the_hold():
    w = world()
    case = a_case(w)
    concern = a_concern(w)
    Concern.objects.filter(pk=concern.pk).update(
        case=case, state="coach", triaged_at=SUNDAY, triaged_by=w.protector
    )

    close_case(case=case, by=w.protector, ending="safe", why="Vjen çdo ditë")

    concern.refresh_from_db()
    assert concern.state == Concern.State.CLOSED
    assert not OutreachHold.objects.filter(source=case.uid, ends_at=None).exists()
    assert events("case.closed") == 1


def test_a_closed_case_takes_nothing_more():
    w = world()
    case = a_case(w)
    close_case(case=case, by=w.protector, ending="safe", why="Vjen çdo ditë")

    with pytest.raises(CaseIsClosed):
        add_note(case=case, by=w.protector, text="Folëm", token=uuid4())


def test_after_closing_a_new_case_may_open():
    w = world()
    close_case(case=a_case(w), by=w.protector, ending="safe", why="Vjen çdo ditë")

    assert a_case(w).is_open
    assert Case.objects.count() == 2


def test_a_referred_case_is_not_closed():
    w = world()
    case = a_referral(w).case

    with pytest.raises(CaseIsReferred):
        close_case(case=case, by=w.protector, ending="safe", why="Sepse")


@pytest.mark.parametrize("ending", ["lost_contact", "abroad"])
def test_an_ending_that_can_hide_a_child_is_not_one_persons(ending):
    w = world()

    with pytest.raises(EndingNeedsSignatures):
        close_case(case=a_case(w), by=w.protector, ending=ending, why="Sepse")


def test_a_heightened_case_is_not_closed_by_one_person():
    w = world()
    case = a_case(w)
    set_level(case=case, by=w.protector, level="heightened", reason="Sepse")

    with pytest.raises(EndingNeedsSignatures):
        close_case(case=case, by=w.protector, ending="safe", why="Sepse")
