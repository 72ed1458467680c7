"""A safety change reaches who has finished, and nobody else; nothing is taken away."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from portal.audit.models import AuditEvent
from tests.factories.schools import SchoolFactory, granted_post
from tests.factories.training import completed, course, done, in_english, publish
from training.models import ItemProgress, LessonPage, ModuleCompletion, SafetyReading


pytestmark = pytest.mark.django_db
BEFORE = dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)
NOTE = "Numri për të thirrur ka ndryshuar."


@pytest.fixture
def made():
    with time_machine.travel(BEFORE - dt.timedelta(days=30)):
        return course(lessons=2)


@pytest.fixture
def teacher():
    return granted_post("teacher", school=SchoolFactory()).staff


@pytest.fixture
def client(teacher, client_of):
    return client_of(teacher.user)


def change(page, kind="safety", note=NOTE):
    page = type(page).objects.get(pk=page.pk)
    page.title, page.change, page.change_note = f"{page.title} e re", kind, note
    return publish(page)


def read_url(made, page):
    item = made.item(page)
    return f"/training/changes/{item.uid}/{item.current.number}/read/"


def test_who_has_done_the_lesson_reads_what_changed_until_they_say_so(
    made, teacher, client
):
    done(teacher, made.item(made.lessons[0]), at=BEFORE)
    change(made.lessons[0])
    assert NOTE in client.get("/").text
    assert NOTE in client.get("/training/").text

    response = client.post(read_url(made, made.lessons[0]), follow=True)

    assert NOTE not in response.text
    assert NOTE not in client.get("/").text
    event = AuditEvent.objects.get(verb="safety.read")
    assert event.object_uid == made.item(made.lessons[0]).uid


def test_who_completed_the_module_in_a_session_gets_the_card_too(made, teacher, client):
    completed(teacher, made.item(made.module), on=BEFORE.date())
    change(made.lessons[1])

    assert NOTE in client.get("/training/").text


def test_who_has_not_finished_the_lesson_gets_no_card(made, teacher, client):
    done(teacher, made.item(made.lessons[1]), at=BEFORE)
    change(made.lessons[0])

    assert NOTE not in client.get("/training/").text


def test_who_finished_after_the_change_has_met_it(made, teacher, client):
    change(made.lessons[0])
    after = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1)
    done(teacher, made.item(made.lessons[0]), at=after)

    assert NOTE not in client.get("/training/").text


def test_a_colleague_reading_it_does_not_take_the_card_from_me(
    made, teacher, client, client_of
):
    colleague = granted_post("teacher", school=teacher.posts.get().school).staff
    for staff in (teacher, colleague):
        done(staff, made.item(made.lessons[0]), at=BEFORE)
    change(made.lessons[0])

    client_of(colleague.user).post(read_url(made, made.lessons[0]))

    assert NOTE in client.get("/training/").text
    assert "login" in Client().post(read_url(made, made.lessons[0]))["Location"]


def test_a_card_is_read_in_english_where_the_translation_says_it(made, teacher, client):
    done(teacher, made.item(made.lessons[0]), at=BEFORE)
    english = in_english(made.lessons[0])
    change(made.lessons[0])
    change(english, "minor", "The number to call has changed.")
    client.cookies["language"] = "en"

    assert "The number to call has changed." in client.get("/training/").text


def test_reading_twice_keeps_the_first_moment(made, teacher, client):
    done(teacher, made.item(made.lessons[0]), at=BEFORE)
    change(made.lessons[0])
    client.post(read_url(made, made.lessons[0]))
    first = SafetyReading.objects.get().read_at

    client.post(read_url(made, made.lessons[0]))

    assert SafetyReading.objects.get().read_at == first


@pytest.mark.parametrize("kind", ["minor", "major"])
def test_other_changes_have_no_card_and_cannot_be_confirmed(
    kind, made, teacher, client
):
    done(teacher, made.item(made.lessons[0]), at=BEFORE)
    change(made.lessons[0], kind)

    assert NOTE not in client.get("/training/").text
    assert client.post(read_url(made, made.lessons[0])).status_code == 404


def test_a_major_change_says_updated_since_you_finished(made, teacher, client):
    done(teacher, made.item(made.lessons[0]), at=BEFORE)
    completed(teacher, made.item(made.module), on=BEFORE.date())
    client.cookies["language"] = "en"
    lesson, module = (
        p.url_path.split("/", 2)[2] for p in (made.lessons[0], made.module)
    )
    assert "updated since" not in client.get(f"/{lesson}").text

    change(made.lessons[0], "major", "")

    assert "updated since you finished" in client.get(f"/{lesson}").text
    assert "updated since you finished" in client.get(f"/{module}").text


@pytest.mark.parametrize("kind", ["major", "safety"])
def test_a_change_takes_nothing_away(kind, made, teacher, client):
    done(teacher, made.item(made.lessons[0]), at=BEFORE)
    completed(teacher, made.item(made.module), on=BEFORE.date())

    change(made.lessons[0], kind)
    client.get("/training/")

    assert ItemProgress.objects.get().done_at == BEFORE
    assert ModuleCompletion.objects.get().completed_on == BEFORE.date()


def test_what_changed_is_said_for_one_publication(made):
    page = change(made.lessons[0])

    assert (page.change, page.change_note) == ("minor", "")
    draft = LessonPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft.change_note == ""
    assert made.item(page).current.note == NOTE


def test_the_database_keeps_one_reading_of_a_version(made, teacher):
    version = made.item(made.lessons[0]).current
    given = {"staff": teacher, "version": version, "read_at": BEFORE}
    SafetyReading.objects.create(**given)

    with pytest.raises(IntegrityError), transaction.atomic():
        SafetyReading.objects.create(**given)
