"""Every door that takes a password: none opens the portal or the CMS by that alone."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories.schools import granted_post
from tests.portal.signing import PASSWORD, account, signed_in


pytestmark = pytest.mark.django_db
DOORS = [
    "/accounts/login/",
    "/cms/login/",
    "/_util/login/",
    "/_util/authenticate_with_password/1/",
    "/_util/authenticate_with_password/1/1/",
    "/cms/password_reset/",
    "/cms/password_reset/confirm/MQ/set-password/",
    "/accounts/2fa/webauthn/login/",
    "/accounts/2fa/authenticate/",
    "/accounts/reauthenticate/",
    "/accounts/signup/",
    "/accounts/login/code/",
    "/accounts/login/code/confirm/",
    "/accounts/password/set/",
    "/admin/login/",
    "/django-admin/login/",
    "/api/login/",
]
INSIDE = ["/", "/cms/", "/cms/pages/", "/cms/account/", "/search/", "/accounts/"]
GONE = [
    "/accounts/signup/",
    "/accounts/email/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/abc/",
    "/accounts/password/set/",
    "/accounts/login/code/",
    "/accounts/login/code/confirm/",
    "/accounts/3rdparty/",
    "/accounts/social/login/cancelled/",
]


@pytest.mark.parametrize("totp", [True, False], ids=["has codes", "has none yet"])
@pytest.mark.parametrize("role", ["editor", "protector"])
@pytest.mark.parametrize("door", DOORS)
def test_a_right_password_alone_opens_nothing(
    client: Client, door: str, role: str, totp: bool
):
    user = account(user=granted_post(role).staff.user, totp=totp)
    typed = {"login": user.username, "username": user.username, "password": PASSWORD}

    client.post(door, typed | {"next": "/cms/", "return_url": "/cms/"})

    for path in INSIDE:
        answer = client.get(path)
        assert answer.status_code != 200, path
        if answer.status_code == 302:
            assert answer["Location"].startswith(
                ("/accounts/login/", "/accounts/second-factor/", "/cms/login/")
            ), answer["Location"]


def test_an_editor_with_both_factors_opens_the_cms(client_of):
    client = client_of(account(user=granted_post("editor").staff.user, totp=True))

    assert client.get("/cms/").status_code == 200


def test_a_protector_with_both_factors_does_not_open_the_cms(client_of):
    client = client_of(account(user=granted_post("protector").staff.user, totp=True))

    assert client.get("/cms/").status_code == 404


@pytest.mark.parametrize("path", GONE)
def test_pages_the_portal_has_no_use_for_do_not_exist(client_of, path: str):
    someone = client_of(account(user=granted_post("teacher").staff.user))

    assert Client().get(path).status_code == 404
    assert someone.get(path).status_code == 404
    assert someone.post(path).status_code == 404


def test_a_password_reset_by_e_mail_does_not_pass_the_second_factor(client: Client):
    user = account(user=granted_post("editor").staff.user, totp=True)
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = next(w for w in mail.outbox[0].body.split() if w.startswith("http"))
    path = client.get(link)["Location"]
    fresh = "katër fjalë krejt të tjera"

    client.post(path, {"password1": fresh, "password2": fresh})
    in_before = signed_in(client)
    answer = client.post(
        reverse("account_login"), {"login": user.username, "password": fresh}
    )

    assert not in_before
    assert answer["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client)


def test_the_reset_mail_names_nobody_and_works_once(client: Client):
    user = account(user=granted_post("editor").staff.user)
    client.post(reverse("account_reset_password"), {"email": user.email})
    letter = mail.outbox[0]
    link = next(w for w in letter.body.split() if w.startswith("http"))
    path = client.get(link)["Location"]
    fresh = "katër fjalë krejt të tjera"
    client.post(path, {"password1": fresh, "password2": fresh})

    again = Client().get(link)

    assert user.name not in letter.body + letter.subject
    assert user.username not in letter.body
    assert again.status_code == 200
    assert 'name="password1"' not in again.text


def test_the_reset_link_ignores_the_host_that_was_asked(client: Client, settings):
    settings.PORTAL_URL = "https://portali.example"
    user = account(user=granted_post("teacher").staff.user)

    client.post(
        reverse("account_reset_password"),
        {"email": user.email},
        headers={"host": "127.0.0.1"},
    )

    assert "https://portali.example/accounts/password/reset/key/" in mail.outbox[0].body


def test_asking_for_a_reset_tells_nobody_who_has_an_account(client: Client):
    known = account(username="s00123")

    for address in (known.email, "nobody@shembull.example"):
        answer = client.post(reverse("account_reset_password"), {"email": address})
        assert answer["Location"] == reverse("account_reset_password_done")

    assert [letter.to for letter in mail.outbox] == [[known.email]]
