"""In what capacity a person stands before one referral."""

from typing import TYPE_CHECKING

from portal.access import Grant, grants
from portal.permissions import Permission
from portal.roles import PlaceKind
from referrals.models import Referral
from referrals.workflow import Party
from schools.models import School
from schools.scoping import schools_in_reach


if TYPE_CHECKING:
    from portal.models import User

EVERY_PARTY = frozenset(Party)


def _here(user: "User", permission: Permission, referral: Referral) -> list[Grant]:
    own = {(PlaceKind.SCHOOL, referral.school_id), (PlaceKind.UNIT, referral.unit_id)}
    return [
        grant
        for grant in grants(user).having(permission)
        if (grant.place.kind, grant.place.id) in own
    ]


def parties_of(user: "User | None", referral: Referral) -> frozenset[Party]:
    """What the person is to this referral; the operator is everything."""
    if user is None:
        return EVERY_PARTY
    asked = (
        (Party.SENDER, Permission.REFERRAL_SEND),
        (Party.UNIT, Permission.REFERRAL_RECEIVE),
        (Party.UNIT_HEAD, Permission.REFERRAL_DECLINE),
    )
    found = {party for party, right in asked if _here(user, right, referral)}
    return frozenset(
        found | ({Party.SUPERVISOR} if supervises(user, referral) else set())
    )


def supervises(user: "User", referral: Referral) -> bool:
    """Whether the user decides on contested refusals of the sender's school."""
    if not grants(user).has(Permission.REFERRAL_REVIEW):
        return False
    reach = schools_in_reach(user, Permission.REFERRAL_REVIEW)
    return School.objects.filter(reach, pk=referral.school_id).exists()


def role_here(user: "User | None", referral: Referral) -> str:
    """The role through which the person acts on it, for the history."""
    if user is None:
        return ""
    held = _here(user, Permission.REFERRAL_VIEW, referral)
    if not held and supervises(user, referral):
        held = list(grants(user).having(Permission.REFERRAL_REVIEW))
    return held[0].role.key if held else ""


def may_log_calls(referral: Referral) -> bool:
    """Whether the sender writes down what the unit says: it has no account."""
    return referral.unit is not None and not referral.unit.has_account
