"""What the casework hangs up in the portal, room by room."""

from referrals.portal_hooks import (
    casefile,
    cases,
    coaching,
    concerns,
    daily,
    documents,
    exchange,
    meetings,
    notices,
    placing,
    sending,
)


__all__ = [
    "casefile",
    "cases",
    "coaching",
    "concerns",
    "daily",
    "documents",
    "exchange",
    "meetings",
    "notices",
    "placing",
    "sending",
]
