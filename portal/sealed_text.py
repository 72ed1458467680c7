"""Sealing of short secrets that live in other people's tables (one-time-code seeds)."""

import base64
from uuid import UUID

from portal.crypto import open_sealed, seal


LABEL = "mfa.secret"
NOBODY = UUID(int=0)  # the library does not say whose secret it is


def seal_text(text: str) -> str:
    """The text, sealed under the master key, as base64."""
    return base64.b64encode(seal(text, label=LABEL, uid=NOBODY)).decode()


def open_text(sealed: str) -> str:
    """The text again."""
    return open_sealed(base64.b64decode(sealed), label=LABEL, uid=NOBODY)
