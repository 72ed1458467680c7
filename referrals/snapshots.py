"""What was sent, frozen: later changes on the roll or in the case do not reach it."""

from datetime import datetime

from portal.dates import day_text
from referrals.models import Referral, TraffickingTrack


def freeze(referral: Referral, at: datetime) -> dict[str, object]:
    """The whole message as plain values, ready for JSON."""
    written = {name: getattr(referral, name) for name in Referral.WRITTEN}
    unit = referral.unit
    home = referral.residence or referral.school.municipality
    return {
        "child": child(referral),
        "written": written,
        "residence": home.name,
        "unit": {
            "name": unit.name if unit else "",
            "telephone": unit.telephone if unit else "",
        },
        "school": referral.school.name,
        "case": referral.case.reference,
        "track": track(referral),
        "sent_at": at.isoformat(),
    }


def track(referral: Referral) -> dict[str, str]:
    """The national mechanism, where it was opened before sending."""
    opened = TraffickingTrack.objects.filter(referral=referral).first()
    if opened is None:
        return {}
    return {"opened_at": opened.opened_at.isoformat(), "why": opened.why}


def child(referral: Referral) -> dict[str, str]:
    """Who the child is, as the school knows it on this day."""
    case, pupil = referral.case, referral.case.pupil
    if pupil is None:
        return {"name": case.child_name}
    group = pupil.class_group
    return {
        "name": pupil.full_name(),
        "father": pupil.father_name,
        "born": day_text(pupil.birth_date),
        "sex": pupil.sex,
        "class": group.name if group else "",
        "guardian_phone": pupil.guardian_phone,
    }
