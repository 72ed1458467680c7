"""One's own account, and staying signed in."""

from typing import cast

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal import audit
from portal.access import grants, signed_in
from portal.account_adapter import KEPT_TEXT
from portal.actions.holding import all_held, drop_held, fields_of, held_for
from portal.invitation_rules import INVITING
from portal.models import HeldPost, User
from portal.permissions import Permission


VOUCHING = (Permission.FACTOR_REPROOF, Permission.POST_GRANT)


@signed_in
@require_safe
def account_home(request: HttpRequest) -> HttpResponse:
    """Password, second step, sessions; inviting and helping where the role may."""
    held = grants(cast("User", request.user))
    context = {
        "roles": sorted({grant.role.key: grant.role for grant in held.all}.items()),
        "may_invite": held.has_any(INVITING),
        "may_vouch": held.has_any(VOUCHING),
    }
    return render(request, "account/home.html", context)


@signed_in
@require_POST
def still_here(request: HttpRequest) -> HttpResponse:
    """The idle clock starts again (the middleware did it)."""
    return HttpResponse(status=204)


@signed_in
@require_safe
def kept_text(request: HttpRequest) -> HttpResponse:
    """What was being written when the session ended, to send again or throw away."""
    user = cast("User", request.user)
    texts = []
    with transaction.atomic():
        for held in all_held(user)[:10]:
            texts.append(_shown(held))
            audit.record("session.text_read", by=user, obj=held)
    if not texts:
        request.session.pop(KEPT_TEXT, None)
    return render(request, "account/kept_text.html", {"texts": texts})


def _shown(held: HeldPost) -> dict[str, object]:
    kept = fields_of(held)
    pairs = [(name, value) for name, values in kept.fields.items() for value in values]
    words = [value for _name, value in pairs if len(value.split()) > 1]
    return {"held": held, "pairs": pairs, "words": words, "files": kept.files}


@signed_in
@require_POST
def drop_text(request: HttpRequest, uid: str) -> HttpResponse:
    """Throw one kept text away."""
    user = cast("User", request.user)
    held = held_for(user, uid)
    if held is None:
        raise Http404
    drop_held(by=user, held=held)
    return redirect("kept_text")
