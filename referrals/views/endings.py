"""Endings that others sign: asked for, listed, read, signed or refused."""

import uuid
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal import audit
from portal.access import get_visible_or_404, require
from portal.models import User
from portal.permissions import Permission
from referrals.actions.cases import CaseIsReferred
from referrals.actions.ending import (
    AlreadyAsked,
    NobodyCalled,
    NotYoursToSign,
    ask_ending,
    refuse_ending,
    sign_ending,
)
from referrals.actions.files import CaseIsClosed
from referrals.actions.moving import MoveNotOpen
from referrals.forms.exchange import EndingForm, RefuseEndingForm, SignByPhoneForm
from referrals.models import Case, EndingRequest, Referral
from referrals.naming import child_name
from referrals.views.cases import reach_case
from referrals.views.referrals import reach_referral
from referrals.views.typed import typed_texts


SIGNERS = (Permission.CASE_SIGN, Permission.REFERRAL_DECLINE)
ASKERS = (Permission.CASE_WORK, Permission.REFERRAL_RECEIVE)
SAID: dict[type[Exception], Promise] = {
    CaseIsReferred: gettext_lazy(
        "A unit still works on a referral. It asks for the ending."
    ),
    CaseIsClosed: gettext_lazy("This case is closed. Nothing can be added."),
    AlreadyAsked: gettext_lazy(
        "An ending of this case waits for its signatures already."
    ),
    MoveNotOpen: gettext_lazy("The unit does not work on this referral now."),
}


@require(Permission.CASE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def case_ending(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Ask that the school's work ends; the supervisor signs."""
    one = reach_case(request, uid, Permission.CASE_WORK)
    user = cast("User", request.user)
    audit.record_view("case.viewed", by=user, subjects=[one.subject], obj=one)
    back = reverse("referrals:case", args=[one.uid])
    return _ask(request, one, None, back)


@require(Permission.REFERRAL_RECEIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_ending(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Ask that the unit's work ends with a child out of sight."""
    row = reach_referral(request, uid)
    back = reverse("referrals:referral", args=[row.uid])
    return _ask(request, row.case, row, back)


def _ask(
    request: HttpRequest, case: Case, referral: Referral | None, back: str
) -> HttpResponse:
    form = EndingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = cast("User", request.user)
        try:
            ask_ending(case=case, by=by, referral=referral, **form.cleaned_data)
        except tuple(SAID) as problem:
            form.add_error(None, str(SAID[type(problem)]))
        else:
            messages.success(request, _("It waits for the signatures now."))
            return redirect(back)
    return render(request, "referrals/work_form.html", {
        "form": form,
        "title": _("Ask for an ending that others sign"),
        "intro": _(
            "Lost contact and abroad need the supervisor and the head of the unit; a"
            " heightened or acute case its supervisor. Until they sign, the work goes on."
        ),
        "caption": child_name(case),
        "button": _("Ask for the signatures"),
        "back": back,
    })  # fmt: skip


@require(*SIGNERS, *ASKERS)
@require_safe
def endings(request: HttpRequest) -> HttpResponse:
    """What waits for a signature, by number."""
    user = cast("User", request.user)
    rows = EndingRequest.objects.visible_to(user).waiting()
    lines = list(
        rows.select_related("case__pupil", "school").order_by("asked_at")[:100]
    )
    subjects = [line.case.subject for line in lines]
    audit.record_view("ending.listed", by=user, subjects=subjects)
    return render(request, "referrals/endings.html", {"lines": lines})


@require(*SIGNERS, *ASKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One ending: what is asked and why; sign it, or refuse with a reason."""
    user = cast("User", request.user)
    rows = EndingRequest.objects.select_related(
        "case__pupil__class_group", "case__school", "referral", "school", "unit",
        "asked_by", "supervisor_by", "unit_head_by", "refused_by",
    )  # fmt: skip
    one = get_visible_or_404(rows, user, Permission.CASE_SIGN, uid=uid)
    subjects = [one.case.subject]
    audit.record_view("ending.viewed", by=user, subjects=subjects, obj=one)
    posted = request.POST or None
    refusing = "refuse" in request.POST
    form = RefuseEndingForm(posted if refusing else None)
    call = SignByPhoneForm(None if refusing else posted) if one.needs_call else None
    gone = None
    if request.method == "POST" and _answered(request, user, one, form, call):
        return redirect("referrals:endings")
    if request.method == "POST" and refusing and form.is_valid():
        gone = typed_texts(form)
    signs = EndingRequest.objects.filter(EndingRequest.objects.to_sign(user), pk=one.pk)
    return render(request, "referrals/ending.html", {
        "ending": one,
        "name": child_name(one.case),
        "form": form,
        "gone": gone,
        "call": call,
        "signs": signs.exists() and user.pk != one.asked_by_id,
    })  # fmt: skip


def _answered(
    request: HttpRequest,
    user: User,
    one: EndingRequest,
    form: RefuseEndingForm,
    call: SignByPhoneForm | None,
) -> bool:
    """Whether it is over: taken, or too late with no words to lose. False shows the
    page again, with what was typed."""
    if not (form.is_valid() if "refuse" in request.POST else _may_sign(call)):
        return False
    try:
        if "refuse" in request.POST:
            refuse_ending(ending=one, by=user, **form.cleaned_data)
            messages.success(request, _("You have refused. The work goes on."))
        else:
            sign_ending(ending=one, by=user, **(call.said() if call else {}))
            messages.success(request, _("You have signed."))
    except (NotYoursToSign, NobodyCalled):
        if "refuse" in request.POST:
            return False
        messages.warning(request, _("It waits for somebody else, or is over."))
    except (CaseIsReferred, CaseIsClosed, MoveNotOpen) as problem:
        messages.warning(request, str(SAID[type(problem)]))
        return False
    return True


def _may_sign(call: SignByPhoneForm | None) -> bool:
    return call is None or call.is_valid()
