"""One card a page on the device that goes round: nobody is signed in, nothing leads
back to an earlier card, and the last page says whom to tell."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.access import public
from portal.clock import now
from training.actions.cards import (
    LinkOver,
    RoundGone,
    TooManyCards,
    round_of,
    take_device_card,
)
from training.forms.cards import DeviceCardForm
from training.views.cards import asked_on


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card_device(request: HttpRequest, token: str) -> HttpResponse:
    """Public: who has the link, for two hours. It says neither school nor class."""
    try:
        row = round_of(token, now())
    except LinkOver as error:
        raise Http404 from error
    if request.method != "POST" and "done" in request.GET:
        return render(request, "training/cards/done.html", {"token": token})
    form = DeviceCardForm(request.POST or None, asked=asked_on(row))
    if request.method == "POST" and form.is_valid():
        try:
            take_device_card(token=token, card=form.coded(), at=now())
        except (LinkOver, RoundGone) as error:
            raise Http404 from error
        except TooManyCards:
            form.add_error(
                None, _("No more cards fit. Give the device to the teacher.")
            )
        else:
            there = reverse("training:card_device", args=[token])
            return redirect(f"{there}?done=1")
    return render(request, "training/cards/device.html", {"form": form})
