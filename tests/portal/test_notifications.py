"""What waits is told in the portal and by e-mail, and names nobody."""

from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.actions.notifying import choose_mails, read_all, read_notification
from portal.audit.models import AuditEvent
from portal.hooks import NoticeKind, registered
from portal.models import Notification, OutboxMessage, User
from portal.notify import post_message, send_waiting, words_of
from tests.factories.portal import UserFactory
from tests.factories.referrals import SEEN, a_concern, a_referral, world


pytestmark = pytest.mark.django_db
URGENT, ORDINARY, OPTIONAL = "account.code_given", "referral.news", "test.optional"


@pytest.fixture(autouse=True)
def _kind_that_only_informs(monkeypatch):
    """No kind of ours is optional yet."""
    one = NoticeKind(OPTIONAL, words="%(count)d", optional=True)
    known = [*registered(NoticeKind), one]
    monkeypatch.setattr("portal.notify.registered", lambda _kind: known)


@pytest.fixture
def reader():
    return UserFactory(email="lexues@shembull.example")


def post(to: User, kind: str = ORDINARY, **given) -> Notification:
    return post_message(to=to, kind=kind, by=None, **given)


# --- In the portal ------------------------------------------------------------------
def test_a_message_is_told_in_the_portal_and_counted_in_the_masthead(client_of):
    w = world()
    a_concern(w)

    page = client_of(w.protector).get("/notifications/")

    w.protector.refresh_from_db()
    assert w.protector.unread == 1
    assert "app-masthead__count" in page.text
    assert words_of(Notification.objects.get(to=w.protector)) in page.text
    assert w.pupil.first_name not in page.text


def test_opened_it_is_read_and_leads_to_its_page(client_of):
    w = world()
    concern = a_concern(w)
    one = Notification.objects.get(to=w.protector)

    answer = client_of(w.protector).get(reverse("portal:notification", args=[one.uid]))

    one.refresh_from_db()
    w.protector.refresh_from_db()
    assert answer["Location"] == reverse("referrals:concern", args=[concern.uid])
    assert one.read_at
    assert w.protector.unread == 0


def test_one_that_leads_nowhere_leads_home(client_of, reader):
    one = post(reader, kind="nobody.hung.it.up")

    answer = client_of(reader).get(reverse("portal:notification", args=[one.uid]))

    assert answer["Location"] == "/"


def test_nobody_opens_anothers(client_of, reader):
    one = post(reader)

    answer = client_of(UserFactory()).get(
        reverse("portal:notification", args=[one.uid])
    )

    one.refresh_from_db()
    assert answer.status_code == 404
    assert one.read_at is None


def test_all_are_marked_read_at_once(client_of, reader):
    for _n in range(3):
        post(reader, obj=uuid4())

    client_of(reader).post(reverse("portal:notifications_read"))

    reader.refresh_from_db()
    assert reader.unread == 0
    assert not Notification.objects.filter(read_at=None).exists()


def test_news_on_the_same_object_is_one_line_with_a_count(reader):
    obj = uuid4()
    for _n in range(3):
        post(reader, obj=obj)
    post(reader, obj=uuid4())

    reader.refresh_from_db()
    assert sorted(Notification.objects.values_list("count", flat=True)) == [1, 3]
    assert reader.unread == 2


def test_a_standing_count_is_brought_up_to_date(reader):
    post(reader, kind="clocks.late", count=5)
    post(reader, kind="clocks.late", count=2)

    assert Notification.objects.get().count == 2


def test_after_reading_news_is_new_again(reader):
    obj = uuid4()
    read_notification(by=reader, uid=post(reader, obj=obj).uid)

    post(reader, obj=obj)

    assert Notification.objects.count() == 2


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_with_one_and_with_thirty(client_of, reader, rows):
    for _n in range(rows):
        post(reader, obj=uuid4())
    client = client_of(reader)
    client.get("/notifications/")

    with CaptureQueriesContext(connection) as queries:
        client.get("/notifications/")

    assert len([q for q in queries if q["sql"].startswith("SELECT")]) <= 4


def test_the_number_in_the_masthead_costs_no_query(client_of, reader):
    client = client_of(reader)
    client.get("/help/")
    with CaptureQueriesContext(connection) as before:
        client.get("/help/")
    post(reader)
    with CaptureQueriesContext(connection) as after:
        page = client.get("/help/")

    assert "app-masthead__count" in page.text
    assert len(after) == len(before)


