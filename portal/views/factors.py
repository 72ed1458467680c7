"""The second factor: set it up, prove it again, or get in after losing it."""

from collections.abc import Callable
from typing import cast

from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import remove_webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.access import View, grants, public, signed_in
from portal.actions.vouching import redeem_code
from portal.invitation_forms import LostFactorForm
from portal.models import User
from portal.sessions import has_second_factor


@signed_in
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a second step is asked for, and where to set it up or prove it."""
    back = _back(request)
    if has_second_factor(request):
        return redirect(back)
    user = cast("User", request.user)
    context = {
        "has_one": is_mfa_enabled(user),
        "needed": grants(user).second_factor,
        "back": back,
    }
    return render(request, "account/second_factor.html", context)


@signed_in
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """The library's page, but not for the last factor of a role that asks for one."""
    adapter = get_adapter()
    key = Authenticator.objects.filter(
        user=cast("User", request.user), pk=pk, type=Authenticator.Type.WEBAUTHN
    ).first()
    if key is not None and not adapter.can_delete_authenticator(key):
        messages.error(request, adapter.error_messages["cannot_delete_authenticator"])
        return redirect("mfa_list_webauthn")
    return cast("HttpResponse", remove_webauthn(request, pk=pk))


def _back(request: HttpRequest) -> str:
    asked = request.GET.get("next", "")
    return asked if url_has_allowed_host_and_scheme(asked, None) else "/"


# The library's guard: the password was right, the second step still waits.
_after_the_password = cast(
    "Callable[[View], View]",
    login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login"),
)


@public
@_after_the_password
@require_http_methods(["GET", "HEAD", "POST"])
def lost_factor(request: HttpRequest) -> HttpResponse:
    """After the password: a code given in person lets a new factor be enrolled.

    The sign-in goes on without the old factor; the next page asks for a new one.
    """
    stage = request._login_stage  # type: ignore[attr-defined]
    form = LostFactorForm(request.POST or None, user=stage.login.user)
    if request.method == "POST" and form.is_valid():
        if redeem_code(user=stage.login.user, code=form.cleaned_data["code"]):
            return cast("HttpResponse", stage.exit())
        form.add_error("code", _("The code is wrong or has ended. Ask for a new one."))
    return render(request, "account/lost_factor.html", {"form": form})
