"""The holder of an award hears that it ends: once before, once after."""

import datetime as dt

import pytest

from portal.models import AuditEvent, Notification
from tests.factories.schools import SchoolFactory, granted_post
from tests.factories.training import an_award, course
from training.actions.telling import tell_endings


pytestmark = pytest.mark.django_db
ENDS = dt.date(2027, 3, 1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def award():
    made = an_award(granted_post("teacher", school=SchoolFactory()).staff, course())
    made.issued_on, made.valid_until = ENDS - 700 * DAY, ENDS
    made.save()
    return made


def told(on):
    return {kind: n for kind, n in tell_endings(on=on).items() if n}


def test_nothing_is_said_before_it_may_be_renewed(award):
    assert told(ENDS - 91 * DAY) == {}


def test_once_from_ninety_days_before_and_once_from_the_end_on(award):
    assert told(ENDS - 80 * DAY) == {"soon": 1}
    assert told(ENDS - 80 * DAY) == {}
    assert told(ENDS - 79 * DAY) == {}
    assert told(ENDS + 3 * DAY) == {"ended": 1}
    assert told(ENDS + 4 * DAY) == {}

    kinds = Notification.objects.values_list("kind", flat=True)
    assert sorted(kinds) == ["award.ended", "award.ends"]
    assert AuditEvent.objects.filter(verb="award.end_told").count() == 2


def test_who_renewed_or_lost_it_hears_nothing(award):
    an_older, award.pk, award.uid = award.pk, None, award.staff.uid
    award.public_id, award.valid_until = "B" * 26, ENDS + 700 * DAY
    award.supersedes_id = an_older
    award.save(force_insert=True)

    assert told(ENDS) == {}


def test_who_has_no_account_is_passed_over(award):
    award.staff.user = None
    award.staff.save()

    assert told(ENDS) == {}
