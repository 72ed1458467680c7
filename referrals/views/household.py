"""Who lives with the child; a pupil elsewhere is named only to who may know."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.access import grants, require
from portal.crypto import preload_keys
from portal.models import User
from portal.permissions import Permission
from referrals.actions.files import CaseIsClosed
from referrals.actions.household import NotOneself, add_member, remove_member
from referrals.forms.casefile import TYPED, HouseholdForm
from referrals.models import Case, HouseholdMember
from referrals.views.case_parts import (
    part_of_case,
    pupils_named,
    row_of_case,
    too_late,
)
from schools.models import Pupil


@require(Permission.CASE_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def case_household(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The people of the home, and one more."""
    members: list[dict[str, Any]] = []

    def linked(case: Case) -> list[uuid.UUID]:
        members.extend(members_of(case, cast("User", request.user)))
        return [member["pupil"].uid for member in members if member["pupil"]]

    one, context = part_of_case(request, uid, others=linked)
    form = HouseholdForm(
        request.POST or None,
        found=pupils_named(request) if request.method == "POST" else (),
        typed_too=request.method == "POST",
    )
    told = request.POST.get("pupil", "") == TYPED
    if request.method == "POST" and context["may_work"] and form.is_valid():
        said = told or form.chosen or not form.found
        answer = _add(request, one, form, context) if said else None
        if answer is not None:
            return answer
    context |= {"form": form, "members": members}
    context["gone"] = too_late(request, context, form)
    return render(request, "referrals/casefile/household.html", context)


def _add(
    request: HttpRequest, one: Case, form: HouseholdForm, context: dict[str, Any]
) -> HttpResponse | None:
    data = form.cleaned_data
    try:
        add_member(
            case=one,
            by=cast("User", request.user),
            relation=data["relation"],
            name=data["name"],
            note=data["note"],
            pupil=form.chosen,
        )
    except CaseIsClosed:  # between the page and the sending
        context["may_work"] = False
        return None
    except NotOneself:
        form.add_error("name", _("This is the child of the case. Name somebody else."))
        return None
    messages.success(request, _("It is saved."))
    return redirect("referrals:case_household", uid=one.uid)


def members_of(case: Case, user: User) -> list[dict[str, Any]]:
    """The people listed, with the names that this reader may read; two queries."""
    preload_keys([case.key_uid])
    rows = list(
        HouseholdMember.objects.filter(case=case, removed_at=None).order_by("at", "pk")
    )
    linked = [row.pupil_id for row in rows if row.pupil_id]
    reach = Pupil.objects.visible_to(user, Permission.PUPIL_VIEW)
    may_see = grants(user).has(Permission.PUPIL_VIEW) and linked
    known = reach.filter(pk__in=linked).in_bulk() if may_see else {}
    return [
        {
            "row": row,
            "name": _named(row, known.get(row.pupil_id)) if row.pupil_id else row.name,
            "pupil": known.get(row.pupil_id) if row.pupil_id else None,
        }
        for row in rows
    ]


def _named(row: HouseholdMember, pupil: Pupil | None) -> str:
    return pupil.full_name() if pupil else _("a pupil of another school")


@require(Permission.CASE_WORK)
@require_POST
def household_remove(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Take a person off the list."""
    member = row_of_case(request, HouseholdMember, uid)
    remove_member(member=member, by=cast("User", request.user))
    messages.success(request, _("It is saved."))
    return redirect("referrals:case_household", uid=member.case.uid)
