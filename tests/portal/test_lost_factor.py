"""A lost phone, a lost password: the way back that no administrator can abuse."""

import datetime as dt

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.actions.inviting import NotYours, renew_link
from portal.actions.joining import renew_password
from portal.actions.vouching import (
    BothWays,
    NotYourPerson,
    give_code,
    give_slip,
    redeem_code,
)
from portal.audit.models import AuditEvent
from portal.clock import today
from portal.models import FactorCode, OutboxMessage
from schools.actions.posts import cover_post
from tests.factories.schools import SchoolFactory, UnitFactory, granted_post
from tests.portal.signing import PASSWORD, account, send_password, signed_in


pytestmark = pytest.mark.django_db
FRESH = "katër fjalë krejt të tjera"


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def head(school):
    return granted_post("head", school=school).staff.user


@pytest.fixture
def protector(school):
    return account(user=granted_post("protector", school=school).staff.user, totp=True)


# --- Who may vouch ------------------------------------------------------------
def test_the_head_vouches_for_the_own_staff(head, protector):
    assert len(give_code(user=protector, by=head)) == 12


def test_the_head_of_a_unit_vouches_for_its_workers():
    unit = UnitFactory()
    chief, worker = (
        granted_post(role, unit=unit).staff.user for role in ("cpu_head", "cpu_worker")
    )

    give_code(user=worker, by=chief)
    give_slip(user=granted_post("cpu_worker", unit=unit).staff.user, by=chief)


def test_the_officer_vouches_for_heads_and_nobody_below(school, head, protector):
    officer = granted_post("directorate_officer", directorate=school.directorate)

    give_code(user=head, by=officer.staff.user)
    with pytest.raises(NotYourPerson):
        give_code(user=protector, by=officer.staff.user)


@pytest.mark.parametrize(
    "role", ["system_admin", "teacher", "protector", "auditor", "cpu_head", "head"]
)
def test_nobody_else_does_administrators_least(protector, role):
    other = granted_post(role).staff.user

    with pytest.raises(NotYourPerson):
        give_code(user=protector, by=other)
    with pytest.raises(NotYourPerson):
        give_slip(user=protector, by=other)


def test_standing_in_somewhere_makes_nobody_known_there(head, school):
    """Neither a guest from another school nor a stand-in for the head counts."""
    guest = account(user=granted_post("protector").staff.user, totp=True)
    _stands_in(granted_post("protector", school=school), guest)
    acting = granted_post("teacher", school=school).staff.user
    _stands_in(head.staff.posts.get(), acting)

    with pytest.raises(NotYourPerson):
        give_code(user=guest, by=head)
    with pytest.raises(NotYourPerson):
        give_code(user=granted_post("protector", school=school).staff.user, by=acting)


def _stands_in(post, deputy):
    day = today()
    cover_post(post=post, deputy=deputy.staff, starts_on=day, ends_on=day, by=None)


def test_nobody_vouches_for_themselves(head):
    with pytest.raises(NotYourPerson):
        give_code(user=head, by=head)
    with pytest.raises(IntegrityError), transaction.atomic():
        FactorCode.objects.create(
            user=head,
            issued_by=head,
            code_hash="x",
            created_at=timezone.now(),
            ends_at=timezone.now(),
        )


def test_one_person_never_gives_both_password_and_factor(head, protector):
    give_slip(user=protector, by=head)

    with pytest.raises(BothWays):
        give_code(user=protector, by=head)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=73)):
        give_code(user=protector, by=head)
        with pytest.raises(BothWays):
            give_slip(user=protector, by=head)


def test_a_renewed_slip_counts_as_long_as_it_lives(head, protector):
    slip, _token = give_slip(user=protector, by=head)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=71)):
        renew_link(invitation=slip, by=head)

    with (
        time_machine.travel(timezone.now() + dt.timedelta(hours=74)),
        pytest.raises(BothWays),
    ):
        give_code(user=protector, by=head)


def test_a_slip_counts_three_days_from_its_use(head, protector):
    _slip, token = give_slip(user=protector, by=head)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=71)):
        renew_password(token=token, password=FRESH)

    with (
        time_machine.travel(timezone.now() + dt.timedelta(hours=74)),
        pytest.raises(BothWays),
    ):
        give_code(user=protector, by=head)


def test_a_slip_is_renewed_only_by_who_still_answers_for_the_person(head, protector):
    slip, _token = give_slip(user=protector, by=head)
    protector.staff.posts.all().delete()

    with pytest.raises(NotYours):
        renew_link(invitation=slip, by=head)


# --- The code -----------------------------------------------------------------
def test_the_code_is_not_in_the_table(head, protector):
    code = give_code(user=protector, by=head)

    assert code.replace("-", "") not in FactorCode.objects.get().code_hash.upper()


def test_a_right_code_removes_the_factor_once(head, protector):
    code = give_code(user=protector, by=head)

    assert redeem_code(user=protector, code=f" {code.lower()} ")
    assert not Authenticator.objects.filter(user=protector).exists()
    assert not redeem_code(user=protector, code=code)


