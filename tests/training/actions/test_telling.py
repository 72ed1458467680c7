"""The holder of an award hears that it ends: once before, once after."""

import datetime as dt

import pytest

from portal.models import AuditEvent, Notification
from tests.factories.schools import SchoolFactory, granted_post
from tests.factories.training import an_award, course
from training.actions.telling import tell_endings
from training.models import Award, ItemVersion


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


def safety_change(made, at):
    item = made.item(made.module)
    return ItemVersion.objects.create(
        item=item,
        number=item.versions.count() + 1,
        locale="sq",
        content_hash="x",
        change="safety",
        snapshot={},
        published_at=at,
    )


def under_the_safety_rule(made, issued_at, **given):
    staff = granted_post("teacher", school=SchoolFactory()).staff
    return an_award(
        staff,
        made,
        issued_at=issued_at,
        issued_on=issued_at.date(),
        expiry_rule="safety",
        covers=[str(made.module.translation_key)],
        **given,
    )


def test_under_the_safety_rule_each_hears_of_the_change_that_ends_it():
    made, other = course(), course()
    first = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
    second = first + 200 * DAY
    ended = under_the_safety_rule(made, first - DAY, told_on=first.date())
    ending = under_the_safety_rule(made, first + DAY)
    later = under_the_safety_rule(made, second + DAY)
    elsewhere = under_the_safety_rule(other, first - DAY)
    for at in (first, second):
        safety_change(made, at)
    on = second.date() + 10 * DAY

    assert told(on) == {"soon": 1, "ended": 1}
    assert told(on + DAY) == {}
    assert told(on + 90 * DAY) == {"ended": 1}

    days = {
        award: Award.objects.values_list("told_on", flat=True).get(pk=award.pk)
        for award in (ended, ending, later, elsewhere)
    }
    assert list(days.values()) == [on, on + 90 * DAY, None, None]


def test_without_a_change_for_safety_nobody_is_told():
    under_the_safety_rule(course(), dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC))

    assert told(dt.date(2030, 1, 1)) == {}
