"""Paper and files: the PDF of a referral, print packs, attachments."""

from django.urls import path

from referrals.views import attachments, packs, printing


urlpatterns = [
    path("attachments/<uuid:uid>/", attachments.attachment, name="attachment"),
    path(
        "attachments/<uuid:uid>/remove/",
        attachments.attachment_remove,
        name="attachment_remove",
    ),
    path(
        "cases/<uuid:uid>/attachments/",
        attachments.case_attachments,
        name="case_attachments",
    ),
    path(
        "<uuid:uid>/attachments/",
        attachments.referral_attachments,
        name="referral_attachments",
    ),
    path("<uuid:uid>/pack/", packs.referral_pack, name="referral_pack"),
    path("<uuid:uid>/pdf/", printing.referral_pdf, name="referral_pdf"),
]
