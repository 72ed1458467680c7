"""The desk of the child protection unit: one inbox, by the hours left."""

from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from portal import audit
from portal.access import require
from portal.addresses import address
from portal.clock import now
from portal.listing import CodeFilter, Column
from portal.listing_html import clock_html, safe
from portal.models import User
from portal.permissions import Permission
from referrals.models import Referral
from referrals.naming import child_name
from referrals.naming_lists import NamedListing
from referrals.states import ENDED, URGENCIES, choices
from referrals.views.referrals import listed, state_column, urgency_column
from referrals.workflow import BEFORE_RECEIPT, BY_VERB, UNANSWERED


SHOW = [
    ("waiting", gettext_lazy("Waiting for the unit")),
    ("new", gettext_lazy("Not yet received")),
    ("late", gettext_lazy("Late")),
    ("work", gettext_lazy("In work")),
    ("all", gettext_lazy("All")),
]
WAITING = (*BEFORE_RECEIPT, *UNANSWERED)


def narrow_inbox(rows: QuerySet[Referral], code: str) -> QuerySet[Referral]:
    """The codes of the inbox, and of the counts that open it."""
    live = rows.exclude(state__in=ENDED)
    if code == "waiting":
        return live.filter(state__in=WAITING)
    if code == "new":
        return live.filter(state__in=BEFORE_RECEIPT)
    if code == "late":
        return live.filter(due_at__lt=now())
    return live.exclude(state__in=WAITING) if code == "work" else rows


def _columns(request: HttpRequest) -> list[Column]:
    """The token of the request and the word stand in each row's button."""
    token, label = get_token(request), safe(BY_VERB["receive"].label)
    return [
        Column(
            "due",
            gettext_lazy("Time left"),
            "due_at",
            sort="due_at",
            show=lambda row: clock_html(row.due_at, now()),
        ),
        Column(
            "child",
            gettext_lazy("Child"),
            lambda row: child_name(row.case),
            link=lambda row: address("referrals:referral", row.uid),
        ),
        Column(
            "receipt",
            gettext_lazy("Receipt"),
            "received_at",
            show=lambda row: receive_html(row, token, label),
        ),
        urgency_column(),
        state_column(),
        Column("school", gettext_lazy("School"), "school.name"),
        Column("worker", gettext_lazy("Worker"), "worker"),
        Column("sent", gettext_lazy("Sent"), "submitted_at", sort="submitted_at"),
    ]


def receive_html(row: Referral, token: str, label: str) -> str:
    """The button by which the unit confirms a receipt, where none is confirmed yet."""
    if row.state not in BEFORE_RECEIPT:
        return ""
    url = f"{address('referrals:referral', row.uid)}receive/"
    reference = safe(row.reference)
    return mark_safe(  # noqa: S308 - ours, or escaped
        f'<form method="post" action="{url}">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
        f'<input type="hidden" name="version" value="{row.version}">'
        '<button class="govuk-button govuk-button--secondary govuk-!-margin-bottom-0"'
        f' type="submit" data-once>{label}<span class="govuk-visually-hidden">'
        f" {reference}</span></button></form>"
    )


@require(Permission.REFERRAL_RECEIVE)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What was sent to the own unit; the least time left on top."""
    user = cast("User", request.user)
    rows = Referral.objects.visible_to(user, Permission.REFERRAL_RECEIVE).sent()
    listing = NamedListing(
        request,
        listed(rows),
        _columns(request),
        name="inbox",
        label=_("Inbox"),
        counted=lambda n: ngettext("%(count)s referral", "%(count)s referrals", n),
        filters=[
            CodeFilter("show", _("Show"), SHOW, narrow_inbox, "radios", "waiting"),
            CodeFilter(
                "urgency",
                _("Urgency"),
                choices(URGENCIES),
                lambda rows, code: rows.filter(urgency=code),
            ),
        ],
        default_sort="due",
        to_case="case.",
    )
    audit.record_view("referral.listed", by=user, subjects=listing.subjects())
    return render(request, "referrals/inbox.html", {"listing": listing})
