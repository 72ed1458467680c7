"""Finding a case by its reference; the name of a child is found on the roll."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.hooks import SearchHit
from portal.permissions import Permission
from referrals.models import Case


if TYPE_CHECKING:
    from portal.models import User

SHORTEST = 4


def find_cases(user: "User", typed: str, limit: int) -> Iterator[SearchHit]:
    """Cases in reach whose reference, or a referral's, begins so; one query."""
    signs = typed.replace(" ", "").upper()
    if len(signs) < SHORTEST:
        return
    wanted = f"{signs[:5]}-{signs[5:]}" if len(signs) > 5 else signs
    rows = Case.objects.visible_to(user, Permission.CASE_VIEW).select_related(
        "pupil", "school"
    )
    for case in rows.filter(reference__startswith=wanted).order_by("-opened_at")[
        :limit
    ]:
        yield SearchHit(
            title=_("Case %(reference)s") % {"reference": case.reference},
            note=case.school.name,
            url=reverse("referrals:case", args=[case.uid]),
            subject=case.subject,
        )
