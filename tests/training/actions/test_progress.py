"""Forward only: opened, done, completed, awarded."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.models import AuditEvent
from tests.factories.schools import SchoolFactory, granted_post
from tests.factories.training import add, completed, course, done, lesson, publish
from training.actions.awards import revoke_award
from training.actions.completing import settle
from training.actions.places import Bookmark, keep_place
from training.actions.progress import (
    NotOpened,
    NotPublished,
    NotReadToTheEnd,
    finish_lesson,
    open_lesson,
)
from training.expiry import WINDOW
from training.models import (
    Award,
    ItemProgress,
    ModuleCompletion,
    ModulePage,
    QuizAttempt,
)
from training.needs import module_needs, programme_needs
from training.outline import read_outline
from training.standing import standing_of


pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)
ON = AT.date()
LAST = "b"
STEPS = ("a", LAST)


@pytest.fixture
def made():
    return course(lessons=2)


@pytest.fixture
def staff():
    return granted_post("teacher", school=SchoolFactory(name="Shkolla A")).staff


def conclude(made, staff, *, at=AT):
    outline = read_outline("sq")
    standing = standing_of(staff, outline)
    module = outline.find("module", made.module.translation_key)
    return settle(
        staff=staff,
        module=module_needs(module, outline, standing),
        programme=programme_needs(module, standing),
        at=at,
        on=at.date(),
        by=staff.user,
    )


def finish(staff, item, *, at=AT):
    return finish_lesson(staff=staff, item=item, steps=STEPS, at=at, by=staff.user)


def keep(staff, item, trail, *, left=3):
    return keep_place(
        staff=staff, item=item, mark=Bookmark(trail, left), at=AT, by=staff.user
    )


def keep_all(staff, item):
    for trail in (["a"], ["a", LAST]):
        keep(staff, item, trail)


def passed(staff, item, *, at=AT):
    return QuizAttempt.objects.create(
        staff=staff,
        item=item,
        version=item.current,
        seed="s",
        items_snapshot=[],
        pass_mark=80,
        language="sq",
        client_id=uuid4(),
        started_at=at,
        submitted_at=at,
        score=100,
        passed=True,
    )


def finish_everything(made, staff, *, at=AT):
    for page in made.lessons:
        done(staff, made.item(page), at=at)
    passed(staff, made.item(made.quiz), at=at)


def test_a_lesson_that_was_never_opened_cannot_be_done(made, staff):
    with pytest.raises(NotOpened):
        finish(staff, made.item(made.lessons[0]))


def test_opening_twice_is_one_record_and_one_event(made, staff):
    item = made.item(made.lessons[0])

    for _ in range(2):
        open_lesson(staff=staff, item=item, at=AT, by=staff.user)

    assert ItemProgress.objects.filter(staff=staff, item=item).count() == 1
    assert AuditEvent.objects.filter(verb="lesson.opened").count() == 1


@pytest.mark.parametrize(("trail", "missing"), [(["a"], [LAST]), (STEPS, ["a"])])
def test_a_lesson_of_which_a_step_was_not_opened_cannot_be_done(
    made, staff, trail, missing
):
    item = made.item(made.lessons[0])
    keep(staff, item, list(trail))

    with pytest.raises(NotReadToTheEnd) as early:
        finish(staff, item)

    assert early.value.missing == missing
    assert ItemProgress.objects.get().state == "opened"


def test_a_lesson_without_words_cannot_be_done(made, staff):
    item = made.item(made.lessons[0])
    open_lesson(staff=staff, item=item, at=AT, by=staff.user)

    with pytest.raises(NotReadToTheEnd):
        finish_lesson(staff=staff, item=item, steps=(), at=AT, by=staff.user)


def test_the_place_moves_back_but_what_was_seen_stays_seen(made, staff):
    item = made.item(made.lessons[0])
    for trail in (["a"], ["a", LAST], ["a"]):
        keep(staff, item, trail)

    progress = ItemProgress.objects.get()
    assert (progress.place, progress.seen) == (["a"], ["a", LAST])
    assert finish(staff, item).state == "done"


def test_a_place_is_no_event_of_the_audit(made, staff):
    item = made.item(made.lessons[0])
    for trail in (["a"], ["a", LAST]):
        keep(staff, item, trail)

    assert AuditEvent.objects.filter(actor=staff.user.uid).count() == 1


def test_a_lesson_that_is_done_keeps_its_last_place(made, staff):
    item = made.item(made.lessons[0])
    keep_all(staff, item)
    finish(staff, item)

    keep(staff, item, ["a"])

    assert ItemProgress.objects.get().place == ["a", LAST]


def test_done_stays_done_with_its_first_date(made, staff):
    item = made.item(made.lessons[0])
    keep_all(staff, item)
    finish(staff, item)

    again = finish(staff, item, at=AT + dt.timedelta(days=9))

    assert again.done_at == AT


def test_a_withdrawn_lesson_cannot_be_begun(made, staff):
    made.lessons[0].unpublish()

    with pytest.raises(NotPublished):
        open_lesson(staff=staff, item=made.item(made.lessons[0]), at=AT, by=staff.user)


def test_lessons_without_the_quiz_complete_nothing(made, staff):
    for page in made.lessons:
        done(staff, made.item(page), at=AT)

    assert conclude(made, staff).completion is None


def test_the_quiz_without_the_lessons_completes_nothing(made, staff):
    passed(staff, made.item(made.quiz))
    done(staff, made.item(made.lessons[0]), at=AT)

    assert conclude(made, staff).completion is None


def test_everything_done_completes_the_module_and_gives_the_award(made, staff):
    finish_everything(made, staff)

    settled = conclude(made, staff)

    assert settled.completion.completed_on == ON
    assert settled.completion.valid_until == dt.date(2028, 10, 1)
    assert settled.award.name_as_printed == staff.full_name()
    assert settled.award.school_as_printed == "Shkolla A"
    assert len(settled.award.public_id) == 26


def test_concluding_again_writes_nothing_new(made, staff):
    finish_everything(made, staff)
    first = conclude(made, staff)

    second = conclude(made, staff, at=AT + dt.timedelta(days=30))

    assert second == first
    assert ModuleCompletion.objects.count() == Award.objects.count() == 1


def test_a_lesson_added_later_takes_no_completion_away(made, staff):
    finish_everything(made, staff)
    first = conclude(made, staff)
    lesson(made.module, "Mësimi 3")

    assert conclude(made, staff, at=AT + dt.timedelta(days=1)) == first


def test_a_deleted_module_takes_no_completion_away(made, staff):
    finish_everything(made, staff)
    completion = conclude(made, staff).completion

    made.programme.delete()

    assert ModuleCompletion.objects.get() == completion
    assert Award.objects.count() == 1


def test_a_lapsed_completion_needs_a_new_pass_and_keeps_the_old_one(made, staff):
    finish_everything(made, staff)
    old = conclude(made, staff)
    later = AT + dt.timedelta(days=3 * 365)
    assert conclude(made, staff, at=later).completion is None
    passed(staff, made.item(made.quiz), at=later)

    new = conclude(made, staff, at=later)

    assert new.completion.renews == old.completion
    assert new.award.supersedes == old.award
    assert ModuleCompletion.objects.count() == Award.objects.count() == 2


def test_a_pass_of_practice_long_before_the_end_renews_nothing(made, staff):
    finish_everything(made, staff)
    ends = conclude(made, staff).completion.valid_until
    passed(staff, made.item(made.quiz), at=AT + dt.timedelta(days=1))
    early = timezone.make_aware(dt.datetime.combine(ends - WINDOW, dt.time()))
    passed(staff, made.item(made.quiz), at=early - dt.timedelta(minutes=1))
    later = early + WINDOW + dt.timedelta(days=2)

    assert conclude(made, staff, at=later).completion is None

    passed(staff, made.item(made.quiz), at=early + dt.timedelta(minutes=1))
    assert conclude(made, staff, at=later).completion is not None


def test_a_pass_in_the_last_ninety_days_renews_at_once_and_loses_no_day(made, staff):
    finish_everything(made, staff)
    old = conclude(made, staff)
    ends = old.completion.valid_until
    early = timezone.make_aware(dt.datetime.combine(ends - WINDOW, dt.time(9)))
    assert conclude(made, staff, at=early) == old
    passed(staff, made.item(made.quiz), at=early + dt.timedelta(days=1))

    new = conclude(made, staff, at=early + dt.timedelta(days=1))

    assert new.completion.renews == old.completion
    assert new.completion.valid_until == dt.date(ends.year + 2, ends.month, ends.day)
    assert new.award.supersedes == old.award
    assert new.award.valid_until == new.completion.valid_until
    assert conclude(made, staff, at=early + dt.timedelta(days=2)) == new


def test_an_award_in_its_last_days_waits_until_every_module_was_renewed(made, staff):
    finish_everything(made, staff)
    old = conclude(made, staff).award
    other = add(made.programme, ModulePage(title="Dytë", slug="m2", audience="teacher"))
    before = ON - dt.timedelta(days=9)
    completed(staff, made.item(other), on=before, until=old.valid_until)
    early = timezone.make_aware(
        dt.datetime.combine(old.valid_until - WINDOW, dt.time(9))
    )
    passed(staff, made.item(made.quiz), at=early)

    found = conclude(made, staff, at=early)

    assert found.completion.renews is not None
    assert found.award == old


def test_a_programme_that_gives_less_than_it_did_shortens_no_renewal(made, staff):
    finish_everything(made, staff)
    ends = conclude(made, staff).completion.valid_until
    made.programme.months = 1
    publish(made.programme)
    award = Award.objects.get()
    ministry = granted_post("content_ministry").staff.user
    revoke_award(award=award, reason="Gabim", at=AT, by=ministry)
    passed(staff, made.item(made.quiz), at=AT + dt.timedelta(days=1))

    new = conclude(made, staff, at=AT + dt.timedelta(days=1)).completion

    assert new.renews is not None
    assert new.valid_until == ends


def test_a_module_without_a_quiz_is_not_renewed_by_what_was_read_before(staff):
    made = course(lessons=1)
    made.module.quiz = None
    publish(made.module)
    done(staff, made.item(made.lessons[0]), at=AT)
    assert conclude(made, staff).completion is not None
    later = AT + dt.timedelta(days=3 * 365)

    assert conclude(made, staff, at=later).completion is None


def test_after_a_revocation_only_completions_that_came_later_earn_the_award(
    made, staff
):
    finish_everything(made, staff)
    award = conclude(made, staff).award
    ministry = granted_post("content_ministry").staff.user
    revoke_award(award=award, reason="Gabim", at=AT, by=ministry)
    assert conclude(made, staff).award is None
    later = AT + dt.timedelta(days=2)
    passed(staff, made.item(made.quiz), at=later)

    new = conclude(made, staff, at=later)

    assert new.completion.renews is not None
    assert new.award.supersedes == award
    assert conclude(made, staff, at=later) == new


def test_the_database_refuses_a_second_first_completion(made, staff):
    finish_everything(made, staff)
    completion = conclude(made, staff).completion
    completion.pk, completion.uid = None, uuid4()

    with pytest.raises(IntegrityError), transaction.atomic():
        completion.save(force_insert=True)


def test_the_database_refuses_done_without_its_time(made, staff):
    record = done(staff, made.item(made.lessons[0]), at=AT)

    with pytest.raises(IntegrityError), transaction.atomic():
        ItemProgress.objects.filter(pk=record.pk).update(done_at=None)
