"""The pack for the case meeting: numbered copies, with what each may not read left out."""

import datetime as dt
import uuid
from hashlib import sha256
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from portal import audit
from portal.access import require
from portal.clock import today
from portal.downloads import as_download
from portal.models import User
from portal.permissions import Permission
from portal.typesetting import bilingual, frame, typeset
from referrals.forms.packs import PackForm
from referrals.models import Case, Referral
from referrals.naming import child_name
from referrals.print_parts import HIDES, About, Hide, blocks_of, offered
from referrals.views.referrals import reach_referral


TEMPLATE = "referrals/typst/pack.typ"


@require(Permission.REFERRAL_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def referral_pack(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Choose parts, recipients and what is left out; the answer is one PDF."""
    row, user = reach_referral(request, uid), cast("User", request.user)
    if row.is_draft:
        raise Http404
    mine = Case.objects.visible_to(user, Permission.CASE_VIEW)
    in_reach = mine.filter(pk=row.case_id).exists()
    form = PackForm(request.POST or None, parts=offered(case_in_reach=in_reach))
    if request.method == "POST" and form.is_valid():
        return _pack(user, row, form.cleaned_data, case_in_reach=in_reach)
    return render(request, "referrals/pack.html", {
        "form": form,
        "caption": f"{row.reference} · {child_name(row.case)}",
        "back": reverse("referrals:referral", args=[row.uid]),
        "days": settings.PAPER_DAYS,
    })  # fmt: skip


def _pack(
    user: User, row: Referral, chosen: dict[str, Any], *, case_in_reach: bool
) -> HttpResponse:
    """Typeset it, and write down what was printed: codes and counts, no name."""
    until = today() + dt.timedelta(days=settings.PAPER_DAYS)
    parts, hidden = chosen["parts"], chosen["hidden"]
    about = About(row, today())
    pdf = typeset(TEMPLATE, {
        "copies": _copies(row, chosen["recipients"], until),
        "title": bilingual(gettext_lazy("For the case meeting")),
        "head": _head(row),
        "parts": blocks_of(about, parts, hidden, case_in_reach=case_in_reach),
        "hidden_title": bilingual(gettext_lazy("Left out of this copy")),
        "hidden": [bilingual(HIDES[Hide(code)]) for code in hidden],
    })  # fmt: skip
    audit.record_view(
        "referral.pack",
        by=user,
        subjects=[row.case.subject],
        obj=row,
        detail={
            "sha256": sha256(pdf).hexdigest(),
            "parts": parts,
            "hidden": hidden,
            "copies": len(chosen["recipients"]),
            "until": until.isoformat(),
        },
    )
    return as_download(pdf, f"{row.reference}-pack.pdf", "application/pdf")


def _copies(row: Referral, names: list[str], until: dt.date) -> list[Any]:
    return [
        frame(
            name=row.reference,
            reference=row.reference,
            copy=f"{_('Copy')} {number}: {name}",
            until=until,
        )
        for number, name in enumerate(names, start=1)
    ]


def _head(row: Referral) -> list[dict[str, Any]]:
    return [{"key": bilingual(gettext_lazy("Child")), "value": child_name(row.case)}]
