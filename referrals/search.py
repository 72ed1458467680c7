"""Finding cases and referrals by reference; a child's name is found on the roll."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.hooks import SearchHit
from portal.permissions import Permission
from referrals.models import Case, Referral
from referrals.references import HALF


if TYPE_CHECKING:
    from portal.models import User

SHORTEST = 4


def find_cases(user: "User", typed: str, limit: int) -> Iterator[SearchHit]:
    """Cases in reach whose reference begins so; one query."""
    wanted = _reference(typed)
    rows = Case.objects.visible_to(user, Permission.CASE_VIEW).select_related(
        "pupil", "school"
    )
    found = rows.filter(reference__startswith=wanted) if wanted else rows.none()
    for case in found.order_by("-opened_at")[:limit]:
        yield SearchHit(
            title=_("Case %(reference)s") % {"reference": case.reference},
            note=case.school.name,
            url=reverse("referrals:case", args=[case.uid]),
            subject=case.subject,
        )


def find_referrals(user: "User", typed: str, limit: int) -> Iterator[SearchHit]:
    """Referrals in reach whose reference begins so, as told on the telephone."""
    wanted = _reference(typed)
    rows = Referral.objects.visible_to(user, Permission.REFERRAL_VIEW).select_related(
        "case__pupil", "school"
    )
    found = rows.filter(reference__startswith=wanted) if wanted else rows.none()
    for row in found.order_by("-created_at")[:limit]:
        yield SearchHit(
            title=_("Referral %(reference)s") % {"reference": row.reference},
            note=row.school.name,
            url=reverse("referrals:referral", args=[row.uid]),
            subject=row.case.subject,
        )


def _reference(typed: str) -> str:
    """What was typed, in the form of a reference; nothing when it is too short."""
    signs = typed.replace(" ", "").upper()
    if len(signs) < SHORTEST:
        return ""
    return f"{signs[:HALF]}-{signs[HALF:]}" if len(signs) > HALF else signs
