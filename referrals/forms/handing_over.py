"""Handing cases over, and giving one that stands without an owner."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.forms import LongTextField, PortalForm, TicksField
from referrals.forms.casefile import DayToComeField, PostField
from schools.models import Post


class GiveForm(PortalForm):
    """To whom, and what they should know first."""

    to_post = PostField(
        label=_("Who gets the case?"),
        queryset=Post.objects.none(),
        to_field_name="uid",
    )
    note = LongTextField(
        label=_("What should they know first?"), required=False, limit=2000, rows=3
    )

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_post"].queryset = posts  # type: ignore[attr-defined]


class HandOverForm(GiveForm):
    """Which cases, to whom, from which day."""

    cases = TicksField(label=_("Which cases?"))
    from_on = DayToComeField(label=_("From which day?"))
    field_order = ("cases", "to_post", "from_on", "note")

    def __init__(
        self, *args: Any, named: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        kwargs.setdefault(
            "initial", {"cases": [uid for uid, _name in named], "from_on": today()}
        )
        super().__init__(*args, **kwargs)
        self.fields["cases"].choices = list(named)  # type: ignore[attr-defined]
        self.fields["to_post"].label = _("Who gets the cases?")
