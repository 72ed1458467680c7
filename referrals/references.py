"""Public references: random, so that they say nothing and cannot be guessed."""

import secrets


# Crockford's base32: no I, L, O or U, so a reference survives the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
HALF = 5


def new_reference() -> str:
    """Ten random signs in two halves, for example `7QK2M-9XDPA` (50 bits)."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(2 * HALF))
    return f"{signs[:HALF]}-{signs[HALF:]}"
