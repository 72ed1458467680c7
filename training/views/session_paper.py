"""The print pack: slides and handout from the lessons, the sheet to sign, the test."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.access import require
from portal.downloads import as_download
from portal.typesetting import typeset
from training.models import LessonPage, TrainingSession
from training.session_key import TEMPLATE, key_paper
from training.session_papers import SHEET, TEST, sheet_paper, test_paper
from training.teaching import Taught
from training.views.sessions import HOLD, own_session


def _lessons(session: TrainingSession) -> list[LessonPage]:
    """The module's lessons as published today, in the session's language."""
    node = Taught(session.language).node_of(session.module)
    if node is None:
        raise Http404
    pages = LessonPage.objects.in_bulk([child.page_id for child in node.children])
    return [pages[one.page_id] for one in node.children if one.page_id in pages]


@require(HOLD)
@require_safe
def session_slides(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Each part of each lesson on a sheet of its own."""
    row = own_session(request, uid)
    context: dict[str, Any] = {"session": row, "lessons": _lessons(row)}
    return render(request, "training/sessions/slides.html", context)


@require(HOLD)
@require_safe
def session_handout(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The lessons one after the other, to take home."""
    row = own_session(request, uid)
    context: dict[str, Any] = {"session": row, "lessons": _lessons(row)}
    return render(request, "training/sessions/handout.html", context)


@require(HOLD)
@require_safe
def session_sheet(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The names of the school's teachers, to sign."""
    row = own_session(request, uid)
    pdf, name = typeset(SHEET, sheet_paper(row)), _("sheet")
    return as_download(pdf, f"{name}.pdf", "application/pdf")


@require(HOLD)
@require_safe
def session_test(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The test on paper, frozen when the session was planned."""
    row = own_session(request, uid)
    if not row.has_paper_test:
        raise Http404
    pdf, name = typeset(TEST, test_paper(row)), _("test")
    return as_download(pdf, f"{name}.pdf", "application/pdf")


@require(HOLD)
@require_safe
def session_key(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What is right in that test, for the one who leads the session; once it began."""
    row = own_session(request, uid)
    if not row.has_key:
        raise Http404
    pdf, name = typeset(TEMPLATE, key_paper(row)), _("answer-key")
    return as_download(pdf, f"{name}.pdf", "application/pdf")
