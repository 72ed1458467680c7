"""The short way to a new award: the old one stays, and nothing is taken away."""

import pytest
from django.test import Client
from django.utils import timezone

from portal.audit.models import AuditEvent
from tests.factories.awards import DAY, earned, renewable, renewal_url
from tests.factories.schools import SchoolFactory, granted_post
from tests.factories.training import (
    a_run,
    course,
    publish,
    scenario,
)
from training.award_state import State
from training.certificates import standing_of_award
from training.dates import add_months
from training.models import (
    Award,
    LessonPage,
    ModuleCompletion,
    ProgrammePage,
    QuizAttempt,
    ScenarioRun,
)
from training.outline import address_of


pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def teacher():
    return granted_post("teacher", school=SchoolFactory()).staff


@pytest.fixture
def client(teacher, client_of):
    return client_of(teacher.user)


def passed(made, teacher):
    item = made.item(made.programme.refresher)
    now = timezone.now()
    return QuizAttempt.objects.create(
        staff=teacher, item=item, version=item.current, seed="1", items_snapshot=[],
        pass_mark=80, language="sq", client_id=teacher.uid, started_at=now,
        submitted_at=now, score=100, passed=True,
    )  # fmt: skip


@pytest.mark.parametrize("left", [-30, 40])
def test_who_passes_the_refresher_gets_a_new_award_and_the_old_one_stays(
    left, teacher, client, today
):
    made = renewable()
    old = earned(made, teacher, today, left=left)
    passed(made, teacher)

    response = client.post(renewal_url(made))

    new = Award.objects.get(supersedes=old)
    assert response["Location"] == f"/training/awards/{new.public_id}/"
    old.refresh_from_db()
    assert old.valid_until == today + left * DAY
    assert ModuleCompletion.objects.count() == 2
    assert standing_of_award(old, today).state == State.SUPERSEDED
    renewal = ModuleCompletion.objects.get(renews__isnull=False)
    assert renewal.valid_until == new.valid_until > today + 700 * DAY


def test_a_module_renewed_the_short_way_ends_as_the_stricter_programme_says(
    teacher, client, today
):
    made = renewable()
    stricter = course(lessons=0, months=12)
    stricter.module.delete()
    made.module.create_alias(parent=ProgrammePage.objects.get(pk=stricter.programme.pk))
    earned(made, teacher, today, left=40)
    passed(made, teacher)

    client.post(renewal_url(made))

    renewal = ModuleCompletion.objects.get(renews__isnull=False)
    award = Award.objects.get(supersedes__isnull=False)
    assert renewal.valid_until == add_months(today + 40 * DAY, 12)
    assert award.valid_until == add_months(today + 40 * DAY, 24)


def test_a_completion_of_the_short_way_is_told_to_the_audit(teacher, client, today):
    made = renewable()
    earned(made, teacher, today, left=40)
    passed(made, teacher)

    client.post(renewal_url(made))

    renewal = ModuleCompletion.objects.get(renews__isnull=False)
    event = AuditEvent.objects.get(verb="module.completed")
    assert str(renewal.uid) in event.body


def test_without_a_pass_the_refresher_opens(teacher, client, today):
    made = renewable()
    earned(made, teacher, today, left=10)

    response = client.post(renewal_url(made))

    assert response["Location"].startswith("/training/attempts/")
    assert Award.objects.count() == 1


def test_an_expired_award_leads_its_holder_to_the_renewal(teacher, client, today):
    made = renewable()
    award = earned(made, teacher, today, left=-30)
    page = f"/training/awards/{award.public_id}/"

    assert f'href="{renewal_url(made)}"' in client.get(page).text
    assert renewal_url(made) not in Client().get(page).text


@pytest.mark.parametrize(("left", "refresher"), [(40, True), (-30, False)])
def test_without_an_open_renewal_there_is_no_link(
    left, refresher, teacher, client, today
):
    made = renewable() if refresher else course(lessons=1)
    award = earned(made, teacher, today, left=left)

    assert (
        renewal_url(made) not in client.get(f"/training/awards/{award.public_id}/").text
    )


def test_too_early_nothing_is_renewed(teacher, client, today):
    made = renewable()
    earned(made, teacher, today, left=200)
    passed(made, teacher)

    client.post(renewal_url(made))

    assert Award.objects.count() == 1


def test_a_refresher_that_is_withdrawn_is_asked_for_all_the_same(
    teacher, client, today
):
    made = renewable()
    earned(made, teacher, today, left=10)
    made.programme.refresher.unpublish()
    client.cookies["language"] = "en"

    response = client.post(renewal_url(made), follow=True)

    assert "being rewritten" in response.text
    assert Award.objects.count() == 1


