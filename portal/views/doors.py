"""Doors that are shut: Wagtail's own sign-in and password pages lead to ours.

They would let a password alone past the second factor (research/security.md 1.1).
The sign-in library's pages that this portal has no use for do not exist.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import re_path

from portal.access import public


@public
def to_sign_in(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Whatever was sent here is dropped; signing in is at one place."""
    return redirect("account_login")


@public
def to_sign_out(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Signing out too."""
    return redirect("account_logout")


@public
def nothing_here(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """No sign-up, no change of e-mail, no sign-in by e-mailed code."""
    raise Http404


SHUT = [
    re_path(r"^cms/login/", to_sign_in),
    re_path(r"^cms/password_reset/", to_sign_in),
    re_path(r"^cms/logout/", to_sign_out),
    re_path(r"^_util/login/", to_sign_in),
    re_path(r"^_util/authenticate_with_password/", to_sign_in),
    re_path(r"^cms/failwhale/", nothing_here),  # breaks on purpose
    re_path(r"^cms/documents/", nothing_here),  # files of any kind; nothing uses them
    re_path(r"^cms/api/main/documents/", nothing_here),
    re_path(r"^accounts/signup/", nothing_here),
    re_path(r"^accounts/email/", nothing_here),
    re_path(r"^accounts/confirm-email/", nothing_here),
    re_path(r"^accounts/password/set/", nothing_here),
    re_path(r"^accounts/login/code/", nothing_here),
    re_path(r"^accounts/3rdparty/", nothing_here),
    re_path(r"^accounts/social/", nothing_here),
]
