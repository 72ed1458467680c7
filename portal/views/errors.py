"""Error pages: what happened and what to do, never what exists."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400: the browser sent something this site does not understand."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403: only for doors that are open to nobody here, such as the CMS."""
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from an older page: what was typed is still in the browser."""
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404: absent or out of reach, the same page in the same words."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: nothing was written. No request in the template: its context processors
    ask the database, which may be what broke."""
    return HttpResponse(render_to_string("500.html"), status=500)
