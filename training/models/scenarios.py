"""A conversation to practise: the page that an editor writes, and each time that a
person played it."""

import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from portal.privacy import Kept, Privacy
from training.models.items import ItemVersion, Kind, LearningItem
from training.models.page_base import CHANGE, TITLE, LearningPage
from training.models.records import RecordQuerySet
from training.scenario_blocks import ScenarioBlock
from training.scenario_graph import Graph, read_graph


PROBLEMS = {
    "empty": _("Write a first scene and at least one end."),
    "twice": _("Two scenes are called “%(key)s”. Give one of them another short name."),
    "start": _("The scenario starts with the end “%(key)s”. Move a scene to the top."),
    "choices": _("The scene “%(key)s” needs at least two choices."),
    "target": _(
        "A choice of the scene “%(key)s” leads nowhere. Under “leads to”, write the"
        " short name of a scene or of an end."
    ),
    "unreachable": _(
        "Nothing leads to “%(key)s”. Let a choice lead to it, or remove it."
    ),
    "no_end": _(
        "From “%(key)s” no end can be reached. Let one of its choices lead on."
    ),
}


class ScenarioPage(LearningPage):
    """Nobody real is in it, and it always says whom to tell."""

    privacy = Privacy(
        plain="page_ptr summary change change_note minutes required scenes whom_to_tell",
        kept=Kept.TRAINING,
    )

    kind = Kind.SCENARIO
    content_fields = ("minutes", "required", "whom_to_tell")

    minutes = models.PositiveSmallIntegerField(_("minutes"), default=7)
    required = models.BooleanField(
        _("needed to complete the module"),
        default=True,
        help_text=_("Whoever has completed the module keeps it in any case."),
    )
    scenes = StreamField(ScenarioBlock(), verbose_name=_("scenes"))
    whom_to_tell = models.TextField(_("whom to tell"))

    template = "training/scenario_page.html"
    parent_page_types = ["training.ModulePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *TITLE,
        FieldPanel("summary"),
        FieldPanel("minutes"),
        FieldPanel("required"),
        FieldPanel("scenes"),
        FieldPanel("whom_to_tell"),
        CHANGE,
    ]

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")

    def content(self) -> dict[str, Any]:
        return super().content() | {"scenes": self.scenes.get_prep_value()}

    @cached_property
    def graph(self) -> Graph:
        return read_graph(self.scenes.raw_data)

    def clean(self) -> None:
        super().clean()
        problems = read_graph(self.scenes.get_prep_value()).problems()
        if problems:
            raise ValidationError(
                {"scenes": [PROBLEMS[code] % {"key": key} for code, key in problems]}
            )


class ScenarioRun(models.Model):
    """`path` holds the [scene, choice] pairs taken; `end` the key of the end that
    was reached, or nothing when the person began again before it."""

    privacy = Privacy(
        plain="uid item version",
        personal="staff path started_at closed_at end",
        kept=Kept.TRAINING,
    )

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    staff = models.ForeignKey(
        "schools.StaffMember", models.PROTECT, related_name="scenario_runs"
    )
    item = models.ForeignKey(LearningItem, models.PROTECT, related_name="+")
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+")
    path: models.JSONField[Any, Any] = models.JSONField(default=list)
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=30, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "item"],
                condition=Q(closed_at__isnull=True),
                name="scenario_run_one_open",
            ),
            models.CheckConstraint(
                condition=Q(end="") | Q(closed_at__isnull=False),
                name="scenario_run_ended_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.uid}"