def test_a_revoked_award_is_not_given_back_by_reading(teacher, client, today):
    made = renewable(expiry_rule="safety", refresher=None)
    award = earned(made, teacher, today, left=10)
    award.expiry_rule, award.valid_until = "safety", None
    award.revoked_at, award.revoke_reason = timezone.now(), "Letër e rreme"
    award.revoked_by = teacher.user
    award.save()

    client.post(renewal_url(made))

    assert Award.objects.count() == 1


def test_a_safety_change_must_be_read_before(teacher, client, today):
    made = renewable()
    earned(made, teacher, today, left=10)
    passed(made, teacher)
    page = LessonPage.objects.get(pk=made.lessons[0].pk)
    page.title, page.change, page.change_note = "E re", "safety", "Numri ndryshoi."
    publish(page)
    client.post(renewal_url(made))
    assert Award.objects.count() == 1
    item = made.item(page)

    client.post(f"/training/changes/{item.uid}/{item.current.number}/read/")
    client.post(renewal_url(made))

    assert Award.objects.count() == 2


def test_under_the_safety_rule_a_change_ends_the_award_in_ninety_days(
    teacher, client, today
):
    made = renewable(expiry_rule="safety")
    award = earned(made, teacher, today, left=10)
    award.expiry_rule, award.valid_until = "safety", None
    award.save()
    assert standing_of_award(award, today).day is None
    page = LessonPage.objects.get(pk=made.lessons[0].pk)
    page.title, page.change, page.change_note = "E re", "safety", "Numri ndryshoi."

    publish(page)

    assert standing_of_award(award, today).day == today + 90 * DAY
    assert standing_of_award(award, today + 91 * DAY).state == State.EXPIRED
    assert ModuleCompletion.objects.count() == 1


def test_who_has_no_award_and_nobody_do_not_renew(client):
    made = renewable()
    client.cookies["language"] = "en"

    assert "Complete every module" in client.get(renewal_url(made)).text
    client.post(renewal_url(made))
    assert not Award.objects.exists()
    assert "login" in Client().post(renewal_url(made))["Location"]


# --- The path of the refresher: changes read, a scenario, a quiz ----------------------
def played(made, teacher, page, *, at=None):
    at = at or timezone.now()
    return a_run(teacher, made.item(page), started_at=at, closed_at=at)


def test_a_scenario_is_played_before_the_refresher_opens(teacher, client, today):
    made = renewable()
    page = scenario(made.module)
    earned(made, teacher, today, left=10)
    client.cookies["language"] = "en"

    text = client.get(renewal_url(made)).text
    client.post(renewal_url(made))

    assert "Play one of these scenarios first" in text
    assert f'href="{address_of(page.url_path)}"' in text
    assert not QuizAttempt.objects.exists()

    run = played(made, teacher, page)
    debrief = client.get(f"/training/runs/{run.uid}/").text
    response = client.post(renewal_url(made))

    assert f'href="{renewal_url(made)}"' in debrief
    assert response["Location"].startswith("/training/attempts/")


@pytest.mark.parametrize("given", [{"end": ""}, {"at": 200 * DAY}])
def test_a_scenario_left_halfway_or_played_long_before_does_not_count(
    given, teacher, client, today
):
    made = renewable()
    page = scenario(made.module)
    earned(made, teacher, today, left=10)
    passed(made, teacher)
    run = played(made, teacher, page, at=timezone.now() - given.pop("at", 0 * DAY))
    ScenarioRun.objects.filter(pk=run.pk).update(**given)

    client.post(renewal_url(made))

    assert Award.objects.count() == 1


def test_a_refresher_passed_before_the_last_ninety_days_does_not_count(
    teacher, client, today
):
    made = renewable()
    earned(made, teacher, today, left=10)
    attempt = passed(made, teacher)
    # Eighty-one days before, by the calendar: an hour of summer time lies between.
    noon = timezone.localtime(attempt.submitted_at).replace(hour=12)
    QuizAttempt.objects.update(submitted_at=noon - 81 * DAY)

    response = client.post(renewal_url(made))

    assert response["Location"].startswith("/training/attempts/")
    assert Award.objects.count() == 1


def test_by_reading_alone_no_scenario_is_asked(teacher, client, today):
    made = renewable(expiry_rule="safety", refresher=None)
    page = scenario(made.module)
    award = earned(made, teacher, today, left=10)
    award.expiry_rule, award.valid_until = "safety", None
    award.covers.append(str(page.translation_key))
    award.save()
    page.title, page.change, page.change_note = "E re", "safety", "Numri ndryshoi."
    item = made.item(publish(page))
    client.post(f"/training/changes/{item.uid}/{item.current.number}/read/")

    client.post(renewal_url(made))

    assert Award.objects.count() == 2
