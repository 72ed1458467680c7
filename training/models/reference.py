"""What lessons point to and is kept in one place: numbers to call, articles of law,
terms. One row a language; editors keep them as snippets."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import TranslatableMixin

from portal.clock import today
from portal.privacy import Kept, Privacy
from training.checks import freshness


class SafetyContact(TranslatableMixin, models.Model):
    """A number to call, and the day somebody last called it to see who answers."""

    privacy = Privacy(
        plain="translation_key locale name number note last_called_on last_called_by",
        kept=Kept.TRAINING,
    )

    name = models.CharField(_("name"), max_length=120)
    number = models.CharField(_("number"), max_length=30)
    note = models.CharField(_("when to call, who answers"), max_length=200, blank=True)
    last_called_on = models.DateField(
        _("last test call"),
        null=True,
        blank=True,
        help_text=_("The day on which somebody called and the right people answered."),
    )
    last_called_by = models.CharField(
        _("office that called"), max_length=120, blank=True
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("number"),
        FieldPanel("note"),
        FieldRowPanel([FieldPanel("last_called_on"), FieldPanel("last_called_by")]),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("number to call")
        verbose_name_plural = _("numbers to call")

    def __str__(self) -> str:
        return f"{self.name}: {self.number}"

    def content(self) -> dict[str, Any]:
        return {"name": self.name, "number": self.number, "note": self.note}

    def is_checked(self, on: dt.date) -> bool:
        return freshness.is_fresh(self.last_called_on, on)


class LegalReference(TranslatableMixin, models.Model):
    """An article of law as it was read on a day. The law of the strategy is of 2008:
    what a lesson says of it is read again every twelve months."""

    privacy = Privacy(
        plain="translation_key locale article text valid_from valid_to checked_on"
        " checked_by source",
        kept=Kept.TRAINING,
    )

    article = models.CharField(_("article and law"), max_length=200)
    text = models.TextField(_("what it says"))
    source = models.CharField(_("where it was read"), max_length=300)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    checked_on = models.DateField(
        _("last checked"),
        null=True,
        blank=True,
        help_text=_("The day on which a jurist compared it with the official text."),
    )
    checked_by = models.CharField(_("office that checked"), max_length=120, blank=True)

    panels = [
        FieldPanel("article"),
        FieldPanel("text"),
        FieldPanel("source"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        FieldRowPanel([FieldPanel("checked_on"), FieldPanel("checked_by")]),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("article of law")
        verbose_name_plural = _("articles of law")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="legal_reference_dates_in_order",
                violation_error_message=_(
                    "The last day in force lies before the first. Correct one of them."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.article

    def content(self) -> dict[str, Any]:
        return {"article": self.article, "text": self.text, "source": self.source}

    def is_checked(self, on: dt.date) -> bool:
        """Read within twelve months, and in force on that day."""
        return freshness.is_fresh(self.checked_on, on) and freshness.is_in_force(
            self.valid_from, self.valid_to, on
        )

    @property
    def stands(self) -> bool:
        """May a lesson say what it says? Asked by the block that shows it."""
        return self.is_checked(today())


class GlossaryTerm(TranslatableMixin, models.Model):
    """A word and its meaning, in the reader's words."""

    privacy = Privacy(plain="translation_key locale term meaning", kept=Kept.TRAINING)

    term = models.CharField(_("term"), max_length=120)
    meaning = models.TextField(_("meaning"), max_length=500)

    panels = [FieldPanel("term"), FieldPanel("meaning")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("term")
        verbose_name_plural = _("terms")

    def __str__(self) -> str:
        return self.term

    def content(self) -> dict[str, Any]:
        return {"term": self.term, "meaning": self.meaning}
