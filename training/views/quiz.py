"""The quiz: its first page, the paper, and the result with feedback."""

import secrets
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.access import get_visible_or_404, require
from portal.clock import now
from portal.permissions import Permission
from training.actions.quizzes import (
    AlreadySubmitted,
    LessonsNotDone,
    NotYours,
    result_of,
    start_attempt,
    submit_attempt,
)
from training.drawing import BankTooSmall
from training.feedback import feedback
from training.forms.paper import PaperForm
from training.learner import Learner, learner_of, settle_for
from training.models import LearningItem, ModulePage, Quiz, QuizAttempt
from training.outline import Node
from training.standing import module_standing


@require(Permission.TRAINING_LEARN)
@require_http_methods(["GET", "HEAD", "POST"])
def quiz_start(request: HttpRequest, uid: UUID) -> HttpResponse:
    learner = learner_of(request)
    module = _module_by_quiz(learner, uid)
    if module is None:
        raise Http404
    standing = module_standing(module, learner.standing)
    if request.method == "POST" and learner.staff:
        return _start(request, learner, module)
    context = {
        "module": module,
        "standing": standing,
        "intro": ModulePage.objects.values_list("quiz_intro", flat=True).get(
            pk=module.page_id
        ),
        "staff": learner.staff,
        "client_id": uuid4(),
        "last": _last_attempt(learner, standing.quiz),
    }
    return render(request, "training/quiz_start.html", context)


def _start(request: HttpRequest, learner: Learner, module: Node) -> HttpResponse:
    try:
        attempt = start_attempt(
            staff=learner.staff,  # type: ignore[arg-type]
            quiz=learner.standing.quiz(module),
            lessons=_lessons_before(learner, module),
            client_id=_client_id(request),
            seed=secrets.token_hex(16),
            language=get_language() or "",
            at=now(),
            by=request.user,  # type: ignore[arg-type]
        )
    except LessonsNotDone:
        messages.error(request, _("The quiz opens when every part is done."))
        return redirect(module.address)
    except (BankTooSmall, Quiz.DoesNotExist):
        messages.error(request, _("The quiz is being rewritten. Try again later."))
        return redirect(module.address)
    except NotYours:
        raise Http404 from None
    return redirect("training:quiz_attempt", uid=attempt.uid)


def _lessons_before(learner: Learner, module: Node) -> list[LearningItem]:
    """All of them; none for who was at a closed session of the module."""
    if module_standing(module, learner.standing).attended:
        return []
    return [learner.standing.of(lesson) for lesson in module.parts]


@require(Permission.TRAINING_LEARN)
@require_http_methods(["GET", "HEAD", "POST"])
def quiz_attempt(request: HttpRequest, uid: UUID) -> HttpResponse:
    attempt = get_visible_or_404(
        QuizAttempt.objects.select_related("item", "staff"),
        request.user,  # type: ignore[arg-type]
        Permission.TRAINING_LEARN,
        uid=uid,
    )
    learner = learner_of(request)
    module = learner.outline.module_of_quiz(attempt.item.translation_key)
    if attempt.submitted_at:
        return _result(request, attempt, learner, module)
    form = PaperForm(
        request.POST or None,
        paper=attempt.items_snapshot,
        language=get_language() or "",
    )
    if form.is_valid():
        return _submit(request, attempt, form, learner, module)
    context = {"attempt": attempt, "form": form, "module": module}
    return render(request, "training/quiz_attempt.html", context)


def _submit(
    request: HttpRequest,
    attempt: QuizAttempt,
    form: PaperForm,
    learner: Learner,
    module: Node | None,
) -> HttpResponse:
    try:
        with transaction.atomic():
            submit_attempt(
                attempt=attempt,
                answers=form.answers(),
                language=get_language() or "",
                at=now(),
                by=request.user,  # type: ignore[arg-type]
            )
            if module:
                settle_for(request, learner, module)
    except AlreadySubmitted:
        messages.warning(request, _("You have already handed in this quiz."))
    return redirect("training:quiz_attempt", uid=attempt.uid)


def _result(
    request: HttpRequest, attempt: QuizAttempt, learner: Learner, module: Node | None
) -> HttpResponse:
    result = result_of(attempt, attempt.answers)
    programme = module.parent if module else None
    context = {
        "attempt": attempt,
        "result": result,
        "questions": feedback(attempt, result, get_language() or ""),
        "module": module,
        "complete": bool(module and learner.standing.of(module).completed_on),
        "award": learner.standing.of(programme).award if programme else None,
        "client_id": uuid4(),
    }
    return render(request, "training/quiz_result.html", context)


def _module_by_quiz(learner: Learner, uid: UUID) -> Node | None:
    for node in learner.outline.nodes:
        quiz = learner.standing.quiz(node)
        if quiz and quiz.uid == uid:
            return node
    return None


def _last_attempt(learner: Learner, quiz: Any) -> QuizAttempt | None:
    if learner.staff is None:
        return None
    attempts = QuizAttempt.objects.filter(staff=learner.staff, item=quiz)
    return attempts.order_by("-started_at").first()


def _client_id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return uuid4()
