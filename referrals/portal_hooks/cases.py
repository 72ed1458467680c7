"""Cases in the portal: the caseload, the pupil's page, the watch-list, the search."""

from django.utils.translation import gettext_lazy as _

from portal.hooks import (
    AuditWording,
    HomePanel,
    ListColumn,
    NavItem,
    PupilPanel,
    SearchSource,
    register,
)
from portal.permissions import Permission
from referrals import mornings, panels
from referrals.search import find_cases
from referrals.watching import cases_of


register(
    NavItem(_("Cases"), "referrals:cases", frozenset({Permission.CASE_VIEW}), order=21),
    NavItem(
        _("Levels by protector"),
        "referrals:levels",
        frozenset({Permission.CASE_SIGN}),
        order=28,
    ),
    HomePanel(
        "casework",
        "referrals/home_protector.html",
        frozenset({Permission.CASE_WORK}),
        mornings.protector,
        order=10,
    ),
    PupilPanel(
        "case",
        "referrals/pupil_case.html",
        frozenset({Permission.CASE_VIEW}),
        panels.pupil,
        order=10,
    ),
    ListColumn(
        "watch",
        "case",
        _("Case"),
        frozenset({Permission.CASE_WORK}),
        cases_of,
    ),
    SearchSource(_("Cases"), frozenset({Permission.CASE_VIEW}), find_cases, order=20),
    AuditWording(
        {
            "case.opened": _("Case opened"),
            "case.viewed": _("Case read"),
            "case.listed": _("List of cases read"),
            "case.level": _("Level of a case chosen"),
            "case.noted": _("Note added to a case"),
            "case.closed": _("Case closed"),
            "case.assessed": _("Observations noted in a case"),
            "case.factor_withdrawn": _("Observation withdrawn"),
            "redlines.checked": _("Red lines asked"),
        }
    ),
)
