"""Tells the casework: concerns, cases and referrals in every state, by the actions."""

import datetime as dt
from collections.abc import Callable
from uuid import uuid4

from portal.clock import today
from portal.demo import Demo
from portal.models import User
from referrals.actions import receiving, sending
from referrals.actions.cases import add_note, close_case, open_case, set_level
from referrals.actions.concerns import triage_concern
from referrals.actions.drafting import save_draft, start_draft
from referrals.demo import coaching, concerns, library, meetings, placing, tales
from referrals.demo.cast import account_of, pupil_of
from referrals.demo.concerns import send
from referrals.demo.tales import TALES, Move, Tale
from referrals.models import Case, Referral, ReferralEvent
from referrals.states import Level
from schools.demo.roll import child_code
from schools.demo.story import (
    PROTECTOR,
    TEACHER,
)
from schools.models import ProtectionUnit


PHONE = ReferralEvent.Channel.PHONE
OTHER_UNIT = "0403"


def run(demo: Demo) -> None:
    """Note every step of every child, each on its day."""
    library.tell(demo)
    for tale in TALES:
        _tell(demo, tale)
    _tell_overdue(demo)
    concerns.tell(demo)
    coaching.tell(demo)
    meetings.tell(demo)
    placing.tell(demo)


def _tell(demo: Demo, tale: Tale) -> None:
    begun = demo.workday(tale.days, "08:20")
    demo.step(begun, lambda: _begin(tale))
    if tale.is_drafted and tale.interest:
        demo.step(demo.workday(tale.days, "08:50"), lambda: _draft(tale))
    elif tale.is_drafted:
        demo.step(demo.workday(tale.days - 1, "08:50"), lambda: _draft(tale))
    for move in tale.moves:
        demo.step(
            demo.workday(move.days, move.at),
            lambda move=move: _move(tale, move),  # type: ignore[misc]
        )
    if tale.ends_safe:
        demo.step(
            demo.workday(2, "13:00"),
            lambda: close_case(
                case=_case(tale.key),
                by=account_of(tale.by),
                ending="safe",
                why=tale.ends_safe,
            ),
        )


# --- How a case begins -------------------------------------------------------------
def _begin(tale: Tale) -> None:
    by, pupil = account_of(tale.by), pupil_of(tale.key)
    if tale.reporter:
        concern = send(tale.key, tale.reporter, tale.seen, tale.words)
        decision = "watch" if tale.level == Level.WATCH else "refer"
        triage_concern(
            concern=concern, by=by, decision=decision, reason="E flasim sot me fëmijën."
        )
    else:
        open_case(by=by, school=pupil.school, pupil=pupil, why=tale.seen)
    case = _case(tale.key)
    set_level(
        case=case, by=by, level=tale.level, reason="Sipas asaj që u pa këtë javë."
    )
    if tale.note:
        _note(case, by, tale)


def _note(case: Case, by: User, tale: Tale) -> None:
    add_note(
        case=case,
        by=by,
        text=tale.note,
        token=uuid4(),
        child_words=tale.words,
        next_step="Bisedë tjetër me fëmijën.",
        next_on=today() + dt.timedelta(days=14),
    )


# --- The referral ------------------------------------------------------------------
def _draft(tale: Tale) -> None:
    by = account_of(tale.by)
    draft = start_draft(case=_case(tale.key), by=by, token=uuid4())
    if not tale.interest:
        return
    values: dict[str, object] = {
        "urgency": tale.urgency,
        "what_seen": tale.seen,
        "child_words": tale.words,
        "child_told": "yes",
        "parent_told": "no" if tale.parent_reason else "yes",
        "parent_reason": tale.parent_reason,
        "residence_confirmed": True,
        "best_interest": tale.interest,
    }
    save_draft(referral=draft, by=by, version=draft.version, values=values)


def _move(tale: Tale, move: Move) -> None:
    referral = Referral.objects.select_related("unit").get(case=_case(tale.key))
    MOVES[move.verb](
        referral=referral,
        by=account_of(move.by),
        **_said(move, referral),
        **_when(move),
    )


