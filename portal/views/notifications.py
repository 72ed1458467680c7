"""What waits for me, and which of it comes by e-mail."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.access import signed_in
from portal.actions.notifying import choose_mails, read_all, read_notification
from portal.forms import ChoiceField, PortalForm
from portal.models import Notification, User
from portal.models.accounts import Mails
from portal.notify import words_of


MOST_SHOWN = 50


class MailsForm(PortalForm):
    """Which e-mails this person wants."""

    mails = ChoiceField(
        label=gettext_lazy("Which e-mails do you want?"),
        help_text=gettext_lazy(
            "No e-mail names a child or a school. Urgent ones always come, at once."
        ),
        choices=Mails.choices,
    )


@signed_in
@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """The newest fifty, those not yet opened marked."""
    mine = Notification.objects.filter(to=cast("User", request.user))
    rows = list(mine.order_by("-created_at", "-pk")[:MOST_SHOWN])
    lines = [{"row": row, "words": words_of(row)} for row in rows]
    context = {"lines": lines, "any_new": any(row.read_at is None for row in rows)}
    return render(request, "portal/notifications.html", context)


@signed_in
@require_safe
def notification(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Opened is read; then on to the page it speaks of."""
    one = read_notification(by=cast("User", request.user), uid=uid)
    if one is None:
        raise Http404
    try:
        return redirect(reverse(one.url_name, args=[one.obj] if one.obj else []))
    except NoReverseMatch:
        return redirect("portal:home")


@signed_in
@require_POST
def notifications_read(request: HttpRequest) -> HttpResponse:
    """All of them."""
    read_all(by=cast("User", request.user))
    return redirect("portal:notifications")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def mails(request: HttpRequest) -> HttpResponse:
    """The choice, kept on the account."""
    user = cast("User", request.user)
    form = MailsForm(request.POST or None, initial={"mails": user.mails})
    if request.method == "POST" and form.is_valid():
        choose_mails(by=user, mails=form.cleaned_data["mails"])
        messages.success(request, _("It is saved."))
        return redirect("account_home")
    return render(request, "account/mails.html", {"form": form})