def test_the_code_ends_after_an_hour(head, protector):
    code = give_code(user=protector, by=head)

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=61)):
        assert not redeem_code(user=protector, code=code)


def test_five_wrong_tries_end_the_code(head, protector):
    code = give_code(user=protector, by=head)
    for _ in range(5):
        assert not redeem_code(user=protector, code="ABCD-EFGH-JK")

    assert not redeem_code(user=protector, code=code)
    assert FactorCode.objects.get().tries == 5


def test_a_code_is_for_one_person(head, protector, school):
    other = account(user=granted_post("protector", school=school).staff.user, totp=True)
    code = give_code(user=protector, by=head)

    assert not redeem_code(user=other, code=code)


def test_all_of_it_is_in_the_history_and_the_person_is_told(head, protector):
    code = give_code(user=protector, by=head)
    redeem_code(user=protector, code="wrong")
    redeem_code(user=protector, code=code)

    verbs = AuditEvent.objects.filter(object_uid=protector.uid).order_by("id")
    assert [event.verb for event in verbs] == [
        "account.code_given",
        "account.code_refused",
        "account.factor_removed",
    ]
    assert OutboxMessage.objects.filter(to=protector).count() == 2


# --- The pages ----------------------------------------------------------------
def give(client: Client, user, what: str):
    typed = {"login": user.username, "what": what, "seen": "on"}
    return client.post(reverse("in_person"), typed)


def test_the_whole_way_back_after_a_lost_phone(client_of, head, protector):
    code = give(client_of(head), protector, "code").context["code"]
    client = Client()
    send_password(client, protector.username)

    page = client.get(reverse("lost_factor"))
    answer = client.post(reverse("lost_factor"), {"code": code})

    assert page.status_code == 200
    assert answer.status_code == 302
    assert client.get("/")["Location"].startswith(reverse("second_factor"))
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_the_code_without_the_password_is_worth_nothing(head, protector):
    give_code(user=protector, by=head)

    answer = Client().get(reverse("lost_factor"))

    assert answer["Location"] == reverse("account_login")


def test_a_wrong_code_keeps_the_factor(head, protector):
    give_code(user=protector, by=head)
    client = Client()
    send_password(client, protector.username)

    page = client.post(reverse("lost_factor"), {"code": "ABCD-EFGH-JK"})

    assert page.status_code == 200
    assert "govuk-error-summary" in page.text
    assert not signed_in(client)
    assert Authenticator.objects.filter(user=protector).exists()


def test_other_sessions_end_with_the_lost_factor(head, protector):
    code = give_code(user=protector, by=head)
    store = SessionStore()
    store.create()
    UserSession.objects.create(
        user=protector, session_key=store.session_key, ip="127.0.0.1", user_agent="x"
    )

    redeem_code(user=protector, code=code)

    assert not SessionStore().exists(store.session_key)


def test_the_slip_sets_a_password_and_leaves_the_factor(client_of, head, protector):
    page = give(client_of(head), protector, "slip")
    path = page.context["link"].removeprefix("http://localhost:8000")
    client = Client()

    shown = client.get(path)
    client.post(path, {"password1": FRESH, "password2": FRESH})
    answer = send_password(client, protector.username, FRESH)

    assert shown.status_code == 200
    assert protector.name not in shown.text
    assert answer["Location"] == reverse("mfa_authenticate")
    assert client.get(path).status_code == 404
    protector.refresh_from_db()
    assert not protector.check_password(PASSWORD)


@pytest.mark.parametrize("what", ["slip", "code"])
def test_a_stranger_and_a_neighbour_read_the_same(client_of, head, what):
    client = client_of(head)
    neighbour = granted_post("protector").staff.user

    known = give(client, neighbour, what)
    neighbour.username = "nobody-at-all"
    unknown = give(client, neighbour, what)

    assert known.status_code == unknown.status_code == 200
    assert _errors(known) == _errors(unknown) != []


def _errors(page) -> list[str]:
    return [str(e) for e in page.context["form"].errors.get("login", [])]


def test_the_person_has_to_be_there(client_of, head, protector):
    page = client_of(head).post(
        reverse("in_person"), {"login": protector.username, "what": "code"}
    )

    assert 'href="#id_seen"' in page.text
    assert not FactorCode.objects.exists()


@pytest.mark.parametrize("role", ["teacher", "protector", "system_admin", "auditor"])
def test_who_vouches_for_nobody_finds_no_such_page(client_of, role):
    client = client_of(granted_post(role).staff.user)

    assert client.get(reverse("in_person")).status_code == 404


def test_the_operator_gives_a_code_to_whom_nobody_else_answers_for(capsys):
    auditor = account(user=granted_post("auditor").staff.user, totp=True)

    call_command("factor_code", auditor.username)

    assert redeem_code(user=auditor, code=capsys.readouterr().out)


def test_the_database_refuses_a_sixth_try(head, protector):
    give_code(user=protector, by=head)

    with pytest.raises(IntegrityError), transaction.atomic():
        FactorCode.objects.update(tries=6)
