"""Pages that everybody can open: language, help, privacy notice."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from portal.access import public
from portal.actions.accounts import choose_language
from portal.models import User


@public
@csrf_exempt
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language and stay on the page; kept on the account too.

    Exempt: its form stands on the public help page, which sets no cookie. A forged
    post comes without the session (SameSite) and can turn nothing but the words.
    """
    code = request.POST.get("language", "")
    answer = redirect(_next(request))
    if code in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=settings.SECURE_TRANSPORT,
        )
        if isinstance(request.user, User) and request.user.language != code:
            choose_language(user=request.user, language=code, by=request.user)
    return answer


def _next(request: HttpRequest) -> str:
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        asked, {request.get_host()}, require_https=request.is_secure()
    ):
        return asked
    return "/"


@public
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Signs, whom to call, what happens then: one screen, no cookie, no tracking."""
    return render(request, "portal/help.html", {"contacts": settings.SAFETY_CONTACTS})


@public
@require_safe
def privacy_notice(request: HttpRequest) -> HttpResponse:
    """What is kept about whom, who reads it, and how to ask."""
    return render(request, "portal/privacy.html")
