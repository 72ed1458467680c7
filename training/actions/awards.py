"""The award for a finished programme."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from portal import audit
from portal.models import User
from schools.models import Post, StaffMember
from training.actions.progress import current_version, valid_completion
from training.dates import add_months
from training.models import Award, LearningItem


@transaction.atomic
def issue_award(
    *,
    staff: StaffMember,
    programme: LearningItem,
    modules: Collection[LearningItem],
    months: int,
    minutes: int,
    at: dt.datetime,
    on: dt.date,
    by: User | None,
) -> Award | None:
    """Issue the award once every module is validly complete; None until then. A
    valid award is returned as it is; a lapsed one is superseded, never erased."""
    StaffMember.objects.select_for_update().get(pk=staff.pk)
    last = last_award(staff, programme)
    if last and not (last.valid_until and last.valid_until <= on):
        return last
    if not modules or not all(valid_completion(staff, m, on) for m in modules):
        return None
    award = Award.objects.create(
        staff=staff,
        item=programme,
        version=current_version(programme),
        issued_at=at,
        issued_on=on,
        valid_until=add_months(on, months) if months else None,
        title_as_printed=programme.titles,
        name_as_printed=staff.full_name(),
        school_as_printed=_school_name(staff, on),
        minutes=minutes,
        supersedes=last,
    )
    audit.record("award.issued", by=by, obj=award)
    return award


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
