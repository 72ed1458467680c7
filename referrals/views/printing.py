"""A referral on paper: the PDF for the file, the fax, or a unit without an account."""

import uuid
from hashlib import sha256
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal import audit
from portal.access import require
from portal.clock import now
from portal.downloads import as_download
from portal.models import User
from portal.permissions import Permission
from portal.typesetting import typeset
from referrals.models import Attachment
from referrals.papers import TEMPLATE, referral_paper
from referrals.views.referrals import visible_referral


@require(Permission.REFERRAL_VIEW)
@require_safe
def referral_pdf(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The whole form with what was added; a draft is marked as one and has no print
    in the history that could pass for what was sent."""
    row = visible_referral(request, uid)
    files = Attachment.objects.standing().filter(referral=row).order_by("at", "pk")
    pdf = typeset(TEMPLATE, referral_paper(row, files, now()))
    printed = {"draft": True} if row.is_draft else {"sha256": sha256(pdf).hexdigest()}
    audit.record_view(
        "referral.printed",
        by=cast("User", request.user),
        subjects=[row.case.subject],
        obj=row,
        detail=printed,
    )
    return as_download(pdf, f"{row.reference}.pdf", "application/pdf")
