"""A question of the bank, in one of seven types. Editors keep it as a snippet."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin

from portal.privacy import Kept, Privacy
from training.option_blocks import OptionsBlock
from training.question_rules import problems


class Question(TranslatableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """The source language says what is right; a translation brings words only.
    An option's key is its block id, the same in every language."""

    class Type(models.TextChoices):
        SINGLE = "single", _("One right answer")
        MULTI = "multi", _("Several right answers")
        TRUEFALSE = "truefalse", _("True or false")
        MATCH = "match", _("Match what belongs together")
        ORDER = "order", _("Put the steps in order")
        TEXT = "text", _("A short answer, typed")
        REFLECTION = "reflection", _("Reflection, not marked")

    class Form(models.TextChoices):
        """Questions of the parallel forms are asked in tests before and after the
        module, never in its quiz."""

        A = "A", _("Form A of the tests before and after")
        B = "B", _("Form B of the tests before and after")

    privacy = Privacy(
        plain="translation_key locale type form stem objective critical options live"
        " has_unpublished_changes first_published_at last_published_at"
        " live_revision go_live_at expire_at expired latest_revision",
        kept=Kept.TRAINING,
    )

    type = models.CharField(_("type"), max_length=12, choices=Type.choices)
    form = models.CharField(
        _("asked in"),
        max_length=1,
        choices=Form.choices,
        blank=True,
        help_text=_("Leave it empty for the quiz of the module."),
    )
    stem = models.TextField(_("question"))
    objective = models.ForeignKey(
        "training.LearningObjective", models.PROTECT, related_name="questions"
    )
    critical = models.BooleanField(
        _("critical"),
        default=False,
        help_text=_("Whoever gets it wrong does not pass, whatever the score."),
    )
    options = StreamField(OptionsBlock(), verbose_name=_("options"))

    panels: ClassVar[list[Any]] = [
        HelpPanel(template="training/editor/question_rules.html"),
        FieldPanel("type"),
        FieldPanel("stem"),
        FieldPanel("objective"),
        FieldPanel("form"),
        FieldPanel("critical"),
        FieldPanel("options"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    type__in=[
                        "single",
                        "multi",
                        "truefalse",
                        "match",
                        "order",
                        "text",
                        "reflection",
                    ]
                ),
                name="question_type",
            ),
            models.CheckConstraint(
                condition=Q(form__in=["", "A", "B"]), name="question_form"
            ),
            models.CheckConstraint(
                condition=~Q(type="reflection") | Q(critical=False, form=""),
                name="question_reflection_decides_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.stem[:80]

    def clean(self) -> None:
        super().clean()
        if self.type == self.Type.REFLECTION and (self.critical or self.form):
            raise ValidationError(
                {"type": _("A reflection is not marked: not critical, in no form.")}
            )
        blocks = [(option.block_type, option.value) for option in self.options]
        wrong = problems(self.type, blocks)
        if wrong:
            raise ValidationError({"options": wrong})

    def content(self) -> dict[str, Any]:
        content = {
            "type": self.type,
            "stem": self.stem,
            "objective": str(self.objective.translation_key),
            "critical": self.critical,
            "options": self.options.get_prep_value(),
        }
        return content | ({"form": self.form} if self.form else {})
