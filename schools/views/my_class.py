"""My class: early signs, and one tap to say that the home was contacted."""

import uuid
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from portal import audit
from portal.access import get_visible_or_404, require
from portal.clock import now, today
from portal.permissions import Permission
from schools.actions.contacts import (
    NotTheirs,
    ServiceContacts,
    log_contact,
    take_back_contact,
)
from schools.models import HomeContact
from schools.my_class import own_classes, own_pupils


if TYPE_CHECKING:
    from portal.models import User

WATCH = Permission.CLASS_WATCH


@require(WATCH)
@require_safe
def my_class(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    classes = own_classes(user, today())
    shown = [one.uid for own in classes for one in (*own.signs, *own.others)]
    audit.record_view("class.viewed", by=user, subjects=shown)
    return render(
        request,
        "schools/my_class.html",
        {"classes": classes, "outcomes": HomeContact.Outcome.choices},
    )


@require(WATCH)
@require_POST
def class_contact(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One tap; while the school service makes contact it is not taken."""
    user = cast("User", request.user)
    pupil = get_visible_or_404(own_pupils(user, today()), user, WATCH, uid=uid)
    outcome = request.POST.get("outcome", "")
    if outcome not in HomeContact.Outcome.values:
        return redirect("schools:my_class")
    try:
        log_contact(pupil=pupil, outcome=outcome, on=today(), at=now(), by=user)
    except ServiceContacts:
        messages.info(request, gettext("The school service will make contact."))
    else:
        messages.success(request, gettext("The contact is kept."))
    return redirect("schools:my_class")


@require(WATCH)
@require_POST
def contact_take_back(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    user = cast("User", request.user)
    contact = get_visible_or_404(HomeContact, user, WATCH, uid=uid)
    try:
        take_back_contact(contact=contact, at=now(), by=user)
    except NotTheirs:
        audit.record_denied(by=user, verb=WATCH.value, asked="schools.homecontact")
        raise Http404 from None
    messages.success(request, gettext("The contact is taken back."))
    return redirect("schools:my_class")
