"""Doors that are shut: Wagtail's own sign-in and password pages lead to ours.

They would let a password alone past the second factor (research/security.md 1.1).
"""

from django.http import HttpRequest, HttpResponse
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


SHUT = [
    re_path(r"^cms/login/", to_sign_in),
    re_path(r"^cms/password_reset/", to_sign_in),
    re_path(r"^cms/logout/", to_sign_out),
    re_path(r"^_util/login/", to_sign_in),
    re_path(r"^_util/authenticate_with_password/", to_sign_in),
    re_path(r"^accounts/signup/", to_sign_in),
]
