"""The session's two clocks and its second factor, asked on every request."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect
from django.urls import reverse

from portal import audit
from portal.access import grants
from portal.account_adapter import KEPT_TEXT
from portal.actions.holding import drop_held, held_for, hold_post
from portal.actions.keeping import end_draft
from portal.clock import now
from portal.drafts import is_key
from portal.models import User
from portal.permissions import Permission
from portal.views.errors import not_found


Answer = Callable[[HttpRequest], HttpResponse]
SEEN, SINCE, WRITER = "seen_at", "signed_in_at", "was_writing"
# What a session without its second factor can reach: pages about nobody, and those
# that prove or set up the factor. Everything else is shut, the CMS too.
OPEN_PATHS = (
    "/static/",
    "/healthz",
    "/language/",
    "/help/",
    "/privacy/",
    "/accounts/login/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/accounts/password/",
    "/accounts/second-factor/",
    "/accounts/2fa/",
    "/accounts/join/",
    "/accounts/still-here/",
)
FACTORS = "/accounts/2fa/"
PROVE_AGAIN = (
    "/accounts/2fa/reauthenticate/",
    "/accounts/2fa/webauthn/reauthenticate/",
)
BY_ITSELF = ("/cms/editing-sessions/",)  # a page left open calls these; nobody is there
DRAFTS = "/drafts/"
NOTHING_WRITTEN = ("/accounts/", "/language/", "/search/", DRAFTS)


def idle_sign_out(get_response: Answer) -> Answer:
    """Sign out after 30 idle minutes or 10 hours; a text being sent is kept sealed.

    The session is written at most once a minute, so that a warm page costs no write.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not request.path.startswith("/static/"):
            if _over(request):
                return _sign_out(request)
            if not request.path.startswith(BY_ITSELF):
                _touch(request)
        elif request.method == "POST" and WRITER in request.session:
            return _keep_for_writer(request) or get_response(request)
        response = get_response(request)
        if request.method == "POST" and _taken(response):
            _forget_kept(request)
            _end_draft(request)
        if request.method == "POST" and request.path == reverse("account_logout"):
            response["Clear-Site-Data"] = '"cache"'
        return response

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
    user = cast("User", request.user)
    back = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    if request.method == "POST" and _keep(request, user):
        back = reverse("kept_text")
    logout(request)
    request.session[WRITER] = user.pk
    return _to_sign_in(request, back)


def _keep_for_writer(request: HttpRequest) -> HttpResponse | None:
    """A form from a tab that stayed open when another one met the end."""
    user = User.objects.filter(pk=request.session[WRITER], is_active=True).first()
    if user is None or not _keep(request, user):
        return None
    return _to_sign_in(request, reverse("kept_text"))


def _keep(request: HttpRequest, user: User) -> bool:
    return _worth_keeping(request) and bool(
        hold_post(
            user=user,
            path=request.get_full_path(),
            fields=dict(request.POST.lists()),
            files=bool(request.FILES),
        )
    )


def _to_sign_in(request: HttpRequest, back: str) -> HttpResponse:
    target = f"{reverse('account_login')}?{urlencode({'idle': 1, 'next': back})}"
    answer: HttpResponse = HttpResponseRedirect(target)
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204, headers={"HX-Redirect": target})
    answer["Clear-Site-Data"] = '"cache"'
    return answer


def _worth_keeping(request: HttpRequest) -> bool:
    """A form of this site with something in it; a forged one is not kept."""
    if request.path.startswith(NOTHING_WRITTEN) or not request.POST:
        return False
    check = CsrfViewMiddleware(lambda _request: HttpResponse())
    return check.process_view(request, _sign_out, (), {}) is None


def _taken(response: HttpResponse) -> bool:
    """The form was accepted: its page moved on, and not to a door."""
    moved = response.status_code == 302
    return moved and not response.headers["Location"].startswith("/accounts/")


def _forget_kept(request: HttpRequest) -> None:
    """A kept text that was sent again and taken (its page moved on) is dropped."""
    uid = request.POST.get("held_text")
    user = request.user
    if uid and isinstance(user, User):
        held = held_for(user, uid)
        if held:
            drop_held(by=user, held=held)
        if not held_for(user):
            request.session.pop(KEPT_TEXT, None)


def _end_draft(request: HttpRequest) -> None:
    """A form that was taken has no draft any more; one that was refused keeps it."""
    key, page = request.POST.get("autosave_key", ""), request.POST.get("autosave", "")
    user = request.user
    if isinstance(user, User) and is_key(key) and not request.path.startswith(DRAFTS):
        with suppress(ValueError, DatabaseError):  # what was saved stays saved
            end_draft(by=user, key=key, page=UUID(page))


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session proved a second factor (allauth's own record of it)."""
    records = get_authentication_records(request, cast("User", request.user))
    return any(record.get("method") == "mfa" for record in records)


def second_factor(get_response: Answer) -> Answer:
    """A role that reads children's records acts only behind a second factor.

    Whatever door the person came in by, Wagtail's too: without the factor in this
    session the only pages are those that prove it or set it up. And who has a factor
    changes factors only in a session that proved one: a password alone never does.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not has_second_factor(request):
            if _changes_factors(request) and is_mfa_enabled(request.user):
                return redirect("second_factor")
            if (
                not request.path.startswith(OPEN_PATHS)
                and grants(request.user).second_factor
            ):
                return _to_second_factor(request)
        return get_response(request)

    return middleware


def _changes_factors(request: HttpRequest) -> bool:
    return request.path.startswith(FACTORS) and not request.path.startswith(PROVE_AGAIN)


def _to_second_factor(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else "/"
    query = "" if back == "/" else f"?{urlencode({'next': back})}"
    return redirect(f"{reverse('second_factor')}{query}")


def cms_for_editors(get_response: Answer) -> Answer:
    """To everybody signed in who does not edit, the CMS does not exist."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if (
            request.path.startswith("/cms/")
            and isinstance(user, User)
            and not grants(user).has(Permission.CONTENT_EDIT)
        ):
            audit.record_denied(by=user, verb=Permission.CONTENT_EDIT, asked="cms")
            return not_found(request)
        return get_response(request)

    return middleware
