"""Who is told that there is news. A message says a kind and a count, nothing more."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from portal.clock import today
from portal.notify import post_message
from referrals.concern_turns import Turn
from referrals.models import (
    Case,
    Concern,
    EndingRequest,
    Meeting,
    Placement,
    Referral,
)
from referrals.owners import (
    deputies_of,
    people_of,
    protector_posts,
    supervisor_posts,
)
from referrals.shielding import barred_staff
from schools.models import Post, School
from schools.shielding import shielded_from


if TYPE_CHECKING:
    from portal.models import User

FROM_THE_SCHOOL = frozenset({"submit", "answer", "withdraw", "addendum"})
# The unit must act anew, and the school wants to know where it lies.
TO_BOTH = frozenset({"redirect", "send_back", "reopen"})


def tell_the_other_side(*, referral: Referral, verb: str, by: "User | None") -> None:
    """News on a referral: to the unit when the school moved it, else to the school; to
    both where it comes to a unit anew. Who made the move is not told."""
    day = today()
    told: list[QuerySet[Post]] = []
    if verb == "contest":
        told.append(supervisor_posts(referral.school, day))
    if verb in FROM_THE_SCHOOL | TO_BOTH:
        told.append(_at_unit(referral.unit_id, day))
    if verb in TO_BOTH or not told:
        told.append(_of_school(referral, day))
    barred = barred_staff(referral.case)
    for posts in told:
        _tell(posts, kind="referral.news", obj=referral.uid, day=day, by=by, but=barred)


def tell_of_concern(concern: Concern, *, by: "User | None") -> None:
    """A new concern: to the school's protectors who may find it, or whose turn it is.

    Urgent: mailed at once.
    """
    kind = "concern.urgent" if concern.urgent else "concern.new"
    _tell_its_readers(concern, kind=kind, by=by)


def tell_of_addition(concern: Concern, *, by: "User | None") -> None:
    """Its sender added something, perhaps long after it was decided: to those who were
    told of it, to whose case it is in by now, and to a unit that it went to."""
    case = concern.case if concern.case and concern.case.is_open else None
    urgent = concern.urgent and (case is not None or concern.triaged_at is None)
    kind = "concern.added_urgent" if urgent else "concern.added"
    if case is not None:
        tell_owner(case=case, kind=kind, obj=concern.uid, by=by)
    else:
        _tell_its_readers(concern, kind=kind, by=by)
    if concern.direct:
        day, barred = today(), barred_staff(concern)
        posts, kind = _at_unit(concern.unit_id, day), "concern.direct_added"
        _tell(posts, kind=kind, obj=concern.uid, day=day, by=by, but=barred)


def _tell_its_readers(concern: Concern, *, kind: str, by: "User | None") -> None:
    day, barred = today(), barred_staff(concern)
    posts = _readers(concern, day)
    _tell(posts, kind=kind, obj=concern.uid, day=day, by=by, but=barred)


def _readers(concern: Concern, day: date) -> QuerySet[Post]:
    """Whose turn it is; where that post is held no longer, who came after."""
    if concern.turn != Turn.PROTECTOR:
        held = Post.objects.held_on(day).granted()
        owner = held.filter(pk=concern.owner_id or 0)
        if owner.exists():
            return owner
        if concern.on_staff:
            return supervisor_posts(concern.school, day)
    return protector_posts(concern.school_id, day)


def tell_unit_of_concern(concern: Concern, *, by: "User | None") -> None:
    """A concern was reported to the unit directly: a word to its people."""
    day, barred = today(), barred_staff(concern)
    posts = _at_unit(concern.unit_id, day)
    kind = "concern.direct"
    _tell(posts, kind=kind, obj=concern.uid, day=day, by=by, but=barred)
    if concern.urgent:
        _tell(posts, kind="referral.urgent", obj=None, day=day, by=by, but=barred)


def tell_supervisors(
    *,
    school: School,
    kind: str,
    by: "User | None",
    obj: UUID | None = None,
    but: Collection[int] = (),
) -> None:
    """A word to the supervisors of a school: a kind and a count, nothing more."""
    day = today()
    _tell(supervisor_posts(school, day), kind=kind, obj=obj, day=day, by=by, but=but)


def tell_of_ending(ending: EndingRequest, *, by: "User") -> None:
    """An ending waits for those who sign it; refused, for the one who asked."""
    day, school = today(), ending.school
    if ending.refused_at is not None:
        kind = "ending.refused"
        post_message(to=ending.asked_by, kind=kind, by=by, obj=ending.uid)
        return
    tell_supervisors(school=school, kind="ending.asked", by=by, obj=ending.uid)
    if ending.needs_unit_head and ending.unit_head_at is None:
        held = Post.objects.held_on(day).granted()
        heads = held.filter(unit=ending.unit_id, role="cpu_head")
        _tell(heads, kind="ending.asked", obj=ending.uid, day=day, by=by)


def tell_at_once(referral: Referral, *, by: "User | None") -> None:
    """Urgent news, mailed at once: to the owner and deputy, and the supervisor."""
    day, barred = today(), barred_staff(referral.case)
    kind, owner = "referral.urgent", referral.case.owner
    who = Q(pk__in=_of_school(referral, day).values("pk"))
    if owner:
        who |= Q(pk__in=deputies_of(owner, day).values("pk"))
    posts = Post.objects.filter(who)
    _tell(posts, kind=kind, obj=None, day=day, by=by, but=barred)
    tell_supervisors(school=referral.school, kind=kind, by=by, but=barred)


def tell_unit_at_once(referral: Referral, *, by: "User | None") -> None:
    """An acute referral came to the unit, or is late there: mailed at once, for its
    clock counts hours and the daily digest may have gone out."""
    day, barred = today(), barred_staff(referral.case)
    posts = _at_unit(referral.unit_id, day)
    _tell(posts, kind="referral.urgent", obj=None, day=day, by=by, but=barred)


def _at_unit(unit_id: int | None, day: date) -> QuerySet[Post]:
    return Post.objects.held_on(day).granted().filter(unit=unit_id or 0)


def _of_school(referral: Referral, day: date) -> QuerySet[Post]:
    """The owner's post; without an owner the school's protectors."""
    owner = referral.case.owner_id
    if owner:
        return Post.objects.filter(pk=owner)
    return protector_posts(referral.school_id, day)


def tell_of_placement(*, placement: Placement, by: "User") -> None:
    """News on a placement: to whoever of the two sides did not make it."""
    day = today()
    at_unit = Post.objects.held_on(day).granted().filter(unit=placement.unit_id)
    here = by in people_of(at_unit, day)
    posts = protector_posts(placement.school_id, day) if here else at_unit
    barred = shielded_from(placement.pupil) if placement.pupil else set()
    for case in (placement.case, placement.referral and placement.referral.case):
        barred |= barred_staff(case) if case else set()
    kind = "placement.news"
    _tell(posts, kind=kind, obj=placement.uid, day=day, by=by, but=barred)


def tell_of_meeting(*, meeting: Meeting, by: "User | None") -> None:
    """A day is set: to the schools invited, and to the members of the agencies."""
    day, seats = today(), meeting.seats
    agencies = seats.exclude(agency="").values("agency")
    invited = Q(pk__in=seats.exclude(post=None).values("post"))
    invited |= Q(municipality=meeting.unit.municipality_id, agency__in=agencies)
    posts = Post.objects.held_on(day).granted().filter(invited)
    barred = barred_staff(meeting.referral.case) if meeting.referral else set()
    kind = "meeting.called"
    _tell(posts, kind=kind, obj=meeting.uid, day=day, by=by, but=barred)


def tell_post(*, post: Post, kind: str, obj: UUID | None, by: "User | None") -> None:
    """A word to who holds a post, and to who covers it today."""
    own = Post.objects.filter(pk=post.pk)
    _tell(own, kind=kind, obj=obj, day=today(), by=by)


def tell_owner(*, case: Case, kind: str, obj: UUID, by: "User | None" = None) -> None:
    """A word to whose case it is; without an owner, to the school's protectors."""
    day = today()
    own = Post.objects.filter(cases=case).held_on(day).granted()
    posts = own if own.exists() else protector_posts(case.school_id, day)
    barred = barred_staff(case)
    _tell(posts, kind=kind, obj=obj, day=day, by=by, but=barred)


def tell_school(
    school_id: int, case: Case, *, kind: str, obj: UUID, by: "User"
) -> None:
    """A word to the protectors of a school who may find the child."""
    day = today()
    barred = barred_staff(case)
    posts = protector_posts(school_id, day)
    _tell(posts, kind=kind, obj=obj, day=day, by=by, but=barred)


def tell_person(*, to: "User", kind: str, obj: UUID, by: "User | None") -> None:
    """A word to one person, unless it is the own doing."""
    if to != by:
        post_message(to=to, kind=kind, count=1, by=by, obj=obj)


def _tell(
    posts: QuerySet[Post],
    *,
    kind: str,
    obj: UUID | None,
    day: date,
    by: "User | None",
    but: Collection[int] = (),
) -> None:
    for person in people_of(posts, day, but):
        if person != by:
            post_message(to=person, kind=kind, count=1, by=by, obj=obj)
