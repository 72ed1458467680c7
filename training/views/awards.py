"""An award: checked by anybody who holds its number, printed by its holder, taken back
by the ministry."""

from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import audit
from portal.access import get_visible_or_404, grants, public, require
from portal.clock import now, today
from portal.downloads import as_download
from portal.models import User
from portal.permissions import Permission
from portal.throttle import throttled
from portal.typesetting import typeset
from training.actions.awards import AlreadyRevoked, OwnAward, revoke_award
from training.award_numbers import grouped, is_formed, tidy
from training.award_state import State
from training.certificates import PAPER, STATES, facts, paper, spoken, standing_of_award
from training.forms.awards import NumberForm, RevokeForm
from training.models import Award
from training.views.renewals import renewal_url


LEARN, NAMES = Permission.TRAINING_LEARN, Permission.COVERAGE_NAMES
REVOKE = Permission.AWARD_REVOKE
RATE = "30/m/ip"


@public
@throttled("award.check", RATE)
@require_http_methods(["GET", "HEAD", "POST"])
def award_check(request: HttpRequest) -> HttpResponse:
    """The number typed from a paper whose code cannot be read."""
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"]
        if Award.objects.filter(public_id=number).exists():
            return redirect("training:award", public_id=number)
        return _unknown(request, number)
    return render(request, "training/awards/check.html", {"form": form})


@public
@throttled("award.check", RATE)
@require_safe
def award(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every printed fact, and what it is worth today. Whoever has the number has the
    paper: 128 random bits are not guessed."""
    number = tidy(public_id)
    rows = Award.objects.select_related("successor", "staff", "item")
    # Whatever else is in the address is not asked: PostgreSQL takes no NUL.
    found = rows.filter(public_id=number).first() if is_formed(number) else None
    if found is None:
        return _unknown(request, number)
    standing = standing_of_award(found, today())
    words, colour = STATES[standing.state]
    doors = _doors(request.user, found)
    ended = doors["mine"] and standing.state == State.EXPIRED
    context = {
        "award": found,
        "facts": spoken(facts(found)),
        "standing": standing,
        "words": words,
        "colour": colour,
        "revoked": standing.state == State.REVOKED,
        "renewal": renewal_url(request, found) if ended else "",
        **doors,
    }
    return render(request, "training/awards/award.html", context)


@require(LEARN, NAMES)
@require_safe
def award_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """The certificate: for its holder, and for who may see by name who is trained."""
    user = _user(request)
    found = get_visible_or_404(
        Award, user, _reach(user, public_id), public_id=public_id
    )
    if found.revoked_at:
        messages.error(request, _("A revoked award is not printed."))
        return redirect("training:award", public_id=public_id)
    pdf = typeset(PAPER, paper(found))
    audit.record(
        "certificate.printed",
        by=user,
        obj=found,
        detail={"sha256": sha256(pdf).hexdigest()},
    )
    return as_download(pdf, f"{found.public_id}.pdf", "application/pdf")


@require(REVOKE)
@require_http_methods(["GET", "HEAD", "POST"])
def award_revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    user = _user(request)
    rows = Award.objects.select_related("staff")
    found = get_visible_or_404(rows, user, REVOKE, public_id=public_id)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _revoke(request, user, found, form.cleaned_data["reason"])
        return redirect("training:award", public_id=public_id)
    context = {"award": found, "form": form, "facts": spoken(facts(found))}
    return render(request, "training/awards/revoke.html", context)


def _revoke(request: HttpRequest, user: User, found: Award, reason: str) -> None:
    try:
        revoke_award(award=found, reason=reason, at=now(), by=user)
    except AlreadyRevoked:
        messages.warning(request, _("This award is revoked already."))
    except OwnAward:
        audit.record_denied(by=user, verb=REVOKE.value, asked="training:award_revoke")
        messages.error(request, _("Somebody else must decide about your own award."))
    else:
        messages.success(request, _("The award is revoked. Its holder is told."))


def _unknown(request: HttpRequest, number: str) -> HttpResponse:
    """A number that was never given: a slip of the pen, or a forged paper. Only what
    could be a number is written down, never other words that somebody typed."""
    formed = is_formed(number)
    audit.record(
        "certificate.unknown",
        by=request.user if isinstance(request.user, User) else None,
        detail={"number": number if formed else "", "formed": formed},
    )
    context = {"number": grouped(number) if formed else ""}
    return render(request, "training/awards/unknown.html", context, status=404)


def _doors(user: Any, found: Award) -> dict[str, bool]:
    """What this reader may do besides reading."""
    if not user.is_authenticated:
        return {"mine": False, "prints": False, "revokes": False}
    mine, held = found.staff.user_id == user.pk, grants(user)
    reach = Award.objects.visible_to(user, NAMES).filter(pk=found.pk)
    may_print = mine and held.has(LEARN)
    if not may_print and held.has(NAMES):
        may_print = reach.exists()
    open_still = found.revoked_at is None
    return {
        "mine": mine,
        "prints": open_still and may_print,
        "revokes": open_still and held.has(REVOKE) and not mine,
    }


def _reach(user: User, public_id: str) -> Permission:
    own = Award.objects.visible_to(user, LEARN).filter(public_id=public_id)
    return LEARN if own.exists() else NAMES


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user
