"""Who was at a session and is not on the school's roster: the head or the directorate
says who it was."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import audit
from portal.access import get_visible_or_404, require
from portal.clock import now, today
from portal.listing import CodeFilter, Column, Listing
from portal.permissions import Permission
from portal.time_words import moment
from training.actions.attending import Refused, note_refusal
from training.actions.sessions import NotYourSession, WrongState
from training.actions.walk_ins import settle_walk_in
from training.forms.sessions import WalkInForm
from training.models import WalkIn
from training.teaching import Taught
from training.views.sessions import MOVED, user_of


SETTLE = Permission.TRAINING_SETTLE
SOMEBODY_ELSE = gettext_lazy(
    "You led this session, or it is you who was there. Somebody else says so: the head"
    " or, of the head, the directorate."
)
COLOURS = {"open": "yellow", "accepted": "green", "refused": "grey"}


@require(SETTLE)
@require_safe
def walk_ins(request: HttpRequest) -> HttpResponse:
    rows = WalkIn.objects.visible_to(user_of(request), SETTLE).select_related(
        "session__school", "session__module", "session__facilitator"
    )
    listing = Listing(
        request,
        rows,
        [
            Column(
                "name",
                _("Name"),
                "name",
                sort="name",
                link=lambda row: reverse("training:walk_in", args=[row.uid]),
            ),
            Column("module", _("Module"), "session.module.title"),
            Column("school", _("School"), "session.school.name"),
            Column(
                "at",
                _("When"),
                lambda row: moment(row.session.starts_at),
                sort="session__starts_at",
            ),
            Column("how", _("Signed"), lambda row: row.get_method_display()),
            Column(
                "state",
                _("Status"),
                lambda row: row.get_state_display(),
                tag=lambda row: COLOURS[row.state],
            ),
        ],
        name="walk-ins",
        label=_("Not on the roster"),
        counted=lambda n: ngettext("%(count)s person", "%(count)s people", n),
        filters=[
            CodeFilter(
                "show",
                _("Show"),
                list(WalkIn.State.choices),
                lambda rows, code: rows.filter(state=code),
                "radios",
            )
        ],
        default_sort="-at",
        files=False,
    )
    return render(request, "training/sessions/walk_ins.html", {"listing": listing})


@require(SETTLE)
@require_http_methods(["GET", "HEAD", "POST"])
def walk_in(request: HttpRequest, uid: UUID) -> HttpResponse:
    rows = WalkIn.objects.select_related(
        "session__school", "session__module", "session__facilitator", "staff"
    )
    row = get_visible_or_404(rows, user_of(request), SETTLE, uid=uid)
    form = WalkInForm(request.POST or None, known=row.staff is not None)
    is_open = row.state == WalkIn.State.OPEN
    sent = request.method == "POST" and is_open and form.is_valid()
    if sent and _settle(request, row, form):
        messages.success(request, _("It is settled."))
        return redirect("training:walk_ins")
    context = {"row": row, "form": form, "open": is_open}
    return render(request, "training/sessions/walk_in.html", context)


def _settle(request: HttpRequest, row: WalkIn, form: WalkInForm) -> bool:
    data, user = form.cleaned_data, user_of(request)
    accepted = data["verdict"] == "accepted"
    taught = Taught(get_language() or "")
    try:
        settle_walk_in(
            walk_in=row,
            staff=(form.staff or row.staff) if accepted else None,
            reason=data["reason"],
            conclusions=taught.conclusions(row.session.module),
            at=now(),
            on=today(),
            by=user,
        )
    except NotYourSession:
        asked = "training.walk_in"
        audit.record_denied(by=user, verb=SETTLE.value, asked=asked)
        form.add_error(None, SOMEBODY_ELSE)
        return False
    except WrongState:
        messages.warning(request, MOVED)
        return False
    except Refused as refused:
        note_refusal(session=row.session, why=refused.why, by=user)
        form.add_error(None, _refused(refused))
        return False
    return True


def _refused(refused: Refused) -> str:
    if refused.why == "overlap":
        return _(
            "This person was at another session at that time. It cannot count twice."
        )
    if refused.why == "known":
        return _(
            "This person is on the list of this session already. Refuse this line."
        )
    return _("Who led the session is not counted as having attended it.")
