"""The paper of a quiz, going on later, and the result with feedback."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import audit
from portal.access import get_visible_or_404, require
from portal.actions.keeping import AlreadySent, keep_draft
from portal.clock import now
from portal.drafts import key_of, page_of
from portal.permissions import Permission
from training.actions.quizzes import AlreadySubmitted, result_of, submit_attempt
from training.feedback import feedback
from training.forms.paper import PaperForm
from training.learner import Learner, learner_of, settle_for
from training.models import Kind, QuizAttempt
from training.outline import Node
from training.views.quiz_start import waits_until
from training.views.renewals import try_to_renew


@require(Permission.TRAINING_LEARN)
@require_http_methods(["GET", "HEAD", "POST"])
def quiz_attempt(request: HttpRequest, uid: UUID) -> HttpResponse:
    attempt = get_visible_or_404(
        QuizAttempt.objects.select_related(
            "item__current", "version", "staff", "before"
        ),
        request.user,  # type: ignore[arg-type]
        Permission.TRAINING_LEARN,
        uid=uid,
    )
    learner = learner_of(request)
    module = learner.outline.module_of_quiz(attempt.item.translation_key)
    if attempt.submitted_at:
        if request.method == "POST":
            return _handed_in_already(request, attempt)
        return _result(request, attempt, learner, module)
    if "later" in request.POST:
        return _keep(request, module)
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
            if module and not attempt.form:
                _conclude(request, learner, module)
    except AlreadySubmitted:
        return _handed_in_already(request, attempt)
    return redirect("training:quiz_attempt", uid=attempt.uid)


def _conclude(request: HttpRequest, learner: Learner, node: Node) -> None:
    """What follows from a quiz handed in; of a refresher, perhaps a new award."""
    if node.kind == Kind.PROGRAMME:
        try_to_renew(request, learner, node)
    else:
        settle_for(request, learner, node)


def _handed_in_already(request: HttpRequest, attempt: QuizAttempt) -> HttpResponse:
    """A paper sent again with other answers: its first marks stand."""
    audit.record_denied(
        by=request.user,  # type: ignore[arg-type]
        verb=Permission.TRAINING_LEARN.value,
        asked="training:quiz_attempt",
    )
    messages.warning(request, _("You have already handed in this quiz."))
    return redirect("training:quiz_attempt", uid=attempt.uid)


def _keep(request: HttpRequest, module: Node | None) -> HttpResponse:
    """Keep the answers as the page's script would, for who has no script. 303: a 302
    would say that the paper was handed in, and its draft would go (decision 0016)."""
    try:
        keep_draft(
            by=request.user,  # type: ignore[arg-type]
            key=key_of(request),
            page=page_of(request, None),
            fields={k: v for k, v in request.POST.lists() if k != "later"},
        )
        messages.success(
            request, _("Your answers are kept for 30 days. Go on when you like.")
        )
    except AlreadySent:
        messages.warning(request, _("You have already handed in this quiz."))
    back = module.address if module else reverse("training:index")
    return HttpResponse(status=303, headers={"Location": back})


def _complete(learner: Learner, module: Node | None) -> bool:
    item = learner.standing.of(module) if module else None
    if module is None or item is None or not item.completed_on:
        return False
    return learner.standing.lapsed_on(module) is None


def _result(
    request: HttpRequest, attempt: QuizAttempt, learner: Learner, module: Node | None
) -> HttpResponse:
    result = result_of(attempt, attempt.answers)
    test = bool(attempt.form)
    renews = module is not None and module.kind == Kind.PROGRAMME
    programme = module if renews or module is None else module.parent
    since = learner.standing.renews_since(module) if module else None
    context = {
        "attempt": attempt,
        "result": result,
        "questions": feedback(attempt, result, get_language() or ""),
        "module": module,
        "complete": _complete(learner, module),
        "again_url": _again(attempt, learner, programme if renews else None),
        "award": learner.standing.of(programme).award if programme else None,
        "client_id": uuid4(),
        "opens_at": waits_until(attempt, since),
    }
    page = "test_result" if test else "quiz_result"
    return render(request, f"training/{page}.html", context)


def _again(attempt: QuizAttempt, learner: Learner, programme: Node | None) -> str:
    if programme:
        return reverse("training:renewal", args=[learner.standing.of(programme).uid])
    return reverse("training:quiz_start", args=[attempt.item.uid])
