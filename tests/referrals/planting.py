"""Secrets planted where people type: one planter for each room's models.

A planter takes a `Garden` and calls the room's own actions or opens its pages, with
`garden.word()` for every text that a person types: a new secret each time. To add one:
write `def your_room(garden)` here and put it into `PLANTERS`; the test tells which
field is still bare. `SYSTEM_CODES` are sealed codes that nobody types.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from portal.pictures import take
from referrals.actions import receiving, sending
from referrals.actions.assessing import check_red_lines, withdraw_factor
from referrals.actions.attaching import remove_attachment
from referrals.actions.case_actions import finish_action
from referrals.actions.cases import close_case, set_level
from referrals.actions.concern_direct import report_to_unit
from referrals.actions.concerns import correct_concern, triage_concern
from referrals.actions.ending import refuse_ending, sign_ending
from referrals.actions.growing_up import begin_adult_hand_over
from referrals.actions.handing_over import hand_over
from referrals.actions.measuring import end_measure, set_measure
from referrals.actions.minutes import (
    correct_minutes,
    drop_task,
    finish_task,
    name_agency,
    set_task,
    write_minutes,
)
from referrals.actions.placement_work import do_check, say, write_for_class
from referrals.actions.placing import move_placement
from referrals.actions.planning import end_plan
from referrals.actions.shielding import lift_shield, shield_child
from referrals.actions.summers import name_summer_contact
from referrals.actions.talking_over import add_facts, send_message
from referrals.actions.tracking import note_step, open_track
from referrals.actions.transferring import offer_file, receive_file
from referrals.models import Referral
from referrals.states import State
from schools.actions.flags import dismiss_flags
from schools.models import ProtectionUnit
from tests.factories import (
    assessing,
    attachments,
    casefile,
    coaching,
    endings,
    meetings,
    placements,
)
from tests.factories.attendance import flag
from tests.factories.days import in_days
from tests.factories.referrals import (
    READY,
    World,
    a_case,
    a_concern,
    a_draft,
    a_referral,
    a_staff_concern,
    person,
    world,
)
from tests.factories.schools import (
    enrolled,
    granted_post,
    roster_post,
    school_days,
)
from tests.portal.signing import account


# Sealed, but chosen from our lists or computed: no word of a person stands there.
SYSTEM_CODES = {
    "referrals.Factor.code",
    "referrals.RedLineCheck.lines",
    "referrals.Concern.body_zones",
    "referrals.Transfer.chronology",
    "referrals.CoachingSession.activity_title",
    "schools.ImportTrace.content",  # the roll as it was, its own sealed texts still sealed
}
DAY = dt.date(2026, 12, 1)


@dataclass
class Garden:
    """A school, its people's browsers, and every secret planted so far."""

    client_of: Callable[..., Any]
    folder: Any
    w: World = field(default_factory=world)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        school_days(dt.date(2026, 9, 14), dt.date(2026, 12, 18))

    def word(self) -> str:
        """A new secret, with letters that every encoding writes in its own way."""
        self.words.append(f"Fshehtësi{len(self.words):03}ç{uuid4().hex[:10]}")
        return self.words[-1]

    def next_child(self) -> None:
        """A pupil without a case. The names on the roll are secrets of the logs."""
        self.w.pupil = enrolled(self.w.school, first_name="Zamira")

    def post(self, user: Any, name: str, *args: Any, **typed: Any) -> Any:
        """What a person types into a page, sent."""
        return self.client_of(user).post(reverse(name, args=args), typed)


def concerns(g: Garden) -> None:
    w, word = g.w, g.word
    concern = a_concern(
        w, text=word(), child_words=word(), noticed_where=word(), urgent=True,
        call_outcome="called",
    )  # fmt: skip
    correct_concern(concern=concern, by=w.teacher, text=word())
    report_to_unit(concern=concern, by=w.teacher, call="called")
    triage_concern(concern=concern, by=w.protector, decision="watch", reason=word())
    a_concern(w, child_name=word(), child_about=word(), text=word())
    a_staff_concern(w, staff=None, staff_named=word(), text=word())
    check_red_lines(by=w.protector, lines=[], concern=concern, why_not=word())


