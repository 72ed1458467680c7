"""The frozen message as questions and answers, for the page and later for paper."""

from typing import Any

from django.utils.translation import gettext as _

from referrals.models import Referral, YesNo


def sent_rows(frozen: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows for a summary list; what was left empty is left out."""
    if not frozen:
        return []
    written, child = frozen["written"], frozen["child"]
    rows = [
        (_("Child"), child.get("name"), False),
        (_("Born"), child.get("born"), False),
        (_("Father's name"), child.get("father"), False),
        (_("School and class"), _joined(frozen["school"], child.get("class")), False),
        (_("Lives in"), frozen["residence"], False),
        (_("Guardian's telephone"), child.get("guardian_phone"), False),
        (_("What was seen and heard"), written["what_seen"], True),
        (_("The child's own words"), written["child_words"], True),
        (_("Does the child know?"), _told(written, "child"), True),
        (_("Does a parent know?"), _told(written, "parent"), True),
        (_("Why it is in the child's interest"), written["best_interest"], True),
        (_("Call to the unit before sending"), _call(written), False),
    ]
    return [
        {"key": key, "value": value, "words": words}
        for key, value, words in rows
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
    more = written.get(f"{who}_told_why" if who == "child" else "parent_why") or ""
    return ". ".join(filter(None, [str(YesNo.NO.label), label, more]))


def _call(written: dict[str, Any]) -> str:
    call = written.get("call_outcome")
    return str(Referral.Call(call).label) if call else ""
