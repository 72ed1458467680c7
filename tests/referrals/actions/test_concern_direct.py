"""Past the school: reported to the unit, received by it."""

import pytest

from portal.audit.models import AuditEvent
from portal.models import Notification
from referrals.actions.concern_direct import (
    NoCallLogged,
    NotReported,
    NoUnit,
    receive_report,
    report_to_unit,
)
from referrals.actions.concerns import (
    NotAtThisSchool,
    triage_concern,
)
from referrals.models import Case, Concern
from tests.factories.referrals import (
    a_concern,
    a_direct_concern,
    a_staff_concern,
    world,
)


pytestmark = pytest.mark.django_db


def test_the_unit_is_told_without_a_name():
    w = world()

    concern = a_direct_concern(w)

    told = Notification.objects.filter(kind="concern.direct")
    assert {row.to for row in told} == {w.worker, w.unit_head}
    assert (concern.direct, concern.unit) == (True, w.unit)
    assert AuditEvent.objects.filter(verb="concern.reported").count() == 1


def test_reported_twice_is_once():
    w = world()
    concern = a_direct_concern(w)

    report_to_unit(concern=concern, by=w.teacher)

    assert AuditEvent.objects.filter(verb="concern.reported").count() == 1


def test_a_unit_that_does_not_read_here_is_telephoned_and_it_is_written_down():
    w = world()
    type(w.unit).objects.update(has_account=False)
    concern = a_concern(w)

    with pytest.raises(NoCallLogged):
        report_to_unit(concern=concern, by=w.teacher)
    row = report_to_unit(concern=concern, by=w.teacher, call="no_answer")

    assert row.unit_call == "no_answer"


def test_without_a_unit_nothing_is_reported():
    w = world()
    w.school.municipality = type(w.school.municipality).objects.get(code="0702")
    w.school.save()

    with pytest.raises(NoUnit):
        report_to_unit(concern=a_concern(w), by=w.teacher)


def test_the_unit_receives_it_once():
    w = world()
    concern = a_direct_concern(w)

    receive_report(concern=concern, by=w.worker)
    row = receive_report(concern=concern, by=w.unit_head)

    assert row.received_by == w.worker
    assert AuditEvent.objects.filter(verb="concern.received").count() == 1


def test_what_was_not_reported_is_not_received():
    w = world()

    with pytest.raises(NotReported):
        receive_report(concern=a_concern(w), by=w.worker)


def test_to_refer_one_about_a_colleague_gives_it_to_the_unit_and_opens_no_case():
    w = world()
    concern = a_staff_concern(w)

    triage_concern(
        concern=concern, by=w.extra["supervisor"], decision="refer", reason="Te njësia"
    )

    row = Concern.objects.get(pk=concern.pk)
    assert (row.direct, row.state, row.case) == (True, "refer", None)
    assert not Case.objects.exists()


def test_one_about_a_colleague_is_not_worked_at_that_school():
    w = world()

    with pytest.raises(NotAtThisSchool):
        triage_concern(
            concern=a_staff_concern(w),
            by=w.extra["supervisor"],
            decision="coach",
            reason="Jo",
        )
