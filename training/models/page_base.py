"""What every page of the training shares: its state, its kind of change, its words."""

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import BaseViewRestriction, Page

from training.editor_panels import ContentState
from training.models.items import Change, Kind
from training.page_form import ContentForm
from training.previews import SourceBeside


# Words that follow /training/ and belong to a screen of their own.
SCREENS = frozenset(
    {"coverage", "lessons", "quiz", "attempts", "awards", "curriculum", "files"}
    | {"sessions", "in", "recognition", "scenarios", "runs", "changes", "renewals"}
)


TITLE = [ContentState(), *Page.content_panels]
CHANGE = MultiFieldPanel(
    [
        FieldPanel(
            "change",
            widget=forms.RadioSelect,
            help_text=_(
                "Said for this one publication; the next begins with “minor” again."
            ),
        ),
        FieldPanel("change_note"),
    ],
    heading=_("What this publication means"),
)


class LearningPage(SourceBeside, Page):
    """What all training pages share. `change` says what the next publish means
    for people who have finished; it goes back to minor once published."""

    kind: ClassVar[Kind | None] = None
    content_fields: ClassVar[tuple[str, ...]] = ()
    base_form_class = ContentForm

    summary = models.CharField(_("summary"), max_length=400, blank=True)
    change = models.CharField(
        _("this change is"),
        max_length=8,
        choices=Change.choices,
        default=Change.MINOR,
    )
    change_note = models.TextField(
        _("what changed, for people who have finished"),
        max_length=600,
        blank=True,
        help_text=_(
            "Needed for “safety”: they read this card, two or three sentences, on"
            " their first page."
        ),
    )

    class Meta:
        abstract = True

    def content(self) -> dict[str, Any]:
        """What a learner reads, for the version's snapshot and hash."""
        named = {"title": self.title, "summary": self.summary}
        return named | {name: getattr(self, name) for name in self.content_fields}

    def get_default_privacy_setting(self, request: Any) -> dict[str, str]:
        return {"type": BaseViewRestriction.LOGIN}
