"""A file with a case: kept sealed, once, whole; and really gone when it goes."""

from uuid import uuid4

import pytest
from django.db import transaction

from portal import sealed_files
from portal.audit.models import AuditEvent
from portal.crypto import Unreadable
from portal.models import Notification
from portal.pictures import take
from referrals.actions import receiving, sending
from referrals.actions.attaching import (
    FileIsGone,
    FileTooLarge,
    NoReason,
    TooManyFiles,
    attach_file,
    open_attachment,
    place,
    remove_attachment,
    sweep_attachments,
)
from referrals.actions.cases import close_case
from referrals.actions.files import CaseIsClosed
from referrals.actions.moving import MoveNotOpen
from referrals.models import Attachment
from tests.factories.attachments import PDF, an_attachment
from tests.factories.referrals import a_case, a_draft, a_referral, world


pytestmark = pytest.mark.django_db


def files() -> set[str]:
    return {path.name for path in place().iterdir()}


def test_a_file_lies_on_the_disk_sealed_under_its_number():
    one = an_attachment(world())

    stored = (place() / f"{one.uid}.part").read_bytes()

    assert b"%PDF" not in stored
    assert one.case.key_uid.bytes == stored[1:17]
    assert open_attachment(one) == PDF


def test_a_transaction_that_is_taken_back_leaves_no_file_after_the_sweep(
    monkeypatch,
):
    w = world()
    case = a_case(w)
    before = files()
    with transaction.atomic():
        an_attachment(w, case=case)
        transaction.set_rollback(True)
    (left,) = files() - before

    assert left.endswith(".part")
    monkeypatch.setattr(sealed_files, "OLD", sealed_files.OLD * -1)
    assert sweep_attachments()["destroyed"] >= 1
    assert left not in files()


def test_after_the_commit_the_file_has_its_name(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        one = an_attachment(world())

    assert str(one.uid) in files()
    assert f"{one.uid}.part" not in files()


def test_a_file_swapped_for_another_on_the_disk_is_refused():
    w = world()
    case = a_case(w)
    first, second = an_attachment(w, case=case), an_attachment(w, case=case)
    open_attachment(first), open_attachment(second)

    (place() / str(first.uid)).write_bytes((place() / str(second.uid)).read_bytes())

    with pytest.raises(Unreadable):
        open_attachment(first)


def test_a_file_cut_off_on_the_disk_is_refused():
    one = an_attachment(world())
    open_attachment(one)
    path = place() / str(one.uid)
    path.write_bytes(path.read_bytes()[:-1])

    with pytest.raises(Unreadable):
        open_attachment(one)


def test_the_same_click_twice_keeps_one_file():
    w = world()
    case, token = a_case(w), uuid4()

    first = an_attachment(w, case=case, token=token)
    second = an_attachment(w, case=case, token=token)

    assert first == second
    assert Attachment.objects.count() == 1


def test_the_eleventh_file_is_refused_until_one_goes():
    w = world()
    case = a_case(w)
    kept = [an_attachment(w, case=case) for _n in range(10)]

    with pytest.raises(TooManyFiles):
        an_attachment(w, case=case)
    remove_attachment(attachment=kept[0], by=w.protector, reason="Dy herë")
    assert an_attachment(w, case=case)


def test_more_than_ten_megabytes_are_refused():
    w = world()
    large = take(b"%PDF-" + b"x" * (10 * 1024 * 1024) + b"%%EOF")

    with pytest.raises(FileTooLarge):
        an_attachment(w, taken=large)


def test_a_closed_case_takes_no_file():
    w = world()
    case = a_case(w)
    close_case(case=case, by=w.protector, ending="safe", why="Mirë")

    with pytest.raises(CaseIsClosed):
        an_attachment(w, case=case)


def test_what_is_attached_to_a_draft_goes_with_it_and_later_ones_are_said_to_be():
    w = world()
    draft = a_draft(w)
    first = an_attachment(w, referral=draft)
    sent = sending.submit_referral(referral=draft, by=w.protector)
    second = an_attachment(w, referral=sent)

    first.refresh_from_db()
    assert (first.unit, second.unit) == (w.unit, w.unit)
    assert (first.later, second.later) == (False, True)


def test_the_unit_sees_what_went_with_a_referral_and_nothing_of_the_case():
    w = world()
    draft = a_draft(w)
    on_draft = an_attachment(w, referral=draft)
    an_attachment(w, case=draft.case)
    assert not Attachment.objects.visible_to(w.worker).exists()

    sending.submit_referral(referral=draft, by=w.protector)

    assert list(Attachment.objects.visible_to(w.worker)) == [on_draft]


def test_the_other_side_is_told_of_a_later_file():
    w = world()
    sent = a_referral(w)
    Notification.objects.all().delete()

    an_attachment(w, referral=sent)

    assert Notification.objects.filter(to=w.worker, kind="referral.news").exists()


def test_the_unit_attaches_to_a_referral_but_never_to_a_draft():
    w = world()
    sent = a_referral(w)
    receiving.receive(referral=sent, by=w.worker)

    assert an_attachment(w, referral=sent, by=w.worker)
    with pytest.raises(MoveNotOpen):
        an_attachment(world(), referral=sent)


def test_a_stranger_attaches_nothing_to_a_draft():
    w, other = world(), world()

    with pytest.raises(MoveNotOpen):
        an_attachment(other, referral=a_draft(w))


def test_a_removed_file_is_gone_from_the_disk_and_leaves_its_row(
    django_capture_on_commit_callbacks,
):
    w = world()
    with django_capture_on_commit_callbacks(execute=True):
        one = an_attachment(w)
    with django_capture_on_commit_callbacks(execute=True):
        remove_attachment(attachment=one, by=w.protector, reason="Fëmijë tjetër")

    assert str(one.uid) not in files()
    one.refresh_from_db()
    assert (one.removed_by, one.removed_why) == (w.protector, "Fëmijë tjetër")
    with pytest.raises(FileIsGone):
        remove_attachment(attachment=one, by=w.protector, reason="Prapë")


def test_removing_says_why():
    w = world()

    with pytest.raises(NoReason):
        remove_attachment(attachment=an_attachment(w), by=w.protector, reason=" ")


def test_coming_and_going_are_in_the_history_with_the_fingerprint():
    w = world()
    one = an_attachment(w)
    remove_attachment(attachment=one, by=w.protector, reason="Dy herë")

    bodies = AuditEvent.objects.filter(
        verb__startswith="attachment.", object_uid=one.uid
    )
    assert [one.sha256 in event.body for event in bodies] == [True, True]


def test_a_name_from_outside_is_only_a_name():
    w = world()
    one = attach_file(
        case=a_case(w),
        by=w.protector,
        name="../../etc/passwd",
        taken=take(PDF),
        token=uuid4(),
    )

    assert files() >= {f"{one.uid}.part"}
    assert open_attachment(one) == PDF
