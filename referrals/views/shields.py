"""From whom a child is shielded: by the protector, the supervisor, or oneself."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import audit
from portal.access import get_visible_or_404, require
from portal.models import User
from portal.permissions import Permission
from referrals.actions.shielding import (
    AlreadyLifted,
    OwnShield,
    Shield,
    lift_shield,
    shield_child,
)
from referrals.forms.shields import InterestForm, LiftForm, ShieldForm, near
from referrals.models import Case, CaseShield, Referral
from referrals.naming import child_name
from schools.models import Pupil, PupilShield


def _case(request: HttpRequest, uid: uuid.UUID, right: Permission) -> Case:
    rows = Case.objects.select_related("pupil", "school__municipality")
    user = cast("User", request.user)
    found: Case = get_visible_or_404(rows, user, right, uid=uid)
    audit.record_view("case.viewed", by=user, subjects=[found.subject], obj=found)
    return found


def _pupil(request: HttpRequest, uid: uuid.UUID, right: Permission) -> Pupil:
    rows = Pupil.objects.select_related("school__municipality")
    user = cast("User", request.user)
    found: Pupil = get_visible_or_404(rows, user, right, uid=uid)
    audit.record_view("pupil.viewed", by=user, subjects=[found.uid], obj=found)
    return found


@require(Permission.CASE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def case_shields(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The shields of the child of a case."""
    one = _case(request, uid, Permission.CASE_WORK)
    return _shields(request, case=one, pupil=one.pupil)


@require(Permission.CASE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def pupil_shields(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The shields of a pupil, with or without a case."""
    return _shields(request, pupil=_pupil(request, uid, Permission.CASE_WORK))


@require(Permission.CASE_HAND_OVER)
@require_http_methods(["GET", "HEAD", "POST"])
def case_shields_by_number(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The supervisor's way: by number, without the name and the reasons."""
    one = _case(request, uid, Permission.CASE_HAND_OVER)
    return _shields(request, case=one, pupil=one.pupil, by_number=True)


def _shields(
    request: HttpRequest,
    *,
    case: Case | None = None,
    pupil: Pupil | None,
    by_number: bool = False,
) -> HttpResponse:
    place = case.school if case else pupil.school if pupil else None
    if place is None:
        raise Http404
    form = ShieldForm(request.POST or None, near=near(place))
    if request.method == "POST" and form.is_valid():
        by = cast("User", request.user)
        shield_child(by=by, case=case, pupil=pupil, **form.cleaned_data)
        messages.success(request, _("The child is shielded from this person."))
        return redirect(_after(form, by, request))
    name = "" if by_number else pupil.full_name() if pupil else child_name(case)  # type: ignore[arg-type]
    context: dict[str, Any] = {
        "form": form,
        "shields": _standing_and_lifted(case, pupil),
        "case": case,
        "pupil": pupil,
        "name": name,
        "by_number": by_number,
    }
    return render(request, "referrals/casefile/shields.html", context)


def _after(form: ShieldForm, by: User, request: HttpRequest) -> str:
    """Back to the page, unless one has just barred oneself."""
    return "/" if form.cleaned_data["barred"].user_id == by.pk else request.path


def _standing_and_lifted(case: Case | None, pupil: Pupil | None) -> list[Shield]:
    rows = (
        PupilShield.objects.filter(pupil=pupil)
        if pupil
        else CaseShield.objects.filter(case=case)
    )
    return list(rows.select_related("barred").order_by("lifted_at", "-set_at"))


@require(Permission.CASE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def shield_lift(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Why the person may find the child again."""
    shield, pupil, case = _reach_shield(request, uid)
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = cast("User", request.user)
        try:
            lift_shield(shield=shield, why=form.cleaned_data["why"], by=by)
        except (AlreadyLifted, OwnShield):
            form.add_error(None, _("This shield is lifted already."))
        else:
            messages.success(request, _("The shield is lifted."))
            return _shields_of(pupil, case)
    elif request.method != "POST" and shield.lifted_at:
        messages.warning(request, _("This shield is lifted already."))
        return _shields_of(pupil, case)
    name = pupil.full_name() if pupil else child_name(case) if case else ""
    context = {"form": form, "shield": shield, "pupil": pupil, "case": case}
    return render(
        request, "referrals/casefile/shield_lift.html", {**context, "name": name}
    )


def _shields_of(pupil: Pupil | None, case: Case | None) -> HttpResponse:
    if pupil:
        return redirect("referrals:pupil_shields", uid=pupil.uid)
    return redirect("referrals:case_shields", uid=cast("Case", case).uid)


def _reach_shield(
    request: HttpRequest, uid: uuid.UUID
) -> tuple[Shield, Pupil | None, Case | None]:
    """The shield of a child within reach, lifted or not; an unknown one is not found.

    Who writes why while a colleague lifts it is answered with the words, not with 404.
    """
    right = Permission.CASE_WORK
    standing = PupilShield.objects.select_related("pupil", "barred")
    one = standing.filter(uid=uid).first()
    if one is not None:
        return one, _pupil(request, one.pupil.uid, right), None
    rows = CaseShield.objects.select_related("case", "barred")
    other = rows.filter(uid=uid).first()
    missing = Case.objects.none()
    if other is None:
        get_visible_or_404(missing, cast("User", request.user), right, uid=uid)
        raise Http404
    return other, None, _case(request, other.case.uid, right)


@require(Permission.CASE_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def case_interest(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """I have an interest of my own in this case."""
    one = _case(request, uid, Permission.CASE_VIEW)
    return _declare(request, child_name(one), case=one, pupil=one.pupil)


@require(Permission.PUPIL_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def pupil_interest(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """This pupil is related to me."""
    pupil = _pupil(request, uid, Permission.PUPIL_VIEW)
    return _declare(request, pupil.full_name(), pupil=pupil)


@require(Permission.REFERRAL_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_interest(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """I have an interest of my own in this referral."""
    rows = Referral.objects.select_related("case__pupil", "case__school")
    user = cast("User", request.user)
    row = get_visible_or_404(rows, user, Permission.REFERRAL_VIEW, uid=uid)
    case = row.case
    audit.record_view("referral.viewed", by=user, subjects=[case.subject], obj=row)
    return _declare(request, child_name(case), case=case, pupil=case.pupil)


def _declare(
    request: HttpRequest,
    name: str,
    *,
    case: Case | None = None,
    pupil: Pupil | None = None,
) -> HttpResponse:
    user = cast("User", request.user)
    form = InterestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        shield_child(
            by=user,
            barred=user.staff,
            reason=form.cleaned_data["reason"],
            case=case,
            pupil=pupil,
            declared=True,
        )
        messages.success(
            request, _("Thank you. You no longer find this child; somebody else acts.")
        )
        return redirect("portal:home")
    return render(
        request, "referrals/casefile/interest.html", {"form": form, "name": name}
    )
