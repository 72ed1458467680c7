"""Writing a referral: start it from the case, write, check, send."""

import uuid
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import audit
from portal.access import get_visible_or_404, require
from portal.clock import now
from portal.models import User
from portal.permissions import Permission
from portal.versions import both_texts
from referrals.actions.drafting import CaseIsClosed, save_draft, start_draft
from referrals.actions.moving import MoveLacksData, MoveNotOpen, ReferralChanged
from referrals.actions.sending import NoUnit, submit_referral
from referrals.clocks import forecast
from referrals.forms.drafts import DraftForm
from referrals.models import Referral
from referrals.naming import child_name, class_and_school
from referrals.states import URGENCIES, Urgency
from referrals.views.cases import reach_case
from referrals.views.typed import typed_texts
from referrals.workflow import BY_VERB, missing


LONGEST_NUMBER = 9  # digits of a version: no draft is saved a thousand million times
TEXTS = ["what_seen", "child_words", "child_told_why", "parent_why", "best_interest"]


@require(Permission.REFERRAL_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def referral_start(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Begin a referral from a case; pressed twice it is still one."""
    one = reach_case(request, uid, Permission.REFERRAL_SEND)
    if request.method != "POST":
        return redirect("referrals:case", uid=one.uid)
    try:
        token = uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        token = uuid.uuid4()
    try:
        draft = start_draft(case=one, by=cast("User", request.user), token=token)
    except CaseIsClosed:
        messages.warning(request, _("This case is closed. Open a new one first."))
        return redirect("referrals:case", uid=one.uid)
    page = "referral_edit" if draft.is_draft else "referral"
    return redirect(f"referrals:{page}", uid=draft.uid)


def reach_draft(request: HttpRequest, uid: uuid.UUID) -> Referral:
    """The referral that this person may send; one query."""
    rows = Referral.objects.select_related(
        "case__pupil__class_group",
        "case__school",
        "school__municipality",
        "residence",
        "unit",
    )
    user = cast("User", request.user)
    found: Referral = get_visible_or_404(rows, user, Permission.REFERRAL_SEND, uid=uid)
    subjects = [found.case.subject]
    audit.record_view("referral.viewed", by=user, subjects=subjects, obj=found)
    return found


@require(Permission.REFERRAL_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def referral_edit(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The draft. Saving never asks for more; checking says what is missing."""
    draft = reach_draft(request, uid)
    if not draft.is_draft:
        return _sent_meanwhile(request, draft)
    form = DraftForm(request.POST) if request.method == "POST" else DraftForm.of(draft)
    clashes: list[dict[str, Any]] = []
    if form.is_bound and form.is_valid():
        try:
            save_draft(
                referral=draft,
                by=cast("User", request.user),
                version=form.cleaned_data["version"],
                values=form.values(),
            )
        except ReferralChanged as clash:
            clashes = both_texts(form, clash.current, TEXTS)
            form = _again(form, clash.current)
        except MoveNotOpen:
            return _sent_meanwhile(request, draft)
        else:
            return _saved(request, draft)
    return render(request, "referrals/referral_edit.html", {
        "form": form,
        "referral": draft,
        "name": child_name(draft.case),
        "place": class_and_school(draft.case),
        "clashes": clashes,
    })  # fmt: skip


def _sent_meanwhile(request: HttpRequest, draft: Referral) -> HttpResponse:
    """To the referral; who was still writing gets the words back."""
    if request.method != "POST":
        return redirect("referrals:referral", uid=draft.uid)
    return render(request, "referrals/referral_late.html", {
        "referral": draft,
        "name": child_name(draft.case),
        "texts": typed_texts(DraftForm(request.POST)),
    })  # fmt: skip


def _saved(request: HttpRequest, draft: Referral) -> HttpResponse:
    if request.POST.get("next") == "case":
        messages.success(request, _("The draft is saved."))
        return redirect("referrals:case", uid=draft.case.uid)
    return redirect("referrals:referral_check", uid=draft.uid)


def _again(form: DraftForm, current: Referral) -> DraftForm:
    """What was typed, on top of the version that is saved now."""
    return DraftForm(initial={**form.cleaned_data, "version": current.version})


@require(Permission.REFERRAL_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def referral_check(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Who gets it, by when an answer is due, what is missing; then send."""
    draft = reach_draft(request, uid)
    if not draft.is_draft:
        return redirect("referrals:referral", uid=draft.uid)
    if request.method == "POST":
        return _sent(request, draft)
    return render(request, "referrals/referral_check.html", check_page(draft, now()))


def _sent(request: HttpRequest, draft: Referral) -> HttpResponse:
    version = request.POST.get("version", "")
    try:
        submit_referral(
            referral=draft,
            by=cast("User", request.user),
            version=int(version) if _is_number(version) else None,
        )
    except ReferralChanged:
        messages.warning(request, _("Somebody changed the draft. Check it again."))
        return redirect("referrals:referral_check", uid=draft.uid)
    except (MoveLacksData, NoUnit):
        return redirect("referrals:referral_check", uid=draft.uid)
    return redirect("referrals:referral", uid=draft.uid)


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER


def check_page(draft: Referral, moment: datetime) -> dict[str, Any]:
    """Everything the sender must have seen before it goes."""
    submit = BY_VERB["submit"]
    held = {need.name: getattr(draft, need.name) for need in submit.needs}
    receipt, answer = forecast(draft.urgency or Urgency.STANDARD, moment)
    return {
        "referral": draft,
        "name": child_name(draft.case),
        "place": class_and_school(draft.case),
        "missing": [
            {"label": need.label, "anchor": _anchor(need.name)}
            for need in missing(submit, held)
        ],
        "urgency": URGENCIES[Urgency(draft.urgency)] if draft.urgency else None,
        "receipt_due": receipt,
        "answer_due": answer,
        "now": moment,
    }


def _anchor(name: str) -> str:
    """The id of the control on the draft's page."""
    field = DraftForm.base_fields[name]
    return f"id_{name}_0" if field.widget.use_fieldset else f"id_{name}"
