"""The files beside a case and a referral: put one there, read it, take it away."""

import uuid
from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import audit
from portal.access import get_visible_or_404, grants, require
from portal.crypto import Unreadable, preload_keys
from portal.downloads import as_download
from portal.models import User
from portal.permissions import Permission
from referrals.actions.attaching import (
    FileIsGone,
    FileTooLarge,
    TooManyFiles,
    attach_file,
    open_attachment,
    remove_attachment,
)
from referrals.actions.files import CaseIsClosed
from referrals.actions.moving import MoveNotOpen
from referrals.actions.talking_over import BOTH_SIDES
from referrals.forms.attachments import TOO_LARGE, AttachForm, RemoveForm
from referrals.models import Attachment, Case
from referrals.naming import child_name
from referrals.parties import parties_of
from referrals.views.case_parts import part_of_case
from referrals.views.referrals import reach_referral


TYPES = {"jpeg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}


@require(Permission.CASE_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def case_attachments(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Every file of a case, those of its referrals too."""
    one, context = part_of_case(request, uid)
    rows = Attachment.objects.filter(case=one)
    back = reverse("referrals:case", args=[one.uid])

    def attach(**given: Any) -> Attachment:
        return attach_file(case=one, by=cast("User", request.user), **given)

    may = bool(context["may_work"])
    return _page(request, rows, may=may, attach=attach, back=back, case=one)


@require(Permission.REFERRAL_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_attachments(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The files that go with a referral, and those added after it was sent."""
    row = reach_referral(request, uid)
    user = cast("User", request.user)
    rows = Attachment.objects.filter(referral=row)
    page = "referrals:referral_check" if row.is_draft else "referrals:referral"

    def attach(**given: Any) -> Attachment:
        return attach_file(case=row.case, referral=row, by=user, **given)

    may = bool(parties_of(user, row) & BOTH_SIDES)
    back = reverse(page, args=[row.uid])
    return _page(request, rows, may=may, attach=attach, back=back, case=row.case)


def _page(
    request: HttpRequest,
    rows: QuerySet[Attachment],
    *,
    may: bool,
    attach: Callable[..., Attachment],
    back: str,
    case: Case,
) -> HttpResponse:
    """The list, and below it the form for whoever may add."""
    user = cast("User", request.user)
    posted = request.method == "POST" and may
    form = AttachForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={"token": uuid.uuid4()},
    )
    if request.method == "POST" and not may:
        messages.warning(request, _("No file can be added here now."))
    if posted and form.is_valid() and _attached(form, attach):
        messages.success(request, _("The file is kept."))
        return redirect(request.path)
    preload_keys([case.key_uid])
    found = rows.select_related("by", "referral", "removed_by").order_by("at", "pk")
    return render(request, "referrals/attachments.html", {
        "files": [_shown(one, user) for one in found],
        "form": form if may else None,
        "name": child_name(case),
        "caption": case.reference,
        "back": back,
    })  # fmt: skip


def _attached(form: AttachForm, attach: Callable[..., Attachment]) -> bool:
    try:
        attach(**form.given())
    except FileTooLarge:
        form.add_error("file", TOO_LARGE)
    except TooManyFiles:
        form.add_error("file", _("Ten files are kept here. Remove one first."))
    except CaseIsClosed:
        form.add_error(None, _("This case is closed. Nothing can be added."))
    except MoveNotOpen:
        form.add_error(None, _("This referral takes no more files from you."))
    return form.is_valid()


def _shown(one: Attachment, user: User) -> dict[str, Any]:
    return {
        "row": one,
        "kind": Attachment.Kind(one.kind).label,
        "may_remove": _may_remove(one, user),
    }


def _may_remove(one: Attachment, user: User) -> bool:
    """The one who put it there, and the protector of the school."""
    works = grants(user).having(Permission.CASE_WORK)
    return one.by_id == user.pk or any(g.place.id == one.school_id for g in works)


def _reach(request: HttpRequest, uid: uuid.UUID) -> Attachment:
    rows = Attachment.objects.standing().select_related("case__pupil", "referral")
    user = cast("User", request.user)
    found: Attachment = get_visible_or_404(
        rows, user, Permission.REFERRAL_VIEW, uid=uid
    )
    return found


@require(Permission.REFERRAL_VIEW)
@require_safe
def attachment(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The file itself: only ever a download, named by its number."""
    one = _reach(request, uid)
    audit.record_view(
        "attachment.read",
        by=cast("User", request.user),
        subjects=[one.case.subject],
        obj=one,
        detail={"sha256": one.sha256},
    )
    try:
        data = open_attachment(one)
    except Unreadable:
        raise Http404 from None
    return as_download(data, f"{one.uid}.{one.kind}", TYPES[one.kind])


@require(Permission.CASE_WORK, Permission.REFERRAL_RECEIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def attachment_remove(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Why it goes; the file is destroyed, that there was one stays."""
    one, user = _reach(request, uid), cast("User", request.user)
    if not _may_remove(one, user):
        audit.record_denied(
            by=user, verb=Permission.CASE_WORK.value, asked="referrals.attachment"
        )
        raise Http404
    audit.record_view("case.viewed", by=user, subjects=[one.case.subject], obj=one.case)
    form = RemoveForm(request.POST or None)
    owner, page = one.referral or one.case, "referral" if one.referral else "case"
    back = reverse(f"referrals:{page}_attachments", args=[owner.uid])
    if request.method == "POST" and form.is_valid():
        try:
            remove_attachment(attachment=one, by=user, **form.cleaned_data)
        except FileIsGone:
            messages.success(request, _("It was removed before."))
        else:
            messages.success(request, _("The file is destroyed."))
        return redirect(back)
    return render(request, "referrals/work_form.html", {
        "form": form,
        "title": _("Remove a file"),
        "caption": f"{one.case.reference} · {child_name(one.case)}",
        "intro": one.name,
        "button": _("Remove"),
        "back": back,
    })  # fmt: skip
