"""A pupil moves: the decision of the old protector and the receipt of the new."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from referrals.actions.cases import add_note
from referrals.actions.concerns import triage_concern
from referrals.actions.transferring import (
    offer_file,
    prompt_transfers,
    receive_file,
)
from referrals.models import Case, Transfer
from schools.actions.shielding import shield_pupil
from tests.factories.casefile import a_transfer
from tests.factories.referrals import a_case, a_concern, person, world
from tests.factories.schools import municipality, roster_post, school_days
from tests.referrals.costing import MOST, cost
from tests.referrals.views.test_changed_school import moves


pytestmark = pytest.mark.django_db
PAGE = "/referrals/transfers/"
SECRET = "Flet për një të rritur që e pret"
WHY = "Që fëmija të mos e tregojë dy herë"


def url(name: str, row) -> str:
    return reverse(f"referrals:{name}", args=[row.uid])


def english(client):
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def old():
    w = world()
    w.extra["case"] = a_case(w)
    add_note(case=w.extra["case"], by=w.protector, text=SECRET, token=uuid4())
    return w


@pytest.fixture
def new(old):
    return moves(old)


@pytest.fixture
def transfer(old, new):
    prompt_transfers(on=timezone.localdate())
    return Transfer.objects.get()


def test_the_file_goes_by_two_hands(old, new, transfer, client_of):
    giving, taking = client_of(old.protector), client_of(new.protector)

    before = [taking.get(PAGE), taking.get(url("transfer", transfer))]
    giving.post(url("transfer", transfer), {"decision": "whole", "interest": WHY})
    offered = taking.get(url("transfer", transfer)).content.decode()
    unread = taking.get(url("case", old.extra["case"])).status_code
    taking.post(url("transfer_receive", transfer))

    read = taking.get(url("case", old.extra["case"]))
    assert old.pupil.first_name not in before[0].content.decode()
    assert before[1].status_code == 404
    assert WHY in offered
    assert SECRET not in offered
    assert unread == 404
    assert SECRET in read.content.decode()
    assert giving.get(url("case", old.extra["case"])).status_code == 404


def test_each_side_is_counted_what_waits_for_it(old, new, transfer, client_of):
    giving = english(client_of(old.protector))
    taking = english(client_of(new.protector))

    first = [who.get("/").content.decode() for who in (giving, taking)]
    offer_file(transfer=transfer, by=old.protector, scope="whole", interest=WHY)
    then = [who.get("/").content.decode() for who in (giving, taking)]
    listed = taking.get(f"{PAGE}?show=waiting").content.decode()

    line = "file of a pupil who moved"
    assert [line in page for page in first] == [True, False]
    assert [line in page for page in then] == [False, True]
    assert listed.count("app-card") == 1
    assert "app-card" not in giving.get(f"{PAGE}?show=waiting").content.decode()


def test_the_old_school_keeps_days_and_kinds(old, new, transfer, client_of):
    offer_file(transfer=transfer, by=old.protector, scope="whole", interest=WHY)
    client_of(new.protector).post(url("transfer_receive", transfer))

    page = english(client_of(old.protector)).get(url("transfer", transfer))

    text = page.content.decode()
    assert "What happened here: days and kinds" in text
    assert "Note" in text
    assert SECRET not in text


def test_the_old_school_cannot_give_itself_the_receipt(old, new, transfer, client_of):
    offer_file(transfer=transfer, by=old.protector, scope="whole", interest=WHY)

    client_of(old.protector).post(url("transfer_receive", transfer))

    transfer.refresh_from_db()
    assert transfer.state == "offered"


def test_a_summary_is_asked_for_and_what_was_typed_stays(old, new, transfer, client_of):
    answer = english(client_of(old.protector)).post(
        url("transfer", transfer), {"decision": "summary", "interest": WHY}
    )

    page = answer.content.decode()
    assert "Write what the new school should know." in page
    assert WHY in page


def test_keeping_asks_until_when(old, new, transfer, client_of):
    client = english(client_of(old.protector))

    asked = client.post(
        url("transfer", transfer), {"decision": "keep", "interest": WHY}
    )
    day = timezone.localdate() + dt.timedelta(days=20)
    client.post(
        url("transfer", transfer),
        {"decision": "keep", "interest": WHY, "keep_until": f"{day:%d.%m.%Y}"},
    )

    transfer.refresh_from_db()
    assert "Say until which day." in asked.content.decode()
    assert transfer.keep_until == day


def test_closing_as_moved_asks_for_the_childs_view_and_passes_nothing_on(
    old, new, transfer, client_of
):
    given = {"decision": "close", "interest": WHY}
    client_of(old.protector).post(url("transfer", transfer), given)
    assert Case.objects.get().is_open

    given["child_view"] = "Dëshiron të niset nga e para"
    client_of(old.protector).post(url("transfer", transfer), given)

    assert Case.objects.get().ending == "moved"
    assert client_of(new.protector).get(url("transfer", transfer)).status_code == 404


def test_words_of_the_child_are_not_lost_behind_another_decision(
    old, new, transfer, client_of
):
    given = {"decision": "whole", "interest": WHY, "child_view": "Jam mirë"}

    answer = english(client_of(old.protector)).post(url("transfer", transfer), given)

    transfer.refresh_from_db()
    assert "kept only when the case is closed" in answer.content.decode()
    assert transfer.state == "prompted"


def test_a_grave_case_is_not_closed_as_moved_by_one_person(
    old, new, transfer, client_of
):
    Case.objects.update(level="acute", level_lapses_on=timezone.localdate())
    given = {"decision": "close", "interest": WHY, "child_view": "Po"}

    answer = client_of(old.protector).post(url("transfer", transfer), given)

    assert "nënshkrim të dytë" in answer.content.decode()
    assert Case.objects.get().is_open


def test_the_sender_of_a_concern_does_not_learn_where_the_file_went(client_of):
    w, far = world(), world(municipality=municipality("0201"))
    concern = a_concern(w)
    triage_concern(concern=concern, by=w.protector, decision="coach", reason="E njohim")
    w.pupil.school, w.pupil.class_group = far.school, None
    w.pupil.save()
    prompt_transfers(on=timezone.localdate())
    moving = Transfer.objects.get()
    offer_file(transfer=moving, by=w.protector, scope="whole", interest=WHY)
    receive_file(transfer=moving, by=far.protector)
    client = client_of(w.teacher)

    pages = [
        client.get(path).content.decode()
        for path in (
            url("concern_sent", concern),
            url("concern_correct", concern),
            reverse("referrals:my_concerns"),
        )
    ]

    concern.refresh_from_db()
    assert concern.school == far.school
    for page in pages:
        assert far.unit.name not in page
        assert far.school.name not in page


def test_a_third_school_finds_nothing(transfer, client_of):
    client = client_of(person("protector"))

    assert client.get(url("transfer", transfer)).status_code == 404
    assert client.post(url("transfer_receive", transfer)).status_code == 404


def test_where_a_shielded_child_went_is_told_to_the_owner_alone(
    old, new, transfer, client_of
):
    barred = roster_post("teacher", school=old.school).staff
    shield_pupil(pupil=old.pupil, barred=barred, reason="Dajë", by=None)
    colleague = person("protector", school=old.school)

    theirs = client_of(old.protector).get(url("transfer", transfer)).content.decode()
    others = client_of(colleague).get(url("transfer", transfer)).content.decode()

    assert new.school.name in theirs
    assert new.school.name not in others
    assert "ndryshoi shkollë" in others


def test_after_the_receipt_the_old_school_reads_moved_never_where(
    old, new, transfer, client_of
):
    barred = roster_post("teacher", school=old.school).staff
    shield_pupil(pupil=old.pupil, barred=barred, reason="Dajë", by=None)
    offer_file(transfer=transfer, by=old.protector, scope="whole", interest=WHY)
    client_of(new.protector).post(url("transfer_receive", transfer))

    page = client_of(old.protector).get(url("transfer", transfer)).content.decode()

    assert new.school.name not in page


def test_the_barred_protector_finds_no_transfer(old, transfer, client_of):
    shield_pupil(pupil=old.pupil, barred=old.protector.staff, reason="D", by=None)
    client = client_of(old.protector)

    assert client.get(url("transfer", transfer)).status_code == 404
    assert old.pupil.first_name not in client.get(PAGE).content.decode()


def test_the_supervisor_sees_the_number_and_the_days_late(
    old, new, transfer, client_of
):
    first = timezone.localdate() - dt.timedelta(days=30)
    school_days(first, timezone.localdate())
    offer_file(transfer=transfer, by=old.protector, scope="whole", interest=WHY)
    Transfer.objects.update(decided_at=timezone.now() - dt.timedelta(days=21))
    boss = person("supervisor", directorate=new.school.directorate)

    page = english(client_of(boss)).get("/referrals/hand-overs/").content.decode()

    assert old.extra["case"].reference in page
    assert "school days late" in page
    assert old.pupil.first_name not in page


def test_the_list_costs_the_same_with_one_row_and_with_thirty(old, client_of):
    client = client_of(old.protector)
    a_transfer(old)
    one = cost(client, PAGE)
    for _n in range(29):
        a_transfer(old)

    assert cost(client, PAGE) == one <= MOST


def test_one_transfer_costs_ten_queries_at_most(old, transfer, client_of):
    assert cost(client_of(old.protector), url("transfer", transfer)) <= MOST
