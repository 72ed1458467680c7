"""What the modules gave, and what of it was kept: the tests before and after a module
(C14), and the refresher 90 days on against the test after (C15), of the same persons.

Nothing is said of fewer than ten people: a mean of few is a person.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Avg, Count, Exists, OuterRef, QuerySet, Subquery

from training.models import LearningItem, ModulePage, QuizAttempt, Refresher


FEWEST = 10  # people
ON_DAY = 90  # the refresher that C15 asks of (research/training.md (c))


@dataclass(frozen=True)
class Means:
    """Of one module: scores in percent, each the mean of the same `people`."""

    people: int
    earlier: float
    later: float

    @property
    def enough(self) -> bool:
        return self.people >= FEWEST

    @property
    def gain(self) -> float | None:
        """In percentage points."""
        return self.later - self.earlier if self.enough else None

    @property
    def normalised(self) -> float | None:
        """The gain as a share of what could be gained; None when nothing could."""
        if not self.enough or self.earlier >= 100:
            return None
        return (self.later - self.earlier) / (100 - self.earlier)

    @property
    def ratio(self) -> float | None:
        """How much of the earlier score is still there; None when there was none."""
        return self.later / self.earlier if self.enough and self.earlier else None


def gained() -> QuerySet[QuizAttempt]:
    """The tests after a module whose person took the one before; a test is taken once.
    `module`: the module's translation key."""
    pages = _pages(post_test__translation_key=OuterRef("item__translation_key"))
    rows = QuizAttempt.objects.filter(gain__isnull=False)
    return rows.annotate(module=Subquery(pages.values("translation_key")[:1]))


def kept() -> QuerySet[Refresher]:
    """Each person's first refresher 90 days on, with `after`: the score of the module's
    test after it, taken before. `module` as above."""
    handed_in = Refresher.objects.filter(
        day_offset=ON_DAY, submitted_at__isnull=False
    ).order_by()
    sooner = handed_in.filter(
        staff=OuterRef("staff"),
        item=OuterRef("item"),
        submitted_at__lt=OuterRef("submitted_at"),
    )
    pages = _pages(translation_key=OuterRef("item__translation_key"))
    tests = QuizAttempt.objects.filter(
        staff=OuterRef("staff"),
        item__translation_key=OuterRef("test"),
        submitted_at__lte=OuterRef("submitted_at"),
    )
    return (
        handed_in.filter(~Exists(sooner))
        .annotate(
            module=Subquery(pages.values("translation_key")[:1]),
            test=Subquery(pages.values("post_test__translation_key")[:1]),
        )
        .annotate(after=Subquery(tests.values("score")[:1]))
        .filter(after__isnull=False)
    )


def gains_by_module() -> dict[Any, Means]:
    return _means(gained(), "before__score", "score")


def retention_by_module() -> dict[Any, Means]:
    return _means(kept(), "after", "score")


def titles(keys: Any) -> dict[Any, str]:
    """Of modules, in the reader's language; also of those that are withdrawn."""
    items = LearningItem.objects.filter(kind="module", translation_key__in=keys)
    return {item.translation_key: item.title for item in items}


def _means(rows: QuerySet[Any], earlier: str, later: str) -> dict[Any, Means]:
    counted = (
        rows.filter(module__isnull=False)
        .order_by()
        .values("module")
        .annotate(
            people=Count("staff", distinct=True),
            earlier=Avg(earlier),
            later=Avg(later),
        )
    )
    return {
        row["module"]: Means(row["people"], row["earlier"], row["later"])
        for row in counted
    }


def _pages(**given: Any) -> QuerySet[ModulePage]:
    rows: QuerySet[ModulePage] = ModulePage.objects.filter(
        locale__language_code=settings.LANGUAGE_CODE, **given
    )
    return rows
