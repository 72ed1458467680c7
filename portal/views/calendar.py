"""The month on a page, and the private feed for a telephone's calendar."""

import datetime as dt
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.access import public, signed_in
from portal.actions.feeds import end_feed, make_feed, reader_of
from portal.agenda import as_ics, by_day, entries
from portal.clock import now, today
from portal.models import CalendarFeed, User


SHOWN = dt.timedelta(days=30)
FED = dt.timedelta(days=90)


@signed_in
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What is due from today on; what is late stands on the home page."""
    user, day = cast("User", request.user), today()
    found = list(by_day(entries(user, day, day + SHOWN)))
    context = {"days": found, "first": day, "last": day + SHOWN, "today": day}
    return render(request, "portal/calendar.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Make the secret address, or end it. It is shown once."""
    user, secret = cast("User", request.user), ""
    if request.method == "POST" and "end" in request.POST:
        end_feed(by=user)
        messages.success(request, _("The address works no more."))
        return redirect("portal:calendar_address")
    if request.method == "POST":
        key = make_feed(by=user)
        path = reverse("portal:calendar_feed")
        secret = request.build_absolute_uri(f"{path}?key={key}")
    return render(request, "portal/calendar_address.html", {
        "secret": secret,
        "exists": CalendarFeed.objects.filter(user=user).exists(),
    })  # fmt: skip


@public
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The lines of whoever made this address, for three months; no name is in it.

    The key travels in the query, which no log keeps.
    """
    if "key" not in request.GET:
        return redirect("portal:calendar")
    reader = reader_of(request.GET.get("key", ""))
    if reader is None:
        raise Http404
    day = today()
    with translation.override(reader.language):
        body = as_ics(reader, entries(reader, day, day + FED), now())
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")
