"""A referral as a paper: the parts of the form, from the frozen snapshot and what came
after it. Plain values only, ready for `portal.typesetting.typeset`."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.crypto import preload_keys
from portal.time_words import moment
from portal.typesetting import LANGUAGES, Label, bilingual, frame, qr_svg
from referrals.models import Attachment, Referral, ReferralEvent
from referrals.sent_words import sent_rows
from referrals.snapshots import freeze
from referrals.states import URGENCIES, Urgency
from referrals.steps import snapshot_of


TEMPLATE = "referrals/typst/referral.typ"
DRAFT = "I PADËRGUAR · DRAFT"
Row = Mapping[str, Any]


def referral_paper(
    referral: Referral, attachments: Iterable[Attachment], at: datetime
) -> dict[str, Any]:
    """All that stands on the paper. A draft shows what would be sent now."""
    preload_keys([referral.key_uid])
    frozen = snapshot_of(referral) or freeze(referral, at)
    return {
        "frame": frame(
            name=referral.reference,
            reference=referral.reference,
            across=DRAFT if referral.is_draft else "",
        ),
        "title": bilingual(_("Referral to the child protection unit")),
        "head": head_rows(referral, frozen),
        "sent_title": bilingual(
            _("What would be sent") if referral.is_draft else _("What was sent")
        ),
        "sent": said_rows(frozen),
        "addenda_title": bilingual(_("Added after sending")),
        "addenda": addenda(referral),
        "attachments_title": bilingual(_("Attachments")),
        "attachments": attachment_rows(attachments),
        "signatures": [
            bilingual(_("Child protector: name and signature")),
            bilingual(_("Received by the unit: name, date and signature")),
        ],
        "qr": qr_svg(page_address(referral)),
        "qr_alt": referral.reference,
        "notes": [
            bilingual(
                _("The square code opens the referral for those who may read it.")
            ),
            bilingual(
                _(
                    "This paper carries no electronic signature. The portal’s history keeps"
                    " the fingerprint (SHA-256) of the file that was printed."
                )
            ),
        ],
    }


def page_address(referral: Referral) -> str:
    """The address of its page: the uid, and nothing about the child."""
    path = reverse("referrals:referral", args=[referral.uid])
    return f"{settings.PORTAL_URL}{path}"


def head_rows(referral: Referral, frozen: Mapping[str, Any]) -> list[Row]:
    """From whom, to whom, when, how urgent."""
    unit = frozen["unit"]
    urgency = frozen["written"]["urgency"]
    sent = datetime.fromisoformat(frozen["sent_at"])
    rows = [
        (_("Unit"), " · ".join(filter(None, [unit["name"], unit["telephone"]]))),
        (_("School"), frozen["school"]),
        (_("Case"), frozen["case"]),
        (_("Sent"), "" if referral.is_draft else moment(sent)),
        (_("Urgency"), _in_both(URGENCIES[Urgency(urgency)].label) if urgency else ""),
    ]
    return [{"key": bilingual(key), "value": value} for key, value in rows if value]


def said_rows(frozen: dict[str, Any]) -> list[Row]:
    """The questions in both languages; an answer chosen from a list in both too."""
    found = {}
    for code in LANGUAGES:
        with override(code):
            found[code] = sent_rows(frozen)
    first, second = (found[code] for code in LANGUAGES)
    return [
        {
            "key": {"sq": one["key"], "en": other["key"]},
            "value": _both(str(one["value"]), str(other["value"]), one["typed"]),
            "name": one["name"],
        }
        for one, other in zip(first, second, strict=True)
    ]


def addenda(referral: Referral) -> list[Row]:
    """What the school added after sending, in order."""
    rows = ReferralEvent.objects.filter(referral=referral, verb="addendum")
    return [
        {
            "at": moment(event.at),
            "what": bilingual(_("Added")),
            "who": event.by.name if event.by else "",
            "text": event.text,
        }
        for event in rows.select_related("by").order_by("at", "pk")
    ]


def attachment_rows(attachments: Iterable[Attachment]) -> list[Row]:
    """Each file that goes with it: its name, kind, and fingerprint."""
    return [
        {
            "key": {"sq": moment(one.at), "en": moment(one.at)},
            "value": f"{one.name}\n{one.kind.upper()} · SHA-256 {one.sha256}",
        }
        for one in attachments
    ]


def _in_both(label: Any) -> str:
    words: Label = bilingual(label)
    return _both(words["sq"], words["en"])


def _both(first: str, second: str, typed: str = "") -> str:
    """Both ways of saying it, and once what a person wrote behind it."""
    if first == second:
        return first
    said = [one.removesuffix(typed).rstrip(". ") for one in (first, second)]
    return ". ".join(filter(None, [" / ".join(said), typed]))
