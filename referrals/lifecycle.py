"""Prints the workflow table and the clocks as a page for people (docs/)."""

from collections.abc import Iterator
from pathlib import Path

from django.utils import translation

from referrals.deadlines import LADDER, PROPOSED, RUNGS, STEPS, ClockUnit, Step
from referrals.states import OUTCOMES, STATES, TWO_SIGNATURES, URGENCIES, State
from referrals.workflow import BY_VERB, MOVES, PARTIES, Move, Need


PAGE = Path(__file__).resolve().parent.parent / "docs" / "referral-lifecycle.md"
UNITS = {
    ClockUnit.HOURS: "h",
    ClockUnit.DAYS: "days",
    ClockUnit.WORKING_DAYS: "working days",
}


def page() -> str:
    """The whole page, in English whatever the reader's language."""
    with translation.override("en"):
        return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# The life of a referral"
    yield ""
    yield (
        "Printed from `referrals/workflow.py` and `referrals/deadlines.py` by"
        " `manage.py referral_lifecycle`; a test fails when it is not current."
        " Overdue and escalated are computed from the clocks and are no states."
    )
    yield from _states()
    yield from _moves()
    yield from _clocks()
    yield from _ladder()
    yield from _endings()


def _states() -> Iterator[str]:
    yield from (
        "",
        "## States",
        "",
        "| state | in words | next |",
        "| --- | --- | --- |",
    )
    for state, said in STATES.items():
        following = [
            f"{m.verb} → {m.target.value}" for m in MOVES if state in m.sources
        ]
        yield f"| `{state}` | {said.label} | {', '.join(following) or '–'} |"


def _moves() -> Iterator[str]:
    yield from ("", "## Moves", "")
    yield "| move | from | to | who | must hold | clock that starts |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for move in MOVES:
        yield _move(move)
    yield ""
    yield (
        "A unit without an account: the sender writes down what it said on the"
        " telephone, and makes these moves for it: "
        + ", ".join(f"`{verb}`" for verb, move in BY_VERB.items() if move.by_phone)
        + "."
    )


def _move(move: Move) -> str:
    sources = ", ".join(f"`{source}`" for source in move.sources)
    who = ", ".join(str(PARTIES[party]) for party in move.parties)
    needs = "; ".join(_need(need) for need in move.needs) or "–"
    clock = str(STEPS[move.starts]) if move.starts else "–"
    if move.keeps_clock:
        clock = "the unit’s clock keeps running"
    name = f"`{move.verb}` {move.label}"
    return f"| {name} | {sources} | `{move.target}` | {who} | {needs} | {clock} |"


def _need(need: Need) -> str:
    if need.when is None:
        return str(need.label)
    return f"{need.label} (when {need.when[0]} is {need.when[1]})"


def _clocks() -> Iterator[str]:
    yield from ("", "## Clocks", "")
    yield (
        "Proposals, not law: rows of a settings table with a field for the legal"
        " source. Acute clocks count hours and never pause. Working days are Monday to"
        " Friday without public holidays; they begin on the next one and end at 16:00."
    )
    yield ""
    yield (
        "| what is due | " + " | ".join(str(u.label) for u in URGENCIES.values()) + " |"
    )
    yield "| --- | --- | --- | --- |"
    for step, words in STEPS.items():
        cells = " | ".join(_limit(step, urgency) for urgency in URGENCIES)
        yield f"| {words} | {cells} |"


def _limit(step: Step, urgency: str) -> str:
    for of_step, of_urgency, amount, unit in PROPOSED:
        if (of_step, of_urgency) == (step, urgency):
            return f"{amount} {UNITS[unit]}"
    return "–"


def _ladder() -> Iterator[str]:
    yield from ("", "## Ladder", "")
    yield "Each rung reads the number, the municipality and the hours late; no more."
    yield ""
    for urgency, rungs in LADDER.items():
        steps = "; ".join(f"{hours} h late: {RUNGS[rung]}" for hours, rung in rungs)
        yield f"- {URGENCIES[urgency].label}: {steps}."


def _endings() -> Iterator[str]:
    yield from ("", "## Endings", "")
    for outcome, said in OUTCOMES.items():
        two = " (two signatures)" if outcome in TWO_SIGNATURES else ""
        yield f"- `{outcome}` {said.label}{two}."
    yield ""
    yield f"`{State.WITHDRAWN}` is possible until the unit has received the referral."
