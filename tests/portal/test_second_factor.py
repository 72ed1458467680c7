"""The second factor by role, in the session: set up, prove, prove again, keep."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import transaction
from django.test import Client
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.roles import ROLES
from tests.factories.portal import UserFactory
from tests.factories.schools import granted_post
from tests.portal.signing import account, code_now, code_of, send_password, signed_in


pytestmark = pytest.mark.django_db
SET_UP = "/accounts/second-factor/"
WITH_FACTOR = [role.key for role in ROLES.values() if role.second_factor]
WITHOUT = [role.key for role in ROLES.values() if not role.second_factor]


def holder(role: str, *, totp: bool = False):
    """A person with that role and the known password."""
    return account(user=granted_post(role).staff.user, totp=totp)


def test_only_teachers_do_without():
    assert WITHOUT == ["teacher"]


@pytest.mark.parametrize("role", WITH_FACTOR)
def test_a_role_that_needs_it_is_led_to_set_it_up(client: Client, role: str):
    user = holder(role)
    send_password(client, user.username)

    for path in ("/", "/cms/", "/search/", "/accounts/", "/accounts/invitations/"):
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert answer["Location"].startswith(SET_UP), path


def test_a_teacher_goes_in_with_the_password(client: Client):
    user = holder("teacher")

    send_password(client, user.username)

    assert client.get("/").status_code == 200


def test_the_set_up_page_offers_codes_and_says_why(client_of):
    client = client_of(holder("protector"), factor=False)

    page = client.get(SET_UP)

    assert reverse("mfa_activate_totp") in page.text


@pytest.mark.parametrize(
    ("host", "offered"),
    [("localhost:8000", True), ("127.0.0.1:8000", False), ("testserver", False)],
)
def test_passkeys_are_offered_where_browsers_do_them(
    client_of, host: str, offered: bool
):
    client = client_of(holder("protector"), factor=False)

    page = client.get(SET_UP, headers={"host": host})

    assert (reverse("mfa_add_webauthn") in page.text) is offered


def test_the_picture_passes_the_content_security_policy(client_of):
    client = client_of(holder("protector"), factor=False)

    page = client.get(reverse("mfa_activate_totp"))

    assert 'src="data:image/svg+xml;base64,' in page.text
    assert "img-src 'self' data:" in page["Content-Security-Policy"]


@pytest.fixture
def commits(monkeypatch):
    """What is to happen after the commit happens at once, inside the request."""
    monkeypatch.setattr(transaction, "on_commit", lambda effect, **_: effect())


@pytest.mark.usefixtures("commits")
def test_setting_codes_up_opens_the_portal_in_the_same_session(client: Client):
    user = holder("protector")
    send_password(client, user.username)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get("/").status_code == 200
    assert client.get(answer["Location"]).status_code == 200
    assert AuditEvent.objects.filter(verb="account.factor_added").count() == 2


def test_a_wrong_first_code_mentions_the_clock_of_the_phone(client: Client):
    user = holder("protector")
    send_password(client, user.username)
    client.cookies["language"] = "en"
    client.get(reverse("mfa_activate_totp"))

    page = client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert "clock of your phone" in page.text
    assert not Authenticator.objects.exists()


def test_the_password_alone_does_not_sign_in_who_has_codes(client: Client):
    user = holder("protector", totp=True)

    answer = send_password(client, user.username)

    assert answer["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client)
    assert client.get("/")["Location"] == reverse("account_login")


def test_password_and_code_sign_in(client: Client):
    user = holder("protector", totp=True)
    send_password(client, user.username)

    client.post(reverse("mfa_authenticate"), {"code": code_now(user)})

    assert signed_in(client)
    assert client.get("/").status_code == 200


def test_a_code_works_once(client: Client):
    user = holder("protector", totp=True)
    code = code_now(user)
    send_password(client, user.username)
    client.post(reverse("mfa_authenticate"), {"code": code})
    second = Client()
    send_password(second, user.username)

    second.post(reverse("mfa_authenticate"), {"code": code})

    assert not signed_in(second)


def test_the_sixth_wrong_code_is_refused_unread(client: Client):
    user = holder("protector", totp=True)
    send_password(client, user.username)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    client.post(reverse("mfa_authenticate"), {"code": code_now(user)})

    assert not signed_in(client)


def test_a_recovery_code_signs_in_once(client: Client):
    user = holder("protector", totp=True)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    send_password(client, user.username)

    client.post(reverse("mfa_authenticate"), {"code": code})
    second = Client()
    send_password(second, user.username)
    second.post(reverse("mfa_authenticate"), {"code": code})

    assert signed_in(client)
    assert not signed_in(second)


def test_another_persons_record_in_the_session_counts_for_nobody_else(client_of):
    client = client_of(holder("protector"))
    session = client.session
    session["account_authentication_methods_user"] = str(UserFactory().pk)
    session.save()

    assert client.get("/")["Location"].startswith(SET_UP)


def test_a_session_older_than_the_factor_has_to_prove_it(client_of):
    """A teacher became a protector and set codes up in another browser."""
    user = holder("protector")
    old = client_of(user, factor=False)
    account(user=user, totp=True)
    old = client_of(user, factor=False)

    page = old.get(SET_UP)
    old.post(reverse("mfa_reauthenticate"), {"code": code_now(user)})

    assert reverse("mfa_reauthenticate") in page.text
    assert old.get("/").status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_deactivate_totp",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_generate_recovery_codes",
    ],
)
def test_a_password_alone_never_changes_factors(client_of, name: str):
    """Whoever knows only the password cannot remove, add or read a factor."""
    client = client_of(holder("teacher", totp=True), factor=False)

    for answer in (client.get(reverse(name)), client.post(reverse(name))):
        assert answer.status_code == 302
        assert answer["Location"] == SET_UP
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_a_role_taken_up_during_the_session_asks_at_the_next_click(client_of):
    user = account(user=granted_post("teacher").staff.user)
    client = client_of(user, factor=False)
    assert client.get("/").status_code == 200

    granted_post("protector", user=user)

    assert client.get("/")["Location"].startswith(SET_UP)


def test_the_page_asked_for_comes_back_after_proving(client_of):
    user = holder("protector", totp=True)
    client = client_of(user, factor=False)

    led = client.get("/accounts/invitations/")
    page = client.get(led["Location"])

    assert "next=/accounts/invitations/" in page.text


@pytest.mark.parametrize(
    "name", ["account_reauthenticate", "mfa_reauthenticate", "mfa_view_recovery_codes"]
)
def test_proving_again_is_in_our_frame(client_of, name: str):
    user = holder("protector", totp=True)
    RecoveryCodes.activate(user)

    page = client_of(user).get(reverse(name))

    assert page.status_code == 200
    assert "app-masthead" in page.text


@pytest.mark.parametrize(("role", "left"), [("protector", 1), ("teacher", 0)])
def test_the_last_factor_stays_where_the_role_asks_for_one(client_of, role, left):
    client = client_of(holder(role, totp=True))

    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(type="totp").count() == left


@pytest.mark.parametrize(("role", "left"), [("protector", 1), ("teacher", 0)])
def test_the_last_passkey_stays_where_the_role_asks_for_one(client_of, role, left):
    user = holder(role)
    key = Authenticator.objects.create(
        user=user, type="webauthn", data={"name": "key", "credential": {}}
    )

    client_of(user).post(reverse("mfa_remove_webauthn", args=[key.pk]))

    assert Authenticator.objects.filter(type="webauthn").count() == left


def test_nobody_removes_anothers_passkey(client_of):
    key = Authenticator.objects.create(
        user=holder("teacher"), type="webauthn", data={"name": "key", "credential": {}}
    )

    answer = client_of(holder("teacher")).post(
        reverse("mfa_remove_webauthn", args=[key.pk])
    )

    assert answer.status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_changing_factors_asks_again_after_five_minutes(client_of):
    client = client_of(holder("protector", totp=True))
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()

    answer = client.get(reverse("mfa_deactivate_totp"))

    assert answer["Location"].startswith(reverse("account_reauthenticate"))
