"""The curriculum's word in the navigation, and its files among the written content."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from portal.content import Data, LoadResult
from portal.hooks import AuditWording, ContentLoader, NavItem, register
from portal.permissions import Permission
from training.content_files import read_programmes
from training.curriculum_files import CurriculumFiles, read_curriculum_files


TEACHES = frozenset({Permission.CONCERN_SEND, Permission.CONTENT_EDIT})


def _read() -> tuple[Data, CurriculumFiles]:
    return read_programmes(), read_curriculum_files()


def _load(found: tuple[Data, CurriculumFiles], at: dt.datetime) -> LoadResult:
    from training.actions.loading_curriculum import load_curriculum

    training, files = found
    return load_curriculum(training=training, files=files, at=at, by=None)


register(
    ContentLoader("curriculum", _read, _load, order=25),
    NavItem(
        _("Lessons in class"),
        "training:curriculum",
        TEACHES,
        order=62,
        also=("training:deliveries", "training:card_rounds"),
    ),
    AuditWording(
        {
            "cards.device_ended": _("Device with pupils’ cards came back"),
            "cards.entered": _("Pupils’ cards taken in"),
            "cards.handed_round": _("Device with pupils’ cards handed round"),
            "cards.opened": _("Round of pupils’ cards begun"),
            "cards.thrown_away": _("Round of pupils’ cards thrown away"),
            "delivery.logged": _("Lesson in class logged"),
            "delivery.taken_back": _("Entry of a lesson taken back"),
        }
    ),
)
