"""A child who changes school while the case at the old school is still open."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from referrals.actions.cases import CaseOpenElsewhere, add_note, close_case, open_case
from referrals.actions.concerns import triage_concern
from referrals.models import Case, Concern
from referrals.prefilling import prefilled
from schools.models import Enrolment
from tests.factories.referrals import World, a_case, a_concern, world
from tests.factories.schools import ClassFactory
from tests.referrals.costing import MOST, cost


pytestmark = pytest.mark.django_db
MOVED_ON = dt.date(2026, 11, 9)
NEW_WORDS = "Në shkollën e re nuk flet me askënd"
ELSEWHERE = "still open at another school"
MOVED = "The pupil has moved to another school on 09.11.2026"


def english(client):
    client.cookies["language"] = "en"
    return client


def url(name: str, row) -> str:
    return reverse(f"referrals:{name}", args=[row.uid])


def moves(old: World) -> World:
    """The pupil of one school on the roll of another, as an import leaves it."""
    new = world()
    pupil = old.pupil
    Enrolment.objects.filter(pupil=pupil).update(
        ends_on=MOVED_ON - dt.timedelta(days=1), end_reason="moved"
    )
    group = ClassFactory(school=new.school, name="IX-Z")
    pupil.school, pupil.class_group = new.school, group
    pupil.save()
    Enrolment.objects.create(
        pupil=pupil, school=new.school, class_group=group, starts_on=MOVED_ON
    )
    new.pupil = pupil
    return new


def tells_nothing_of(case: Case, page: str) -> bool:
    return str(case.uid) not in page and case.reference not in page


def test_the_new_school_is_told_to_ask_and_not_led_to_the_case(client_of):
    old = world()
    case = a_case(old)
    new = moves(old)

    answer = english(client_of(new.protector)).get(url("case_open", new.pupil))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert ELSEWHERE in page
    assert "app-danger" in page
    assert old.school.name not in page
    assert tells_nothing_of(case, page)


def test_opening_at_the_new_school_keeps_what_was_typed(client_of):
    old = world()
    case = a_case(old)
    new = moves(old)

    answer = english(client_of(new.protector)).post(
        url("case_open", new.pupil), {"why": "Mungon të hënave", "red_lines": "none"}
    )

    page = answer.content.decode()
    assert ELSEWHERE in page
    assert "Mungon të hënave" in page
    assert tells_nothing_of(case, page)
    assert Case.objects.get() == case


@pytest.mark.parametrize("decision", ["watch", "coach", "refer"])
def test_a_concern_of_the_new_school_joins_no_case_of_the_old(client_of, decision):
    old = world()
    case = a_case(old)
    new = moves(old)
    concern = a_concern(new, text=NEW_WORDS)

    answer = english(client_of(new.protector)).post(
        url("concern", concern),
        {
            "decision": decision,
            "reason": "Dy herë në javë",
            "red_lines": "none",
        },
    )

    page = answer.content.decode()
    concern.refresh_from_db()
    assert answer.status_code == 200
    assert ELSEWHERE in page
    assert "Dy herë në javë" in page
    assert tells_nothing_of(case, page)
    assert (concern.case, concern.state) == (None, Concern.State.READ)
    assert not AuditEvent.objects.filter(verb="concern.decided").exists()


def test_the_concern_of_the_new_school_says_so_before_one_decides(client_of):
    old = world()
    case = a_case(old)
    new = moves(old)
    concern = a_concern(new)

    page = english(client_of(new.protector)).get(url("concern", concern))

    assert ELSEWHERE in page.content.decode()
    assert tells_nothing_of(case, page.content.decode())
    assert concern.key_uid != case.key_uid


def test_no_action_is_still_decided_at_the_new_school(client_of):
    old = world()
    a_case(old)
    new = moves(old)
    concern = a_concern(new)

    client_of(new.protector).post(
        url("concern", concern),
        {
            "decision": "no_action",
            "reason": "Ishte lojë",
            "red_lines": "none",
        },
    )

    concern.refresh_from_db()
    assert concern.state == Concern.State.NO_ACTION


def test_the_action_gives_no_case_of_another_school():
    old = world()
    a_case(old)
    new = moves(old)

    with pytest.raises(CaseOpenElsewhere):
        open_case(by=new.protector, school=new.school, pupil=new.pupil)


def joined_before(old: World, new: World, case: Case) -> Concern:
    """A concern of the new school on the old case, as it could once be decided."""
    concern = a_concern(new, text=NEW_WORDS)
    Concern.objects.filter(pk=concern.pk).update(case=case)
    return concern


def test_the_old_school_reads_nothing_of_the_new_one(client_of):
    old = world()
    case = a_case(old)
    add_note(case=case, by=old.protector, text="Folëm me gjyshen", token=uuid4())
    new = moves(old)
    joined_before(old, new, case)

    page = client_of(old.protector).get(url("case", case)).content.decode()

    assert "Folëm me gjyshen" in page
    assert NEW_WORDS not in page
    assert "IX-Z" not in page
    assert NEW_WORDS not in str(prefilled(case))


def test_a_concern_joined_before_leads_the_new_school_to_no_foreign_case(client_of):
    old = world()
    case = a_case(old)
    new = moves(old)
    concern = joined_before(old, new, case)

    page = client_of(new.protector).get(url("concern", concern)).content.decode()

    assert tells_nothing_of(case, page)


def test_the_old_school_learns_of_the_move_until_the_case_is_closed(client_of):
    old = world()
    case = a_case(old)
    client = english(client_of(old.protector))
    before = client.get(url("case", case)).content.decode()
    new = moves(old)

    told = client.get(url("case", case)).content.decode()
    client.post(
        url("case_close", case),
        {"ending": "moved", "why": "Është atje", "child_view": "Më pëlqen"},
    )
    after = client.get(url("case", case)).content.decode()

    case.refresh_from_db()
    assert MOVED in told
    assert new.school.name not in told
    assert case.ending == "moved"
    assert MOVED not in before + after


def test_the_moved_childs_case_stays_within_ten_queries(client_of):
    old = world()
    case = a_case(old)
    moves(old)

    assert cost(client_of(old.protector), url("case", case)) <= MOST


def test_once_it_is_closed_the_new_school_opens_its_own(client_of):
    old = world()
    case = a_case(old)
    new = moves(old)
    concern = a_concern(new)
    close_case(case=case, by=old.protector, ending="moved", why="Është atje")

    decided = triage_concern(
        concern=concern, by=new.protector, decision="coach", reason="Çdo javë"
    )

    assert decided.case != case
    assert decided.case.school == new.school
    page = client_of(new.protector).get(url("case", decided.case))
    assert page.status_code == 200
