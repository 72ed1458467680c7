"""Where a page keeps what is typed into it, and where its writer throws that away."""

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.access import signed_in
from portal.actions.holding import own_path
from portal.actions.keeping import AlreadySent, drop_draft, keep_draft
from portal.drafts import MOST_BYTES, is_key
from portal.models import User


@signed_in
@require_POST
def draft_keep(request: HttpRequest) -> HttpResponse:
    """200 with the hour; 400 no form of ours, 409 sent already, 413 too long."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return HttpResponse(status=413)
    key = request.POST.get("autosave_key", "")
    try:
        page = UUID(request.POST.get("autosave", ""))
    except ValueError:
        return HttpResponse(status=400)
    if not is_key(key):
        return HttpResponse(status=400)
    user, fields = cast("User", request.user), dict(request.POST.lists())
    try:
        kept = keep_draft(by=user, key=key, page=page, fields=fields)
    except AlreadySent:
        return HttpResponse(status=409)
    hour = f"{timezone.localtime(kept.updated_at):%H:%M}"
    return HttpResponse(hour, content_type="text/plain")


@signed_in
@require_POST
def draft_drop(request: HttpRequest) -> HttpResponse:
    """Throw it away and open the form again, empty."""
    drop_draft(by=cast("User", request.user), key=request.POST.get("key", ""))
    back = request.POST.get("next", "")
    return redirect(back if own_path(back) else "/")