# --- By e-mail -----------------------------------------------------------------------
def test_the_digest_is_one_e_mail_a_person_a_day_however_often_it_runs(reader):
    for _n in range(3):
        post(reader, obj=uuid4())

    assert send_waiting() == 1
    post(reader, obj=uuid4())
    assert send_waiting() == 0

    assert len(mail.outbox) == 1
    assert "3" in mail.outbox[0].subject
    assert "/notifications/" in mail.outbox[0].body


def test_the_digest_speaks_the_readers_language():
    for language in ("sq", "en"):
        post(UserFactory(email=f"{language}@shembull.example", language=language))

    send_waiting()

    subjects = {letter.to[0][:2]: letter.subject for letter in mail.outbox}
    assert "waiting for you" in subjects["en"]
    assert "waiting for you" not in subjects["sq"]


@pytest.mark.parametrize(
    ("mails", "mailed"),
    [
        ("daily", {URGENT, ORDINARY, OPTIONAL}),
        ("needed", {URGENT, ORDINARY}),
        ("urgent", {URGENT}),
    ],
)
def test_what_comes_by_e_mail_is_chosen_but_urgent_always_comes(reader, mails, mailed):
    choose_mails(by=reader, mails=mails)

    for kind in (URGENT, ORDINARY, OPTIONAL):
        post(reader, kind=kind)

    assert set(OutboxMessage.objects.values_list("kind", flat=True)) == mailed
    assert Notification.objects.count() == 3


def test_urgent_news_leaves_right_after_the_commit(
    reader, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        post(reader, kind=URGENT)
        post(reader)

    assert len(mail.outbox) == 1
    assert OutboxMessage.objects.get(kind=URGENT).sent_at
    assert OutboxMessage.objects.get(kind=ORDINARY).sent_at is None


def test_a_mail_server_that_is_down_breaks_no_action_and_is_tried_again(
    reader, monkeypatch, django_capture_on_commit_callbacks
):
    def down(*_args, **_kwargs):
        raise OSError

    monkeypatch.setattr("portal.notify.send_mail", down)
    with django_capture_on_commit_callbacks(execute=True):
        post(reader, kind=URGENT)
    monkeypatch.undo()

    assert send_waiting() == 1


def test_an_urgent_one_that_failed_goes_out_though_the_digest_of_the_day_has(
    reader, monkeypatch, django_capture_on_commit_callbacks
):
    def down(*_args, **_kwargs):
        raise OSError

    post(reader)
    send_waiting()
    monkeypatch.setattr("portal.notify.send_mail", down)
    with django_capture_on_commit_callbacks(execute=True):
        post(reader, kind=URGENT)
    monkeypatch.undo()

    assert send_waiting() == 1


def test_what_is_rolled_back_was_never_said(reader):
    def half_an_action() -> None:
        with transaction.atomic():
            post(reader)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_an_action()

    reader.refresh_from_db()
    assert reader.unread == 0
    assert not OutboxMessage.objects.exists()


def test_an_account_that_is_shut_gets_no_e_mail(reader):
    post(reader)
    User.objects.filter(pk=reader.pk).update(is_active=False)

    assert send_waiting() == 0
    assert mail.outbox == []


def test_no_mail_names_the_child_the_school_or_what_happened():
    w = world()
    for person in (w.protector, w.worker, w.unit_head):
        User.objects.filter(pk=person.pk).update(email=f"{person.username}@x.example")
    a_referral(w, case=None)
    a_concern(w)

    send_waiting()

    said = "".join(f"{m.subject}{m.body}" for m in mail.outbox)
    assert len(mail.outbox) == 3
    for word in (w.pupil.first_name, w.pupil.last_name, w.school.name, *SEEN.split()):
        assert len(word) < 4 or word not in said


def test_the_choice_is_kept_and_in_the_history(client_of, reader):
    client = client_of(reader)

    page = client.get(reverse("mails"))
    client.post(reverse("mails"), {"mails": "urgent"})

    reader.refresh_from_db()
    assert 'value="daily"' in page.text
    assert reader.mails == "urgent"
    event = AuditEvent.objects.get(verb="account.mails_chosen")
    assert event.actor == reader.uid


def test_a_choice_that_does_not_exist_is_refused(client_of, reader):
    answer = client_of(reader).post(reverse("mails"), {"mails": "never"})

    reader.refresh_from_db()
    assert answer.status_code == 200
    assert reader.mails == "daily"


def test_the_masthead_is_right_again_after_reading(reader):
    User.objects.filter(pk=reader.pk).update(unread=9)
    reader.refresh_from_db()

    read_all(by=reader)

    assert User.objects.get(pk=reader.pk).unread == 0
