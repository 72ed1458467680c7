"""Before a quiz, and before the tests that measure what a module gave."""

import datetime as dt
import secrets
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import audit
from portal.access import require
from portal.clock import now
from portal.permissions import Permission
from portal.time_words import moment
from training.actions.measuring import Taken, TooLate, start_after, start_before
from training.actions.quizzes import (
    LessonsNotDone,
    NotYours,
    TooSoon,
    opens_again,
    start_attempt,
)
from training.drawing import BankTooSmall
from training.learner import Learner, learner_of
from training.models import Kind, LearningItem, ModulePage, Quiz, QuizAttempt
from training.models.bank import COOL_DOWN
from training.outline import Node
from training.standing import module_standing
from training.taught import begun_for


@require(Permission.TRAINING_LEARN)
@require_http_methods(["GET", "HEAD", "POST"])
def quiz_start(request: HttpRequest, uid: UUID) -> HttpResponse:
    learner = learner_of(request)
    found = learner.quiz_of(uid)
    if found is None:
        raise Http404
    module, item = found
    if request.method == "POST" and learner.staff:
        return _start(request, learner, module, item)
    if item.translation_key != module.quiz:
        return _test_page(request, learner, module, item)
    standing = module_standing(module, learner.standing)
    context = {
        "module": module,
        "standing": standing,
        "intro": ModulePage.objects.values_list("quiz_intro", flat=True).get(
            pk=module.page_id
        ),
        "staff": learner.staff,
        "client_id": uuid4(),
        **_tries(learner, module, item),
    }
    return render(request, "training/quiz_start.html", context)


def _test_page(
    request: HttpRequest, learner: Learner, module: Node, item: Any
) -> HttpResponse:
    after = item.translation_key == module.post
    if after:
        ready = module_standing(module, learner.standing).quiz_open
    else:
        ready = not _begun(learner, module)
    context = {
        "module": module,
        "after": after,
        "ready": ready,
        "staff": learner.staff,
        "client_id": uuid4(),
        "last": _tries(learner, module, item)["last"],
    }
    return render(request, "training/test_start.html", context)


def _begun(learner: Learner, module: Node) -> bool:
    """The module, by a lesson or by a session."""
    if any(learner.standing.done(lesson) for lesson in module.parts):
        return True
    item, staff = learner.standing.of(module), learner.staff
    return staff is not None and begun_for(staff, item, now())


def _start(
    request: HttpRequest, learner: Learner, module: Node, item: LearningItem
) -> HttpResponse:
    try:
        attempt = _starter(learner, module, item)(
            staff=learner.staff,
            client_id=_client_id(request),
            language=get_language() or "",
            at=now(),
            by=request.user,
        )
    except LessonsNotDone:
        _denied(request)
        messages.error(request, _("The quiz opens when every part is done."))
    except TooLate:
        _denied(request)
        messages.error(
            request,
            _(
                "The test before the module is for the time before its lessons and"
                " before a session of it begins."
            ),
        )
    except Taken:
        _denied(request)
        messages.error(request, _("This test is taken once, and you have taken it."))
    except TooSoon as wait:
        said = _("You can try again from %(moment)s. Read the feedback until then.")
        messages.error(request, said % {"moment": moment(wait.opens_at)})
        return redirect("training:quiz_start", uid=item.uid)
    except (BankTooSmall, Quiz.DoesNotExist):
        messages.error(request, _("The quiz is being rewritten. Try again later."))
    except NotYours:
        _denied(request)
        raise Http404 from None
    else:
        return redirect("training:quiz_attempt", uid=attempt.uid)
    return redirect(module.address)


def _starter(
    learner: Learner, module: Node, item: LearningItem
) -> Callable[..., QuizAttempt]:
    lessons = [learner.standing.of(lesson) for lesson in module.parts]
    if item.translation_key == module.pre:
        node = learner.standing.of(module)
        return lambda **given: start_before(
            test=item, module=node, lessons=lessons, **given
        )
    if module_standing(module, learner.standing).attended:
        lessons = []  # none for who was at a closed session of the module
    if item.translation_key == module.post:
        before = learner.standing.item(Kind.QUIZ, module.pre)
        return lambda **given: start_after(
            test=item, before=before, lessons=lessons, **given
        )
    seed = secrets.token_hex(16)
    since = learner.standing.renews_since(module)
    return lambda **given: start_attempt(
        quiz=item, lessons=lessons, seed=seed, since=since, **given
    )


def _denied(request: HttpRequest) -> None:
    """Somebody went around the page, which offers no such button."""
    audit.record_denied(
        by=request.user,  # type: ignore[arg-type]
        verb=Permission.TRAINING_LEARN.value,
        asked="training:quiz_start",
    )


def _tries(learner: Learner, module: Node, item: Any) -> dict[str, Any]:
    """The last try, and from when the next one is open (none: now)."""
    if learner.staff is None or item is None:
        return {"last": None, "opens_at": None}
    tries = QuizAttempt.objects.filter(staff=learner.staff, item=item)
    last = tries.select_related("item__current").order_by("-started_at").first()
    since = learner.standing.renews_since(module)
    return {"last": last, "opens_at": waits_until(last, since) if last else None}


def waits_until(attempt: QuizAttempt, since: dt.datetime | None) -> dt.datetime | None:
    """From when one may try again after that failed try, when it is not open now;
    `since` as for `opens_again`."""
    if attempt.submitted_at is None or attempt.passed:
        return None
    current = attempt.item.current
    minutes = (current or attempt.version).snapshot.get("cool_down", COOL_DOWN)
    tries = QuizAttempt.objects.filter(staff=attempt.staff_id, item=attempt.item_id)
    opens_at = opens_again(tries, minutes, since)
    return opens_at if opens_at and opens_at > now() else None


def _client_id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return uuid4()
