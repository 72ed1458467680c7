"""A pupil moves: the old protector is asked, decides, and the new one receives."""

import datetime as dt
import json
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.models import Notification
from portal.permissions import Permission
from referrals.actions.case_actions import add_action
from referrals.actions.cases import (
    CaseOpenElsewhere,
    EndingNeedsSignatures,
    add_note,
    open_case,
    set_level,
)
from referrals.actions.concerns import triage_concern
from referrals.actions.ending import ask_ending, sign_ending
from referrals.actions.transferring import (
    CaseHasReferral,
    NeedsSummary,
    NeedsWholeFile,
    NoReason,
    NotToDecide,
    close_as_moved,
    keep_file,
    offer_file,
    prompt_transfers,
    receive_file,
    take_back,
)
from referrals.models import Case, CaseAction, CaseNote, Referral, Transfer
from referrals.moving_files import following
from referrals.timeline import happenings
from schools.actions.roll import refresh_places
from schools.models import Enrolment
from tests.factories.endings import supervisor
from tests.factories.referrals import a_concern, a_referral, world
from tests.referrals.views.test_changed_school import moves


pytestmark = pytest.mark.django_db
WHY = "Që fëmija të mos e tregojë dy herë"
SECRET = "Flet për një të rritur që e pret"


@pytest.fixture
def old():
    """A school with a case, a note, a concern."""
    w = world()
    triage_concern(
        concern=a_concern(w), by=w.protector, decision="coach", reason="E njohim"
    )
    case = Case.objects.get()
    add_note(case=case, by=w.protector, text=SECRET, token=uuid4())
    w.extra["case"] = case
    return w


@pytest.fixture
def new(old):
    return moves(old)


def asked() -> Transfer:
    prompt_transfers(on=timezone.localdate())
    return Transfer.objects.get()


def offered(old, **given) -> Transfer:
    values = {"by": old.protector, "scope": "whole", "interest": WHY}
    return offer_file(transfer=asked(), **{**values, **given})


def closed(transfer, **given) -> Transfer:
    values = {"interest": WHY, "child_view": "Dëshiron të niset nga e para"}
    return close_as_moved(transfer=transfer, **{**values, **given})


def sees(user, permission=Permission.CASE_WORK):
    return list(Transfer.objects.visible_to(user, permission))


def test_a_move_asks_the_old_protector_once_and_tells_the_new_school_nothing(old, new):
    made = [prompt_transfers(on=timezone.localdate()) for _n in range(2)]

    transfer = Transfer.objects.get()
    told = Notification.objects.filter(kind="transfer.prompted")
    assert made == [1, 0]
    assert (transfer.school, transfer.to_school) == (old.school, new.school)
    assert [one.to for one in told] == [old.protector]
    assert sees(new.protector) == []


def test_an_import_that_moves_a_pupil_asks_by_itself(
    old, django_capture_on_commit_callbacks
):
    new = world()
    Enrolment.objects.filter(pupil=old.pupil).update(ends_on=dt.date(2026, 11, 8))
    Enrolment.objects.create(
        pupil=old.pupil, school=new.school, starts_on=dt.date(2026, 11, 9)
    )

    with django_capture_on_commit_callbacks(execute=True):
        refresh_places(pupils=[old.pupil.pk], on=dt.date(2026, 11, 20))

    assert Transfer.objects.get().to_school == new.school


def test_a_pupil_without_a_case_asks_nobody(new):
    Case.objects.all().update(
        closed_at=timezone.now(), closed_by=new.head, ending="safe"
    )

    assert prompt_transfers(on=timezone.localdate()) == 0


def test_one_who_comes_back_makes_the_question_void(old, new):
    transfer = asked()
    old.pupil.school = old.school
    old.pupil.save()

    prompt_transfers(on=timezone.localdate())

    transfer.refresh_from_db()
    assert transfer.state == Transfer.State.VOID


def test_one_who_moves_on_is_asked_about_again(old, new):
    offered(old)
    third = world()
    old.pupil.school = third.school
    old.pupil.save()

    prompt_transfers(on=timezone.localdate())

    states = dict(Transfer.objects.values_list("to_school", "state"))
    assert states == {new.school.pk: "void", third.school.pk: "prompted"}
    assert sees(new.protector) == []


def test_the_whole_file_moves_on_receipt_with_key_rows_and_referral(old, new):
    a_referral(old)
    add_action(
        case=old.extra["case"],
        by=old.protector,
        what="Thirr gjyshen",
        due_on=timezone.localdate(),
        owner=old.protector.staff.posts.get(),
    )
    key = old.extra["case"].key_uid

    case = receive_file(transfer=offered(old), by=new.protector)

    case.refresh_from_db()
    assert case == old.extra["case"]
    assert (case.school, case.key_uid) == (new.school, key)
    assert case.owner == new.protector.staff.posts.get()
    assert CaseNote.objects.get().school == new.school
    assert Referral.objects.get().school == new.school
    assert CaseAction.objects.get().owner == new.protector.staff.posts.get()
    assert list(Case.objects.visible_to(old.protector, Permission.CASE_VIEW)) == []
    texts = [line.text for line in happenings(case, new.protector).lines]
    assert SECRET in texts


