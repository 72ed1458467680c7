"""The hand-over of a young person to services for adults."""

import uuid
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import audit
from portal.access import require
from portal.dates import day_text
from portal.models import User
from portal.permissions import Permission
from referrals.actions.cases import NoReason
from referrals.actions.files import CaseIsClosed
from referrals.actions.growing_up import begin_adult_hand_over
from referrals.adulthood import ADULT, hand_over_begins, on_birthday
from referrals.forms.exchange import AdultForm
from referrals.models import AdultHandOver, Case
from referrals.naming import child_name
from referrals.views.cases import reach_case


@require(Permission.CASE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def case_adult(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Which service takes over at eighteen, and what the young person says."""
    one, user = (
        reach_case(request, uid, Permission.CASE_WORK),
        cast("User", request.user),
    )
    audit.record_view("case.viewed", by=user, subjects=[one.subject], obj=one)
    form = AdultForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "told": form.cleaned_data["told"] == "yes"}
        try:
            begin_adult_hand_over(case=one, by=user, **given)
        except (CaseIsClosed, NoReason):
            form.add_error(None, _("This case is closed. Nothing can be added."))
        else:
            messages.success(request, _("It is saved."))
            return redirect("referrals:case", uid=one.uid)
    return render(request, "referrals/adult.html", {
        "form": form,
        "begun": AdultHandOver.objects.filter(case=one).first(),
        "intro": _when(one),
        "caption": child_name(one),
        "back": reverse("referrals:case", args=[one.uid]),
    })  # fmt: skip


def _when(one: Case) -> str:
    if one.pupil is None:
        return _("The birthday is not known. Eighteen never closes a case by itself.")
    born = one.pupil.birth_date
    return _(
        "Eighteen on %(adult)s; the hand-over begins on %(begins)s. Turning eighteen"
        " never closes a case by itself."
    ) % {
        "adult": day_text(on_birthday(born, ADULT)),
        "begins": day_text(hand_over_begins(born)),
    }
