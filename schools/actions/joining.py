"""An invitation was taken up: the account meets its person on the roster."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from portal import audit
from portal.actions.joining import CannotJoin
from portal.clock import today
from schools.actions.posts import find_place, grant_post
from schools.models import StaffMember


if TYPE_CHECKING:
    from portal.models import User


class AnotherAccount(CannotJoin):
    """The person on the roster already signs in by another account."""


@transaction.atomic
def join_staff(
    *, user: "User", role: str, place: str, by: "User | None", agency: str = ""
) -> None:
    """Link or add the person, then grant the post from today on."""
    staff = _person(user)
    if staff.user_id != user.pk:
        staff.user = user
        staff.save()
        audit.record("staff.linked", by=by, obj=staff)
    grant_post(
        staff=staff,
        role=role,
        place=find_place(role, place),
        starts_on=today(),
        by=by,
        agency=agency,
    )


def _person(user: "User") -> StaffMember:
    """By account, then staff code, then e-mail; two of one e-mail are nobody."""
    own = StaffMember.objects.filter(user=user).first()
    if own:
        return own
    named = Q(staff_code__iexact=user.username)
    if user.email:
        named |= Q(email__iexact=user.email)
    found = list(StaffMember.objects.select_for_update().filter(named, user=None)[:2])
    if len(found) == 1:
        return found[0]
    if StaffMember.objects.filter(staff_code__iexact=user.username).exists():
        raise AnotherAccount
    first, _, last = user.name.rpartition(" ")
    return StaffMember(first_name=first or last, last_name=last, email=user.email or "")
