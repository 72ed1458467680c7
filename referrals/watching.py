"""What the casework says on the absence watch: the case of each pupil, or the way."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.permissions import Permission
from referrals.models import Case
from schools.models import Pupil


if TYPE_CHECKING:
    from portal.models import User


def cases_of(user: "User", ids: list[int]) -> Mapping[int, Mapping[str, Any]]:
    """Pupil ids in; the open case or a link to open one out. One query."""
    cases = Case.objects.visible_to(user, Permission.CASE_VIEW).open()
    own = cases.filter(pupil=OuterRef("pk"))
    rows = Pupil.objects.filter(pk__in=ids).annotate(
        case_uid=Subquery(own.values("uid")[:1]),
        case_reference=Subquery(own.values("reference")[:1]),
    )
    return {
        pk: _cell(uid, case_uid, reference)
        for pk, uid, case_uid, reference in rows.values_list(
            "pk", "uid", "case_uid", "case_reference"
        )
    }


def _cell(uid: UUID, case_uid: UUID | None, reference: str) -> Mapping[str, Any]:
    if case_uid:
        return {"text": reference, "url": reverse("referrals:case", args=[case_uid])}
    return {"text": _("Open a case"), "url": reverse("referrals:case_open", args=[uid])}
