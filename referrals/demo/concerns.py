"""Concerns that did not become a case: unread, decided, a deputy's, one that went to
the unit too, one about a grown-up of the school."""

from typing import Any
from uuid import uuid4

from portal.clock import today
from portal.demo import Demo
from referrals.actions.concern_direct import report_to_unit
from referrals.actions.concerns import read_concern, send_concern, triage_concern
from referrals.demo import tales
from referrals.demo.cast import account_of, pupil_of
from schools.demo.people import colleagues_at, give_account
from schools.demo.story import DEPUTY, LULJA, PROTECTOR, TEACHER, Person


def tell(demo: Demo) -> None:
    """Each on its day."""
    for key, by, days, at, text in (tales.UNREAD, tales.NO_ACTION):
        demo.step(
            demo.workday(days, at),
            lambda key=key, by=by, text=text: send(key, by, text),  # type: ignore[misc]
        )
    demo.step(demo.workday(11, "09:30"), _decide_no_action)
    demo.step(demo.workday(1, "08:20"), _send_to_the_deputy)
    demo.step(demo.workday(1, "11:30"), _read_by_the_deputy)
    demo.step(demo.workday(1, "13:15"), _tell_of_a_grown_up)
    demo.step(demo.workday(1, "14:40"), _report_past_the_school)
    demo.step(demo.workday(1, "15:05"), _read_of_a_grown_up)


def send(key: str, by: Person, text: str, words: str = "", **more: Any) -> Any:
    """A concern about a child of the story, noticed on the day it is sent."""
    pupil = pupil_of(key)
    return send_concern(
        by=account_of(by),
        school=pupil.school,
        token=uuid4(),
        basis="told" if words else "seen",
        noticed_on=today(),
        text=text,
        pupil=pupil,
        child_words=words,
        **more,
    )


def _decide_no_action() -> None:
    triage_concern(
        concern=pupil_of("no_action").concerns.get(),
        by=account_of(PROTECTOR),
        decision="no_action",
        reason=tales.NO_ACTION_WHY,
    )


def _report_past_the_school() -> None:
    concern = send("parts", TEACHER, tales.DIRECT_SEEN, tales.DIRECT_WORDS)
    report_to_unit(concern=concern, by=account_of(TEACHER), call="called")


def _tell_of_a_grown_up() -> None:
    send("row", TEACHER, tales.ON_STAFF, on_staff=True, staff_named=tales.STAFF_NAMED)


def _read_of_a_grown_up() -> None:
    read_concern(concern=pupil_of("row").concerns.get(), by=account_of(PROTECTOR))


def _send_to_the_deputy() -> None:
    reporter = give_account(colleagues_at(LULJA, 1)[0])
    pupil = pupil_of("for_the_deputy")
    send_concern(
        by=reporter,
        school=pupil.school,
        token=uuid4(),
        basis="told",
        noticed_on=today(),
        text=tales.FOR_THE_DEPUTY,
        pupil=pupil,
    )


def _read_by_the_deputy() -> None:
    concern = pupil_of("for_the_deputy").concerns.get()
    read_concern(concern=concern, by=account_of(DEPUTY))
