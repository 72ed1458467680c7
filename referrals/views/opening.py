"""Opening a case for a pupil: from the absence watch, or because one decides to."""

import uuid
from typing import cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import audit
from portal.access import get_visible_or_404, require
from portal.models import User
from portal.permissions import Permission
from referrals.actions.assessing import check_red_lines
from referrals.actions.cases import CaseOpenElsewhere, open_case
from referrals.forms.cases import OPEN_ELSEWHERE, OpenCaseForm
from referrals.models import Case
from schools.models import AbsenceFlag, Pupil


@require(Permission.CASE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def case_open(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Why this child? What the absence watch says is filled in."""
    user = cast("User", request.user)
    rows = Pupil.objects.select_related("school", "class_group")
    pupil = get_visible_or_404(rows, user, Permission.CASE_WORK, uid=uid)
    audit.record_view("pupil.viewed", by=user, subjects=[pupil.uid], obj=pupil)
    earlier = Case.objects.open().filter(pupil=pupil)
    seen = earlier.visible_to(user, Permission.CASE_VIEW).first()
    if seen:
        return redirect("referrals:case", uid=seen.uid)
    flags = sorted(AbsenceFlag.objects.filter(pupil=pupil, standing=True))
    why = "\n".join(flag.words for flag in flags)
    form = OpenCaseForm(request.POST or None, initial={"why": why})
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data}
        lines = given.pop("red_lines")
        try:
            opened = open_case(by=user, school=pupil.school, pupil=pupil, **given)
        except CaseOpenElsewhere:
            form.add_error(None, OPEN_ELSEWHERE)
        else:
            check_red_lines(by=user, lines=lines, case=opened)
            messages.success(request, _("The case is open."))
            page = "referrals:case_act" if lines else "referrals:case"
            return redirect(page, uid=opened.uid)
    return render(request, "referrals/case_open.html", {
        "form": form,
        "pupil": pupil,
        "flags": flags,
        "elsewhere": OPEN_ELSEWHERE if earlier.exists() else "",
    })  # fmt: skip
