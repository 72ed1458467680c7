"""Meetings in the portal: the way in, the members' home, the words of the history."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from portal.hooks import AuditWording, HomePanel, NavItem, NoticeKind, register
from portal.permissions import Permission
from referrals import meeting_panel


register(
    NavItem(
        _("Meetings"),
        "referrals:meetings",
        frozenset({Permission.MEETING_HOLD, Permission.MEETING_SEAT}),
        order=26,
    ),
    HomePanel(
        "meetings",
        "referrals/meetings/home.html",
        frozenset({Permission.MEETING_SEAT}),
        meeting_panel.member,
        order=30,
    ),
    NoticeKind(
        "meeting.called",
        ngettext_lazy("A meeting has a day", "%(count)d meetings have a day", "count"),
        "referrals:meeting",
    ),
    AuditWording(
        {
            "meeting.called": _("Meeting called"),
            "meeting.changed": _("Day or place of a meeting changed"),
            "meeting.offered": _("Cases for an agenda read"),
            "meeting.proposed": _("Cases put on an agenda"),
            "meeting.seats": _("Seats of a meeting written down"),
            "meeting.viewed": _("Meeting read"),
            "meeting.item_viewed": _("Case of a meeting read"),
            "meeting.written": _("Minutes written"),
            "meeting.agency": _("Agency named in a case"),
            "meeting.task": _("Task set at a meeting"),
            "meeting.task_done": _("Task of a meeting done"),
            "meeting.task_dropped": _("Task of a meeting dropped"),
            "meeting.tasks": _("Tasks of meetings read"),
            "meeting.closed": _("Meeting closed"),
            "meeting.corrected": _("Minutes put right"),
            "meeting.printed": _("Minutes printed"),
        }
    ),
)
