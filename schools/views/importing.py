"""Bringing files in: choose a kind, send, match columns, look, confirm."""

import uuid
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal import audit
from portal.access import get_visible_or_404, grants, require
from portal.clock import today
from portal.exports import XLSX_TYPE
from portal.permissions import Permission
from schools.actions.importing import (
    AlreadyTaken,
    check_options,
    commit_batch,
    discard_batch,
    read_batch,
    receive_file,
    save_mapping,
)
from schools.actions.undoing import can_undo, undo_batch
from schools.forms.importing import ColumnsForm, ImportForm
from schools.importing.errors import NothingWritten, WrongColumns, message_of
from schools.importing.kinds import SPECS, Spec
from schools.importing.preview import preview
from schools.importing.report import error_csv, error_workbook
from schools.models import ImportBatch
from schools.resources import template


if TYPE_CHECKING:
    from portal.models import User

IMPORTERS = (
    Permission.CALENDAR_IMPORT,
    Permission.PLACES_IMPORT,
    Permission.ROSTER_IMPORT,
    Permission.PUPIL_IMPORT,
    Permission.ABSENCE_IMPORT,
)
State = ImportBatch.State
SHOWN_BATCHES = 10


@require(*IMPORTERS)
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """The kinds that one may bring in, and one's own latest files."""
    user = cast("User", request.user)
    held = grants(user)
    specs = [spec for spec in SPECS.values() if held.has(spec.permission)]
    batches = ImportBatch.objects.filter(created_by=user).exclude(state=State.STAGING)
    return render(
        request,
        "schools/imports.html",
        {
            "specs": specs,
            "batches": batches.order_by("-created_at")[:SHOWN_BATCHES],
            "may_enter": held.has(Permission.ABSENCE_ENTER),
        },
    )


@require(*IMPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Send one file of a kind; what cannot be used is refused in a sentence."""
    user = cast("User", request.user)
    spec = _spec_or_404(user, kind)
    form = ImportForm(request.POST or None, request.FILES or None, spec=spec)
    if form.is_valid():
        answer = _receive(user, spec, form)
        if answer is not None:
            return answer
    return render(request, "schools/import_upload.html", {"form": form, "spec": spec})


@require(*IMPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Match the columns of a file whose headers are unknown; kept for the next one."""
    user = cast("User", request.user)
    batch = _batch_or_404(user, uid, State.STAGING)
    spec = SPECS[batch.kind]
    form = ColumnsForm(request.POST or None, spec=spec, header=batch.header)
    if form.is_valid():
        save_mapping(by=user, kind=batch.kind, headers=form.headers())
        try:
            read_batch(batch=batch, by=user, today=today())
        except WrongColumns as refusal:
            form.add_error(None, str(refusal.sentence))
        except NothingWritten as refusal:
            messages.error(request, str(refusal.sentence))
            return redirect("schools:import_upload", kind=batch.kind)
        else:
            return redirect("schools:import_batch", uid=batch.uid)
    return render(
        request,
        "schools/import_columns.html",
        {"form": form, "spec": spec, "batch": batch},
    )


@require(*IMPORTERS)
@require_safe
@transaction.atomic
def import_batch(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Before the decision: what the file would do. After it: what it did."""
    user = cast("User", request.user)
    batch = _batch_or_404(user, uid, State.STAGED, State.COMMITTED, State.UNDONE)
    shown = preview(
        batch,
        user,
        page=_whole(request.GET.get("page")),
        only_refused=request.GET.get("only") == "refused",
    )
    audit.record_view("import.viewed", by=user, obj=batch, subjects=shown.subjects)
    groups = [{**one, "message": message_of(one["type"])} for one in batch.findings]
    return render(
        request,
        "schools/import_batch.html",
        {
            "batch": batch,
            "groups": groups,
            "shown": shown,
            "spec": SPECS[batch.kind],
            "can_undo": can_undo(batch, today()),
        },
    )


@require(*IMPORTERS)
@require_POST
def import_take(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Take the good rows in."""
    user = cast("User", request.user)
    batch = _batch_or_404(user, uid, State.STAGED, State.COMMITTED)
    try:
        commit_batch(batch=batch, by=user, today=today())
    except NothingWritten as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, gettext("The file was brought in."))
    return redirect("schools:import_batch", uid=uid)


@require(*IMPORTERS)
@require_POST
def import_undo(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Put back what the file changed."""
    user = cast("User", request.user)
    batch = _batch_or_404(user, uid, State.COMMITTED, State.UNDONE)
    try:
        undo_batch(batch=batch, by=user, today=today())
    except NothingWritten as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, gettext("The file was taken back."))
    return redirect("schools:import_batch", uid=uid)


@require(*IMPORTERS)
@require_POST
def import_discard(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Throw the file away; nothing was written."""
    user = cast("User", request.user)
    batch = _batch_or_404(user, uid, *State)
    try:
        discard_batch(batch=batch, by=user)
    except AlreadyTaken as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("schools:import_batch", uid=uid)
    messages.success(request, gettext("The file was thrown away. Nothing was written."))
    return redirect("schools:imports")


@require(*IMPORTERS)
@require_safe
@transaction.atomic
def import_errors(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The refused rows in the file's own layout, with the reason."""
    user = cast("User", request.user)
    batch = _batch_or_404(user, uid, State.STAGED, State.COMMITTED)
    shown = preview(batch, user, only_refused=True, everything=True)
    audit.record_view("import.viewed", by=user, obj=batch, subjects=shown.subjects)
    rows = ([*row.cells, row.reason] for row in shown.rows)
    if request.GET.get("format") == "csv":
        content: bytes = error_csv(batch, rows).encode("utf-8-sig")
        return _file(content, "text/csv; charset=utf-8", f"{batch.kind}-refused.csv")
    return _file(error_workbook(batch, rows), XLSX_TYPE, f"{batch.kind}-refused.xlsx")


@require(*IMPORTERS)
@require_safe
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty file of the kind, with the sheet that explains it."""
    spec = _spec_or_404(cast("User", request.user), kind)
    return _file(template(spec), XLSX_TYPE, f"{spec.kind}.xlsx")


def _receive(user: "User", spec: Spec, form: ImportForm) -> HttpResponse | None:
    """On to the columns or the preview; None where the form has a new error."""
    try:
        check_options(spec.kind, form.options(), today())
        batch = receive_file(
            upload=form.cleaned_data["file"],
            kind=spec.kind,
            by=user,
            options=form.options(),
        )
        try:
            read_batch(batch=batch, by=user, today=today())
        except WrongColumns:
            return redirect("schools:import_columns", uid=batch.uid)
    except NothingWritten as refusal:
        form.add_error("file", str(refusal.sentence))
        return None
    return redirect("schools:import_batch", uid=batch.uid)


def _spec_or_404(user: "User", kind: str) -> Spec:
    spec = SPECS.get(kind)
    if spec is None or not grants(user).has(spec.permission):
        audit.record_denied(by=user, verb="import", asked=kind if spec else "unknown")
        raise Http404
    return spec


def _batch_or_404(user: "User", uid: uuid.UUID, *states: Any) -> ImportBatch:
    """The own batch, as long as one may still bring in files of its kind."""
    kinds = [kind for kind, spec in SPECS.items() if grants(user).has(spec.permission)]
    found: ImportBatch = get_visible_or_404(
        ImportBatch.objects.filter(kind__in=kinds, state__in=states),
        user,
        Permission.PUPIL_IMPORT,
        uid=uid,
    )
    return found


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else 1
