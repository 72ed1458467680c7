"""What the casework hangs up in the portal, room by room."""

from referrals.portal_hooks import (
    casefile,
    cases,
    concerns,
    daily,
    notices,
    sending,
)


__all__ = ["casefile", "cases", "concerns", "daily", "notices", "sending"]
from referrals.portal_hooks import coaching


__all__ = ["cases", "coaching", "concerns", "daily", "sending"]
from referrals.portal_hooks import placing


__all__ = ["cases", "concerns", "daily", "notices", "placing", "sending"]
