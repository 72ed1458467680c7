"""What the casework says on the absence watch: the case of each pupil, or the way."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.permissions import Permission
from referrals.models import Case
from schools.models import Pupil


if TYPE_CHECKING:
    from portal.models import User


def cases_of(user: "User", ids: list[int]) -> Mapping[int, Mapping[str, Any]]:
    """Pupil ids in; the open case or a link to open one out. Two queries at most."""
    cases = Case.objects.visible_to(user, Permission.CASE_VIEW).open()
    found = {case.pupil_id: case for case in cases.filter(pupil__in=ids)}
    uids = dict(Pupil.objects.filter(pk__in=ids).values_list("pk", "uid"))
    return {
        pk: _cell(found[pk]) if pk in found else _opening(uid)
        for pk, uid in uids.items()
    }


def _cell(case: Case) -> Mapping[str, Any]:
    url = reverse("referrals:case", args=[case.uid])
    return {"text": case.reference, "url": url}


def _opening(uid: Any) -> Mapping[str, Any]:
    url = reverse("referrals:case_open", args=[uid])
    return {"text": _("Open a case"), "url": url}
