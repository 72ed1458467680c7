"""What the casework hangs up in the portal, room by room."""

from referrals.portal_hooks import cases, concerns, daily, sending


__all__ = ["cases", "concerns", "daily", "sending"]
