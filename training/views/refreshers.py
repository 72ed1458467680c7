"""A refresher: begun, answered, and its feedback."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal import audit
from portal.access import get_visible_or_404, require
from portal.clock import now, today
from portal.permissions import Permission
from training.actions.quizzes import AlreadySubmitted
from training.actions.refreshing import (
    NotDue,
    begin_refresher,
    refresher_result,
    submit_refresher,
)
from training.drawing import BankTooSmall
from training.feedback import feedback
from training.forms.paper import PaperForm
from training.learner import learner_of
from training.models import Kind, Quiz, Refresher


@require(Permission.TRAINING_LEARN)
@require_POST
def refresher_begin(request: HttpRequest, uid: UUID) -> HttpResponse:
    learner = learner_of(request)
    module = learner.node_of(uid, Kind.MODULE)
    if learner.staff is None or module is None or not learner.standing.quiz(module):
        raise Http404
    try:
        refresher = begin_refresher(
            staff=learner.staff,
            module=learner.standing.of(module),
            quiz=learner.standing.quiz(module),
            language=get_language() or "",
            at=now(),
            on=today(),
            by=request.user,  # type: ignore[arg-type]
        )
    except NotDue:
        messages.warning(request, _("There is no refresher of this module today."))
    except (BankTooSmall, Quiz.DoesNotExist):
        messages.error(request, _("The quiz is being rewritten. Try again later."))
    else:
        return redirect("training:refresher", uid=refresher.uid)
    return redirect("training:index")


@require(Permission.TRAINING_LEARN)
@require_http_methods(["GET", "HEAD", "POST"])
def refresher(request: HttpRequest, uid: UUID) -> HttpResponse:
    row = get_visible_or_404(
        Refresher.objects.select_related("item", "staff"),
        request.user,  # type: ignore[arg-type]
        Permission.TRAINING_LEARN,
        uid=uid,
    )
    if row.submitted_at:
        if request.method == "POST":
            return _handed_in_already(request, row)
        return _result(request, row)
    language = get_language() or ""
    form = PaperForm(request.POST or None, paper=row.items_snapshot, language=language)
    if form.is_valid():
        return _submit(request, row, form)
    context = {"refresher": row, "form": form}
    return render(request, "training/refreshers/paper.html", context)


def _submit(request: HttpRequest, row: Refresher, form: PaperForm) -> HttpResponse:
    try:
        submit_refresher(
            refresher=row,
            answers=form.answers(),
            language=get_language() or "",
            at=now(),
            by=request.user,  # type: ignore[arg-type]
        )
    except AlreadySubmitted:
        return _handed_in_already(request, row)
    return redirect("training:refresher", uid=row.uid)


def _handed_in_already(request: HttpRequest, row: Refresher) -> HttpResponse:
    audit.record_denied(
        by=request.user,  # type: ignore[arg-type]
        verb=Permission.TRAINING_LEARN.value,
        asked="training:refresher",
    )
    messages.warning(request, _("You have already handed in this refresher."))
    return redirect("training:refresher", uid=row.uid)


def _result(request: HttpRequest, row: Refresher) -> HttpResponse:
    result = refresher_result(row, row.answers)
    node = learner_of(request).outline.find(Kind.MODULE, row.item.translation_key)
    context = {
        "refresher": row,
        "right": sum(one.right for one in result.questions),
        "total": len(result.questions),
        "questions": feedback(row, result, get_language() or ""),
        "module_url": node.address if node else "",
    }
    return render(request, "training/refreshers/result.html", context)
