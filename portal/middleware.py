"""What every request passes: language, headers, the idle clock, the second factor."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


Answer = Callable[[HttpRequest], HttpResponse]


def security_headers(get_response: Answer) -> Answer:
    """Nothing about a person stays in a browser's or a proxy's cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault(
            "Permissions-Policy",
            "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        )
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(settings.STATIC_URL):
            response.setdefault("Cache-Control", "no-store")
            response.setdefault("X-Robots-Tag", "noindex")
        return response

    return middleware


def language(get_response: Answer) -> Answer:
    """Albanian first: the cookie of the switch decides, never the browser's list.

    Many phones here are set to English; that is not a wish. The switch also stores
    the choice on the account, and signing in sets the cookie from it.
    """
    known = {code for code, _name in settings.LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        code = asked if asked in known else settings.LANGUAGE_CODE
        translation.activate(code)
        request.LANGUAGE_CODE = code
        response = get_response(request)
        response.headers.setdefault(
            "Content-Language", translation.get_language() or code
        )
        return response

    return middleware
