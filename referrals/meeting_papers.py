"""The minutes as they go on paper: plain values, ready for `portal.typesetting`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.dates import day_text
from portal.time_words import moment
from portal.typesetting import bilingual, frame
from referrals.models import Meeting, MeetingTask


TEMPLATE = "referrals/typst/minutes.typ"
Row = dict[str, Any]


def _row(key: Any, value: object) -> Row:
    return {"key": bilingual(key), "value": str(value)}


def minutes_paper(
    meeting: Meeting,
    *,
    owners: Iterable[tuple[str, Sequence[MeetingTask]]],
    items: Iterable[Mapping[str, Any]],
    seats: Iterable[tuple[str, str]],
    agency: str = "",
) -> Mapping[str, Any]:
    """`items` and `owners` are what this seat may read; see views/minutes.py."""
    title = _("Extract of the minutes") if agency else _("Minutes of the meeting")
    return {
        "frame": frame(name=str(title), reference=moment(meeting.at), copy=agency),
        "title": bilingual(title),
        "head": [
            _row(_("Meeting"), meeting.get_kind_display()),
            _row(_("When"), moment(meeting.at)),
            _row(_("Where"), meeting.place),
            _row(_("Unit"), meeting.unit.name),
            *(_row(who, status) for who, status in seats),
        ],
        "left_title": bilingual(_("Left to do from last time")),
        "left": [_row(who, _lines(tasks)) for who, tasks in owners],
        "nothing": bilingual(_("Nothing was left to do.")),
        "items": [_item(line) for line in items],
    }


def _lines(tasks: Sequence[MeetingTask]) -> str:
    return "\n".join(
        f"{t.item.referral.reference}: {t.what} ({day_text(t.due_on)})" for t in tasks
    )


def _item(line: Mapping[str, Any]) -> Mapping[str, Any]:
    item, name = line["item"], line["name"]
    number = item.referral.reference
    said = [
        (_("What was said"), item.minutes),
        (_("What was decided"), item.decision),
    ]
    rows = [_row(key, text) for key, text in said if line["whole"] and text]
    rows.extend(_row(_("Put right"), note.text) for note in line["corrections"])
    rows.extend(_row(note.name, note.text) for note in line["agencies"])
    for one in line["tasks"]:
        task = one["task"]
        words = f"{task.what} ({day_text(task.due_on)}; {one['state']})"
        rows.append(_row(one["who"], words))
    return {"title": bilingual(f"{number} · {name}" if name else number), "rows": rows}
