"""The clock of a session, and the text that somebody was writing when it ran out."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.actions.holding import fields_of, hold_post, own_path
from portal.actions.purging import purge_short_lived
from portal.audit.models import AuditEvent
from portal.models import HeldPost
from tests.factories.portal import UserFactory
from tests.factories.schools import granted_post
from tests.portal.signing import account, code_now, send_password, signed_in


pytestmark = pytest.mark.django_db
WORDS = "Sot më tha se nuk fle në shtëpi."
WRITTEN = {"seen": WORDS, "signs": ["bruises", "tired"], "empty": ""}


@pytest.fixture
def writer():
    """A protector with both factors, on a Sunday morning."""
    return account(user=granted_post("protector").staff.user, totp=True)


def later(**span):
    return time_machine.travel(timezone.now() + dt.timedelta(**span), tick=False)


def after(client: Client, path: str = "/", *, minutes: float, **post):
    """One page now, another so much later."""
    client.get("/")
    with later(minutes=minutes):
        return client.post(path, post) if post else client.get(path)


def test_29_minutes_later_one_is_still_signed_in(client_of, writer):
    assert after(client_of(writer), minutes=29).status_code == 200


def test_31_minutes_later_one_is_asked_to_sign_in(client_of, writer):
    client = client_of(writer)

    answer = after(client, "/accounts/invitations/?x=1", minutes=31)

    assert answer["Location"] == (
        "/accounts/login/?idle=1&next=%2Faccounts%2Finvitations%2F%3Fx%3D1"
    )
    assert not signed_in(client)
    assert answer["Clear-Site-Data"] == '"cache"'


def test_ten_hours_are_the_end_even_for_somebody_busy(client_of, writer):
    client = client_of(writer)
    start = timezone.now()
    for minutes in range(0, 600, 25):
        with time_machine.travel(start + dt.timedelta(minutes=minutes)):
            assert client.get("/").status_code == 200
    with time_machine.travel(start + dt.timedelta(minutes=601)):
        answer = client.get("/")

    assert answer["Location"].startswith(reverse("account_login"))


def test_being_there_starts_the_clock_again(client_of, writer):
    client = client_of(writer)
    client.get("/")
    with later(minutes=26):
        said = client.post(reverse("still_here"))
    with later(minutes=50):
        answer = client.get("/")

    assert said.status_code == 204
    assert answer.status_code == 200


def test_a_page_left_open_in_the_editor_is_nobody_being_there(client_of):
    client = client_of(granted_post("editor").staff.user)
    client.get("/")
    for minutes in (10, 20, 29):
        with later(minutes=minutes):
            client.post("/cms/editing-sessions/ping/portal/user/1/1/")
    with later(minutes=31):
        answer = client.get("/")

    assert answer["Location"].startswith(reverse("account_login"))


def test_a_page_within_the_minute_writes_nothing(client_of, writer):
    client = client_of(writer)
    client.get("/help/")

    with CaptureWrites() as written:
        client.get("/help/")

    assert written == []


class CaptureWrites:
    """The statements that change something."""

    def __enter__(self) -> list[str]:
        self.found: list[str] = []
        self.wrapper = connection.execute_wrapper(self._look)
        self.wrapper.__enter__()
        return self.found

    def _look(self, execute, sql, params, many, context):
        if sql.split()[0] in {"INSERT", "UPDATE", "DELETE"}:
            self.found.append(sql)
        return execute(sql, params, many, context)

    def __exit__(self, *exc) -> None:
        self.wrapper.__exit__(*exc)


def test_a_text_sent_too_late_is_kept_sealed(client_of, writer):
    client = client_of(writer)

    answer = after(client, "/referrals/concerns/new/", minutes=31, **WRITTEN)

    held = HeldPost.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM portal_heldpost")
        stored = bytes(cursor.fetchone()[0])
    assert answer["Location"].endswith("next=%2Faccounts%2Fkept-text%2F")
    assert held.user == writer
    assert fields_of(held).fields == WRITTEN | {"seen": [WORDS], "empty": [""]}
    assert WORDS.encode() not in stored


def test_the_writer_finds_the_text_and_sends_it_again(client_of, writer):
    """Whole round: written, signed out, signed in with both factors, sent, gone."""
    after(client_of(writer), "/language/x/", minutes=31, next="/")
    after(client_of(writer), "/search-not/", minutes=31, **WRITTEN)
    client = Client()
    send_password(client, writer.username)
    before_factor = client.get(reverse("kept_text"))
    client.post(reverse("mfa_authenticate"), {"code": code_now(writer)})

    home = client.get("/")
    page = client.get(reverse("kept_text"))

    assert before_factor.status_code == 302
    assert reverse("kept_text") in home.text
    assert WORDS in page.text
    assert page.text.count('name="signs"') == 2
    assert 'action="/search-not/"' in page.text
    assert f'value="{HeldPost.objects.get().uid}"' in page.text


def test_reading_a_kept_text_is_in_the_history(client_of, writer):
    held = hold_post(user=writer, path="/x/", fields={"seen": [WORDS]})

    client_of(writer).get(reverse("kept_text"))

    event = AuditEvent.objects.get(verb="session.text_read")
    assert (event.actor, event.object_uid) == (writer.uid, held.uid)


def test_what_was_taken_is_no_longer_kept(client_of, writer):
    held = hold_post(user=writer, path="/language/", fields={"language": ["en"]})
    client = client_of(writer)
    session = client.session
    session["kept_text"] = True
    session.save()

    client.post("/language/", {"language": "en", "held_text": str(held.uid)})

    assert not HeldPost.objects.exists()
    assert reverse("kept_text") not in client.get("/help/").text


def test_what_was_refused_stays_kept(client_of, writer):
    held = hold_post(user=writer, path="/search/", fields={"q": ["x y"]})

    client_of(writer).post("/search/", {"q": "x y", "held_text": str(held.uid)})

    assert HeldPost.objects.exists()


def test_a_detour_to_the_second_factor_takes_nothing(client_of, writer):
    held = hold_post(user=writer, path="/search/", fields={"q": ["x y"]})

    client_of(writer, factor=False).post("/search/", {"held_text": str(held.uid)})

    assert HeldPost.objects.exists()


def test_the_writer_throws_it_away(client_of, writer):
    held = hold_post(user=writer, path="/x/", fields={"seen": [WORDS]})

    client_of(writer).post(reverse("kept_text_drop", args=[held.uid]))

    assert not HeldPost.objects.exists()
    assert AuditEvent.objects.filter(verb="session.text_returned").count() == 1


def test_nobody_else_sees_or_drops_it(client_of, writer):
    held = hold_post(user=writer, path="/x/", fields={"seen": [WORDS]})
    other = client_of(account(user=granted_post("protector").staff.user))

    page = other.get(reverse("kept_text"))
    answer = other.post(reverse("kept_text_drop", args=[held.uid]))
    other.post("/language/", {"language": "en", "held_text": str(held.uid)})

    assert WORDS not in page.text
    assert answer.status_code == 404
    assert HeldPost.objects.exists()


def test_files_are_not_kept_and_the_page_says_so(client_of, writer):
    client = client_of(writer)
    file = SimpleUploadedFile("notes.txt", b"secret bytes")

    after(client, "/x/", minutes=31, seen=WORDS, file=file)
    held = HeldPost.objects.get()
    page = client_of(writer).get(reverse("kept_text"))

    assert fields_of(held).files
    assert "govuk-warning-text" in page.text


@pytest.mark.parametrize(
    "path", ["/accounts/password/change/", "/language/", "/search/", "/accounts/login/"]
)
def test_passwords_and_switches_are_never_kept(client_of, writer, path):
    after(client_of(writer), path, minutes=31, password="x y", q="x y")

    assert not HeldPost.objects.exists()


def test_a_forged_form_is_not_kept(client_of, writer):
    client = client_of(writer)
    forger = client_of(writer, enforce_csrf_checks=True)
    forger.cookies = client.cookies

    after(forger, "/x/", minutes=31, seen="planted by another site")

    assert not HeldPost.objects.exists()


def test_a_tab_left_open_keeps_its_text_though_another_tab_met_the_end(
    client_of, writer
):
    client = client_of(writer)
    after(client, minutes=31)

    answer = client.post("/referrals/concerns/new/", WRITTEN)

    assert answer["Location"].endswith("next=%2Faccounts%2Fkept-text%2F")
    assert HeldPost.objects.get().user == writer


def test_who_signs_out_leaves_nobody_behind(client_of, writer):
    client = client_of(writer)
    client.post(reverse("account_logout"))

    client.post("/referrals/concerns/new/", WRITTEN)

    assert not HeldPost.objects.exists()


def test_a_stranger_on_the_same_machine_still_signs_in(client_of, writer):
    other = account(username="s00999")
    client = client_of(writer)
    after(client, minutes=31)

    send_password(client, "s00999")
    client.post("/language/", {"language": "en"})

    assert signed_in(client)
    assert client.session["_auth_user_id"] == str(other.pk)
    assert not HeldPost.objects.exists()


def test_a_part_of_a_page_is_told_to_load_the_whole(client_of, writer):
    client = client_of(writer)
    client.get("/")
    with later(minutes=31):
        answer = client.get("/", headers={"hx-request": "true"})

    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("path", "ours"),
    [
        ("/referrals/", True),
        ("//evil.example/x", False),
        ("/\\evil.example", False),
        ("https://evil.example", False),
        ("javascript:x", False),
        ("/" + "x" * 300, False),
    ],
)
def test_only_a_path_of_this_site_is_kept(path, ours):
    assert own_path(path) is ours
    user = UserFactory()
    held = hold_post(user=user, path=path, fields={"seen": [WORDS]})
    assert (held is not None) is ours


def test_after_a_day_nobody_keeps_it(client_of, writer):
    hold_post(user=writer, path="/x/", fields={"seen": [WORDS]})

    with later(hours=25):
        page = client_of(writer).get(reverse("kept_text"))
        gone = purge_short_lived(moment=timezone.now())

    assert WORDS not in page.text
    assert gone["held_texts"] == 1
    assert not HeldPost.objects.exists()


def test_a_fresh_text_is_not_purged(writer):
    hold_post(user=writer, path="/x/", fields={"seen": [WORDS]})

    assert purge_short_lived(moment=timezone.now())["held_texts"] == 0
