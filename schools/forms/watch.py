"""Setting flags aside, with the reason."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.forms import LongTextField, PortalForm, TicksField
from schools.models import AbsenceFlag


class DismissForm(PortalForm):
    """Which reasons to look were looked at, and what was found."""

    kinds = TicksField(label=_("What have you looked at?"))
    reason = LongTextField(
        label=_("Why is nothing more needed?"),
        help_text=_("For example: in hospital since Monday, the school knows."),
        limit=1000,
        rows=3,
    )

    def __init__(self, *args: Any, flags: Sequence[AbsenceFlag], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"kinds": [flag.kind for flag in flags]})
        super().__init__(*args, **kwargs)
        choices = [(flag.kind, flag.words) for flag in flags]
        self.fields["kinds"].choices = choices  # type: ignore[attr-defined]
