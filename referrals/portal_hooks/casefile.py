"""The file of a child in the portal: its people, owner, hand-over and transfer."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from portal.access import grants
from portal.hooks import (
    AuditWording,
    DailyJob,
    NavItem,
    NoticeKind,
    PupilPanel,
    register,
)
from portal.models import User
from portal.permissions import Permission
from referrals.actions.handing_over import apply_hand_overs
from referrals.actions.ownerless import tell_of_ownerless
from referrals.actions.transferring import prompt_transfers
from schools.models import Pupil


def pupil_links(request: HttpRequest, pupil: Pupil) -> Mapping[str, Any]:
    """The ways from a pupil's page to the shields and to an own declaration."""
    works = grants(cast("User", request.user)).has(Permission.CASE_WORK)
    return {"pupil": pupil, "works": works}


def _hand_over(on: dt.date) -> dict[str, int]:
    return {"given": apply_hand_overs(on=on)}


def _ownerless(on: dt.date) -> dict[str, int]:
    return {"told": tell_of_ownerless(on=on)}


def _transfers(on: dt.date) -> dict[str, int]:
    return {"asked": prompt_transfers(on=on)}


register(
    NavItem(
        _("Hand-over"),
        "referrals:hand_overs",
        frozenset({Permission.CASE_HAND_OVER}),
        order=24,
    ),
    PupilPanel(
        "shields",
        "referrals/casefile/pupil_links.html",
        frozenset({Permission.PUPIL_VIEW}),
        pupil_links,
        order=90,
    ),
    DailyJob("hand_overs", _hand_over, order=25),
    DailyJob("ownerless", _ownerless, order=27),
    NoticeKind(
        "case.ownerless",
        ngettext_lazy(
            "A case stands without an owner",
            "%(count)d cases stand without an owner",
            "count",
        ),
        "",
    ),
    DailyJob("transfers", _transfers, order=26),
    NoticeKind(
        "case.handed_over",
        ngettext_lazy(
            "Cases were given to you",
            "%(count)d times cases were given to you",
            "count",
        ),
        "referrals:hand_over",
    ),
    NoticeKind(
        "transfer.prompted",
        ngettext_lazy(
            "A pupil with a case has moved: decide on the file",
            "%(count)d pupils with a case have moved: decide on the files",
            "count",
        ),
        "referrals:transfer",
    ),
    NoticeKind(
        "transfer.offered",
        ngettext_lazy(
            "A file is offered to your school",
            "%(count)d files are offered to your school",
            "count",
        ),
        "referrals:transfer",
    ),
    NoticeKind(
        "transfer.received",
        ngettext_lazy(
            "A file that you offered was received",
            "%(count)d files that you offered were received",
            "count",
        ),
        "referrals:transfer",
        optional=True,
    ),
    AuditWording(
        {
            "case.owner": _("Case given to another protector"),
            "case.handed_over": _("Cases handed over"),
            "case.hand_over_received": _("Receipt of cases handed over"),
            "case.linked": _("Case linked to a pupil of the roll"),
            "case.unlinked": _("Link of a case to a pupil taken back"),
            "case.household": _("Household of a case changed"),
            "case.action_set": _("Action set in a case"),
            "case.action_done": _("Action in a case done"),
            "case.summer": _("Summer contact of a case named"),
            "case.readers": _("Who opened the file looked at"),
            "case.ownerless_told": _("Supervisors told of cases without an owner"),
            "transfer.prompted": _("Decision on the file of a moved pupil asked for"),
            "transfer.void": _("Decision on the file of a moved pupil not needed"),
            "transfer.offered": _("File offered to the new school"),
            "transfer.taken_back": _("Offer of a file taken back"),
            "transfer.kept": _("File of a moved pupil kept for now"),
            "transfer.closed": _("File of a moved pupil closed"),
            "transfer.received": _("File received by the new school"),
            "transfer.viewed": _("Transfer of a file looked at"),
        }
    ),
)
