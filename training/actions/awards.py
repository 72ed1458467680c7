"""The award for a finished programme: issued, and taken back by the ministry."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from portal import audit
from portal.models import User
from portal.notify import post_message
from schools.models import Post, StaffMember
from training.actions.progress import current_version, valid_completion
from training.expiry import Expiry, Rule, may_renew
from training.models import Award, LearningItem
from training.validity import ends_of


class AlreadyRevoked(Exception):
    """An award is revoked once; the first reason stands."""


class OwnAward(Exception):
    """Nobody decides about the own award."""


class NoReason(Exception):
    """An award is revoked with a reason."""


@dataclass(frozen=True)
class ProgrammeNeeds:
    """What a programme asks for today, as read from its page."""

    programme: LearningItem
    modules: tuple[LearningItem, ...]
    expiry: Expiry
    minutes: int
    accreditation: str = ""
    covers: tuple[str, ...] = ()  # translation keys of all that belongs to it
    scenarios: tuple[LearningItem, ...] = ()


@transaction.atomic
def issue_award(
    *,
    staff: StaffMember,
    needs: ProgrammeNeeds,
    at: dt.datetime,
    on: dt.date,
    by: User | None,
) -> Award | None:
    """Issue the award once every module is validly complete; None until then. A
    valid award is returned as it is, until in its last 90 days every module was
    completed anew; a lapsed one is superseded, never erased. One that was revoked is
    given again for completions that all came after, no others."""
    StaffMember.objects.select_for_update().get(pk=staff.pk)
    last = last_award(staff, needs.programme)
    standing = last if last and not last.revoked_at else None
    ends = ends_of(standing) if standing else None
    valid = standing if ends is None or ends > on else None
    if standing and last and last.expiry_rule == Rule.SAFETY:
        return valid  # the completions have not ended: only a refresher gives it anew
    if valid and not may_renew(on, ends):
        return valid
    since = last.revoked_at if last else None
    if not _all_complete(staff, needs, on, valid.issued_at if valid else since):
        return valid
    return write_award(
        staff=staff,
        needs=needs,
        supersedes=last,
        at=at,
        on=on,
        by=by,
        before=ends if valid else None,
    )


def _all_complete(
    staff: StaffMember, needs: ProgrammeNeeds, on: dt.date, since: dt.datetime | None
) -> bool:
    """Every module validly, after that moment."""
    found = [valid_completion(staff, module, on) for module in needs.modules]
    return bool(found) and all(
        one and (since is None or one.completed_at > since) for one in found
    )


def write_award(
    *,
    staff: StaffMember,
    needs: ProgrammeNeeds,
    supersedes: Award | None,
    at: dt.datetime,
    on: dt.date,
    by: User | None,
    before: dt.date | None = None,
) -> Award:
    """The facts as they will be printed, frozen. For the two ways that lead here."""
    award = draw_up(
        staff=staff,
        needs=needs,
        school=_school_name(staff, on),
        at=at,
        on=on,
        supersedes=supersedes,
        before=before,
    )
    award.save(force_insert=True)
    audit.record("award.issued", by=by, obj=award)
    return award


def draw_up(
    *,
    staff: StaffMember,
    needs: ProgrammeNeeds,
    school: str,
    at: dt.datetime,
    on: dt.date,
    supersedes: Award | None = None,
    before: dt.date | None = None,
) -> Award:
    """The facts of an award, not yet written down. `before`: the end of the old one."""
    return Award(
        staff=staff,
        item=needs.programme,
        version=current_version(needs.programme),
        issued_at=at,
        issued_on=on,
        valid_until=needs.expiry.ends_on(on, before=before),
        title_as_printed=needs.programme.titles,
        name_as_printed=staff.full_name(),
        school_as_printed=school,
        accreditation_as_printed=needs.accreditation,
        minutes=needs.minutes,
        expiry_rule=needs.expiry.rule,
        covers=list(needs.covers),
        supersedes=supersedes,
    )


@transaction.atomic
def revoke_award(*, award: Award, reason: str, at: dt.datetime, by: User) -> Award:
    """The ministry takes an award back. The row, its facts and its number stay, so
    that whoever checks a print reads since when it is not valid."""
    row = (
        Award.objects.select_for_update(of=("self",))
        .select_related("staff__user")
        .get(pk=award.pk)
    )
    if row.revoked_at:
        raise AlreadyRevoked
    if row.staff.user_id == by.pk:
        raise OwnAward
    if not reason.strip():
        raise NoReason
    row.revoked_at, row.revoked_by, row.revoke_reason = at, by, reason.strip()
    row.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    if row.staff.user:
        post_message(to=row.staff.user, kind="award.revoked", by=by)
    audit.record("award.revoked", by=by, obj=row)
    return row


def last_award(staff: StaffMember, programme: LearningItem) -> Award | None:
    return (
        Award.objects.filter(staff=staff, item=programme)
        .order_by("-issued_on", "-id")
        .first()
    )


def _school_name(staff: StaffMember, on: dt.date) -> str:
    post = (
        Post.objects.held_on(on)
        .filter(staff=staff, school__isnull=False)
        .select_related("school")
        .order_by("starts_on", "id")
        .first()
    )
    return post.school.name if post and post.school else ""
