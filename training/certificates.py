"""The facts of an award, once: what the paper prints, the public page shows."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from portal.dates import day_text
from portal.typesetting import LANGUAGES, Label, bilingual, both_ways, frame, qr_svg
from training.award_numbers import grouped
from training.award_state import Standing, State, state_on
from training.expiry import Rule
from training.models import Award
from training.validity import ends_of


PAPER = "training/typst/certificate.typ"
Fact = dict[str, Label]
STATES = {
    State.VALID: (_("Valid"), "green"),
    State.EXPIRED: (_("Expired"), "orange"),
    State.SUPERSEDED: (_("Renewed: a newer award stands in its place"), "blue"),
    State.REVOKED: (_("Revoked: not valid"), "red"),
}


def facts(award: Award) -> list[Fact]:
    """[{key, value}], each in both languages. Everything that is printed is here, so
    that a print changed by hand differs from the page."""
    school, number = award.school_as_printed, award.accreditation_as_printed
    rows: list[tuple[Any, Label]] = [
        (_("Name"), bilingual(award.name_as_printed)),
        *([(_("School"), bilingual(school))] if school else []),
        (_("Programme"), _title(award)),
        (_("Learning time"), both_ways(lambda: learning_time(award.minutes))),
        (_("Issued on"), bilingual(day_text(award.issued_on))),
        (_("Valid until"), both_ways(lambda: _until(award))),
        *([(_("Accreditation number"), bilingual(number))] if number else []),
        (_("Number"), bilingual(grouped(award.public_id))),
    ]
    return [{"key": bilingual(key), "value": value} for key, value in rows]


def spoken(found: list[Fact]) -> list[dict[str, str]]:
    """The same facts in the reader's language."""
    code = get_language() or settings.LANGUAGE_CODE
    return [{"key": one["key"][code], "value": one["value"][code]} for one in found]


def paper(award: Award) -> Mapping[str, Any]:
    """What the template sets; the address in the code is the public page's."""
    address = f"{settings.PORTAL_URL}{status_path(award)}"
    title = bilingual(_("Award for training completed"))
    return {
        "frame": frame(name=title["sq"], reference=award.public_id),
        "title": title,
        "portal": bilingual(_("Child protectors’ portal")),
        "name": award.name_as_printed,
        "said": bilingual(_("has completed the training")),
        "programme": _title(award),
        "facts": [one for one in facts(award) if _below_the_title(one)],
        "qr": qr_svg(address),
        "address": address.partition("://")[2],
        "check": bilingual(
            _(
                "Read the code, or type the number at the address: the page shows the"
                " same facts. If one differs, this paper has been changed."
            )
        ),
    }


def status_path(award: Award) -> str:
    return reverse("training:award", args=[award.public_id])


def standing_of_award(award: Award, on: dt.date) -> Standing:
    """Expects the award with its `successor`, if any."""
    newer = getattr(award, "successor", None)
    revoked = award.revoked_at
    return state_on(
        on,
        ends_on=ends_of(award),
        revoked_on=timezone.localtime(revoked).date() if revoked else None,
        superseded_on=newer.issued_on if newer else None,
    )


def learning_time(minutes: int) -> str:
    """In the language that is on: 52 minutes; 3 h (180 minutes); 3 h 20 min (200
    minutes)."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        short = ngettext("%(minutes)s minute", "%(minutes)s minutes", minutes)
        return short % {"minutes": minutes}
    said = _("%(hours)d h (%(minutes)d minutes)")
    if rest:
        said = _("%(hours)d h %(rest)d min (%(minutes)d minutes)")
    return str(said) % {"hours": hours, "rest": rest, "minutes": minutes}


def _until(award: Award) -> str:
    if award.expiry_rule == Rule.SAFETY:
        return str(_("90 days after the next change for safety’s sake"))
    ends = award.valid_until
    return day_text(ends) if ends else str(_("does not expire"))


def _title(award: Award) -> Label:
    titles = award.title_as_printed
    first = titles.get(settings.LANGUAGE_CODE) or next(iter(titles.values()), "")
    return {code: titles.get(code) or first for code in LANGUAGES}


def _below_the_title(fact: Fact) -> bool:
    """The name and the programme stand above, in large letters."""
    return fact["key"]["en"] not in ("Name", "Programme")
