"""The home of a member of the table: what is to do, and when one meets."""

from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.clock import today
from portal.models import User
from portal.permissions import Permission
from referrals.counting import count_all
from referrals.models import Meeting, MeetingTask


def member(request: HttpRequest) -> Mapping[str, Any]:
    """Late, to do, and the meetings to come. One query, no child."""
    user = cast("User", request.user)
    tasks = MeetingTask.objects.visible_to(user, Permission.MEETING_SEAT)
    met = Meeting.objects.visible_to(user, Permission.MEETING_SEAT)
    counts = count_all(
        user, late=tasks.late(today()), undone=tasks.undone(), planned=met.planned()
    )
    list_of_tasks = reverse("referrals:meeting_tasks")
    planned = f"{reverse('referrals:meetings')}?show=planned"
    said = (
        ("late", _("tasks late"), list_of_tasks, "red"),
        ("undone", _("tasks to do"), list_of_tasks, "amber"),
        ("planned", _("meetings to come"), planned, ""),
    )
    return {
        "tiles": [
            {
                "number": counts[key],
                "label": label,
                "url": url,
                "colour": colour if counts[key] else "grey",
            }
            for key, label, url, colour in said
        ]
    }
