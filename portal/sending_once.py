"""Double submit makes one: a page that sends the same again is led where it went.

Every form with `{% autosave %}` carries its page's number. The same number with the
same words is the same sending; with other words it is a new one, so that nobody's
second thought is taken for an echo. The database refuses the second mark.
"""

import datetime as dt
import json
import time
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac

from portal.clock import now
from portal.models import SentForm, User


Answer = Callable[[HttpRequest], HttpResponse]
PATIENCE = 5.0  # seconds that the second waits for the answer of the first
BROKEN_OFF = dt.timedelta(minutes=1)  # without an answer: its process ended
NOT_SAID = {"csrfmiddlewaretoken", "held_text"}


def once(get_response: Answer) -> Answer:
    """Takes the first of two equal sendings; a refused one may be sent again."""

    def middleware(request: HttpRequest) -> HttpResponse:
        mark = _mark(request)
        if not mark:
            return get_response(request)
        if not _first(mark):
            return redirect(_went(mark) or request.get_full_path())
        went = ""
        try:
            response = get_response(request)
            went = _led_to(response)
        finally:
            _remember(mark, went)
        return response

    return middleware


def _mark(request: HttpRequest) -> str:
    if request.method != "POST" or request.path.startswith("/drafts/"):
        return ""
    page, user = request.POST.get("autosave", ""), request.user
    if not page or not isinstance(user, User) or request.FILES:
        return ""
    said = {
        name: values for name, values in request.POST.lists() if name not in NOT_SAID
    }
    text = json.dumps([str(user.uid), request.get_full_path(), said], sort_keys=True)
    return salted_hmac("portal.sent_form", text, algorithm="sha256").hexdigest()


def _first(mark: str) -> bool:
    """Whether this sending is the first; one that broke off counts no more."""
    broken = now() - BROKEN_OFF
    SentForm.objects.filter(mark=mark, went="", at__lt=broken).delete()
    try:
        with transaction.atomic():
            SentForm.objects.create(mark=mark, at=now())
    except IntegrityError:
        return False
    return True


def _went(mark: str) -> str:
    """Where the first was led; nothing when it was refused or takes too long."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        row = SentForm.objects.filter(mark=mark).first()
        if row is None or row.went:
            return row.went if row else ""
        time.sleep(0.1)
    return ""


def _led_to(response: HttpResponse) -> str:
    """The page that an accepted form moved on to, unless that is a door."""
    if response.status_code != 302:
        return ""
    target = response.headers["Location"]
    ours = target.startswith("/") and not target.startswith("/accounts/")
    return target[:300] if ours else ""


def _remember(mark: str, went: str) -> None:
    rows = SentForm.objects.filter(mark=mark)
    if went:
        rows.update(went=went)
    else:
        rows.delete()
