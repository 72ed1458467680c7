"""The frozen message as questions and answers, for the page and later for paper."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from portal.dates import day_text
from referrals.deadlines import TIRANE
from referrals.models import Referral, YesNo


def sent_rows(frozen: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows for a summary list; what was left empty is left out.

    `name` is the row's own word, by which a print pack leaves it out; `typed` is what a
    person wrote behind an answer from a list.
    """
    if not frozen:
        return []
    written, child = frozen["written"], frozen["child"]
    place = _joined(frozen["school"], child.get("class"))
    more = {f"{who}_told": _why(written, who) for who in ("child", "parent")}
    more["track"] = (frozen.get("track") or {}).get("why", "")
    rows = [
        ("child", _("Child"), child.get("name"), False),
        ("born", _("Born"), child.get("born"), False),
        ("father", _("Father’s name"), child.get("father"), False),
        ("place", _("School and class"), place, False),
        ("residence", _("Lives in"), frozen["residence"], False),
        ("phone", _("Guardian’s telephone"), child.get("guardian_phone"), False),
        ("seen", _("What was seen and heard"), written["what_seen"], True),
        ("words", _("The child’s own words"), written["child_words"], True),
        ("child_told", _("Does the child know?"), _told(written, "child"), True),
        ("parent_told", _("Does a parent know?"), _told(written, "parent"), True),
        (
            "interest",
            _("Why it is in the child’s interest"),
            written["best_interest"],
            True,
        ),
        ("call", _("Call to the unit before sending"), _call(written), False),
        ("track", _("National referral mechanism"), _track(frozen), True),
    ]
    return [
        {
            "name": name,
            "key": key,
            "value": value,
            "words": words,
            "typed": more.get(name, ""),
        }
        for name, key, value, words in rows
        if value
    ]


def _joined(*parts: Any) -> str:
    return " · ".join(part for part in parts if part)


def _told(written: dict[str, Any], who: str) -> str:
    told = written.get(f"{who}_told")
    if not told:
        return ""
    if told == YesNo.YES:
        return str(YesNo.YES.label)
    reason = written.get("parent_reason") if who == "parent" else ""
    label = str(Referral.ParentReason(reason).label) if reason else ""
    return ". ".join(filter(None, [str(YesNo.NO.label), label, _why(written, who)]))


def _why(written: dict[str, Any], who: str) -> str:
    return written.get(f"{who}_told_why" if who == "child" else "parent_why") or ""


def _track(frozen: dict[str, Any]) -> str:
    opened = frozen.get("track") or {}
    if not opened:
        return ""
    on = datetime.fromisoformat(opened["opened_at"]).astimezone(TIRANE).date()
    return _("Opened on %(day)s: %(why)s") % {"day": day_text(on), "why": opened["why"]}


def _call(written: dict[str, Any]) -> str:
    call = written.get("call_outcome")
    return str(Referral.Call(call).label) if call else ""
