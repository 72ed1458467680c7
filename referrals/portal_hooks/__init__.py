"""What the casework hangs up in the portal, room by room."""

from referrals.portal_hooks import cases, concerns, daily, notices, sending


__all__ = ["cases", "concerns", "daily", "notices", "sending"]
