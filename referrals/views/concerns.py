"""The protector's inbox of concerns, and the page on which one is decided."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal import audit
from portal.access import get_visible_or_404, grants, require
from portal.addresses import address
from portal.clock import now
from portal.listing import CodeFilter, Column
from portal.listing_html import clock_html
from portal.models import User
from portal.permissions import Permission
from referrals.actions.assessing import check_red_lines
from referrals.actions.cases import CaseOpenElsewhere
from referrals.actions.concern_direct import NoCallLogged, NoUnit
from referrals.actions.concerns import AlreadyDecided, read_concern, triage_concern
from referrals.body_zones import said
from referrals.concern_owners import subject_of
from referrals.forms.cases import OPEN_ELSEWHERE
from referrals.forms.concerns import TriageForm
from referrals.models import Case, Concern
from referrals.naming import child_name, class_and_school, open_names
from referrals.naming_lists import NamedListing, school_filters
from referrals.states import BASES
from referrals.views.typed import typed_texts


SHOW = [
    ("open", gettext_lazy("To decide")),
    ("new", gettext_lazy("Nobody has read it")),
    ("late", gettext_lazy("Late")),
    ("urgent", gettext_lazy("Danger now")),
    ("all", gettext_lazy("All, decided ones too")),
]
CALL_THEM = gettext_lazy(
    "The unit does not read here. Telephone it, then choose how the call went"
)
READERS = (Permission.CONCERN_READ, Permission.CONCERN_STAND_IN)
DECIDERS = (Permission.CONCERN_TRIAGE, Permission.CONCERN_STAND_IN)
COLOURS = {"new": "yellow", "read": "blue", "no_action": "grey", "closed": "grey"}


def _narrow(rows: QuerySet[Concern], code: str) -> QuerySet[Concern]:
    if code == "all":
        return rows
    undecided = rows.filter(triaged_at=None)
    if code == "new":
        return undecided.filter(state=Concern.State.NEW)
    if code == "urgent":
        return undecided.filter(urgent=True)
    return undecided.filter(due_at__lt=now()) if code == "late" else undecided


def _columns() -> list[Column]:
    return [
        Column(
            "due",
            gettext_lazy("Decide by"),
            "due_at",
            sort="due_at",
            show=lambda one: clock_html(
                one.due_at, now(), stopped=bool(one.triaged_at)
            ),
        ),
        Column(
            "child",
            gettext_lazy("Child"),
            child_name,
            link=lambda one: address("referrals:concern", one.uid),
        ),
        Column("place", gettext_lazy("Class and school"), class_and_school),
        Column(
            "danger",
            gettext_lazy("Danger"),
            lambda one: _("Danger now") if one.urgent else "",
            tag=lambda one: "red" if one.urgent else "",
        ),
        Column(
            "state",
            gettext_lazy("Status"),
            lambda one: one.get_state_display(),
            tag=lambda one: COLOURS.get(one.state, "teal"),
        ),
        Column("sent", gettext_lazy("Sent"), "sent_at", sort="sent_at"),
    ]


@require(*READERS)
@require_safe
def concerns(request: HttpRequest) -> HttpResponse:
    """Concerns of the own schools, or whose turn is one's own; the next due on top."""
    user = cast("User", request.user)
    rows = Concern.objects.visible_to(user, Permission.CONCERN_READ).defer(
        "text",
        "child_words",
        "triage_reason",
        "child_about",
        "noticed_where",
        "body_zones",
        "staff_named",
    )
    listing = NamedListing(
        request,
        rows.select_related("pupil__class_group", "school"),
        _columns(),
        name="concerns",
        label=_("Concerns"),
        counted=lambda n: ngettext("%(count)s concern", "%(count)s concerns", n),
        filters=[
            CodeFilter("show", _("Show"), SHOW, _narrow, "radios", "open"),
            *school_filters(user, Permission.CONCERN_READ),
        ],
        default_sort="due",
    )
    open_names(listing.shown)
    shown = [uid for one in listing.shown for uid in (subject_of(one), one.uid)]
    audit.record_view("concern.listed", by=user, subjects=shown)
    return render(request, "referrals/concerns.html", {"listing": listing})


