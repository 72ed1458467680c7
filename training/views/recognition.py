"""Training taken elsewhere: a teacher proposes, a directorate officer decides."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import audit
from portal.access import get_visible_or_404, grants, require
from portal.clock import now, today
from portal.dates import day_text
from portal.listing import CodeFilter, Column, Listing
from portal.permissions import Permission
from schools import directory
from training.actions.progress import NotPublished
from training.actions.recognising import (
    AlreadyComplete,
    AlreadyDecided,
    AlreadyProposed,
    OwnProposal,
    TooOld,
    approve_recognition,
    propose_recognition,
    refuse_recognition,
)
from training.forms.recognition import DecisionForm, ProposalForm
from training.models import Recognition
from training.teaching import Taught
from training.views.sessions import user_of


LEARN, DECIDE = Permission.TRAINING_LEARN, Permission.TRAINING_RECOGNISE
COLOURS = {"proposed": "yellow", "approved": "green", "refused": "grey"}


@require(LEARN)
@require_safe
def recognitions(request: HttpRequest) -> HttpResponse:
    """The own ones; an officer sees those of the schools in reach."""
    user = user_of(request)
    decides = grants(user).has(DECIDE)
    right = DECIDE if decides else LEARN
    rows = Recognition.objects.visible_to(user, right).select_related(
        "staff", "school", "module"
    )
    listing = Listing(
        request,
        rows,
        [
            Column(
                "module",
                _("Module"),
                "module.title",
                link=lambda row: reverse("training:recognition", args=[row.uid]),
            ),
            Column(
                "who",
                _("Name"),
                lambda row: row.staff.full_name(),
                sort="staff__name_key",
            ),
            Column("school", _("School"), "school.name", sort="school__name"),
            Column(
                "on",
                _("Trained on"),
                lambda row: day_text(row.trained_on),
                sort="trained_on",
            ),
            Column(
                "state",
                _("Status"),
                lambda row: row.get_state_display(),
                tag=lambda row: COLOURS[row.state],
            ),
        ],
        name="recognition",
        label=_("Earlier training"),
        counted=lambda n: ngettext("%(count)s proposal", "%(count)s proposals", n),
        filters=[
            CodeFilter(
                "show",
                _("Show"),
                list(Recognition.State.choices),
                lambda rows, code: rows.filter(state=code),
                "radios",
            )
        ],
        default_sort="-on",
        files=False,
    )
    schools = directory.schools_of(user)
    context = {"listing": listing, "proposes": bool(schools)}
    return render(request, "training/recognition/list.html", context)


@require(LEARN)
@require_http_methods(["GET", "HEAD", "POST"])
def recognition_new(request: HttpRequest) -> HttpResponse:
    user, taught = user_of(request), Taught(get_language() or "")
    schools = directory.schools_of(user)
    form = ProposalForm(
        request.POST or None,
        modules=taught.modules(),
        schools=[(str(school.uid), school.name) for school in schools],
        day=today(),
    )
    if request.method == "POST" and form.is_valid():
        made = _propose(request, form, taught, {str(s.uid): s for s in schools})
        if made:
            messages.success(request, _("It is sent. The directorate decides."))
            return redirect("training:recognition", uid=made.uid)
    return render(request, "training/recognition/new.html", {"form": form})


def _propose(
    request: HttpRequest, form: ProposalForm, taught: Taught, schools: dict[str, Any]
) -> Recognition | None:
    data, user = form.cleaned_data, user_of(request)
    staff = directory.staff_of(user)
    if staff is None:
        raise Http404
    try:
        return propose_recognition(
            staff=staff,
            school=schools[data["school"]],
            module=taught.by_uid(data["module"])[0],
            trained_on=data["trained_on"],
            body=data["body"],
            evidence=data["evidence"],
            at=now(),
            on=today(),
            by=user,
        )
    except AlreadyComplete:
        form.add_error(
            "module", _("You have completed this module. Nothing is needed.")
        )
    except AlreadyProposed:
        form.add_error(
            "module", _("Your proposal for this module waits for its decision.")
        )
    return None


@require(LEARN)
@require_http_methods(["GET", "HEAD", "POST"])
def recognition(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One proposal; the officer of the school's directorate decides on this page."""
    user = user_of(request)
    rows = Recognition.objects.select_related(
        "staff", "school", "module", "proposed_by", "decided_by"
    )
    decides = grants(user).has(DECIDE)
    row = get_visible_or_404(rows, user, DECIDE if decides else LEARN, uid=uid)
    own = user.pk in {row.proposed_by_id, row.staff.user_id}
    is_open = decides and not own and row.state == Recognition.State.PROPOSED
    form = DecisionForm(request.POST or None) if is_open else None
    if request.method == "POST":
        if form is None:
            audit.record_denied(
                by=user, verb=DECIDE.value, asked="training.recognition"
            )
            raise Http404
        if form.is_valid() and _decide(request, row, form):
            return redirect("training:recognition", uid=row.uid)
    context = {"row": row, "form": form, "colour": COLOURS[row.state]}
    return render(request, "training/recognition/one.html", context)


def _decide(request: HttpRequest, row: Recognition, form: DecisionForm) -> bool:
    data, user = form.cleaned_data, user_of(request)
    try:
        if data["verdict"] == "refused":
            refuse_recognition(
                recognition=row, reason=data["reason"], at=now(), by=user
            )
        else:
            taught = Taught(get_language() or "")
            approve_recognition(
                recognition=row,
                reason=data["reason"],
                conclusions=taught.conclusions(row.module),
                at=now(),
                on=today(),
                by=user,
            )
    except TooOld:
        form.add_error(
            "verdict",
            _(
                "That training is so long ago that it would have expired. Do not recognise it."
            ),
        )
    except AlreadyComplete:
        form.add_error(
            "verdict", _("The module is complete already. Do not recognise it.")
        )
    except NotPublished:
        form.add_error("verdict", _("This module is withdrawn. Do not recognise it."))
    except (AlreadyDecided, OwnProposal):
        form.add_error(None, _("This is decided, or it is your own proposal."))
    else:
        messages.success(request, _("The decision is kept."))
        return True
    return False
