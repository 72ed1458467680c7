""" "I have read this": the answer to a card that says what changed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import require
from portal.clock import now
from portal.permissions import Permission
from training.actions.safety import read_change
from training.learner import learner_of
from training.models import ItemVersion


@require(Permission.TRAINING_LEARN)
@require_POST
def change_read(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Of a published safety change; the card goes away, whatever else one did."""
    staff = learner_of(request).staff
    rows = ItemVersion.objects.select_related("item").filter(
        item__uid=uid, number=number, change="safety", locale="sq"
    )
    version = rows.first()
    if staff is None or version is None:
        raise Http404
    read_change(staff=staff, version=version, at=now(), by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Kept: you have read what changed."))
    return redirect("training:index")