@require(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One concern. Opening it tells its sender that a person has read it."""
    user = cast("User", request.user)
    rows = _with_its_people()
    one = get_visible_or_404(rows, user, Permission.CONCERN_READ, uid=uid)
    if one.state == Concern.State.NEW:
        one.state = read_concern(concern=one, by=user).state
    audit.record_view("concern.viewed", by=user, subjects=[subject_of(one)], obj=one)
    form = TriageForm(request.POST or None, on_staff=one.on_staff)
    if request.method == "POST" and form.is_valid():
        return _decide(request, user, one, form)
    return render(request, "referrals/concern.html", _page(user, one, form))


def _with_its_people() -> QuerySet[Concern]:
    return Concern.objects.select_related(
        "pupil__class_group", "school", "reporter", "case", "triaged_by", "staff"
    )


def _decide(
    request: HttpRequest, user: User, one: Concern, form: TriageForm
) -> HttpResponse:
    get_visible_or_404(Concern, user, Permission.CONCERN_TRIAGE, uid=one.uid)
    given = {**form.cleaned_data}
    lines, why_not = given.pop("red_lines"), given.pop("why_not")
    try:
        with (
            transaction.atomic()
        ):  # the decision and its red lines stand or fall together
            decided = triage_concern(concern=one, by=user, **given)
            check_red_lines(
                by=user, lines=lines, concern=one, case=decided.case, why_not=why_not
            )
    except AlreadyDecided:
        decided = _with_its_people().get(pk=one.pk)
        return render(request, "referrals/concern.html", _page(user, decided, form))
    except (NoUnit, NoCallLogged):
        form.add_error("unit_call" if "unit_call" in form.fields else None, CALL_THEM)
        return render(request, "referrals/concern.html", _page(user, one, form))
    except CaseOpenElsewhere:
        form.add_error(None, OPEN_ELSEWHERE)
        return render(request, "referrals/concern.html", _page(user, one, form))
    return _after(request, user, decided, crossed=bool(lines))


def _after(
    request: HttpRequest, user: User, decided: Concern, *, crossed: bool
) -> HttpResponse:
    """To the case, for who may open it; else back to the list."""
    opens = grants(user).has(Permission.CASE_VIEW)
    if opens and decided.case and crossed:
        return redirect("referrals:case_act", uid=decided.case.uid)
    if opens and decided.case:
        messages.success(request, _("The case is open."))
        coached = decided.state == Concern.State.COACH
        page = "case_coaching" if coached else "case"
        return redirect(f"referrals:{page}", uid=decided.case.uid)
    done = _("The case is open.") if decided.case else _("No case was opened.")
    messages.success(request, done)
    return redirect("referrals:concerns")


def _page(user: User, one: Concern, form: TriageForm) -> dict[str, Any]:
    held, found = grants(user), None
    if one.pupil and not one.case and not one.on_staff:
        found = Case.objects.open().filter(pupil=one.pupil).first()
    here = found is not None and found.school_id == one.school_id
    own = one.case and one.case.school_id == one.school_id
    opens = held.has(Permission.CASE_VIEW)
    return {
        "concern": one,
        "name": child_name(one),
        "place": class_and_school(one),
        "basis": BASES[one.basis].label,
        "corrections": list(one.corrections.select_related("by").order_by("at")),
        "case": one.case if own and opens else None,
        "open_case": found if here and opens else None,
        "zones": said(one.body_zones),
        "elsewhere": OPEN_ELSEWHERE if found and not here else "",
        "form": form,
        "may_decide": one.triaged_at is None and held.has_any(DECIDERS),
        "gone": typed_texts(form) if form.is_bound and one.triaged_at else None,
        "now": now(),
    }