def case_and_notes(g: Garden) -> None:
    w, word = g.w, g.word
    g.next_child()
    case = a_case(w, why=word())
    set_level(
        case=case, by=w.protector, level="standard", reason=word(), below_why=word()
    )
    g.post(
        w.protector, "referrals:case_note", case.uid, text=word(), child_words=word(),
        next_step=word(), next_on=in_days(20), token=uuid4(),
    )  # fmt: skip
    factor = assessing.a_factor(w, case, note=word())
    withdraw_factor(factor=factor, by=w.protector, why=word())
    action = casefile.an_action(w, case, what=word())
    finish_action(action=action, by=w.protector, note=word())
    casefile.a_member(w, case, name=word(), note=word())
    name_summer_contact(
        case=case, by=w.protector, who=word(), phone=word(), agreed=True, on=DAY
    )
    begin_adult_hand_over(
        case=case, by=w.protector, service=word(), view=word(), told=True, begins_on=DAY
    )
    close_case(case=case, by=w.protector, ending="safe", why=word(), child_view=word())
    a_case(w, pupil=None, child_name=word(), child_seen=word())


def coached(g: Garden) -> None:
    w, word = g.w, g.word
    g.next_child()
    case = a_case(w)
    texts = ("child_view", "best_interest", "who_knows", "safe_contact", "child_told")
    plan = coaching.a_plan(
        w, case=case, assent="not_asked", assent_why=word(), parent="no", parent_why=word(),
        **{name: word() for name in texts},
    )  # fmt: skip
    for goal in plan.goals.all():
        goal.wish, goal.low, goal.high = word(), word(), word()
        goal.save()
    coaching.a_session(w, case, done=word(), child_words=word(), next_step=word())
    coaching.a_review(w, plan, changes=word(), child_words=word())
    end_plan(plan=plan, by=w.protector, outcome="met", why=word(), child_view=word())


def referred(g: Garden) -> None:
    w, word = g.w, g.word
    g.next_child()
    draft = a_draft(w)
    typed = {**READY, "residence_confirmed": "on", "residence": draft.residence_id}
    typed |= {"what_seen": word(), "child_words": word(), "child_told": "no"}
    typed |= {"child_told_why": word(), "parent_why": word(), "best_interest": word()}
    g.post(w.protector, "referrals:referral_edit", draft.uid, version=draft.version,
           next="check", **typed)  # fmt: skip
    row = Referral.objects.get(pk=draft.pk)
    g.post(w.protector, "referrals:referral_check", row.uid, version=row.version)
    row = Referral.objects.get(pk=draft.pk)
    assert row.state == State.SUBMITTED
    g.client_of(w.worker).get(reverse("referrals:referral_pdf", args=[row.uid]))
    receiving.receive(referral=row, by=w.worker, text=word())
    receiving.ask(referral=row, by=w.worker, question=word())
    sending.answer_question(referral=row, by=w.protector, answer=word())
    add_facts(referral=row, by=w.protector, text=word())
    send_message(referral=row, by=w.worker, text=word())
    track = open_track(referral=row, by=w.worker, why=word())
    note_step(track=track, by=w.worker, code="police_told", done_on=DAY, note=word())
    receiving.accept(referral=row, by=w.worker, worker="P", first_contact_on=DAY,
                     text=word())  # fmt: skip
    measure = set_measure(referral=row, by=w.worker, agency="shkolla", what=word())
    end_measure(measure=measure, by=w.protector, done=True, note=word())
    receiving.close(referral=row, by=w.worker, outcome="safe", word=word(),
                    child_view=word())  # fmt: skip


def endings_asked(g: Garden) -> None:
    w, word = g.w, g.word
    g.next_child()
    texts = ("why", "child_view", "seen_where", "told")
    waits = endings.a_waiting_referral(w, **{name: word() for name in texts})
    refuse_ending(ending=waits, by=endings.supervisor(w), reason=word())
    g.next_child()
    units = ProtectionUnit.objects.filter(pk=w.unit.pk)
    units.update(has_account=False)
    given = {name: word() for name in texts}
    called = endings.a_waiting_case(w, **{**endings.LOST, **given})
    sign_ending(
        ending=called,
        by=endings.supervisor(w),
        head_agreed=word(),
        head_called_at=timezone.now(),
    )
    units.update(has_account=True)


def attached(g: Garden) -> None:
    w, word = g.w, g.word
    g.next_child()
    sent = a_referral(w)
    file = SimpleUploadedFile(
        f"{word()}.pdf", b"%PDF-1.4\n" + word().encode() + b"\n%%EOF\n"
    )
    g.post(w.protector, "referrals:referral_attachments", sent.uid, file=file,
           token=uuid4())  # fmt: skip
    kept = sent.attachments.get()
    g.client_of(w.worker).get(reverse("referrals:attachment", args=[kept.uid]))
    gone = attachments.an_attachment(
        w,
        case=sent.case,
        name=word(),
        taken=take(b"%PDF-" + word().encode() + b"%%EOF"),
    )
    remove_attachment(attachment=gone, by=w.protector, reason=word())


