"""A programme counts by its award, as the award's own page says it stands."""

import datetime as dt

import pytest
from django.utils import timezone

from schools.models import Post
from tests.factories.schools import SchoolFactory, granted_post, roster_post
from tests.factories.sessions import cast, closed
from tests.factories.training import (
    add,
    an_award,
    completed,
    course,
    in_english,
    lesson,
    publish,
)
from training.actions.awards import revoke_award
from training.award_state import State
from training.certificates import standing_of_award
from training.counted import (
    counted,
    held_modules,
    holders,
    led_holders,
    past_holders,
    programmes,
)
from training.expiry import Rule
from training.models import Award, ItemVersion, ModulePage


pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 22)
YEAR = dt.timedelta(days=365)


@pytest.fixture
def made():
    return course(lessons=1)


@pytest.fixture
def person():
    return roster_post("teacher", school=SchoolFactory()).staff


def held(person, made, day=DAY):
    (of,) = programmes()
    found = Post.objects.filter(holders(of, day), staff=person).exists()
    assert of.item == made.item(made.programme)
    return found


def awarded(person, made, *, on=DAY, **given):
    at = timezone.make_aware(dt.datetime.combine(on, dt.time(9)))
    return an_award(person, made, issued_on=on, issued_at=at, **given)


def taken_back(award, on):
    moment = timezone.make_aware(dt.datetime.combine(on, dt.time(12)))
    by = granted_post("content_ministry").staff.user
    revoke_award(award=award, reason="Gabim.", at=moment, by=by)
    award.refresh_from_db()


def test_the_modules_alone_are_no_programme(made, person):
    completed(person, made.item(made.module), on=DAY)

    assert not held(person, made)


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        ({}, True),
        ({"on": DAY + dt.timedelta(days=1)}, False),
        ({"on": DAY - YEAR, "valid_until": DAY}, False),
        ({"on": DAY - YEAR, "valid_until": DAY + dt.timedelta(days=1)}, True),
    ],
)
def test_an_award_counts_from_its_day_until_its_end(made, person, given, counts):
    awarded(person, made, **given)

    assert held(person, made) is counts


@pytest.mark.parametrize(("on", "counts"), [(0, False), (-1, False), (1, True)])
def test_an_award_taken_back_counts_until_that_day(made, person, on, counts):
    award = awarded(person, made, on=DAY - YEAR)

    taken_back(award, DAY + dt.timedelta(days=on))

    assert held(person, made) is counts
    if not counts:
        assert standing_of_award(award, DAY).state == State.REVOKED


def test_the_old_award_does_not_stand_in_for_a_renewed_one_taken_back(made, person):
    old = awarded(person, made, on=DAY - YEAR, valid_until=DAY + YEAR)
    new = awarded(person, made, on=DAY, supersedes=old)
    assert held(person, made)

    taken_back(new, DAY)

    assert standing_of_award(old, DAY).state == State.SUPERSEDED
    assert not held(person, made)
    assert held(person, made, DAY - dt.timedelta(days=1))


@pytest.mark.parametrize(("days", "counts"), [(89, True), (90, False)])
def test_under_the_safety_rule_an_award_ends_with_a_change_of_a_part(
    made, person, days, counts
):
    parts = [str(page.translation_key) for page in (made.module, *made.lessons)]
    award = awarded(person, made, on=DAY - YEAR, expiry_rule=Rule.SAFETY, covers=parts)
    changed = dt.datetime.combine(DAY - dt.timedelta(days=days), dt.time(12))
    page = made.lessons[0]
    page.title, page.change, page.change_note = "I ri", "safety", "Ndryshoi."
    publish(page)
    ItemVersion.objects.filter(change="safety").update(
        published_at=timezone.make_aware(changed)
    )

    assert held(person, made) is counts
    state = State.VALID if counts else State.EXPIRED
    assert standing_of_award(award, DAY).state == state


def test_a_module_added_later_takes_nobody_out(made, person):
    awarded(person, made)

    more = add(
        made.programme,
        ModulePage(title="Më shumë", slug="tjeter", audience="teacher", minutes=5),
    )
    lesson(more)

    assert held(person, made)
    assert [one.title for one in counted()][1:] == ["Moduli", "Më shumë"]


def test_led_by_a_psychologist_asks_for_the_award_and_one_session(made):
    who = cast(made=made, teachers=3)
    for staff in who.teachers:
        completed(staff, who.module, on=DAY)
    for staff in who.teachers[:2]:
        awarded(staff, made)
    closed(who, *who.teachers[1:])
    Award.objects.filter(staff=who.teachers[2]).delete()

    (of,) = programmes()
    found = Post.objects.filter(led_holders(of, DAY))

    assert [post.staff for post in found] == [who.teachers[1]]


@pytest.mark.parametrize("renewed", [False, True])
def test_who_was_at_a_session_stays_counted_as_long_as_the_award_lasts(made, renewed):
    who = cast(made=made, teachers=1)
    session, (staff,) = closed(who), who.teachers
    old = completed(staff, who.module, on=DAY - YEAR, until=DAY)
    old.session = session
    old.save()
    if renewed:
        completed(staff, who.module, on=DAY, until=DAY + YEAR, renews=old)
    awarded(staff, made, on=DAY, valid_until=DAY + YEAR)

    programme, module = counted()
    by_award = Post.objects.filter(led_holders(programme, DAY))
    by_completion = Post.objects.filter(led_holders(module, DAY))

    assert [post.staff for post in by_award] == [staff]
    assert not by_completion.exists()


def test_a_session_on_a_later_day_is_not_counted_before(made):
    who = cast(made=made, teachers=1)
    session, (staff,) = closed(who), who.teachers
    later = completed(staff, who.module, on=DAY, until=DAY + YEAR)
    later.session = session
    later.save()
    awarded(staff, made, on=DAY - YEAR, valid_until=DAY + YEAR)

    (of,) = programmes()

    assert Post.objects.filter(led_holders(of, DAY)).exists()
    assert not Post.objects.filter(led_holders(of, DAY - dt.timedelta(days=1))).exists()


def test_who_held_it_before_is_no_beginner(made, person):
    (of,) = programmes()
    assert not Post.objects.filter(past_holders(of, DAY)).exists()

    awarded(person, made, on=DAY - YEAR, valid_until=DAY)

    assert Post.objects.filter(past_holders(of, DAY)).get().staff == person


def test_the_modules_of_a_programme_are_those_that_teachers_need(made, person):
    item = made.item(made.module)
    extra = add(
        made.programme,
        ModulePage(title="Drejtori", slug="drejtori", audience="head", minutes=5),
    )
    in_english(made.module, title="The module")
    completed(person, item, on=DAY)

    (of,) = programmes()

    assert of.modules == (item,)
    assert made.item(extra) not in of.modules
    assert [row.staff for row in held_modules(of, DAY)] == [person]


@pytest.mark.sqlite  # the other one reads small tables whole
def test_each_teachers_award_is_found_by_an_index(made):
    """By the programme's alone, each teacher cost a look at every award of the country."""
    (of,) = programmes()

    plan = Post.objects.annotate(holds=holders(of, DAY)).explain()

    assert "award_of_whom" in plan