def _said(move: Move, referral: Referral) -> dict[str, object]:
    """The words of the move, under the name that its action gives them."""
    name = WORDS.get(move.verb, "text")
    said: dict[str, object] = {name: move.text} if name else {}
    if move.verb in {"receive", "accept"} and move.by.role == "protector":
        said["channel"] = PHONE
    if move.verb == "redirect":
        said["unit"] = ProtectionUnit.objects.get(municipality__code=OTHER_UNIT)
    if move.verb == "accept":
        unit = referral.unit
        is_own = move.by.role == "cpu_worker"
        said["worker"] = move.by.name if is_own else f"Punonjës i {unit}"
    if move.verb == "close":
        said["child_view"] = tales.CHILD_VIEW
    if move.code:
        said[CODES[move.verb]] = move.code
    return said


def _when(move: Move) -> dict[str, object]:
    """The date that the move names: a visit, a meeting, a review."""
    if move.verb not in DATES:
        return {}
    name, days = DATES[move.verb]
    return {name: today() + dt.timedelta(days=days)}


MOVES: dict[str, Callable[..., object]] = {
    "submit": sending.submit_referral,
    "withdraw": sending.withdraw,
    "answer": sending.answer_question,
    "reopen": sending.reopen,
    "contest": sending.contest,
    "call": sending.log_call,
    "receive": receiving.receive,
    "ask": receiving.ask,
    "accept": receiving.accept,
    "redirect": receiving.redirect,
    "decline": receiving.decline,
    "assess": receiving.assess,
    "call_group": receiving.call_group,
    "start_plan": receiving.start_plan,
    "close": receiving.close,
}
WORDS = {
    "submit": "",
    "withdraw": "reason",
    "answer": "answer",
    "reopen": "reason",
    "contest": "reason",
    "ask": "question",
    "redirect": "reason",
    "decline": "advice",
    "start_plan": "measures",
    "close": "word",
}
CODES = {"decline": "code", "close": "outcome"}
DATES = {
    "accept": ("first_contact_on", 1),
    "assess": ("visit_on", 5),
    "call_group": ("group_on", 10),
    "start_plan": ("review_on", 60),
}


# --- The one that nobody answers -----------------------------------------------------
def _tell_overdue(demo: Demo) -> None:
    """Sent so that the receipt was due in the first minutes of three days ago."""
    demo.step(demo.moment(4, "21:20"), _overdue_concern)
    demo.step(demo.moment(4, "22:05"), _overdue_referral)


def _overdue_concern() -> None:
    concern = send(
        "overdue",
        TEACHER,
        tales.OVERDUE_SEEN,
        tales.OVERDUE_WORDS,
        urgent=True,
        call_outcome="called",
    )
    triage_concern(
        concern=concern,
        by=account_of(PROTECTOR),
        decision="refer",
        reason="Rrezik sonte: thirra 129 dhe po e dërgoj menjëherë te njësia.",
    )


def _overdue_referral() -> None:
    by = account_of(PROTECTOR)
    case = _case("overdue")
    set_level(case=case, by=by, level="acute", reason="Mund të niset nesër në mëngjes.")
    draft = start_draft(case=case, by=by, token=uuid4())
    values: dict[str, object] = {
        "urgency": "acute",
        "what_seen": tales.OVERDUE_SEEN,
        "child_words": tales.OVERDUE_WORDS,
        "child_told": "no",
        "child_told_why": "Nuk përgjigjet në telefon.",
        "parent_told": "no",
        "parent_reason": "danger",
        "residence_confirmed": True,
        "best_interest": tales.OVERDUE_INTEREST,
        "call_outcome": "no_answer",
    }
    save_draft(referral=draft, by=by, version=draft.version, values=values)
    sending.submit_referral(referral=draft, by=by)


# --- Finding the cast ----------------------------------------------------------------
def _case(key: str) -> Case:
    return Case.objects.select_related("pupil", "school", "unit").get(
        pupil__code=child_code(key)
    )