def met(g: Garden) -> None:
    w, word = g.w, g.word
    g.next_child()
    item = meetings.an_item(w, at=timezone.now() - dt.timedelta(hours=1))
    by = w.unit_head
    write_minutes(item=item, by=by, version=item.version, minutes=word(),
                  decision=word())  # fmt: skip
    name_agency(item=item, by=by, agency=meetings.POLICE, needs=word(),
                name_shared=True, name_why=word())  # fmt: skip
    given = {"item": item, "by": by, "due_on": DAY, "owner": "agency"}
    first, second = (
        set_task(what=word(), agency=meetings.POLICE, **given) for _n in range(2)
    )
    finish_task(task=first, by=by, note=word())
    drop_task(task=second, by=by, why=word())
    meetings.close_meeting(meeting=item.meeting, by=by)
    item.refresh_from_db()
    correct_minutes(item=item, by=by, text=word())


def placed(g: Garden) -> None:
    w, word = g.w, g.word
    first = placements.a_placement(
        w, child_name=word(), child_about=word(), why=word(), best_interest=word()
    )
    say(placement=first, by=w.worker, text=word())
    move_placement(placement=first, verb="receive", by=w.protector)
    move_placement(
        placement=first, verb="not_possible", by=w.protector, text=word(),
        changes={"school_did": word()},
    )  # fmt: skip
    second = placements.placed(w, "attending", child_name=word())
    write_for_class(
        placement=second, by=w.protector, text=word(), version=second.version
    )
    check = second.checks.order_by("months")[0]
    do_check(check=check, by=w.protector, done_on=DAY, how=word(), child_words=word())


def shielded(g: Garden) -> None:
    w, word = g.w, g.word
    g.next_child()
    shield = casefile.a_shield(w, reason=word())
    lift_shield(shield=shield, why=word(), by=w.protector)
    unknown = a_case(w, pupil=None, child_name=word())
    barred = roster_post("teacher", school=w.school).staff
    shield = shield_child(by=w.protector, barred=barred, reason=word(), case=unknown)
    lift_shield(shield=shield, why=word(), by=w.protector)


def handed_on(g: Garden) -> None:
    w, word = g.w, g.word
    g.next_child()
    case = a_case(w)
    leaving = granted_post("protector", school=w.school)
    case.owner = leaving
    case.save()
    hand_over(
        by=leaving.staff.user, from_post=leaving,
        to_post=w.protector.staff.posts.get(role="protector", school=w.school),
        cases=[case], from_on=timezone.localdate(), note=word(),
    )  # fmt: skip
    transfer = casefile.a_transfer(w)
    new = person("protector", school=transfer.to_school)
    offer_file(transfer=transfer, by=w.protector, scope="summary", interest=word(),
               summary=word())  # fmt: skip
    receive_file(transfer=transfer, by=new)


def on_the_roll(g: Garden) -> None:
    """Files of the roll: read, changed (the trace keeps what was), left unread."""
    w, word = g.w, g.word
    g.next_child()
    flag(w.pupil)
    dismiss_flags(pupil=w.pupil, kinds=["chronic"], reason=word(), by=w.protector)
    head = "pupil_code,school_code,class,first_name,last_name,birth_date,sex,"
    head += "guardian_phone"
    for _n in range(2):
        path = g.folder / f"{word()}.csv"
        line = f"000778,{w.school.code},7A,Ana,Shembulli,03.04.2014,f,{word()}"
        path.write_text(f"{head}\n{line}\n")
        call_command("import_data", "pupils", str(path), verbosity=0)
        path.unlink()
    registrar = person("registrar", school=w.school)
    line = f"000779,{w.school.code},7A,Ana,Shembulli,03.04.2014,f,{word()}"
    file = SimpleUploadedFile(f"{word()}.csv", f"{head}\n{line}\n".encode())
    g.post(registrar, "schools:import_upload", "pupils", file=file)


def half_typed(g: Garden) -> None:
    """A draft that is kept on the way, and a text sent after the session had ended."""
    w, word = g.w, g.word
    g.next_child()
    case = a_case(w)
    client = g.client_of(w.protector)
    page = client.get(reverse("referrals:case_note", args=[case.uid]))
    from tests.portal.test_drafts import KEEP, hidden

    client.post(KEEP, {**hidden(page), "text": word(), "child_words": word()})
    writer = account(user=person("protector", school=w.school), totp=True)
    client = g.client_of(writer)
    client.get("/")
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=31), tick=False):
        client.post(reverse("referrals:case_note", args=[case.uid]), {"text": word()})


PLANTERS: tuple[Callable[[Garden], None], ...] = (
    concerns,
    case_and_notes,
    coached,
    referred,
    endings_asked,
    attached,
    met,
    placed,
    shielded,
    handed_on,
    on_the_roll,
    half_typed,
)
