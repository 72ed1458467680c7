"""What a reader is told who says "I have done this" too early."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.steps import Course


def unread(course: Course, missing: Sequence[str]) -> str:
    """Which steps are still to be opened, by their numbers on the screen."""
    if not missing:
        return _("This lesson has no words yet.")
    return ngettext(
        "Step %(steps)s was not opened. Open it, then mark the lesson as done.",
        "Steps %(steps)s were not opened. Open them, then mark the lesson as done.",
        len(missing),
    ) % {"steps": ", ".join(str(number) for number in numbers(course, missing))}


def numbers(course: Course, missing: Sequence[str]) -> list[int]:
    """The steps as they are counted on the screen, from 1."""
    return [course.ids.index(step) + 1 for step in missing]
