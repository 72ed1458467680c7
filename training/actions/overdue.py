"""Completing what became complete while nobody was there to conclude it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from schools.models import StaffMember
from training.actions.completing import Conclusions, settle_one
from training.actions.progress import ModuleNeeds
from training.models import (
    Attendance,
    ItemProgress,
    ModuleCompletion,
    PaperTest,
    QuizAttempt,
    TrainingSession,
)


MOST = 5_000  # people of one module in a run; the next one goes on


def settle_overdue(
    *, of: Iterable[Conclusions], at: dt.datetime, on: dt.date
) -> dict[str, int]:
    """A quiz handed in or a session closed while the module was withdrawn concludes
    nothing, and when an editor takes away the one lesson that somebody lacked there is
    nothing left to press. `of`: every module as published today. Twice is once."""
    return {"completed": sum(_settle(one, at, on) for one in of)}


def _settle(of: Conclusions, at: dt.datetime, on: dt.date) -> int:
    people = _ready(of.module).order_by("pk")[:MOST]
    return sum(
        settle_one(staff=one, conclusions=of, at=at, on=on, by=None)
        for one in list(people)
    )


def _ready(needs: ModuleNeeds) -> QuerySet[StaffMember]:
    """Who never completed it and lacks nothing, by the parts or by a session."""
    own = {"staff": OuterRef("pk")}
    never = ~Exists(ModuleCompletion.objects.filter(item=needs.module, **own))
    taught = Q(
        Exists(
            Attendance.objects.filter(
                counts=True,
                session__module=needs.module,
                session__state=TrainingSession.State.CLOSED,
                **own,
            )
        )
    )
    read = Q(pk__in=_readers(needs))
    if not needs.asks_quiz:
        return StaffMember.objects.filter(never, taught | read)
    on_paper = Q(
        Exists(
            PaperTest.objects.filter(passed=True, session__module=needs.module, **own)
        )
    )
    passed = Q(Exists(QuizAttempt.objects.filter(passed=True, item=needs.quiz, **own)))
    found = (taught & on_paper) | ((taught | read) & passed if needs.quiz else Q())
    return StaffMember.objects.filter(never, found)


def _readers(needs: ModuleNeeds) -> QuerySet[Any, Any]:
    """Who has done every part; nobody where the module has none."""
    done = ItemProgress.objects.filter(
        item__in=needs.lessons, state=ItemProgress.State.DONE
    )
    counted = done.order_by().values("staff").annotate(n=Count("item"))
    return counted.filter(n=len(needs.lessons)).values("staff")
