"""Pupils' cards on the screen: from paper, on one device, and never a child's words."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.clock import now, today
from schools.models import ClassGroup
from schools.school_days import start_year_of
from tests.factories.curriculum import (
    a_card_round,
    curriculum,
    item_of,
    with_cards,
)
from tests.factories.schools import ClassFactory, YearFactory, granted_post
from training.actions.cards import (
    TooManyCards,
    end_device,
    hand_round,
    throw_away,
)
from training.lesson_indicators import named_rows
from training.models import CardRound, PupilCard


pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return item_of(curriculum(lessons=1).unit)


@pytest.fixture
def post():
    return granted_post("teacher")


@pytest.fixture
def group(post):
    year = YearFactory(start_year=start_year_of(today()))
    return ClassFactory(school=post.school, year=year, grade=6, name="6A")


@pytest.fixture
def row(post, unit, group):
    return a_card_round(post.staff, item=unit, group=group)


@pytest.fixture
def teacher(post, client_of):
    client = client_of(post.staff.user)
    client.cookies["language"] = "en"
    return client


def page(row, step=""):
    return f"/training/cards/{row.uid}/{step}"


def typed(**first):
    """The grid with one card typed into its first line."""
    return {f"c1-{name}": value for name, value in first.items()}


def nobody():
    client = Client()
    client.cookies["language"] = "en"
    return client


# --- A round -----------------------------------------------------------------------
def test_a_round_is_begun_once_for_a_class_a_unit_and_a_time(
    teacher, post, unit, group
):
    asked = {"unit": str(unit.uid), "group": str(group.uid), "phase": "before"}
    teacher.post("/training/cards/new/", asked)
    teacher.post("/training/cards/new/", asked)

    row = CardRound.objects.get()
    assert (row.class_group, row.staff) == (group, post.staff)
    assert "6A" in teacher.get("/training/cards/").text


def test_whoever_teaches_in_two_schools_reads_which_school_a_class_is_in(
    teacher, post, unit, group
):
    second = granted_post("teacher", user=post.staff.user)
    ClassFactory(school=second.school, year=group.year, grade=6, name="6A")

    text = teacher.get("/training/cards/new/").text

    assert f"6A · {post.school.name}" in text
    assert f"6A · {second.school.name}" in text


@pytest.mark.parametrize(
    ("grade", "begun"), [(4, 0), (5, 1), (6, 1), (7, 0), (None, 1)]
)
def test_a_round_is_for_a_class_of_the_grades_of_its_unit(
    teacher, unit, group, grade, begun
):
    ClassGroup.objects.filter(pk=group.pk).update(grade=grade)
    asked = {"unit": str(unit.uid), "group": str(group.uid), "phase": "before"}

    answer = teacher.post("/training/cards/new/", asked)

    assert CardRound.objects.count() == begun
    assert ("these grades: 5–6." in answer.content.decode()) is not bool(begun)


def test_a_round_typed_twice_is_thrown_away_after_one_question(teacher, row):
    with_cards(row, 2)
    assert "2 cards go with it" in teacher.get(page(row, "away/")).text
    assert PupilCard.objects.count() == 2

    answer = teacher.post(page(row, "away/"), follow=True)

    assert "with 2 cards" in answer.text
    assert not CardRound.objects.exists()
    event = AuditEvent.objects.get(verb="cards.thrown_away")
    assert (event.object_uid, '"cards":2' in event.body) == (row.uid, True)
    assert teacher.get(page(row)).status_code == 404


def test_a_round_whose_device_is_out_is_not_thrown_away(teacher, row, post):
    hand_round(card_round=row, at=now(), by=post.staff.user)

    teacher.post(page(row, "away/"))

    assert CardRound.objects.exists()


def test_a_device_out_there_takes_no_card_of_a_round_thrown_away(teacher, row):
    link = handed_round(teacher, row)

    throw_away(card_round=row, by=row.staff.user)

    assert nobody().post(link, {"whom": "b"}).status_code == 404


@pytest.mark.parametrize("step", ["away/", "end/", "round/", "paper/"])
def test_what_another_window_threw_away_does_not_exist(teacher, row, step, monkeypatch):
    monkeypatch.setattr("training.views.cards.own_round", lambda *_given: row)
    throw_away(card_round=CardRound.objects.get(pk=row.pk), by=row.staff.user)

    assert teacher.post(page(row, step), typed(ways="1")).status_code == 404


def test_the_sheet_asks_for_no_name_and_says_whom_to_tell(teacher, row):
    text = teacher.get(page(row, "sheet/")).text

    assert "Do not write your name" in text
    assert "If the first does not help, tell another." in text
    assert "116 111" in text


# --- From paper --------------------------------------------------------------------
def test_a_card_is_typed_in_by_numbers_and_letters(teacher, row):
    teacher.post(
        page(row, "paper/"),
        typed(ways="2", purposes="3", adults="1", signs="ab", whom="b"),
    )

    card = PupilCard.objects.get()
    assert (card.ways, card.purposes, card.adults) == (2, 3, 1)
    assert card.signs_right + card.signs_wrong == 2
    assert (card.mode, card.knows_whom) == ("paper", True)
    assert AuditEvent.objects.get(verb="cards.entered").object_uid == row.uid


def test_empty_lines_are_no_cards(teacher, row):
    answer = teacher.post(page(row, "paper/"), typed(ways=""))

    assert "Nothing is typed" in answer.text
    assert not PupilCard.objects.exists()


def test_a_letter_that_is_on_no_card_is_said(teacher, row):
    answer = teacher.post(page(row, "paper/"), typed(ways="1", signs="xyz"))

    assert "Type only letters from a to f" in answer.text
    assert not PupilCard.objects.exists()


def test_a_card_that_tells_of_something_stops_and_leads_to_a_concern(teacher, row):
    data = typed(ways="1", stop="on") | {"c2-ways": "2"}

    answer = teacher.post(page(row, "paper/"), data, follow=True)

    assert "Stop: use a concern" in answer.text
    assert 'href="/referrals/concerns/new/"' in answer.text
    assert PupilCard.objects.get().ways == 2


def test_a_class_has_no_more_cards_than_pupils(teacher, row):
    with_cards(row, 59)

    answer = teacher.post(page(row, "paper/"), {"c1-ways": "1", "c2-ways": "1"})

    assert "more cards than a class has pupils" in answer.text
    with pytest.raises(TooManyCards):
        with_cards(row, 2)


def test_a_grid_sent_twice_is_taken_once(teacher, row):
    number = re.search(
        r'name="autosave" value="([^"]+)"', teacher.get(page(row, "paper/")).text
    )
    data = typed(ways="2") | {"autosave": number[1]}

    first = teacher.post(page(row, "paper/"), data)
    second = teacher.post(page(row, "paper/"), data)

    assert first["Location"] == second["Location"] == page(row)
    assert PupilCard.objects.count() == 1


# --- On one device -----------------------------------------------------------------
def handed_round(teacher, row):
    """The address that the device stands at once the teacher is signed out."""
    return teacher.post(page(row, "round/"))["Location"]


def test_handing_it_round_signs_the_teacher_out(teacher, row):
    there = handed_round(teacher, row)

    assert "/training/card/" in there
    assert teacher.get("/training/cards/").status_code == 302


def test_one_card_a_page_and_nothing_to_go_back_to(teacher, row):
    # A name that no secret of an address holds by chance.
    ClassGroup.objects.filter(pk=row.class_group_id).update(name="6Ç")
    device, there = nobody(), handed_round(teacher, row)
    first = device.get(there)

    done = device.post(there, {"signs": ["a", "b"], "whom": "b"}, follow=True)

    card = PupilCard.objects.get()
    assert (card.mode, card.ways) == ("device", None)
    assert "no-store" in first["Cache-Control"]
    assert "116 111" in done.text
    assert "checked" not in device.get(there).text
    assert "6Ç" not in first.text
    assert row.school.name not in first.text


def test_the_link_ends_after_two_hours_or_when_the_device_is_back(teacher, post, row):
    there = handed_round(teacher, row)
    with time_machine.travel(now() + dt.timedelta(hours=3)):
        assert nobody().get(there).status_code == 404

    end_device(card_round=row, by=post.staff.user)

    assert nobody().post(there, {"whom": "b"}).status_code == 404
    assert nobody().get("/training/card/abcde-fghjk/").status_code == 404


def test_handed_round_again_only_the_new_link_is_taken(teacher, post, row):
    old = handed_round(teacher, row)

    new = hand_round(card_round=row, at=now(), by=post.staff.user)

    assert nobody().get(old).status_code == 404
    assert nobody().get(f"/training/card/{new}/").status_code == 200


def test_a_card_too_many_is_told_to_the_child_that_holds_the_device(teacher, row):
    with_cards(row, 60)

    answer = nobody().post(handed_round(teacher, row), {"whom": "b"})

    assert "Give the device to the teacher" in answer.text
    assert PupilCard.objects.count() == 60


def test_a_phone_with_answers_not_sent_asks_before_it_goes_round(teacher, row):
    text = teacher.get(page(row)).text

    asks = re.search(r'action="[^"]*/round/" data-ask="([^"]+)" data-sign-out="', text)
    assert asks[1] == reverse("account_logout")


# --- What they say -----------------------------------------------------------------
def test_nothing_is_said_before_ten_cards(teacher, row):
    with_cards(row, 9)
    assert "Shown from 10 cards on" in teacher.get(page(row)).text

    with_cards(row, 1)

    assert "all but fewer than 5 of 10 cards" in teacher.get(page(row)).text


def test_before_and_after_stand_beside_each_other(teacher, post, unit, group, row):
    after = a_card_round(post.staff, item=unit, group=group, phase="after")
    with_cards(with_cards(row, 10, named=(0, 0, 0)), 5)
    with_cards(with_cards(after, 5, named=(0, 0, 0)), 15)

    text = teacher.get(page(row)).text

    assert row.form != after.form
    assert "33 % of 15 cards" in text
    assert "75 % of 20 cards" in text


def test_the_indicator_leaves_out_rows_of_few_cards(post, unit, group):
    after = a_card_round(post.staff, item=unit, group=group, phase="after")
    analyst = granted_post("ministry_analyst").staff.user
    with_cards(after, 9)
    assert list(named_rows(analyst, today())) == []

    with_cards(after, 5, named=(0, 0, 0))

    (found,) = named_rows(analyst, today())
    assert (found.numerator, found.denominator) == (9, 14)


# --- Who may not -------------------------------------------------------------------
@pytest.mark.parametrize("step", ["", "sheet/", "paper/", "stop/", "away/"])
def test_a_colleague_finds_no_round_and_nobody_signs_in_first(
    post, row, step, client_of
):
    colleague = granted_post("teacher", school=post.school).staff.user

    assert client_of(colleague).get(page(row, step)).status_code == 404
    assert Client().get(page(row, step)).status_code == 302


@pytest.mark.parametrize("step", ["round/", "end/"])
def test_a_colleague_hands_nothing_round(post, row, step, client_of):
    colleague = granted_post("teacher", school=post.school).staff.user

    assert client_of(colleague).post(page(row, step)).status_code == 404
    row.refresh_from_db()
    assert row.device_hash == ""


# --- The database ------------------------------------------------------------------
@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ({"phase": "during"}, "card_round_phase"),
        ({"form": "C"}, "card_round_form"),
        ({"device_hash": "x"}, "card_round_link_ends"),
    ],
)
def test_a_round_keeps_its_rules(row, broken, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        CardRound.objects.filter(pk=row.pk).update(**broken)


def test_a_device_names_nothing(row):
    with_cards(row, 1)

    broken = {"mode": "device"}
    with pytest.raises(IntegrityError, match="card_named_on_paper"):  # noqa: SIM117
        with transaction.atomic():
            PupilCard.objects.update(**broken)


def test_a_round_stands_once(row):
    with pytest.raises(IntegrityError), transaction.atomic():
        CardRound.objects.create(
            item=row.item,
            school=row.school,
            class_group=row.class_group,
            phase=row.phase,
            form=row.form,
            held_on=row.held_on,
            staff=row.staff,
        )
