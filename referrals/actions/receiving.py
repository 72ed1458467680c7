"""The desk of the unit: receive, answer, assess, close. Each is one move."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal.actions.notifying import forget_notifications
from portal.clock import today
from referrals.actions.meetings import call_case_group
from referrals.actions.moving import CHANNEL, transition
from referrals.models import Referral, ReferralEvent
from referrals.owners import people_of
from referrals.states import TWO_SIGNATURES
from schools.models import Post


if TYPE_CHECKING:
    from portal.models import User
    from schools.models import ProtectionUnit


class EndingNeedsTwoSignatures(Exception):
    """Lost contact and abroad can hide a lost child: one person alone cannot say so."""


def receive(
    *,
    referral: Referral,
    by: "User | None",
    text: str = "",
    version: int | None = None,
    channel: str = CHANNEL.PORTAL,
    at: datetime | None = None,
) -> ReferralEvent:
    """Confirm that it arrived; the clock for the answer begins."""
    return transition(
        referral=referral,
        verb="receive",
        by=by,
        version=version,
        text=text,
        channel=channel,
        at=at,
    )


def accept(
    *,
    referral: Referral,
    by: "User | None",
    worker: str,
    first_contact_on: date,
    text: str = "",
    version: int | None = None,
    channel: str = CHANNEL.PORTAL,
    at: datetime | None = None,
) -> ReferralEvent:
    """Take the child on: who, and when the first contact is."""
    return transition(
        referral=referral,
        verb="accept",
        by=by,
        version=version,
        changes={"worker": worker, "first_contact_on": first_contact_on},
        text=text,
        channel=channel,
        at=at,
    )


def ask(
    *,
    referral: Referral,
    by: "User | None",
    question: str,
    version: int | None = None,
    channel: str = CHANNEL.PORTAL,
    at: datetime | None = None,
) -> ReferralEvent:
    """Ask the school one precise question; the unit's own clock keeps running."""
    return transition(
        referral=referral,
        verb="ask",
        by=by,
        version=version,
        text=question,
        channel=channel,
        at=at,
    )


@transaction.atomic
def redirect(
    *,
    referral: Referral,
    by: "User | None",
    unit: "ProtectionUnit",
    reason: str,
    version: int | None = None,
    channel: str = CHANNEL.PORTAL,
    at: datetime | None = None,
) -> ReferralEvent:
    """Send it on to the right unit, whose clock begins; the former finds it no more."""
    former = Post.objects.filter(unit=referral.unit_id)
    event = transition(
        referral=referral,
        verb="redirect",
        by=by,
        version=version,
        changes={"unit": unit},
        text=reason,
        channel=channel,
        at=at,
    )
    stay = people_of(Post.objects.filter(unit=unit), today())
    for one in people_of(former, today()):
        if one not in stay:
            forget_notifications(to=one, objs=[referral.uid])
    return event


def decline(
    *,
    referral: Referral,
    by: "User | None",
    code: str,
    advice: str,
    version: int | None = None,
    channel: str = CHANNEL.PORTAL,
    at: datetime | None = None,
) -> ReferralEvent:
    """Not accept it: the head of the unit gives a reason and advice."""
    return transition(
        referral=referral,
        verb="decline",
        by=by,
        version=version,
        changes={"decline_code": code},
        text=advice,
        channel=channel,
        at=at,
    )


def assess(
    *,
    referral: Referral,
    by: "User | None",
    visit_on: date,
    text: str = "",
    version: int | None = None,
    channel: str = CHANNEL.PORTAL,
    at: datetime | None = None,
) -> ReferralEvent:
    """Begin to assess, with the date of the visit."""
    return transition(
        referral=referral,
        verb="assess",
        by=by,
        version=version,
        changes={"visit_on": visit_on},
        text=text,
        channel=channel,
        at=at,
    )


@transaction.atomic
def call_group(
    *,
    referral: Referral,
    by: "User | None",
    group_on: date,
    text: str = "",
    version: int | None = None,
    channel: str = CHANNEL.PORTAL,
    at: datetime | None = None,
) -> ReferralEvent:
    """Call the case group together: the move, and the meeting itself."""
    event = transition(
        referral=referral,
        verb="call_group",
        by=by,
        version=version,
        changes={"group_on": group_on},
        text=text,
        channel=channel,
        at=at,
    )
    call_case_group(referral=referral, by=by, on=group_on, at=at)
    return event


def start_plan(
    *,
    referral: Referral,
    by: "User | None",
    review_on: date,
    measures: str,
    version: int | None = None,
    channel: str = CHANNEL.PORTAL,
    at: datetime | None = None,
) -> ReferralEvent:
    """Start the protection plan: the measures, and when they are reviewed."""
    return transition(
        referral=referral,
        verb="start_plan",
        by=by,
        version=version,
        changes={"review_on": review_on},
        text=measures,
        channel=channel,
        at=at,
    )


def review(
    *,
    referral: Referral,
    by: "User | None",
    review_on: date,
    found: str,
    version: int | None = None,
    channel: str = CHANNEL.PORTAL,
    at: datetime | None = None,
) -> ReferralEvent:
    """Review the protection plan: what was found, and the day of the next review."""
    return transition(
        referral=referral,
        verb="review",
        by=by,
        version=version,
        changes={"review_on": review_on},
        text=found,
        channel=channel,
        at=at,
    )


def close(
    *,
    referral: Referral,
    by: "User | None",
    outcome: str,
    word: str,
    child_view: str,
    version: int | None = None,
    channel: str = CHANNEL.PORTAL,
    at: datetime | None = None,
) -> ReferralEvent:
    """End the unit's work and tell the school how it ended.

    `child_view`: the child's words, or why they were not asked for.
    """
    if outcome in TWO_SIGNATURES:
        raise EndingNeedsTwoSignatures(outcome)
    return transition(
        referral=referral,
        verb="close",
        by=by,
        version=version,
        changes={"outcome": outcome, "child_view": child_view},
        text=word,
        channel=channel,
        at=at,
    )