def test_the_old_school_keeps_days_and_kinds_and_no_text(old, new):
    receive_file(transfer=offered(old), by=new.protector)

    transfer = Transfer.objects.get()
    kept = json.loads(transfer.chronology)
    assert sees(old.protector) == [transfer]
    assert {"opened", "note", "concern"} <= {kind for _day, kind in kept}
    assert SECRET not in transfer.chronology
    assert transfer.school == old.school


def test_a_summary_begins_a_new_case_and_ends_the_old_one(old, new):
    transfer = offered(old, scope="summary", summary="Ka nevojë për një të rritur")

    case = receive_file(transfer=transfer, by=new.protector)

    before = old.extra["case"]
    before.refresh_from_db()
    assert case != before
    assert case.key_uid != before.key_uid
    assert case.opened_why == "Ka nevojë për një të rritur"
    assert (before.ending, before.is_open) == ("moved", False)
    assert before.school == old.school
    assert CaseNote.objects.get().school == old.school


def test_a_summary_needs_its_words_and_no_live_referral(old, new):
    with pytest.raises(NeedsSummary):
        offered(old, scope="summary", summary=" ")
    a_referral(old)
    with pytest.raises(NeedsWholeFile):
        offered(old, scope="summary", summary="Pak fjalë")
    with pytest.raises(CaseHasReferral):
        closed(asked(), by=old.protector)


def test_each_decision_says_why(old, new):
    transfer = asked()
    for decide in (
        lambda: offered(old, interest=" "),
        lambda: closed(transfer, by=old.protector, interest=""),
        lambda: closed(transfer, by=old.protector, child_view=" "),
        lambda: keep_file(
            transfer=transfer,
            by=old.protector,
            interest=" ",
            keep_until=timezone.localdate(),
        ),
    ):
        with pytest.raises(NoReason):
            decide()


def test_a_case_closed_as_moved_lets_the_new_school_open_its_own(old, new):
    with pytest.raises(CaseOpenElsewhere):
        open_case(by=new.protector, school=new.school, pupil=new.pupil)

    closed(asked(), by=old.protector)

    case = Case.objects.get(pk=old.extra["case"].pk)
    assert (case.ending, case.child_view) == ("moved", "Dëshiron të niset nga e para")
    assert open_case(by=new.protector, school=new.school, pupil=new.pupil).is_open


@pytest.mark.parametrize("level", ["heightened", "acute"])
def test_a_grave_case_ends_as_moved_with_the_supervisors_signature_only(
    old, new, level
):
    case = old.extra["case"]
    set_level(case=case, by=old.protector, level=level, reason="Frikë")
    with pytest.raises(EndingNeedsSignatures):
        closed(asked(), by=old.protector)

    ending = ask_ending(
        case=case, by=old.protector, outcome="moved", why=WHY, child_view="Po"
    )
    sign_ending(ending=ending, by=supervisor(old))

    assert open_case(by=new.protector, school=new.school, pupil=new.pupil).is_open


def test_a_file_kept_is_asked_about_again_after_the_day(old, new):
    day = timezone.localdate() + dt.timedelta(days=10)
    transfer = keep_file(
        transfer=asked(), by=old.protector, interest=WHY, keep_until=day
    )

    prompt_transfers(on=day)
    transfer.refresh_from_db()
    during = transfer.state
    prompt_transfers(on=day + dt.timedelta(days=1))

    transfer.refresh_from_db()
    assert (during, transfer.state) == ("kept", "prompted")


def test_what_is_decided_or_received_is_not_decided_again(old, new):
    transfer = offered(old)
    with pytest.raises(NotToDecide):
        closed(transfer, by=old.protector)
    receive_file(transfer=transfer, by=new.protector)
    with pytest.raises(NotToDecide):
        receive_file(transfer=transfer, by=new.protector)


def test_an_offer_is_taken_back_until_somebody_receives_it(old, new):
    transfer = take_back(transfer=offered(old), by=old.protector)
    first = transfer.state

    again = offer_file(transfer=transfer, by=old.protector, scope="whole", interest=WHY)
    receive_file(transfer=again, by=new.protector)

    assert first == "prompted"
    with pytest.raises(NotToDecide):
        take_back(transfer=again, by=old.protector)


def test_a_file_closed_meanwhile_is_not_received(old, new):
    transfer = offered(old)
    Case.objects.update(
        closed_at=timezone.now(), closed_by=old.protector, ending="safe"
    )

    with pytest.raises(NotToDecide):
        receive_file(transfer=transfer, by=new.protector)


def test_the_one_who_offered_hears_of_the_receipt(old, new):
    receive_file(transfer=offered(old), by=new.protector)

    told = Notification.objects.get(kind="transfer.received")
    assert told.to == old.protector


def test_every_table_about_a_case_follows_it_or_says_that_it_stays():
    names = {model._meta.object_name for model, _path in following()}

    assert {"CaseNote", "Concern", "ConcernCorrection", "ReferralEvent"} <= names
    assert {"HouseholdMember", "CaseAction", "SummerContact", "PupilLink"} <= names
    assert not {"Transfer", "Placement", "PlacementEvent"} & names


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("transfer_state_known", {"state": "lost"}),
        ("transfer_offered_with_scope", {"state": "offered"}),
        ("transfer_kept_until", {"state": "kept"}),
        ("transfer_received_pair", {"received_at": timezone.now()}),
    ],
)
def test_the_database_refuses(old, new, name, values):
    transfer = asked()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Transfer.objects.filter(pk=transfer.pk).update(**values)
