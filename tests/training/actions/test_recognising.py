"""Training taken elsewhere: evidence, two persons, a reason."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tests.factories.schools import granted_post
from tests.factories.sessions import AT, cast, conclusions
from tests.factories.training import completed
from training.actions.recognising import (
    AlreadyComplete,
    AlreadyDecided,
    AlreadyProposed,
    OwnProposal,
    TooOld,
    approve_recognition,
    propose_recognition,
    refuse_recognition,
)
from training.models import Award, ModuleCompletion, Recognition


pytestmark = pytest.mark.django_db
ON = AT.date()


@pytest.fixture
def who():
    return cast()


@pytest.fixture
def officer(who):
    post = granted_post("directorate_officer", directorate=who.school.directorate)
    return post.staff.user


def propose(who, *, on=dt.date(2026, 5, 4), by=None):
    person = who.teachers[0]
    return propose_recognition(
        staff=person,
        school=who.school,
        module=who.module,
        trained_on=on,
        body="Organizata Shembull",
        evidence="Vërtetim nr. 12, 4.5.2026",
        at=AT,
        on=ON,
        by=by or person.user,
    )


def approve(row, who, by):
    return approve_recognition(
        recognition=row,
        reason="Vërtetimi u pa.",
        conclusions=conclusions(who.made),
        at=AT,
        on=ON,
        by=by,
    )


def test_an_approved_one_completes_and_lasts_from_the_day_of_the_training(who, officer):
    row = approve(propose(who), who, officer)

    done = ModuleCompletion.objects.get(staff=who.teachers[0])
    assert (done.route, done.completed_on) == ("recognised", ON)
    assert done.valid_until == dt.date(2028, 5, 4)
    assert (row.state, row.completion, row.decided_by) == ("approved", done, officer)
    assert Award.objects.filter(staff=who.teachers[0]).exists()


def test_a_refused_one_keeps_its_reason_and_completes_nothing(who, officer):
    row = refuse_recognition(
        recognition=propose(who), reason="Pa datë.", at=AT, by=officer
    )

    assert (row.state, row.reason) == ("refused", "Pa datë.")
    assert not ModuleCompletion.objects.exists()
    with pytest.raises(AlreadyDecided):
        approve(row, who, officer)


def test_nobody_approves_the_own_proposal_or_oneself(who, officer):
    row = propose(who, by=officer)
    with pytest.raises(OwnProposal):
        approve(row, who, officer)
    with pytest.raises(OwnProposal):
        approve(row, who, who.teachers[0].user)


def test_training_that_would_have_expired_is_not_recognised(who, officer):
    row = propose(who, on=dt.date(2024, 11, 20))

    with pytest.raises(TooOld):
        approve(row, who, officer)


def test_one_proposal_at_a_time_and_none_for_what_is_complete(who):
    propose(who)
    with pytest.raises(AlreadyProposed):
        propose(who)
    Recognition.objects.all().delete()
    completed(who.teachers[0], who.module, on=ON)
    with pytest.raises(AlreadyComplete):
        propose(who)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("recognition_decided_says_why", {"state": "approved"}),
        ("recognition_decided_says_why", {"decided_at": AT}),
    ],
)
def test_a_recognition_is_refused_by_the_database(who, name, values):
    propose(who)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Recognition.objects.update(**values)


def test_the_database_asks_for_two_persons(who):
    row = propose(who)

    with (
        pytest.raises(IntegrityError, match="recognition_two_persons"),
        transaction.atomic(),
    ):
        Recognition.objects.update(
            state="refused",
            reason="Jo.",
            decided_at=AT,
            decided_by=row.proposed_by,
        )
