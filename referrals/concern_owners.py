"""The posts whose turn a concern can be, and the one whose it is."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from referrals.clocks import triage_due
from referrals.concern_turns import Turn, next_turn
from referrals.deadlines import TIRANE
from referrals.models import Concern
from referrals.owners import deputies_of, protector_posts, supervisor_posts
from referrals.shielding import barred_staff
from schools.models import Post


def subject_of(concern: Concern) -> UUID:
    """The uid under which the audit files the child.

    One about a member of staff stands alone: the school reads who opened a child's file.
    """
    if concern.pupil is None or concern.on_staff:
        return concern.uid
    return concern.pupil.uid


def give_turn(concern: Concern, moment: datetime) -> bool:
    """Set the next turn on the row (not saved); False when nobody is left."""
    day = moment.astimezone(TIRANE).date()
    posts = _posts(concern, day, barred_staff(concern))
    turn = next_turn(concern.turn, set(posts), on_staff=concern.on_staff)
    if turn is None:
        return False
    if concern.turn:
        concern.turn_due_at = triage_due(urgent=concern.urgent, start=moment)
    concern.turn, concern.owner = turn, posts[turn]
    return True


def _posts(concern: Concern, on: date, but: Collection[int]) -> dict[Turn, Post]:
    """Who could have each turn today; whoever must not learn of it (`but`) cannot."""
    rungs: dict[Turn, QuerySet[Post]] = {
        Turn.SUPERVISOR: supervisor_posts(concern.school, on)
    }
    if not concern.on_staff:
        protectors = protector_posts(concern.school_id, on)
        first = protectors.exclude(staff__in=but).first()
        heads = Post.objects.held_on(on).granted()
        rungs[Turn.PROTECTOR] = protectors
        rungs[Turn.HEAD] = heads.filter(school=concern.school_id, role="head")
        if first:
            rungs[Turn.DEPUTY] = deputies_of(first, on)
    found = {turn: rows.exclude(staff__in=but).first() for turn, rows in rungs.items()}
    return {turn: post for turn, post in found.items() if post}
