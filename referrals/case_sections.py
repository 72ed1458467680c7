"""The parts of a child's file beside its timeline: one link each, in one order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.access import grants
from portal.addresses import address
from portal.permissions import Permission
from referrals.models import Case


if TYPE_CHECKING:
    from portal.models import User


@dataclass(frozen=True)
class Section:
    """A page about one case. Its address takes the case's uid and nothing else."""

    label: Promise
    url_name: str
    permission: Permission = Permission.CASE_VIEW


SECTIONS: tuple[Section, ...] = (
    Section(_("Assessment: what worries, what protects"), "referrals:case_assessment"),
    Section(_("Coaching"), "referrals:case_coaching"),
    Section(_("Actions"), "referrals:case_actions"),
    Section(_("Household"), "referrals:case_household"),
    Section(_("Attachments"), "referrals:case_attachments"),
    Section(_("Summer contact"), "referrals:case_summer"),
    Section(_("Link to the roll"), "referrals:case_link", Permission.CASE_WORK),
    Section(_("Shielded from"), "referrals:case_shields", Permission.CASE_WORK),
    Section(_("Who opened this file"), "referrals:case_readers", Permission.CASE_WORK),
    Section(
        _("Hand-over to services for adults"),
        "referrals:case_adult",
        Permission.CASE_WORK,
    ),
    Section(
        _("Ask for an ending that others sign"),
        "referrals:case_ending",
        Permission.CASE_WORK,
    ),
    Section(_("I am connected with this child"), "referrals:case_interest"),
)


def sections_of(case: Case, user: "User") -> list[Mapping[str, object]]:
    """The links that this user may follow from the case's page."""
    held = grants(user)
    return [
        {"label": one.label, "url": address(one.url_name, case.uid)}
        for one in SECTIONS
        if held.has(one.permission)
    ]
