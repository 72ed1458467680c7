"""A quiz paper as one form: a fieldset a question, no script needed."""

from typing import Any

from django.utils.translation import gettext as _

from portal.forms import ChoiceField, PortalForm, TicksField
from training.paper import Paper, words


class PaperForm(PortalForm):
    def __init__(self, *args: Any, paper: Paper, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys: dict[str, str] = {}
        for number, entry in enumerate(paper, start=1):
            name = f"q{number}"
            self.keys[name] = entry["key"]
            self.fields[name] = _field(number, len(paper), entry, language)

    def answers(self) -> dict[str, list[str]]:
        """By question key, as the marking takes them."""
        found = {}
        for name, key in self.keys.items():
            chosen = self.cleaned_data[name]
            found[key] = [chosen] if isinstance(chosen, str) else list(chosen)
        return found


def _field(number: int, total: int, entry: dict[str, Any], language: str) -> Any:
    text = words(entry, language)
    several = entry["type"] == "multi"
    return (TicksField if several else ChoiceField)(
        label=f"{number}. {text['stem']}",
        help_text=_hint(several=several, critical=entry["critical"]),
        choices=[
            (option["key"], text["options"][option["key"]]["text"])
            for option in entry["options"]
        ],
        error_messages={
            "required": _("Answer question %(number)s of %(total)s")
            % {"number": number, "total": total}
        },
    )


def _hint(*, several: bool, critical: bool) -> str:
    hints = []
    if several:
        hints.append(_("Choose all that are right."))
    if critical:
        hints.append(_("A key question: it must be right."))
    return " ".join(hints)
