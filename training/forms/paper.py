"""A quiz paper as one form: a fieldset a question, no script needed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from portal.forms import ChoiceField, LongTextField, PortalForm, TicksField
from training.forms.rows import RowsField
from training.marking import MOST_TYPED
from training.paper import Paper, match_words, words


MOST_REFLECTED = 2000  # characters

Entry = dict[str, Any]


class PaperForm(PortalForm):
    def __init__(self, *args: Any, paper: Paper, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries: dict[str, Entry] = {}
        for number, entry in enumerate(paper, start=1):
            name = f"q{number}"
            self.entries[name] = entry
            self.fields[name] = FIELDS[entry["type"]](
                entry,
                words(entry, language),
                label=f"{number}. {words(entry, language)['stem']}",
                help_text=_hint(entry),
                error_messages={"required": _missing(entry, number, len(paper))},
            )

    def answers(self) -> dict[str, list[str]]:
        """By question key, as the marking takes them; a reflection is no answer."""
        return {
            entry["key"]: ANSWERS[entry["type"]](entry, self.cleaned_data[name])
            for name, entry in self.entries.items()
            if entry["type"] in ANSWERS
        }


# --- One field for each type ------------------------------------------------------
def _options(entry: Entry, text: Entry) -> list[tuple[str, str]]:
    return [(o["key"], text["options"][o["key"]]["text"]) for o in entry["options"]]


def _one(entry: Entry, text: Entry, **said: Any) -> forms.Field:
    return ChoiceField(choices=_options(entry, text), **said)


def _several(entry: Entry, text: Entry, **said: Any) -> forms.Field:
    return TicksField(choices=_options(entry, text), **said)


def _match(entry: Entry, text: Entry, **said: Any) -> forms.Field:
    """The value is the choice's place on this paper: its key would give it away."""
    return RowsField(
        rows=[row for _key, row in _options(entry, text)],
        choices=[
            (str(place), match_words(text, key))
            for place, key in enumerate(entry["choices"], start=1)
        ],
        **said,
    )


def _order(entry: Entry, text: Entry, **said: Any) -> forms.Field:
    rows = [row for _key, row in _options(entry, text)]
    numbers = [str(number) for number in range(1, len(rows) + 1)]
    return RowsField(
        rows=rows, choices=[(n, n) for n in numbers], distinct=True, **said
    )


def _text(_entry: Entry, _text: Entry, **said: Any) -> forms.Field:
    # No maxlength in the page: a pasted text is refused with words, not cut.
    box = forms.TextInput({"autocomplete": "off", "class": "govuk-input--width-20"})
    field = forms.CharField(max_length=MOST_TYPED, widget=box, **said)
    box.attrs.pop("maxlength", None)
    return field


def _reflection(_entry: Entry, _text: Entry, **said: Any) -> forms.Field:
    return LongTextField(limit=MOST_REFLECTED, required=False, rows=4, **said)


FIELDS: dict[str, Callable[..., forms.Field]] = {
    "single": _one,
    "truefalse": _one,
    "multi": _several,
    "match": _match,
    "order": _order,
    "text": _text,
    "reflection": _reflection,
}


# --- From what was sent to what is marked --------------------------------------------
def _as_pairs(entry: Entry, places: list[str]) -> list[str]:
    return [
        f"{option['key']}={entry['choices'][int(place) - 1]}"
        for option, place in zip(entry["options"], places, strict=True)
    ]


def _as_sequence(entry: Entry, numbers: list[str]) -> list[str]:
    keys = [option["key"] for option in entry["options"]]
    return [key for _number, key in sorted(zip(map(int, numbers), keys, strict=True))]


ANSWERS: dict[str, Callable[[Entry, Any], list[str]]] = {
    "single": lambda _entry, chosen: [chosen],
    "truefalse": lambda _entry, chosen: [chosen],
    "multi": lambda _entry, chosen: list(chosen),
    "match": _as_pairs,
    "order": _as_sequence,
    "text": lambda _entry, typed: [typed],
}


def _missing(entry: Entry, number: int, total: int) -> str:
    if entry["type"] in {"match", "order"}:
        said = _("Answer question %(number)s of %(total)s: choose for every line")
    else:
        said = _("Answer question %(number)s of %(total)s")
    return said % {"number": number, "total": total}


def _hint(entry: Entry) -> str:
    hints = {
        "multi": _("Choose all that are right."),
        "match": _("Choose for every line what it belongs to."),
        "order": _("Give each step its number: 1 comes first."),
        "text": _("A word or two. Capitals, ë or e, ç or c do not matter."),
        "reflection": _(
            "For yourself: not marked, read by nobody, and not kept once you hand in."
            " Write no names."
        ),
    }
    said = [hints.get(entry["type"], "")]
    if entry["critical"]:
        said.append(_("A key question: it must be right."))
    return " ".join(filter(None, said))
