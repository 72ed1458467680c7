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
        "concern.urgent",
        ngettext_lazy(
            "An urgent concern waits to be read",
            "%(count)d urgent concerns wait to be read",
            "count",
        ),
        "referrals:concern",
        urgent=True,
    ),
    NoticeKind(
        "concern.added",
        ngettext_lazy(
            "Something was added to a concern",
            "Something was added to %(count)d concerns",
            "count",
        ),
        "referrals:concern",
    ),
    NoticeKind(
        "concern.added_urgent",
        ngettext_lazy(
            "Something was added to an urgent concern",
            "Something was added to %(count)d urgent concerns",
            "count",
        ),
        "referrals:concern",
        urgent=True,
    ),
    NoticeKind(
        "concern.direct_added",
        ngettext_lazy(
            "Something was added to a concern reported to the unit",
            "Something was added to %(count)d concerns reported to the unit",
            "count",
        ),
        "referrals:direct_concern",
    ),
    NoticeKind(
        "concern.direct",
        ngettext_lazy(
            "A concern was reported to the unit directly",
            "%(count)d concerns were reported to the unit directly",
            "count",
        ),
        "referrals:direct_concern",
    ),
    NoticeKind(
        "referral.news",
        ngettext_lazy("News on a referral", "%(count)d news on a referral", "count"),
        "referrals:referral",
    ),
    NoticeKind(
        "referral.urgent",
        ngettext_lazy("Urgent news", "%(count)d urgent news", "count"),
        "portal:home",
        urgent=True,
    ),
    NoticeKind(
        "referral.late",
        ngettext_lazy(
            "A referral is late at a unit",
            "%(count)d referrals are late at a unit",
            "count",
        ),
        "referrals:late",
    ),
    NoticeKind(
        "ending.asked",
        ngettext_lazy(
            "An ending waits for a signature",
            "%(count)d endings wait for a signature",
            "count",
        ),
        "referrals:ending",
    ),
    NoticeKind(
        "ending.refused",
        ngettext_lazy(
            "An ending was refused", "%(count)d endings were refused", "count"
        ),
        "referrals:ending",
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
