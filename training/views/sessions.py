"""Sessions: the list, and one of them with what to do next."""

from typing import Any, cast
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import (
    require_safe,
)

from portal import audit
from portal.access import get_visible_or_404, require
from portal.clock import now
from portal.listing import CodeFilter, Column, Listing
from portal.models import User
from portal.permissions import Permission
from portal.time_words import moment
from training.models import Attendance, TrainingSession
from training.session_people import people_there
from training.session_rules import is_late


HOLD = Permission.TRAINING_HOLD
State = TrainingSession.State
COLOURS = {"planned": "blue", "held": "yellow", "closed": "green", "cancelled": "grey"}
MOVED = gettext_lazy("The session has moved on. This is how it stands now.")


def user_of(request: HttpRequest) -> User:
    return cast("User", request.user)


def reach_session(request: HttpRequest, uid: UUID) -> TrainingSession:
    """A session at a school where the person holds sessions."""
    rows = TrainingSession.objects.select_related("school", "facilitator", "module")
    found: TrainingSession = get_visible_or_404(rows, user_of(request), HOLD, uid=uid)
    return found


def own_session(request: HttpRequest, uid: UUID) -> TrainingSession:
    """One that this person leads; another's is refused and audited."""
    found = reach_session(request, uid)
    if found.facilitator.user_id != request.user.pk:
        asked = f"training_session.{request.resolver_match.url_name}"  # type: ignore[union-attr]
        audit.record_denied(by=user_of(request), verb=HOLD.value, asked=asked)
        raise Http404
    return found


@require(HOLD)
@require_safe
def sessions(request: HttpRequest) -> HttpResponseBase:
    there = Q(attendances__state__in=Attendance.THERE)
    rows = (
        TrainingSession.objects.visible_to(user_of(request), HOLD)
        .select_related("school", "module", "facilitator")
        .annotate(there=Count("attendances", filter=there))
    )
    listing = Listing(
        request,
        rows,
        [
            Column(
                "at",
                _("When"),
                lambda row: moment(row.starts_at),
                sort="starts_at",
                link=lambda row: reverse("training:session", args=[row.uid]),
            ),
            Column("module", _("Module"), "module.title"),
            Column("school", _("School"), "school.name", sort="school__name"),
            Column("who", _("Led by"), lambda row: row.facilitator.full_name()),
            Column("there", _("Were there"), "there", sort="there", numeric=True),
            Column(
                "state",
                _("Status"),
                lambda row: row.get_state_display(),
                tag=lambda row: COLOURS[row.state],
            ),
        ],
        name="sessions",
        label=_("Training sessions"),
        counted=lambda n: ngettext("%(count)s session", "%(count)s sessions", n),
        filters=[
            CodeFilter(
                "show",
                _("Show"),
                list(State.choices),
                lambda rows, code: rows.filter(state=code),
                "radios",
            )
        ],
        default_sort="-at",
    )
    if listing.wants_file:
        return listing.response()
    return render(request, "training/sessions/sessions.html", {"listing": listing})


@require(HOLD)
@require_safe
def session(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One session: what to print, what to do next, who was there."""
    row = reach_session(request, uid)
    own = row.facilitator.user_id == request.user.pk
    people = list(
        row.attendances.select_related("staff").order_by(
            "staff__last_name", "staff__first_name", "pk"
        )
    )
    guests = list(row.walk_ins.order_by("pk"))
    there = people_there(row)
    signed = [*(p.signed_at for p in people), *(g.signed_at for g in guests)]
    tests = {test.staff_id: test for test in row.paper_tests.all()}
    return render(request, "training/sessions/session.html", {
        "session": row,
        "colour": COLOURS[row.state],
        "own": own,
        "people": [{"row": p, "test": tests.get(p.staff_id)} for p in people] if own else [],
        "guests": guests if own else [],
        "there": there,
        "empty": row.is_running and not there and not any(signed),
        "counted": sum(p.counts for p in people),
        "late": row.is_running and is_late(row.starts_at, now()),
        "tasks": _tasks(row) if own else [],
    })  # fmt: skip


def _tasks(row: TrainingSession) -> list[dict[str, Any]]:
    """What comes next, in the order of the day."""

    def task(title: str, name: str, state: TrainingSession.State, hint: str) -> Any:
        open_now = row.state == state
        return {
            "title": title,
            "url": reverse(f"training:{name}", args=[row.uid]) if open_now else "",
            "hint": hint,
            "status": _("Open") if open_now else _waits(row, state),
            "colour": "blue" if open_now else "",
        }

    tasks = [
        task(
            _("Show the code"),
            "session_code",
            State.HELD,
            _("on the screen in the room"),
        ),
        task(
            _("Mark who is there"),
            "session_roster",
            State.HELD,
            _("or enter the signed sheet"),
        ),
        task(
            _("Close the session"),
            "session_close",
            State.HELD,
            _("with the heads you counted"),
        ),
    ]
    if row.has_paper_test:
        tasks.append(
            task(
                _("Type in the paper tests"),
                "session_scores",
                State.CLOSED,
                _("if the test was on paper"),
            )
        )
    return tasks


def _waits(row: TrainingSession, state: TrainingSession.State) -> str:
    order = [State.PLANNED, State.HELD, State.CLOSED]
    if row.state == State.CANCELLED:
        return _("Cancelled")
    passed = order.index(State(row.state)) > order.index(state)
    return _("Over") if passed else _("Cannot start yet")
