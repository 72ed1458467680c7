"""The adults: rosters, and the accounts of the cast and of colleagues."""

import datetime as dt
from collections.abc import Iterator, Sequence

from portal.actions.demo_accounts import make_demo_account
from portal.actions.demo_colleagues import make_colleague
from portal.demo import Demo
from portal.models import User
from schools.actions.joining import join_staff
from schools.actions.posts import cover_post, grant_post
from schools.demo import names
from schools.demo.story import CAST, DEPUTY, ON_LEAVE, Person, Place
from schools.models import Post, StaffMember
from schools.school_days import start_year_of


Row = tuple[str | dt.date, ...]
FIRST_FREE = 6  # the story's own people have the first codes of a school


def roster_of(place: Place, number: int, demo: Demo) -> Iterator[Row]:
    """The roster of a school: the cast, then teachers up to their number."""
    start = dt.date(start_year_of(demo.on) - 1, 9, 1)
    teachers = 0
    for person in CAST:
        if person.word and place.code in person.places:
            teachers += person.role == "teacher"
            yield _row(person, place, start)
    rng = demo.rng(f"staff/{place.code}")
    for nth in range(place.teachers - teachers):
        first, last = names.adult(rng)
        code = f"M-{number * 1000 + FIRST_FREE + nth}"
        yield code, place.code, first, last, "teacher", "", "", start


def _row(person: Person, place: Place, start: dt.date) -> Row:
    return (
        person.code, place.code, person.first, person.last, person.word, person.email,
        person.classes, start,
    )  # fmt: skip


def make_cast() -> None:
    """The demo accounts, each with its posts."""
    for person in CAST:
        user = make_demo_account(
            login=person.login,
            name=person.name,
            email=person.email or None,
            totp=person.totp,
        )
        for place in person.places or ("",):
            join_staff(
                user=user, role=person.role, place=place, by=None, agency=person.agency
            )


def send_on_leave(demo: Demo) -> None:
    """The protector of one school is away; a deputy acts since three days ago."""
    post = Post.objects.get(staff__user__username=ON_LEAVE.login)
    deputy = StaffMember.objects.get(user__username=DEPUTY.login)
    cover_post(
        post=post,
        deputy=deputy,
        starts_on=demo.on - dt.timedelta(days=3),
        ends_on=demo.on + dt.timedelta(days=18),
        by=None,
    )


def colleagues_at(place: Place, count: int) -> Sequence[StaffMember]:
    """So many teachers of a school without an account, by staff code."""
    posts = Post.objects.filter(school__code=place.code, role="teacher")
    people = StaffMember.objects.filter(posts__in=posts, user=None)
    return list(people.order_by("staff_code")[:count])


def give_account(staff: StaffMember) -> User:
    """An account that nobody signs in by, with the post of the roster granted."""
    user = make_colleague(login=str(staff.staff_code), name=staff.full_name())
    staff.user = user
    staff.save(update_fields=["user"])
    post = Post.objects.filter(staff=staff).select_related("school").first()
    if post:
        grant_post(
            staff=staff,
            role=post.role,
            place=post.school,
            starts_on=post.starts_on,
            by=None,
        )
    return user
