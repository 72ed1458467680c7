"""The facilitator's journey: plan, the day, the closing."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal import audit
from portal.access import get_visible_or_404, require
from portal.clock import now, today
from portal.listing import CodeFilter, Column, Listing
from portal.models import User
from portal.permissions import Permission
from portal.time_words import moment
from schools import directory
from training.actions.progress import NotPublished
from training.actions.sessions import (
    AlreadyThen,
    HeadcountDiffers,
    LateWithoutReason,
    NobodyThere,
    Plan,
    TooEarly,
    WrongState,
    cancel_session,
    close_session,
    hold_session,
    people_there,
    plan_session,
)
from training.coverage import ROLES
from training.forms.sessions import CloseForm, PlanForm, ReasonForm
from training.models import Attendance, TrainingSession
from training.session_rules import is_late
from training.teaching import Taught


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
@require_http_methods(["GET", "HEAD", "POST"])
def session_plan(request: HttpRequest) -> HttpResponse:
    """Module, school, day and room; the print pack is ready at once."""
    user = user_of(request)
    taught = Taught(get_language() or "")
    schools = list(directory.schools_for(user, HOLD).order_by("name"))
    form = PlanForm(
        request.POST or None,
        modules=taught.modules(),
        schools=[(str(school.uid), school.name) for school in schools],
    )
    if request.method == "POST" and form.is_valid():
        made = _plan(request, form, taught, {str(s.uid): s for s in schools})
        if made:
            return redirect("training:session", uid=made.uid)
    return render(request, "training/sessions/plan.html", {"form": form})


def _plan(
    request: HttpRequest, form: PlanForm, taught: Taught, schools: dict[str, Any]
) -> TrainingSession | None:
    data, user = form.cleaned_data, user_of(request)
    module, quiz = taught.by_uid(data["module"])
    school, starts_at = schools[data["school"]], form.starts_at()
    staff = directory.staff_of(user)
    if staff is None:
        raise Http404
    people = directory.roster(starts_at.date(), ROLES).filter(school=school)
    try:
        return plan_session(
            module=module,
            quiz=quiz,
            school=school,
            facilitator=staff,
            plan=Plan(starts_at, data["minutes"], data["venue"], data["language"]),
            expected=people.exclude(staff=staff).values("staff").distinct().count(),
            by=user,
        )
    except AlreadyThen:
        form.add_error(
            "hour",
            _("You lead or attend another session at that time. Choose another hour."),
        )
    except NotPublished:
        form.add_error("module", _("This module is withdrawn. Choose another."))
    return None


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
    tests = {test.staff_id: test for test in row.paper_tests.all()}
    return render(request, "training/sessions/session.html", {
        "session": row,
        "colour": COLOURS[row.state],
        "own": own,
        "people": [{"row": p, "test": tests.get(p.staff_id)} for p in people] if own else [],
        "guests": guests if own else [],
        "there": people_there(row),
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


@require(HOLD)
@require_POST
def session_begin(request: HttpRequest, uid: UUID) -> HttpResponse:
    row = own_session(request, uid)
    try:
        hold_session(session=row, at=now(), by=user_of(request))
    except TooEarly:
        messages.error(request, _("A session begins at most an hour before its time."))
    except WrongState:
        messages.warning(request, MOVED)
    return redirect("training:session", uid=row.uid)


@require(HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def session_cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    row = own_session(request, uid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_session(
                session=row, reason=form.cleaned_data["reason"], by=user_of(request)
            )
        except WrongState:
            messages.warning(request, MOVED)
        else:
            messages.success(request, _("The session is cancelled."))
        return redirect("training:session", uid=row.uid)
    title, button = _("Cancel the session"), _("Cancel the session")
    return session_form(request, row, form, title=title, button=button)


@require(HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def session_close(request: HttpRequest, uid: UUID) -> HttpResponse:
    """As many heads as people marked; then everything counts at once."""
    row = own_session(request, uid)
    if not row.is_running:
        messages.warning(request, MOVED)
        return redirect("training:session", uid=row.uid)
    form = CloseForm(request.POST or None, late=is_late(row.starts_at, now()))
    if request.method == "POST" and form.is_valid() and _close(request, row, form):
        messages.success(
            request,
            _("The session is closed. The test is open to those who were there."),
        )
        return redirect("training:session", uid=row.uid)
    marked = people_there(row)
    intro = ngettext(
        "%(count)s person is marked or signed in as there. From the closing on"
        " nothing can be marked any more.",
        "%(count)s people are marked or signed in as there. From the closing on"
        " nothing can be marked any more.",
        marked,
    ) % {"count": marked}
    title = _("Close the session")
    return session_form(request, row, form, title=title, button=title, intro=intro)


def _close(request: HttpRequest, row: TrainingSession, form: CloseForm) -> bool:
    taught = Taught(get_language() or "")
    try:
        close_session(
            session=row,
            headcount=form.cleaned_data["headcount"],
            late_reason=form.cleaned_data.get("late_reason", ""),
            conclusions=taught.conclusions(row.module),
            at=now(),
            on=today(),
            by=user_of(request),
        )
    except HeadcountDiffers as differs:
        form.add_error(
            "headcount",
            _(
                "You counted %(heads)s heads; %(marked)s people are marked or signed in."
                " Count again, or put the marks right on the roster, then close."
            )
            % {"heads": differs.heads, "marked": differs.marked},
        )
    except NobodyThere:
        form.add_error(
            "headcount", _("Nobody is marked yet. Mark who was there first.")
        )
    except LateWithoutReason:
        form.add_error("late_reason", _("Say why it is closed so late"))
    except WrongState:
        form.add_error(None, MOVED)
    else:
        return True
    return False


def session_form(
    request: HttpRequest, row: TrainingSession, form: Any, **words: str
) -> HttpResponse:
    context = {"form": form, "session": row, **words}
    return render(request, "training/sessions/form.html", context)
