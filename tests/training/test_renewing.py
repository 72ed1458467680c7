"""The short way to a new award: the old one stays, and nothing is taken away."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.schools import SchoolFactory, granted_post
from tests.factories.training import an_award, completed, course, publish, quiz
from training.award_state import State
from training.certificates import standing_of_award
from training.models import Award, LessonPage, ModuleCompletion, QuizAttempt


pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def teacher():
    return granted_post("teacher", school=SchoolFactory()).staff


@pytest.fixture
def client(teacher, client_of):
    return client_of(teacher.user)


def programme(**given):
    made = course(lessons=1)
    refresher, _questions = quiz()
    refresher.purpose = "refresher"
    made.programme.refresher = publish(refresher)
    for name, value in given.items():
        setattr(made.programme, name, value)
    made.programme = publish(made.programme)
    return made


def earned(made, teacher, today, *, left):
    """An award and a completion that end so many days from today."""
    until, on = today + left * DAY, today - 600 * DAY
    award = an_award(teacher, made)
    award.issued_on, award.valid_until = on, until
    award.issued_at = timezone.now() - 600 * DAY
    award.covers = [str(p.translation_key) for p in (made.module, *made.lessons)]
    award.save()
    completed(teacher, made.item(made.module), on=on, until=until)
    return award


def url(made):
    return f"/training/renewals/{made.item(made.programme).uid}/"


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
    made = programme()
    old = earned(made, teacher, today, left=left)
    passed(made, teacher)

    response = client.post(url(made))

    new = Award.objects.get(supersedes=old)
    assert response["Location"] == f"/training/awards/{new.public_id}/"
    old.refresh_from_db()
    assert old.valid_until == today + left * DAY
    assert ModuleCompletion.objects.count() == 2
    assert standing_of_award(old, today).state == State.SUPERSEDED
    renewal = ModuleCompletion.objects.get(renews__isnull=False)
    assert renewal.valid_until == new.valid_until > today + 700 * DAY


def test_without_a_pass_the_refresher_opens(teacher, client, today):
    made = programme()
    earned(made, teacher, today, left=10)

    response = client.post(url(made))

    assert response["Location"].startswith("/training/attempts/")
    assert Award.objects.count() == 1


def test_an_expired_award_leads_its_holder_to_the_renewal(teacher, client, today):
    made = programme()
    award = earned(made, teacher, today, left=-30)
    page = f"/training/awards/{award.public_id}/"

    assert f'href="{url(made)}"' in client.get(page).text
    assert url(made) not in Client().get(page).text


@pytest.mark.parametrize(("left", "refresher"), [(40, True), (-30, False)])
def test_without_an_open_renewal_there_is_no_link(
    left, refresher, teacher, client, today
):
    made = programme() if refresher else course(lessons=1)
    award = earned(made, teacher, today, left=left)

    assert url(made) not in client.get(f"/training/awards/{award.public_id}/").text


def test_too_early_nothing_is_renewed(teacher, client, today):
    made = programme()
    earned(made, teacher, today, left=200)
    passed(made, teacher)

    client.post(url(made))

    assert Award.objects.count() == 1


def test_a_refresher_that_is_withdrawn_is_asked_for_all_the_same(
    teacher, client, today
):
    made = programme()
    earned(made, teacher, today, left=10)
    made.programme.refresher.unpublish()
    client.cookies["language"] = "en"

    response = client.post(url(made), follow=True)

    assert "being rewritten" in response.text
    assert Award.objects.count() == 1


def test_a_revoked_award_is_not_given_back_by_reading(teacher, client, today):
    made = programme(expiry_rule="safety", refresher=None)
    award = earned(made, teacher, today, left=10)
    award.expiry_rule, award.valid_until = "safety", None
    award.revoked_at, award.revoke_reason = timezone.now(), "Letër e rreme"
    award.revoked_by = teacher.user
    award.save()

    client.post(url(made))

    assert Award.objects.count() == 1


def test_a_safety_change_must_be_read_before(teacher, client, today):
    made = programme()
    earned(made, teacher, today, left=10)
    passed(made, teacher)
    page = LessonPage.objects.get(pk=made.lessons[0].pk)
    page.title, page.change, page.change_note = "E re", "safety", "Numri ndryshoi."
    publish(page)
    client.post(url(made))
    assert Award.objects.count() == 1
    item = made.item(page)

    client.post(f"/training/changes/{item.uid}/{item.current.number}/read/")
    client.post(url(made))

    assert Award.objects.count() == 2


def test_under_the_safety_rule_a_change_ends_the_award_in_ninety_days(
    teacher, client, today
):
    made = programme(expiry_rule="safety")
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
    made = programme()
    client.cookies["language"] = "en"

    assert "Complete every module" in client.get(url(made)).text
    client.post(url(made))
    assert not Award.objects.exists()
    assert "login" in Client().post(url(made))["Location"]


@pytest.mark.parametrize(
    ("left", "said", "kept_back"),
    [
        (200, "You can renew your award from", "Renew your award<"),
        (80, "Renew your award<", "You can renew your award from"),
    ],
)
def test_my_training_offers_the_renewal_only_once_it_is_open(
    client, teacher, today, left, said, kept_back
):
    earned(programme(), teacher, today, left=left)
    client.cookies["language"] = "en"

    text = client.get("/training/").text

    assert said in text
    assert kept_back not in text


def test_a_module_that_ended_is_not_called_complete(client, teacher, today):
    made = programme()
    earned(made, teacher, today, left=-5)
    client.cookies["language"] = "en"

    for address in ("/training/", made.module.url_path.replace("/home", "", 1)):
        text = " ".join(client.get(address, follow=True).text.split())
        assert "Pass the quiz again to renew it." in text
        assert "<span>Complete</span>" not in text
