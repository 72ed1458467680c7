"""Which closed session stands behind a person's completion of a module."""

import datetime as dt

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from schools.models import StaffMember
from training.expiry import renewable_from
from training.models import LearningItem, ModuleCompletion, PaperTest, TrainingSession


PSYCHOLOGIST = TrainingSession.Capacity.PSYCHOLOGIST


def counts_since(last: ModuleCompletion | None) -> dt.datetime | None:
    """What was done before does not renew the last completion: it comes after it, and
    not before the days in which it may be renewed (decision 0024)."""
    if last is None:
        return None
    opens = renewable_from(last.valid_until)
    if opens is None:
        return last.completed_at
    return max(
        last.completed_at, timezone.make_aware(dt.datetime.combine(opens, dt.time()))
    )


def sessions_attended(
    staff: StaffMember, module: LearningItem, since: dt.datetime | None
) -> QuerySet[TrainingSession]:
    """Closed sessions of the module that count for this person, those led by a school
    psychologist first. A renewal asks for those that count (`counts_since`)."""
    later = Q(starts_at__gt=since) if since else Q()
    return (
        TrainingSession.objects.filter(
            later,
            module=module,
            state=TrainingSession.State.CLOSED,
            attendances__staff=staff,
            attendances__counts=True,
        )
        .annotate(
            rank=Case(
                When(capacity=PSYCHOLOGIST, then=Value(0)),
                default=Value(1),
                output_field=IntegerField(),
            )
        )
        .order_by("rank", "starts_at", "pk")
    )


def passed_on_paper(
    staff: StaffMember, sessions: QuerySet[TrainingSession]
) -> TrainingSession | None:
    """The first of the sessions after which the test on paper was passed."""
    passed = PaperTest.objects.filter(staff=staff, passed=True)
    return sessions.filter(pk__in=passed.values("session")).first()


def improves(found: TrainingSession | None, kept: TrainingSession | None) -> bool:
    """Whether a session found adds to the evidence that a completion has."""
    if found is None or found == kept:
        return False
    return kept is None or (
        found.capacity == PSYCHOLOGIST and kept.capacity != PSYCHOLOGIST
    )
