"""The session's two clocks and its second factor, asked on every request."""

import datetime as dt
from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal.access import grants
from portal.actions.holding import hold_post
from portal.clock import now


Answer = Callable[[HttpRequest], HttpResponse]
SEEN, SINCE = "seen_at", "signed_in_at"
OPEN_PATHS = ("/accounts/", "/static/", "/healthz", "/language/", "/help/", "/privacy/")


def idle_sign_out(get_response: Answer) -> Answer:
    """Sign out after 30 idle minutes or 10 hours; a text being sent is kept sealed.

    The session is written at most once a minute, so that a warm page costs no write.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not request.path.startswith("/static/"):
            if _over(request):
                return _sign_out(request)
            _touch(request)
        return get_response(request)

    return middleware


def _over(request: HttpRequest) -> bool:
    moment = now().timestamp()
    seen = request.session.get(SEEN, moment)
    since = request.session.get(SINCE, moment)
    idle = dt.timedelta(minutes=settings.IDLE_MINUTES).total_seconds()
    whole = dt.timedelta(hours=settings.SESSION_HOURS).total_seconds()
    return bool(moment - seen > idle or moment - since > whole)


def _touch(request: HttpRequest) -> None:
    moment = now().timestamp()
    request.session.setdefault(SINCE, moment)
    if moment - request.session.get(SEEN, 0) > 60:
        request.session[SEEN] = moment


def _sign_out(request: HttpRequest) -> HttpResponse:
    user = request.user
    if request.method == "POST" and user.is_authenticated:
        hold_post(user=user, path=request.path, fields=dict(request.POST.lists()))
    logout(request)
    answer = redirect(f"{reverse('account_login')}?idle=1")
    answer["Clear-Site-Data"] = '"cache"'
    return answer


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session proved a second factor (allauth's own record of it)."""
    return any(
        record.get("method") == "mfa" for record in get_authentication_records(request)
    )


def second_factor(get_response: Answer) -> Answer:
    """A role that reads children's records acts only behind a second factor.

    Whatever door the person came in by, Wagtail's too: without the factor in this
    session the only pages are those that set it up.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        needed = (
            request.user.is_authenticated
            and not request.path.startswith(OPEN_PATHS)
            and grants(request.user).second_factor
        )
        if needed and not has_second_factor(request):
            return redirect("second_factor")
        return get_response(request)

    return middleware
