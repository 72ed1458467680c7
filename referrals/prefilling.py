"""What a draft already knows from the case: the sender checks, and adds the rest."""

from collections.abc import Iterator

from django.utils.translation import gettext

from portal.dates import day_text
from referrals.body_zones import said
from referrals.deadlines import TIRANE
from referrals.models import Case, CaseNote, Concern
from referrals.states import BASES, Level, Urgency


URGENCY_OF_LEVEL = {
    Level.ACUTE.value: Urgency.ACUTE.value,
    Level.HEIGHTENED.value: Urgency.HEIGHTENED.value,
    Level.STANDARD.value: Urgency.STANDARD.value,
    Level.WATCH.value: Urgency.STANDARD.value,
}


def prefilled(case: Case) -> dict[str, object]:
    """Field values for a new draft; what only a person can say stays empty."""
    ours = case.concerns.filter(school=case.school_id)
    concerns = list(ours.order_by("sent_at"))
    notes = list(case.notes.order_by("at"))
    urgent = any(concern.urgent for concern in concerns)
    level = Urgency.ACUTE.value if urgent else Urgency.STANDARD.value
    spoken = [
        words.strip()
        for words in (
            *(concern.child_words for concern in concerns),
            *(note.child_words for note in notes),
        )
    ]
    return {
        "urgency": URGENCY_OF_LEVEL.get(case.level, level),
        "what_seen": "\n\n".join(_seen(case, concerns, notes)),
        "child_words": "\n".join(f"«{words}»" for words in spoken if words),
        "residence_id": _home(case),
    }


def _seen(case: Case, concerns: list[Concern], notes: list[CaseNote]) -> Iterator[str]:
    for concern in concerns:
        day = ", ".join(
            filter(None, [day_text(concern.noticed_on), concern.noticed_where])
        )
        yield f"{day} ({BASES[concern.basis].label}): {concern.text.strip()}"
        if concern.body_zones:
            yield f"{gettext('Seen on the body')}: {said(concern.body_zones)}"
    if case.opened_why.strip():
        yield case.opened_why.strip()
    for note in notes:
        yield f"{day_text(note.at.astimezone(TIRANE).date())}: {note.text.strip()}"


def _home(case: Case) -> int:
    pupil = case.pupil
    return (pupil and pupil.residence_id) or case.school.municipality_id
