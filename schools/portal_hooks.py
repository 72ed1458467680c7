"""What the schools floor hangs up in the portal."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from portal.demo import Demo
from portal.hooks import (
    AuditWording,
    DailyJob,
    GrantSource,
    HomePanel,
    NavItem,
    PlaceSource,
    PostGranter,
    PupilPanel,
    SearchSource,
    Seeder,
    TimelineSource,
    register,
)
from portal.permissions import Permission
from schools.actions.importing import forget_old_files
from schools.actions.joining import join_staff
from schools.actions.roll import refresh_due_places
from schools.actions.watching import close_day
from schools.covering import codes, covers, describe, find
from schools.panels import absences_panel, watch_panel
from schools.scoping import grants_of
from schools.search import find_pupils, find_staff
from schools.timeline import absence_entries, contact_entries


def _seed(demo: Demo) -> None:
    from schools.demo.seeder import run

    run(demo)


def _follow_enrolments(on: dt.date) -> dict[str, int]:
    return {"moved": refresh_due_places(on)}


def _forget_files(on: dt.date) -> dict[str, int]:
    return {"forgotten": forget_old_files(on=on)}


def _close_day(on: dt.date) -> dict[str, int]:
    closing = close_day(on=on)
    return {"raised": closing.raised, "lapsed": closing.lapsed}


register(
    Seeder("schools", _seed, order=10),
    GrantSource(grants_of),
    DailyJob("places", _follow_enrolments, order=10),
    DailyJob("absences", _close_day, order=20),
    DailyJob("imports", _forget_files, order=90),
    HomePanel(
        "watch",
        "schools/_watch_panel.html",
        frozenset({Permission.WATCH_VIEW}),
        watch_panel,
        order=40,
    ),
    PupilPanel(
        "absences",
        "schools/_absences_panel.html",
        frozenset({Permission.ABSENCE_VIEW}),
        absences_panel,
        order=50,
    ),
    TimelineSource(frozenset({Permission.ABSENCE_VIEW}), absence_entries),
    TimelineSource(frozenset({Permission.ABSENCE_VIEW}), contact_entries),
    NavItem(_("My class"), "schools:my_class", frozenset({Permission.CLASS_WATCH}), 15),
    NavItem(_("Watch-list"), "schools:watch", frozenset({Permission.WATCH_VIEW}), 30),
    NavItem(_("Pupils"), "schools:roll", frozenset({Permission.PUPIL_LOOKUP}), 20),
    NavItem(
        _("Bring in files"),
        "schools:imports",
        frozenset(
            {
                Permission.CALENDAR_IMPORT,
                Permission.PLACES_IMPORT,
                Permission.ROSTER_IMPORT,
                Permission.PUPIL_IMPORT,
                Permission.ABSENCE_IMPORT,
            }
        ),
        50,
    ),
    NavItem(_("Staff"), "schools:roster", frozenset({Permission.ROSTER_VIEW}), 60),
    NavItem(_("Units"), "schools:units", frozenset({Permission.UNIT_EDIT}), 70),
    NavItem(_("Days away"), "schools:covers", frozenset({Permission.COVER_SET}), 80),
    PlaceSource(find, describe, covers, codes),
    PostGranter(join_staff),
    SearchSource(
        _("Pupils"),
        frozenset({Permission.PUPIL_VIEW}),
        find_pupils,
        order=10,
    ),
    SearchSource(
        _("Staff"),
        frozenset({Permission.ROSTER_VIEW}),
        find_staff,
        order=30,
    ),
    AuditWording(
        {
            "pupil.viewed": _("Pupil’s page opened"),
            "roll.viewed": _("List of pupils opened"),
            "class.viewed": _("Own class opened"),
            "contact.logged": _("Contact with the home logged"),
            "contact.taken_back": _("Contact with the home taken back"),
            "watch.viewed": _("Watch-list opened"),
            "flag.dismissed": _("Absence flag dismissed with a reason"),
            "flag.case_opened": _("Case opened from an absence flag"),
            "day.closed": _("Day of absences closed"),
            "import.committed": _("File brought in"),
            "absence.entered": _("Register of a class entered by hand"),
            "import.undone": _("File taken back"),
            "import.discarded": _("File thrown away"),
            "import.viewed": _("File looked at before it was brought in"),
            "import.mapped": _("Columns of a file matched"),
            "staff.linked": _("Account linked to the person on the roster"),
            "post.granted": _("Post granted"),
            "post.ended": _("Post ended"),
            "post.covered": _("Deputy set to act"),
            "post.cover_ended": _("Deputy no longer acting"),
            "outreach.held": _("Contact with the home left to the school service"),
            "outreach.released": _("Contact with the home released"),
            "unit.changed": _("Protection unit changed"),
            "shield.set": _("Child shielded from a person"),
            "shield.declared": _("Interest declared: shielded from oneself"),
            "shield.lifted": _("Shield of a child lifted"),
        }
    ),
)
