"""Which closed session stands behind a person's completion of a module."""

import datetime as dt

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from schools.models import StaffMember
from training.expiry import may_renew, renewable_from
from training.models import LearningItem, ModuleCompletion, PaperTest, TrainingSession


PSYCHOLOGIST = TrainingSession.Capacity.PSYCHOLOGIST


def counts_since(
    made_at: dt.datetime,
    ends_on: dt.date | None,
    revoked_at: dt.datetime | None = None,
) -> dt.datetime:
    """From when on something done renews what was made then and ends on that day: after
    it, and not before its last 90 days (decision 0024). Once the award was revoked,
    what was done since then counts."""
    if revoked_at and made_at <= revoked_at:
        return revoked_at
    opens = renewable_from(ends_on)
    if opens is None:
        return made_at
    return max(made_at, timezone.make_aware(dt.datetime.combine(opens, dt.time())))


def renewed_since(
    last: ModuleCompletion | None, revoked_at: dt.datetime | None = None
) -> dt.datetime | None:
    """The same of a completion; before the first one all counts."""
    if last is None:
        return None
    return counts_since(last.completed_at, last.valid_until, revoked_at)


def may_be_renewed(
    last: ModuleCompletion, on: dt.date, revoked_at: dt.datetime | None
) -> bool:
    """Whether evidence, if there is any, renews it on that day."""
    revoked_since = revoked_at is not None and last.completed_at <= revoked_at
    return revoked_since or may_renew(on, last.valid_until)


def sessions_attended(
    staff: StaffMember, module: LearningItem, since: dt.datetime | None
) -> QuerySet[TrainingSession]:
    """Closed sessions of the module that count for this person, those led by a school
    psychologist first. A renewal asks for those that count (`renewed_since`)."""
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
