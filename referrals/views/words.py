"""Messages both ways, and facts learnt after sending."""

import uuid
from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.access import require
from portal.forms import PortalForm
from portal.models import User
from portal.permissions import Permission
from referrals.actions.moving import MoveNotOpen
from referrals.actions.talking_over import NoWords, add_facts, send_message
from referrals.forms.exchange import AddendumForm, MessageForm
from referrals.naming import child_name
from referrals.views.referrals import reach_referral


@require(Permission.REFERRAL_SEND, Permission.REFERRAL_RECEIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_message(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A word to the other side."""
    title = _("Write to the other side")
    return _words(request, uid, MessageForm, send_message, title)


@require(Permission.REFERRAL_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_addendum(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A later fact, added to what was sent."""
    return _words(request, uid, AddendumForm, add_facts, _("Add what you know now"))


def _words(
    request: HttpRequest,
    uid: uuid.UUID,
    form_class: type[PortalForm],
    action: Callable[..., Any],
    title: str,
) -> HttpResponse:
    row = reach_referral(request, uid)
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = cast("User", request.user)
        try:
            action(referral=row, by=by, **form.cleaned_data)
        except (MoveNotOpen, NoWords):
            form.add_error(None, _("This referral takes no more words from you."))
        else:
            messages.success(request, _("The other side sees it now."))
            return redirect("referrals:referral", uid=row.uid)
    return render(request, "referrals/work_form.html", {
        "form": form,
        "title": title,
        "caption": f"{row.reference} · {child_name(row.case)}",
        "button": _("Send"),
        "back": reverse("referrals:referral", args=[row.uid]),
    })  # fmt: skip
