"""The words of the child's page, by age: short, in the second person, no name on it.

What stands under each heading is the child's own; the headings only ask and explain.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class PageWords:
    title: Promise
    opening: Promise
    wants: Promise
    knows: Promise
    reach: Promise
    told: Promise
    stop: Promise
    call: Promise


# The parts that a protector may leave off a page that others could find.
PARTS = {
    "wants": _("What the child wants"),
    "knows": _("Who may know"),
    "reach": _("How to reach the child safely"),
    "told": _("What the child was told"),
}

BANDS = {
    "6-10": PageWords(
        title=_("My page"),
        opening=_(
            "At school there is a grown-up who listens to you and helps you. This page"
            " is yours."
        ),
        wants=_("What I want"),
        knows=_("Who may know that we talk"),
        reach=_("How to find me so that nobody gets angry"),
        told=_("What I was told"),
        stop=_("You can always say “stop”, or “I do not want to talk today”."),
        call=_(
            "If you are afraid, or somebody hurts you, call 116 111. It is free, and"
            " somebody answers day and night."
        ),
    ),
    "11-14": PageWords(
        title=_("My page"),
        opening=_(
            "You talk with a grown-up at school about what matters to you. You decide"
            " what you tell and how fast you go."
        ),
        wants=_("What I want"),
        knows=_("Who may know that we talk"),
        reach=_("How to reach me safely"),
        told=_("What I was told"),
        stop=_(
            "You can change what is written here, take a break, or stop, and nobody"
            " will be angry."
        ),
        call=_(
            "If you are in danger or need to talk, call 116 111: free, day and night."
            " You need not say your name. In danger now: 129."
        ),
    ),
    "15-18": PageWords(
        title=_("My plan"),
        opening=_(
            "This is what you and the child protector of your school agreed. You may"
            " ask at any time what is written about you and who reads it."
        ),
        wants=_("My goals"),
        knows=_("Who may know"),
        reach=_("How to contact me safely"),
        told=_("What I was told about confidentiality and its limits"),
        stop=_(
            "You may change your goals or end this at any time. If you are in serious"
            " danger the protector must ask others for help, and tells you first where"
            " that is safe."
        ),
        call=_(
            "ALO 116 111, the child helpline: free, day and night, without a name. In"
            " danger now: 129 or 112."
        ),
    ),
}


def band_of(born: date | None, on: date) -> str:
    """The band of a child's age on a day; without a birth date the middle one."""
    if born is None:
        return "11-14"
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if age <= 10:
        return "6-10"
    return "11-14" if age <= 14 else "15-18"
