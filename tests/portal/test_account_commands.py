"""The operator's commands about accounts: what they print and their exit codes."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from portal.access import grants
from portal.actions.demo_accounts import DEMO_PASSWORD, NotTheDemo, make_demo_account
from portal.models import Invitation, User
from tests.factories.schools import SchoolFactory, enrolled, granted_post
from tests.portal.signing import PASSWORD


pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    """The demonstration."""
    settings.DEMO = True


def said(capsys, *command: str) -> str:
    call_command(*command)
    return capsys.readouterr().out.strip()


def refused(*command: str) -> CommandError:
    with pytest.raises(CommandError) as caught:
        call_command(*command)
    return caught.value


def test_invite_makes_the_first_administrator(capsys, client: Client):
    link = said(capsys, "invite", "First@Shembull.example", "system_admin")
    path = link.removeprefix("http://localhost:8000")

    client.post(
        path, {"name": "Prova Modeli", "password1": PASSWORD, "password2": PASSWORD}
    )

    user = User.objects.get()
    assert user.username == "first@shembull.example"
    assert user.email == "first@shembull.example"
    assert grants(user).roles == {"system_admin"}


def test_invite_takes_a_place_by_its_code(capsys):
    school = SchoolFactory(code="009001")

    said(capsys, "invite", "S00123", "protector", "009001")

    made = Invitation.objects.get()
    assert (made.username, made.email, made.place) == ("s00123", "", school.code)
    assert not made.needs_approval


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("a@b.example", "queen"), "Unknown role"),
        (("a@b.example", "protector"), "give its code"),
        (("a@b.example", "protector", "nowhere"), "There is no school"),
        (("a@b.example", "auditor", "009001"), "give no place"),
        (("a@b.example", "table_member", "1104"), "--agency"),
    ],
)
def test_invite_says_what_is_wrong(words, sentence):
    error = refused("invite", *words)

    assert sentence in str(error)
    assert error.returncode == 2


def test_demo_accounts_lists_what_a_script_needs(capsys, demo):
    school = SchoolFactory()
    user = make_demo_account(login="mbrojtese@shembull.example", name="Prova Shembulli")
    granted_post("protector", user=user, school=school)

    (row,) = json.loads(said(capsys, "demo_accounts", "--json"))

    assert row["role"] == "protector"
    assert row["login"] == "mbrojtese@shembull.example"
    assert row["password"] == DEMO_PASSWORD
    assert row["place"] == school.name
    assert len(row["totp_secret"]) == 32


def test_a_demo_account_signs_in_with_its_demo_code(capsys, demo, client: Client):
    user = make_demo_account(login="mbrojtese", name="Prova Shembulli")
    granted_post("protector", user=user)
    client.post(
        reverse("account_login"), {"login": "mbrojtese", "password": DEMO_PASSWORD}
    )

    client.post(
        reverse("mfa_authenticate"), {"code": said(capsys, "demo_code", "Mbrojtese")}
    )

    assert client.get("/").status_code == 200


def test_the_demo_code_is_never_one_that_was_used(capsys, demo, monkeypatch):
    user = make_demo_account(login="mbrojtese", name="Prova Shembulli")
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    code = said(capsys, "demo_code", "mbrojtese")
    slept.clear()
    user.authenticator_set.get().wrap().validate_code(code)

    said(capsys, "demo_code", "mbrojtese")

    assert len(slept) == 1


@pytest.mark.parametrize("command", [("demo_accounts", "--json"), ("demo_code", "x")])
def test_outside_the_demo_there_are_no_demo_accounts(command):
    error = refused(*command)

    assert error.returncode == 2


def test_a_demo_account_cannot_be_made_outside_the_demo():
    with pytest.raises(NotTheDemo):
        make_demo_account(login="x", name="y")


def test_demo_code_of_nobody_is_refused(demo):
    assert refused("demo_code", "nobody").returncode == 2


def test_explain_access_says_which_post_gives_what_where(capsys):
    post = granted_post("protector")

    text = said(capsys, "explain_access", post.staff.user.username)

    assert f"protector at {post.school.name} ({post.school.code})" in text
    assert str(post.uid) in text
    assert "pupil.view" in text


def test_explain_access_about_a_pupil_names_no_child(capsys):
    post = granted_post("protector")
    pupil = enrolled(post.school)

    text = said(
        capsys,
        "explain_access",
        post.staff.user.username,
        f"schools.pupil:{pupil.uid}",
    )

    assert "pupil.view: protector at" in text
    assert pupil.first_name not in text


def test_explain_access_says_when_nothing_reaches(capsys):
    post = granted_post("protector")
    pupil = enrolled(SchoolFactory())

    text = said(
        capsys, "explain_access", post.staff.user.username, f"schools.pupil:{pupil.uid}"
    )

    assert text == "This account cannot see it, by any permission."


def test_explain_access_about_a_place(capsys):
    post = granted_post("directorate_officer")
    school = SchoolFactory(directorate=post.directorate)

    inside = said(capsys, "explain_access", post.staff.user.username, school.code)
    outside = said(
        capsys, "explain_access", post.staff.user.username, SchoolFactory().code
    )

    assert "coverage.names" in inside
    assert "No post of theirs is at this place." in outside


@pytest.mark.parametrize(
    "asked", ["nowhere", "schools.pupil:abc", "no.model:1", "x:y:z"]
)
def test_explain_access_of_something_unknown_is_refused(asked):
    user = granted_post("teacher").staff.user

    assert refused("explain_access", user.username, asked).returncode == 2


def test_explain_access_of_nobody_is_refused():
    assert refused("explain_access", "nobody").returncode == 2
