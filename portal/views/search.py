"""Search by POST only: what is typed to find a person is in no URL and no log."""

from typing import Any, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from portal import audit
from portal.access import grants, signed_in
from portal.hooks import SearchSource, registered
from portal.models import User
from portal.text import fold


MOST = 20
SHORTEST = 2


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def search(request: HttpRequest) -> HttpResponse:
    """Find pupils, cases and staff in reach; accents do not matter."""
    typed = request.POST.get("q", "").strip()[:100]
    user = cast("User", request.user)
    groups = _groups(user, fold(typed)) if len(typed) >= SHORTEST else []
    shown = [hit.subject for group in groups for hit in group["hits"] if hit.subject]
    if request.method == "POST":
        audit.record(
            "search.made", by=user, subjects=shown, detail={"found": len(shown)}
        )
    context = {"typed": typed, "groups": groups, "asked": request.method == "POST"}
    return render(request, "portal/search.html", {**context, "shortest": SHORTEST})


def _groups(user: User, folded: str) -> list[dict[str, Any]]:
    held = grants(user)
    found = []
    for source in registered(SearchSource):
        if held.has_any(source.permissions):
            hits = list(source.find(user, folded, MOST))
            if hits:
                found.append({"heading": source.heading, "hits": hits})
    return found
