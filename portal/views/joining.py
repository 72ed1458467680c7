"""Taking up an invitation or an activation slip, by its one-use link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.access import public
from portal.actions.joining import (
    CannotJoin,
    LinkOver,
    LinkWaits,
    account_of,
    join,
    live_invitation,
    renew_password,
)
from portal.invitation_forms import JoinForm, PasswordForm
from portal.models import Invitation, User
from portal.roles import ROLES


@public
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def join_page(request: HttpRequest, token: str) -> HttpResponse:
    """Public: who has the link. It says the role and the place, nobody's name."""
    try:
        invitation = live_invitation(token)
        account = account_of(invitation)
        if not invitation.role:
            return _new_password(request, token, account)
        if account is not None:
            return _another_post(request, token, invitation, account)
        return _new_account(request, token, invitation)
    except (LinkWaits, LinkOver, CannotJoin) as reason:
        return _no_way_in(request, reason)


def _no_way_in(request: HttpRequest, reason: Exception) -> HttpResponse:
    status = {LinkWaits: 403, LinkOver: 404}.get(type(reason), 409)
    context = {"waits": status == 403, "refused": status == 409}
    return render(request, "account/link_over.html", context, status=status)


def _new_account(
    request: HttpRequest, token: str, invitation: Invitation
) -> HttpResponse:
    account = User(username=invitation.username, email=invitation.email or None)
    form = JoinForm(
        request.POST or None, account=account, initial={"name": invitation.name}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        join(token=token, name=data["name"], password=data["password1"])
        messages.success(request, _("Your account is ready. Sign in with it now."))
        return redirect("account_login")
    return render(request, "account/join.html", _context(invitation) | {"form": form})


def _another_post(
    request: HttpRequest, token: str, invitation: Invitation, account: User
) -> HttpResponse:
    """The account exists: its owner, signed in, takes the post."""
    owner = request.user.is_authenticated and request.user.pk == account.pk
    if owner and request.method == "POST":
        join(token=token, name="", password="", by=account)
        messages.success(request, _("The post is yours."))
        return redirect("/")
    context = _context(invitation) | {"owner": owner}
    return render(request, "account/join_again.html", context)


def _new_password(
    request: HttpRequest, token: str, account: User | None
) -> HttpResponse:
    if account is None:
        raise LinkOver
    form = PasswordForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        renew_password(token=token, password=form.cleaned_data["password1"])
        messages.success(request, _("Your password is changed. Sign in with it now."))
        return redirect("account_login")
    return render(request, "account/slip_password.html", {"form": form})


def _context(invitation: Invitation) -> dict[str, object]:
    return {"invitation": invitation, "role": ROLES[invitation.role]}
