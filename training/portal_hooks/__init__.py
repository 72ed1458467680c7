"""What the training floor hangs up in the portal, room by room."""

from training.portal_hooks import coverage, curriculum, learning, sessions


__all__ = ["coverage", "curriculum", "learning", "sessions"]
