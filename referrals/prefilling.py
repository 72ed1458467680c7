"""What a draft already knows from the case: the sender checks, and adds the rest."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext

from portal.dates import day_text
from referrals.body_zones import said
from referrals.deadlines import TIRANE
from referrals.models import Case, CaseNote, Concern
from referrals.states import BASES, Level, Urgency


GAP = "\n\n"
SEEN_LIMIT, WORDS_LIMIT = 8000, 2000  # characters of the draft's fields
MOST_NOTES = 60  # of a long file the newest; the unit can ask for more
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
    notes = list(case.notes.order_by("-at", "-pk")[:MOST_NOTES])[::-1]
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
        "what_seen": _seen(case, concerns, notes),
        "child_words": newest_that_fit(
            [f"«{words}»" for words in spoken if words], "\n", WORDS_LIMIT
        ),
        "residence_id": _home(case),
    }


def newest_that_fit(parts: Sequence[str], between: str, limit: int) -> str:
    """The last of the parts, in their order, that stay within `limit` characters: a
    draft that is too long from the start could not even be saved."""
    kept: list[str] = []
    room = limit + len(between)
    for part in reversed(parts):
        room -= len(part) + len(between)
        if room < 0:
            break
        kept.append(part)
    return between.join(reversed(kept))


def _seen(case: Case, concerns: list[Concern], notes: list[CaseNote]) -> str:
    """Why there is a case, then as many of the latest notes as there is room for."""
    why = newest_that_fit(list(_told(case, concerns)), GAP, SEEN_LIMIT)
    room = SEEN_LIMIT - len(why) - len(GAP)
    noted = [
        f"{day_text(note.at.astimezone(TIRANE).date())}: {note.text.strip()}"
        for note in notes
    ]
    return GAP.join(filter(None, [why, newest_that_fit(noted, GAP, room)]))


def _told(case: Case, concerns: list[Concern]) -> Iterator[str]:
    for concern in concerns:
        day = ", ".join(
            filter(None, [day_text(concern.noticed_on), concern.noticed_where])
        )
        yield f"{day} ({BASES[concern.basis].label}): {concern.text.strip()}"
        if concern.body_zones:
            yield f"{gettext('Seen on the body')}: {said(concern.body_zones)}"
    if case.opened_why.strip():
        yield case.opened_why.strip()


def _home(case: Case) -> int:
    pupil = case.pupil
    return (pupil and pupil.residence_id) or case.school.municipality_id
