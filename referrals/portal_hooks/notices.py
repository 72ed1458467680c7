"""How the casework's messages are said: a kind and a count, nothing of a child."""

from django.utils.translation import ngettext_lazy

from portal.hooks import NoticeKind, register


register(
    NoticeKind(
        "concern.new",
        ngettext_lazy(
            "A concern waits to be read", "%(count)d concerns wait to be read", "count"
        ),
        "referrals:concern",
    ),
    NoticeKind(
        "referral.news",
        ngettext_lazy("News on a referral", "%(count)d news on a referral", "count"),
        "referrals:referral",
    ),
    NoticeKind(
        "clocks.late",
        ngettext_lazy(
            "The time of one item has run out",
            "The time of %(count)d items has run out",
            "count",
        ),
        "portal:home",
    ),
    NoticeKind(
        "shield.set",
        ngettext_lazy(
            "A child was shielded from a person",
            "%(count)d times a child was shielded from a person",
            "count",
        ),
        optional=True,
    ),
)
