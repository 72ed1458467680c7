"""Renewing an award by the short way."""

import secrets
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.access import require
from portal.clock import now, today
from portal.permissions import Permission
from training.actions.quizzes import TooSoon, start_attempt
from training.actions.renewing import (
    ChangesUnread,
    NothingToRenew,
    NotPassed,
    NotPlayed,
    TooEarly,
    renew_award,
    require_renewable,
)
from training.drawing import BankTooSmall
from training.learner import Learner, learner_of
from training.models import Award, Kind, Quiz
from training.needs import expiries, needs_of_programme, scenarios_of
from training.outline import Node
from training.own_awards import has_short_way


REWRITTEN = gettext_lazy("The quiz is being rewritten. Try again later.")


@require(Permission.TRAINING_LEARN)
@require_http_methods(["GET", "HEAD", "POST"])
def renewal(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What renewing asks for; POST renews, or opens the refresher that is missing."""
    learner = learner_of(request)
    node = learner.node_of(uid, Kind.PROGRAMME)
    if node is None:
        raise Http404
    hindered, play = _hindrance(request, learner, node)
    if request.method == "POST" and not hindered:
        return _go_on(request, learner, node)
    context = {
        "node": node,
        "hindered": hindered,
        "scenarios": scenarios_of(node) if play else [],
        "quiz": node.refresher,
    }
    return render(request, "training/awards/renewal.html", context)


def try_to_renew(request: HttpRequest, learner: Learner, node: Node) -> Award | None:
    """After the refresher is handed in: the new award, or none while something lacks."""
    try:
        return _renew(request, learner, node)
    except (NothingToRenew, TooEarly, ChangesUnread, NotPlayed, NotPassed):
        return None


def _renew(request: HttpRequest, learner: Learner, node: Node) -> Award:
    """A refresher that is withdrawn while it is rewritten is still asked for."""
    refresher = learner.standing.item(Kind.QUIZ, node.refresher)
    if node.refresher and refresher is None:
        raise NotPassed
    return renew_award(
        staff=learner.staff,  # type: ignore[arg-type]
        needs=needs_of_programme(node, learner.standing),
        expiries=expiries(node, learner.outline),
        refresher=refresher,
        at=now(),
        on=today(),
        by=request.user,  # type: ignore[arg-type]
    )


def _go_on(request: HttpRequest, learner: Learner, node: Node) -> HttpResponse:
    try:
        award = _renew(request, learner, node)
    except NotPassed:
        return _refresher(request, learner, node)
    except (
        NothingToRenew,
        TooEarly,
        ChangesUnread,
        NotPlayed,
    ):  # renewed in another tab
        return redirect("training:renewal", uid=learner.standing.of(node).uid)
    messages.success(request, _("Your award is renewed."))
    return redirect("training:award", public_id=award.public_id)


def _refresher(request: HttpRequest, learner: Learner, node: Node) -> HttpResponse:
    quiz = learner.standing.item(Kind.QUIZ, node.refresher)
    if quiz is None:
        messages.error(request, REWRITTEN)
        return redirect(node.address)
    try:
        with transaction.atomic():
            attempt = start_attempt(
                staff=learner.staff,  # type: ignore[arg-type]
                quiz=quiz,
                lessons=[],
                client_id=uuid4(),
                seed=secrets.token_hex(16),
                language=get_language() or "",
                at=now(),
                by=request.user,  # type: ignore[arg-type]
                since=learner.standing.renews_since(node),
            )
    except (BankTooSmall, Quiz.DoesNotExist):
        messages.error(request, REWRITTEN)
    except TooSoon:
        messages.error(request, _("Read the feedback first, then try again."))
    else:
        return redirect("training:quiz_attempt", uid=attempt.uid)
    return redirect(node.address)


def _hindrance(request: HttpRequest, learner: Learner, node: Node) -> tuple[str, bool]:
    """Why it cannot be renewed now, in a sentence, empty when it can; and whether a
    scenario is what is missing."""
    said, play = "", False
    if learner.staff is None or not has_short_way(node):
        return _("This programme has no short way to a new award."), play
    try:
        _require(request, learner, node)
    except NothingToRenew:
        said = _("Complete every module of the programme first.")
    except TooEarly:
        said = _("An award can be renewed from 90 days before it ends.")
    except ChangesUnread:
        said = _("Read first what changed: the cards stand on “My training”.")
    except NotPlayed:
        said, play = _("Play one of these scenarios first, to an end."), True
    return said, play


def renewal_url(request: HttpRequest, award: Award) -> str:
    """Where the reader renews that award of their own, if the short way is open to
    them; what is still to be read or played is said there."""
    learner = learner_of(request)
    node = learner.outline.find(Kind.PROGRAMME, award.item.translation_key)
    if learner.staff is None or node is None or not has_short_way(node):
        return ""
    try:
        _require(request, learner, node)
    except (ChangesUnread, NotPlayed):
        pass
    except (NothingToRenew, TooEarly):
        return ""
    return reverse("training:renewal", args=[award.item.uid])


def _require(request: HttpRequest, learner: Learner, node: Node) -> None:
    require_renewable(
        learner.staff,  # type: ignore[arg-type]
        needs_of_programme(node, learner.standing),
        quiz=bool(node.refresher),
        on=today(),
        by=request.user,  # type: ignore[arg-type]
    )
