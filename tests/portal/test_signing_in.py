"""Signing in and out: by e-mail or staff code, in plain words, limited, in one's language."""

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.urls import reverse

from portal.audit.models import AuditEvent
from tests.portal.signing import PASSWORD, SECRET, account, send_password, signed_in


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed", ["s00123", "S00123", " s00123 ", "a.b@shembull.example"]
)
def test_one_signs_in_by_staff_code_or_e_mail_in_any_case(client: Client, typed: str):
    account(username="s00123", email="a.b@shembull.example")

    answer = send_password(client, typed)

    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert signed_in(client)


def test_a_person_without_an_e_mail_signs_in(client: Client):
    account(username="s00124", email=None)

    send_password(client, "s00124")

    assert signed_in(client)


@pytest.mark.parametrize("login", ["s00123", "nobody", "nobody@shembull.example"])
def test_a_wrong_sign_in_says_the_same_for_known_and_unknown(
    client: Client, login: str
):
    account(username="s00123")

    answer = send_password(client, login, "not the password")

    assert answer.status_code == 200
    assert (
        "Emri i hyrjes" in answer.text or "sign-in name or the password" in answer.text
    )
    assert not signed_in(client)


def test_the_sixth_wrong_password_is_refused_unread(client: Client):
    account(username="s00123")
    for _ in range(5):
        send_password(client, "s00123", "wrong one")

    answer = send_password(client, "s00123")

    assert not signed_in(client)
    assert answer.status_code == 200


def test_forty_teachers_behind_one_address_sign_in_at_once():
    for n in range(40):
        account(username=f"t{n}")

    answers = [send_password(Client(), f"t{n}").status_code for n in range(40)]

    assert set(answers) == {302}


def test_a_flood_from_one_address_is_told_to_wait(client: Client):
    for n in range(20):
        send_password(client, f"nobody{n}", "wrong")
    account(username="s00123")

    answer = send_password(client, "s00123")

    assert answer.status_code == 200
    assert not signed_in(client)


def test_the_limits_are_kept_where_every_worker_sees_them():
    assert settings.CACHES["default"]["BACKEND"].endswith("db.DatabaseCache")


def test_a_closed_account_does_not_sign_in(client: Client):
    account(username="s00123", is_active=False)

    send_password(client, "s00123")

    assert not signed_in(client)


def test_signing_in_sets_the_language_of_the_account(client: Client):
    account(username="s00123", language="en")

    answer = send_password(client, "s00123")

    assert answer.cookies["language"].value == "en"


def test_signing_in_never_leads_to_another_site(client: Client):
    account(username="s00123")

    answer = send_password(client, "s00123", next="https://evil.example/")

    assert answer["Location"] == "/"


def test_signing_out_asks_by_get_and_does_by_post(client: Client):
    account(username="s00123")
    send_password(client, "s00123")

    asked = client.get(reverse("account_logout"))
    still = signed_in(client)
    client.post(reverse("account_logout"))

    assert asked.status_code == 200
    assert still
    assert not signed_in(client)


def test_signing_in_and_out_is_in_the_history(client: Client):
    user = account(username="s00123")
    send_password(client, "s00123")
    client.post(reverse("account_logout"))

    verbs = AuditEvent.objects.filter(actor=user.uid).order_by("id")

    assert [e.verb for e in verbs] == ["account.signed_in", "account.signed_out"]


def test_the_sessions_page_shows_this_one_and_ends_the_others(client: Client):
    account(username="s00123")
    send_password(client, "s00123")
    other = Client(headers={"user-agent": "Another browser"})
    send_password(other, "s00123")

    page = client.get(reverse("usersessions_list"))
    client.post(reverse("usersessions_list"))

    assert "Another browser" in page.text
    assert other.get(reverse("account_home")).status_code == 302
    assert client.get(reverse("account_home")).status_code == 200


def test_a_changed_password_ends_the_other_sessions(client: Client):
    account(username="s00123")
    send_password(client, "s00123")
    other = Client()
    send_password(other, "s00123")
    fresh = "katër fjalë krejt të tjera"

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh},
    )

    assert client.get(reverse("account_home")).status_code == 200
    assert other.get(reverse("account_home")).status_code == 302


def test_seeds_of_one_time_codes_are_sealed_in_the_table():
    user = account(totp=True)

    stored = Authenticator.objects.get(user=user).data["secret"]

    assert SECRET not in stored
    assert len(stored) > len(SECRET)


@pytest.mark.parametrize(
    "name",
    ["account_login", "account_reset_password", "account_reset_password_done"],
)
def test_entrance_pages_are_in_our_frame(client: Client, name: str):
    page = client.get(reverse(name))

    assert page.status_code == 200
    assert 'class="govuk-heading-l"' in page.text
    assert "app-masthead" in page.text


@pytest.mark.parametrize(
    "name",
    [
        "account_home",
        "account_change_password",
        "account_logout",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "usersessions_list",
        "kept_text",
    ],
)
def test_account_pages_are_in_our_frame(client: Client, name: str):
    account(username="s00123")
    send_password(client, "s00123")

    page = client.get(reverse(name))

    assert page.status_code == 200
    assert "app-masthead" in page.text
    assert "govuk-" in page.text
