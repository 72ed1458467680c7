"""A child on no roll: a case opened by the name as known, and its link to the roll."""

import uuid
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from portal.access import require
from portal.clock import now
from portal.models import User
from portal.permissions import Permission
from referrals.actions.cases import CaseOpenElsewhere, open_case
from referrals.actions.files import CaseIsClosed
from referrals.actions.linking import (
    UNDO_DAYS,
    AlreadyLinked,
    PupilHasCase,
    TooLate,
    link_child,
    unlink_child,
)
from referrals.forms.casefile import FindPupilForm, UnlistedForm
from referrals.forms.cases import OPEN_ELSEWHERE
from referrals.models import Case, PupilLink
from referrals.views.case_parts import part_of_case, pupils_named
from referrals.views.cases import reach_case
from schools.directory import schools_for


HAS_CASE = gettext_lazy(
    "This pupil already has an open case at your school. Two files are not mixed: "
    "write what you know in that one, then close this one."
)


@require(Permission.CASE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def case_unlisted(request: HttpRequest) -> HttpResponse:
    """Open the case of a child whom no roll knows, at one of the own schools."""
    user = cast("User", request.user)
    places = list(schools_for(user, Permission.CASE_WORK).order_by("name"))
    form = UnlistedForm(request.POST or None)
    chosen = request.POST.get("school", "")
    place = next((one for one in places if str(one.uid) == chosen), None)
    if len(places) == 1:
        place = places[0]
    if request.method == "POST" and form.is_valid():
        if place is None:
            form.add_error(None, _("Choose the school that works on this case."))
        else:
            opened = open_case(by=user, school=place, **form.cleaned_data)
            messages.success(request, _("The case is open."))
            return redirect("referrals:case", uid=opened.uid)
    context = {"form": form, "places": places, "chosen": chosen}
    return render(request, "referrals/casefile/unlisted.html", context)


@require(Permission.CASE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def case_link(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Which pupil is it? Found among the own pupils only."""
    one, context = part_of_case(request, uid, Permission.CASE_WORK)
    posted = request.method == "POST"
    form = FindPupilForm(
        request.POST or None, found=pupils_named(request) if posted else ()
    )
    if posted and form.is_valid() and form.chosen:
        try:
            link_child(case=one, pupil=form.chosen, by=cast("User", request.user))
        except PupilHasCase:
            form.add_error(None, HAS_CASE)
        except CaseOpenElsewhere:
            form.add_error(None, OPEN_ELSEWHERE)
        except (AlreadyLinked, CaseIsClosed):
            form.add_error(None, _("This case can no longer be linked."))
        else:
            messages.success(request, _("The case is linked to the pupil."))
            return redirect("referrals:case", uid=one.uid)
    context |= {"form": form, "searched": posted, "link": _standing(one)}
    return render(request, "referrals/casefile/link.html", context)


def _standing(case: Case) -> PupilLink | None:
    """The link that can still be taken back."""
    found = PupilLink.objects.filter(case=case, undone_at=None)
    link: PupilLink | None = found.first()
    if link is None or (now() - link.at).days >= UNDO_DAYS:
        return None
    return link


@require(Permission.CASE_WORK)
@require_POST
def case_unlink(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """It was another child: within 30 days the link is taken back."""
    one = reach_case(request, uid, Permission.CASE_WORK)
    try:
        unlink_child(case=one, by=cast("User", request.user))
    except (TooLate, CaseIsClosed):
        messages.warning(
            request, _("The link can no longer be taken back. Ask your supervisor.")
        )
    else:
        messages.success(request, _("The link is taken back."))
    return redirect("referrals:case", uid=one.uid)
