"""The limits of every clock, with their source; and a new one from a day on."""

from typing import Any, cast

from django.contrib import messages
from django.db.models import Case, OuterRef, QuerySet, Subquery, Value, When
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.access import grants, require
from portal.clock import today
from portal.listing import Column, Listing
from portal.models import User
from portal.permissions import Permission
from referrals.actions.ruling import RuleNotToCome, RuleStands, add_clock_rule
from referrals.deadlines import STEPS, ClockUnit, Step
from referrals.forms.ruling import UNITS, ClockRuleForm
from referrals.models import ClockRule
from referrals.states import URGENCIES, Urgency


READERS = (Permission.REFERRAL_STATUS, Permission.LATENESS_VIEW, Permission.CLOCK_EDIT)


def _source(rule: ClockRule) -> str:
    return rule.legal_source or _("proposal")


def _stands(rule: Any) -> str:
    if rule.valid_from > today():
        return _("to come")
    return _("in force") if rule.pk == rule.newest else _("until a newer one")


COLUMNS = [
    Column(
        "step",
        gettext_lazy("What is due"),
        lambda rule: STEPS[Step(rule.step)],
        sort=("place", "urgency", "valid_from"),
    ),
    Column(
        "urgency",
        gettext_lazy("Urgency"),
        lambda rule: URGENCIES[Urgency(rule.urgency)].label,
        tag=lambda rule: URGENCIES[Urgency(rule.urgency)].colour,
    ),
    Column(
        "limit",
        gettext_lazy("Limit"),
        lambda rule: f"{rule.amount} {UNITS[ClockUnit(rule.unit)]}",
    ),
    Column("from", gettext_lazy("From"), "valid_from", sort="valid_from"),
    Column("source", gettext_lazy("Source"), _source),
    Column("now", gettext_lazy("Today"), _stands),
]


def _rules() -> QuerySet[ClockRule]:
    """Every row in the order of the steps, with which of its kind is in force."""
    same = ClockRule.objects.filter(
        step=OuterRef("step"), urgency=OuterRef("urgency"), valid_from__lte=today()
    )
    order = [When(step=step.value, then=Value(n)) for n, step in enumerate(STEPS)]
    return ClockRule.objects.annotate(
        place=Case(*order),
        newest=Subquery(same.order_by("-valid_from").values("pk")[:1]),
    )


@require(*READERS)
@require_safe
def clock_rules(request: HttpRequest) -> HttpResponseBase:
    """Every limit, earlier and coming ones too."""
    listing = Listing(
        request,
        _rules(),
        COLUMNS,
        name="clocks",
        label=_("Time limits"),
        counted=lambda n: ngettext("%(count)s limit", "%(count)s limits", n),
        default_sort="step",
        per_page=100,
    )
    if listing.wants_file:
        return listing.response()
    adds = grants(request.user).has(Permission.CLOCK_EDIT)
    return render(request, "referrals/clocks.html", {"listing": listing, "adds": adds})


@require(Permission.CLOCK_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def clock_rule_new(request: HttpRequest) -> HttpResponse:
    """Append a limit; what stands is never rewritten."""
    form = ClockRuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_clock_rule(by=cast("User", request.user), **form.cleaned_data)
        except (RuleStands, RuleNotToCome):
            form.add_error("valid_from", _("A limit begins on that day already"))
        else:
            messages.success(request, _("It is saved."))
            return redirect("referrals:clock_rules")
    return render(request, "referrals/work_form.html", {
        "form": form,
        "title": _("Add a time limit"),
        "intro": _("It holds for clocks that begin on its day or later."),
        "button": _("Save"),
        "back": reverse("referrals:clock_rules"),
    })  # fmt: skip
