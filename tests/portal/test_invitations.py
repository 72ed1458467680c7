"""Invitations: who may, two people where it matters, one use, the right person."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.access import grants
from portal.actions.inviting import (
    InvitationOver,
    NoSuchPlace,
    NotYours,
    OwnInvitation,
    approve_invitation,
    invite,
    renew_link,
    withdraw_invitation,
)
from portal.actions.joining import LinkOver, LinkWaits, SignInFirst, join
from portal.audit.models import AuditEvent
from portal.logs import quiet_addresses
from portal.models import Invitation, User
from portal.roles import ROLES
from tests.factories.portal import UserFactory
from tests.factories.schools import (
    SchoolFactory,
    StaffFactory,
    UnitFactory,
    granted_post,
    roster_post,
)
from tests.portal.signing import PASSWORD


pytestmark = pytest.mark.django_db
TYPED = {"name": "Prova Modeli", "password1": PASSWORD, "password2": PASSWORD}


ACTIONS = {
    "invitation_approve": "approve_invitation",
    "invitation_withdraw": "withdraw_invitation",
}


def made(role="teacher", place=None, username="s900", by=None, **more):
    where = SchoolFactory().code if place is None else place
    return invite(username=username, role=role, place=where, by=by, **more)


def page_of(token: str) -> str:
    return reverse("join", args=[token])


# --- The link -----------------------------------------------------------------
def test_the_secret_of_the_link_is_not_in_the_table():
    invitation, token = made()

    assert token not in str(Invitation.objects.filter(pk=invitation.pk).values().get())


def test_the_link_makes_an_account_with_the_post(client: Client):
    school = SchoolFactory()
    _invitation, token = made("protector", school.code, "New@Shembull.example")

    answer = client.post(page_of(token), TYPED)

    user = User.objects.get(username="new@shembull.example")
    assert answer["Location"] == reverse("account_login")
    assert user.check_password(PASSWORD)
    assert [(g.role.key, g.place.id) for g in grants(user).all] == [
        ("protector", school.pk)
    ]


def test_the_link_works_once(client: Client):
    _invitation, token = made()
    client.post(page_of(token), TYPED)

    again = client.post(page_of(token), TYPED)

    assert again.status_code == 404
    assert User.objects.count() == 1


def test_the_link_ends_after_72_hours(client: Client):
    _invitation, token = made()

    with time_machine.travel(timezone.now() + dt.timedelta(hours=72, seconds=1)):
        answer = client.get(page_of(token))

    assert answer.status_code == 404


def test_a_made_up_link_reads_like_one_that_has_ended(client: Client):
    _invitation, token = made()
    client.post(page_of(token), TYPED)
    client.get(reverse("account_login"))  # reads the message of success

    used, none = client.get(page_of(token)), client.get(page_of("never-was-one"))

    assert used.status_code == none.status_code == 404
    assert _main(used.text) == _main(none.text)


def _main(text: str) -> str:
    return text.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    "typed",
    [
        TYPED | {"password2": "something else altogether"},
        TYPED | {"password1": "short", "password2": "short"},
        TYPED | {"password1": "password1234", "password2": "password1234"},
        TYPED | {"name": ""},
    ],
)
def test_a_bad_password_makes_no_account_and_keeps_the_link(client: Client, typed):
    _invitation, token = made()

    answer = client.post(page_of(token), typed)

    assert answer.status_code == 200
    assert "govuk-error-summary" in answer.text
    assert not User.objects.exists()
    assert Invitation.objects.get().used_at is None


def test_the_person_on_the_roster_gets_the_account_by_staff_code(client: Client):
    person = StaffFactory(staff_code="S900")
    post = roster_post("teacher", staff=person)
    _invitation, token = made("teacher", post.school.code, "s900")

    client.post(page_of(token), TYPED)

    person.refresh_from_db()
    post.refresh_from_db()
    assert person.user.username == "s900"
    assert post.granted_at is not None


def test_the_person_on_the_roster_gets_the_account_by_e_mail(client: Client):
    person = StaffFactory(email="a@shembull.example")
    _invitation, token = made(username="a@shembull.example", email="a@shembull.example")

    client.post(page_of(token), TYPED)

    person.refresh_from_db()
    assert person.user.username == "a@shembull.example"


def test_an_existing_account_takes_the_post_only_signed_in(client_of):
    owner, stranger = UserFactory(username="s900"), UserFactory()
    _invitation, token = made()

    asked = Client().post(page_of(token), TYPED)
    other = client_of(stranger).post(page_of(token))
    with pytest.raises(SignInFirst):
        join(token=token, name="x", password=PASSWORD, by=stranger)
    before = grants(User.objects.get(pk=owner.pk)).roles
    client_of(owner).post(page_of(token))

    assert asked.status_code == other.status_code == 200
    assert before == set()
    assert grants(User.objects.get(pk=owner.pk)).roles == {"teacher"}


def test_the_invitation_is_mailed_without_a_name(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        _invitation, token = made(
            username="a@shembull.example",
            email="a@shembull.example",
            name="Prova Modeli",
        )

    (letter,) = mail.outbox
    assert letter.to == ["a@shembull.example"]
    assert token in letter.body
    assert "Modeli" not in letter.body + letter.subject


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("GET /accounts/join/abc-secret_1/", "GET /accounts/join/…/"),
        (
            "Not Found: /accounts/password/reset/key/1-abc-def/?q=typed",
            "Not Found: /accounts/password/reset/key/…/",
        ),
        ("GET /schools/watch/?q=typed", "GET /schools/watch/"),
    ],
)
def test_the_secret_of_a_link_is_in_no_log(address: str, logged: str):
    assert quiet_addresses(None, "", {"request": address}) == {"request": logged}


def test_the_link_can_be_typed_from_paper(client: Client):
    _invitation, token = made()

    typed = token.upper().replace("-", " ")

    assert client.get(page_of(typed)).status_code == 200


# --- Who may ------------------------------------------------------------------
@pytest.mark.parametrize("role", ["teacher", "registrar"])
def test_a_head_invites_to_the_own_school_without_a_second_person(role):
    post = granted_post("head")

    invitation, _token = made(role, post.school.code, by=post.staff.user)

    assert not invitation.needs_approval


@pytest.mark.parametrize("role", ["protector", "head"])
def test_an_officer_alone_opens_no_childs_story(role):
    """Nor makes the head that would say the second yes."""
    school = SchoolFactory()
    officer = granted_post("directorate_officer", directorate=school.directorate)

    invitation, token = made(role, school.code, by=officer.staff.user)

    assert invitation.needs_approval
    with pytest.raises(LinkWaits):
        join(token=token, name="Prova", password=PASSWORD)


def test_the_head_proposes_a_protector_and_the_officer_says_yes(client_of):
    post = granted_post("head")
    head, school = post.staff.user, post.school
    beside = granted_post("head", school=school).staff.user
    officer = granted_post("directorate_officer", directorate=school.directorate)
    invitation, token = made("protector", school.code, by=head)
    page = reverse("invitation_approve", args=[invitation.uid])

    with pytest.raises(NotYours):
        approve_invitation(invitation=invitation, by=beside)
    told = client_of(beside).post(page, follow=True)
    with pytest.raises(LinkWaits):
        join(token=token, name="Prova", password=PASSWORD)
    client = client_of(officer.staff.user)
    listed = client.get(reverse("invitations"))
    client.post(page)

    assert told.status_code == 200
    assert page in listed.text
    assert join(token=token, name="Prova", password=PASSWORD).username == "s900"


def test_the_officer_proposes_a_protector_and_the_head_says_yes(client_of):
    post = granted_post("head")
    of = post.school.directorate
    officer = granted_post("directorate_officer", directorate=of).staff.user
    invitation, token = made("protector", post.school.code, by=officer)
    client = client_of(post.staff.user)

    listed = client.get(reverse("invitations"))
    client.post(reverse("invitation_approve", args=[invitation.uid]))

    assert invitation.username in listed.text
    assert join(token=token, name="Prova", password=PASSWORD).username == "s900"


def test_who_lost_the_post_gets_no_yes_any_more():
    post = granted_post("head")
    school, head = post.school, post.staff.user
    officer = granted_post("directorate_officer", directorate=school.directorate)
    invitation, _token = made("protector", school.code, by=head)
    post.delete()

    with pytest.raises(InvitationOver):
        approve_invitation(invitation=Invitation.objects.get(), by=officer.staff.user)
    assert invitation.waits_for_approval


@pytest.mark.parametrize("name", ["invitation_approve", "invitation_withdraw"])
def test_a_race_for_an_invitation_ends_in_a_sentence(client_of, monkeypatch, name):
    post = granted_post("head")
    officer = granted_post("directorate_officer", directorate=post.school.directorate)
    invitation, _token = made("protector", post.school.code, by=officer.staff.user)

    def over(**_):
        raise InvitationOver

    monkeypatch.setattr(f"portal.views.invitations.{ACTIONS[name]}", over)
    page = client_of(post.staff.user).post(
        reverse(name, args=[invitation.uid]), follow=True
    )

    assert page.status_code == 200
    assert [m.level_tag for m in page.context["messages"]] == ["error"]


@pytest.mark.parametrize("role", ["head", "cpu_worker", "system_admin", "auditor"])
def test_a_head_invites_to_no_higher_role(role):
    post = granted_post("head")
    unit = UnitFactory()
    places = {"head": post.school.code, "cpu_worker": unit.municipality.code}

    with pytest.raises(NotYours):
        made(role, places.get(role, ""), by=post.staff.user)


def test_a_head_invites_to_no_other_school():
    with pytest.raises(NotYours):
        made("teacher", SchoolFactory().code, by=granted_post("head").staff.user)


def test_an_officer_invites_heads_in_the_own_directorate_only():
    post = granted_post("directorate_officer")
    inside = SchoolFactory(directorate=post.directorate)

    made("head", inside.code, by=post.staff.user)
    with pytest.raises(NotYours):
        made("head", SchoolFactory().code, by=post.staff.user)


def test_a_teacher_invites_nobody():
    post = granted_post("teacher")

    with pytest.raises(NotYours):
        made("teacher", post.school.code, by=post.staff.user)


def test_nobody_invites_themselves():
    admin = granted_post("system_admin").staff.user

    with pytest.raises(OwnInvitation):
        made("auditor", "", admin.username.upper(), by=admin)


def test_an_unknown_place_is_said():
    with pytest.raises(NoSuchPlace):
        made("teacher", "nowhere")


# --- What the records refuse --------------------------------------------------
def refused(client: Client, token: str) -> str:
    answer = client.post(page_of(token), TYPED)
    assert answer.status_code == 409
    assert not Invitation.objects.get().used_at
    return _main(answer.text)


def test_a_staff_code_whose_owner_has_another_account_is_said(client: Client):
    staff = StaffFactory(user=UserFactory(), staff_code="S900")
    _invitation, token = made()

    text = refused(client, token)

    assert staff.last_name not in text
    assert not User.objects.filter(username="s900").exists()


def test_an_account_that_was_closed_is_said(client: Client):
    UserFactory(username="s900", is_active=False)
    _invitation, token = made()

    refused(client, token)


def test_an_e_mail_of_another_account_is_said(client: Client):
    UserFactory(username="s901", email="a@b.example")
    _invitation, token = made(username="a@b.example", email="a@b.example")

    refused(client, token)


def test_who_lost_the_right_to_invite_brings_nobody_in(client: Client):
    post = granted_post("head")
    _invitation, token = made("teacher", post.school.code, by=post.staff.user)
    post.delete()

    refused(client, token)


# --- Two people ---------------------------------------------------------------
@pytest.mark.parametrize("role", sorted(ROLES))
def test_an_administrator_alone_opens_no_childs_record(role):
    """Every role above a school and every role that reads a child waits."""
    admin = granted_post("system_admin").staff.user
    codes = {
        "school": SchoolFactory().code,
        "directorate": _directorate(),
        "nation": "",
    }
    place = codes.get(ROLES[role].place, UnitFactory().municipality.code)

    invitation, token = made(role, place, by=admin, agency="policia")

    assert invitation.needs_approval is (role != "teacher")
    if invitation.needs_approval:
        with pytest.raises(LinkWaits):
            join(token=token, name="Prova", password=PASSWORD)


def _directorate() -> str:
    return SchoolFactory().directorate.code


def test_the_link_works_after_a_second_person_said_yes(client: Client):
    first, second = (granted_post("system_admin").staff.user for _ in range(2))
    invitation, token = made("auditor", "", by=first)
    waiting = client.get(page_of(token))

    approve_invitation(invitation=invitation, by=second)
    client.post(page_of(token), TYPED)

    assert waiting.status_code == 403
    assert grants(User.objects.get(username="s900")).roles == {"auditor"}


def test_the_inviter_cannot_be_the_second_person():
    first = granted_post("system_admin").staff.user
    invitation, _token = made("auditor", "", by=first)

    with pytest.raises(OwnInvitation):
        approve_invitation(invitation=invitation, by=first)


def test_the_invited_cannot_be_the_second_person():
    first, second = (granted_post("system_admin").staff.user for _ in range(2))
    invitation, _token = made("auditor", "", second.username, by=first)

    with pytest.raises(OwnInvitation):
        approve_invitation(invitation=invitation, by=second)


def test_somebody_without_that_power_cannot_be_the_second_person():
    first, head = (
        granted_post("system_admin").staff.user,
        granted_post("head").staff.user,
    )
    invitation, _token = made("auditor", "", by=first)

    with pytest.raises(NotYours):
        approve_invitation(invitation=invitation, by=head)


def test_the_database_refuses_one_person_twice():
    first = granted_post("system_admin").staff.user
    invitation, _token = made("auditor", "", by=first)

    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(approved_by=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(used_at=timezone.now())


def test_with_an_e_mail_the_link_leaves_only_after_the_yes(
    django_capture_on_commit_callbacks,
):
    first, second = (granted_post("system_admin").staff.user for _ in range(2))
    with django_capture_on_commit_callbacks(execute=True):
        invitation, token = made(
            "auditor", "", "a@b.example", by=first, email="a@b.example"
        )
    before = list(mail.outbox)

    with django_capture_on_commit_callbacks(execute=True):
        approve_invitation(invitation=invitation, by=second)

    assert before == []
    assert token not in mail.outbox[0].body
    with pytest.raises(LinkOver):
        join(token=token, name="Prova", password=PASSWORD)


# --- Taking back --------------------------------------------------------------
def test_a_withdrawn_link_is_over():
    head = granted_post("head")
    invitation, token = made("teacher", head.school.code, by=head.staff.user)

    withdraw_invitation(invitation=invitation, by=head.staff.user)

    with pytest.raises(LinkOver):
        join(token=token, name="Prova", password=PASSWORD)
    with pytest.raises(InvitationOver):
        withdraw_invitation(invitation=invitation, by=head.staff.user)


def test_a_new_slip_ends_the_old_one():
    head = granted_post("head")
    invitation, old = made("teacher", head.school.code, by=head.staff.user)

    new = renew_link(invitation=invitation, by=head.staff.user)

    with pytest.raises(LinkOver):
        join(token=old, name="Prova", password=PASSWORD)
    assert join(token=new, name="Prova", password=PASSWORD).username == "s900"


# --- The pages ----------------------------------------------------------------
def test_a_head_prints_a_slip_for_somebody_without_e_mail(client_of):
    post = granted_post("head")
    client = client_of(post.staff.user)

    page = client.post(
        reverse("invitation_new"), {"login": "S900", "role": "teacher", "name": ""}
    )

    invitation = Invitation.objects.get()
    assert "data:image/svg+xml" in page.text
    assert "http://localhost:8000/accounts/join/" in page.text
    assert (invitation.username, invitation.place) == ("s900", post.school.code)
    assert "accounts/join/" not in client.get(reverse("invitations")).text


def test_the_second_person_finds_it_and_says_yes(client_of):
    first, second = (granted_post("system_admin").staff.user for _ in range(2))
    client_of(first).post(
        reverse("invitation_new"), {"login": "S900", "role": "auditor", "place": ""}
    )
    invitation = Invitation.objects.get()
    client = client_of(second)

    listed = client.get(reverse("invitations"))
    client.post(reverse("invitation_approve", args=[invitation.uid]))

    invitation.refresh_from_db()
    assert "s900" in listed.text
    assert invitation.approved_by == second
    assert AuditEvent.objects.filter(verb="invitation.approved").count() == 1


@pytest.mark.parametrize("role", ["teacher", "protector", "cpu_worker", "auditor"])
def test_who_invites_nobody_finds_no_such_page(client_of, role):
    client = client_of(granted_post(role).staff.user)
    invitation, _token = made()

    for path in (
        reverse("invitations"),
        reverse("invitation_new"),
        reverse("invitation_approve", args=[invitation.uid]),
    ):
        assert client.get(path).status_code == 404


def test_a_neighbour_finds_no_such_invitation(client_of):
    here, there = granted_post("head"), granted_post("head")
    invitation, _token = made("teacher", here.school.code, by=here.staff.user)
    client = client_of(there.staff.user)

    for name in ("invitation_approve", "invitation_renew", "invitation_withdraw"):
        answer = client.post(reverse(name, args=[invitation.uid]))
        assert answer.status_code == 404
    assert AuditEvent.objects.filter(verb="access.denied").count() == 3


def test_a_stranger_is_asked_to_sign_in():
    answer = Client().get(reverse("invitations"))

    assert answer["Location"].startswith(reverse("account_login"))


def test_a_place_out_of_reach_is_said_in_the_form(client_of):
    officer = granted_post("directorate_officer").staff.user

    page = client_of(officer).post(
        reverse("invitation_new"),
        {"login": "S900", "role": "head", "place": SchoolFactory().code},
    )

    assert page.status_code == 200
    assert 'href="#id_place"' in page.text


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_with_one_and_thirty(
    client_of, django_assert_max_num_queries, rows
):
    first, second = (granted_post("system_admin").staff.user for _ in range(2))
    for n in range(rows):
        made("auditor", "", f"s9{n}", by=first)
    client = client_of(second)
    client.get(reverse("invitations"))

    with django_assert_max_num_queries(6):
        client.get(reverse("invitations"))


@pytest.mark.parametrize(
    "given",
    [
        {"ends_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)},
        {"needs_approval": True, "used_at": dt.datetime(2027, 1, 1, tzinfo=dt.UTC)},
    ],
)
def test_the_database_refuses_an_invitation_that_cannot_be(given):
    invitation, _token = made()

    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(**given)
