"""The lines of a timeline as HTML, written by Python as the rows of a list are
(docs/decisions/0020). The shape is MOJ's timeline."""

from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.addresses import address
from portal.listing_html import safe, tag_html
from portal.time_words import moment
from referrals.timeline import Happening


def lines_html(lines: Iterable[Happening]) -> SafeString:
    """Every line; all that a person typed is escaped."""
    return mark_safe("".join(_line(one) for one in lines))  # noqa: S308 - escaped


def _line(one: Happening) -> str:
    at = f'<time datetime="{one.at.isoformat()}">{moment(one.at)}</time>'
    return (
        '<li class="moj-timeline__item"><div class="moj-timeline__header">'
        f'<h3 class="moj-timeline__title">{safe(one.title)}</h3>{_byline(one)} {_tag(one)}'
        f'</div><p class="moj-timeline__date">{at}</p>{_words(one)}</li>\n'
    )


def _byline(one: Happening) -> str:
    if not one.who:
        return ""
    by = safe(_("by %(who)s") % {"who": one.who})
    return f'<p class="moj-timeline__byline">{by}</p>'


def _tag(one: Happening) -> str:
    if one.referral:
        url = address("referrals:referral", one.referral)
        return f'<a class="govuk-link" href="{url}">{safe(one.tag)}</a>'
    return tag_html(one.tag, one.colour) if one.tag else ""


def _words(one: Happening) -> str:
    parts = []
    if one.text:
        text = (
            f'<div class="moj-timeline__description app-words">{safe(one.text)}</div>'
        )
        parts.append(text)
    if one.words:
        said = safe(_("The child’s own words"))
        parts.append(
            '<blockquote class="govuk-body app-quote app-words">'
            f'<span class="govuk-visually-hidden">{said}: </span>{safe(one.words)}'
            "</blockquote>"
        )
    if one.next_step:
        step = f"{safe(_('Next step'))}: {safe(one.next_step)}"
        parts.append(f'<p class="govuk-body app-muted">{step}</p>')
    return "".join(parts)
