"""A colleague lost the password or the phone and stands in front of me."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.access import require
from portal.actions.vouching import BothWays, NotYourPerson, give_code, give_slip
from portal.invitation_forms import SLIP, InPersonForm
from portal.models import User
from portal.views.account import VOUCHING
from portal.views.invitations import slip


@require(*VOUCHING)
@require_http_methods(["GET", "HEAD", "POST"])
def in_person(request: HttpRequest) -> HttpResponse:
    """A slip or a one-hour code, shown once; the colleague is told by message."""
    form = InPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _give(request, form)
        if answer:
            return answer
    return render(request, "account/in_person.html", {"form": form})


def _give(request: HttpRequest, form: InPersonForm) -> HttpResponse | None:
    by = cast("User", request.user)
    login = form.cleaned_data["login"].strip().lower()
    user = User.objects.filter(username=login, is_active=True).first() or User()
    try:
        if form.cleaned_data["what"] == SLIP:
            return slip(request, *give_slip(user=user, by=by))
        return render(
            request, "account/code_given.html", {"code": give_code(user=user, by=by)}
        )
    except NotYourPerson:
        form.add_error("login", _("No colleague whom you answer for has this name"))
    except BothWays:
        form.add_error(
            "what",
            _(
                "You gave this person the other one in the last three days. Another"
                " person has to do this."
            ),
        )
    return None
