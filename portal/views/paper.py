"""Asking to print a list with the reasons: what is the paper for?"""

import re

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from portal import audit
from portal.access import signed_in
from portal.forms import ChoiceField, PortalForm
from portal.listing_paper import PURPOSES, allow_reasons
from portal.models import User


LIST = re.compile(r"[a-z_]{1,30}")


class ReasonsForm(PortalForm):
    """The purpose, chosen from few: nothing is typed, nothing typed is in the history."""

    heading_field = "purpose"
    purpose = ChoiceField(
        label=_("What are the reasons on paper needed for?"),
        choices=list(PURPOSES.items()),
    )
    list = forms.CharField(widget=forms.HiddenInput)
    back = forms.CharField(widget=forms.HiddenInput)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def list_reasons(request: HttpRequest) -> HttpResponse:
    """Note the purpose and lead back to the list, which now prints whole."""
    asked = request.POST if request.method == "POST" else request.GET
    name, back = asked.get("list", ""), asked.get("back", "")
    if not LIST.fullmatch(name) or not _is_ours(back):
        return redirect("portal:home")
    form = ReasonsForm(request.POST or None, initial={"list": name, "back": back})
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)  # noqa: S101 - the guard says so
        purpose = form.cleaned_data["purpose"]
        allow_reasons(request, name)
        audit.record(
            "list.with_reasons",
            by=request.user,
            detail={"list": name, "purpose": purpose},
        )
        return redirect(back)
    return render(request, "portal/list_reasons.html", {"form": form, "back": back})


def _is_ours(back: str) -> bool:
    return back.startswith("/") and url_has_allowed_host_and_scheme(back, None)
