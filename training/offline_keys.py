"""The keys under which a phone seals what waits to be sent.

A pair for each person, made anew from a master key and the person's number, so that
none is stored: the public half lies on the phone and seals without network; the other
half is given to the person's own session alone (decision 0026).
"""

import base64
from uuid import UUID

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.crypto import masters


ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


def public_half(user: UUID) -> str:
    """ "<name of the master key>.<point, 65 bytes, base64>", under the writing key."""
    name, master = next(iter(masters().items()))
    point = (
        _pair(master, user)
        .public_key()
        .public_bytes(
            serialization.Encoding.X962,
            serialization.PublicFormat.UncompressedPoint,
        )
    )
    return f"{name.hex}.{_text(point)}"


def private_half(user: UUID, name: str) -> str | None:
    """PKCS 8 in base64; None when that master key is no longer in use."""
    found = {key.hex: master for key, master in masters().items()}.get(name)
    if found is None:
        return None
    return _text(
        _pair(found, user).private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def _pair(master: bytes, user: UUID) -> ec.EllipticCurvePrivateKey:
    """48 bytes are reduced, so that no scalar is likelier than another."""
    drawn = HKDF(hashes.SHA256(), 48, salt=None, info=b"training.outbox|" + user.bytes)
    scalar = int.from_bytes(drawn.derive(master), "big") % (ORDER - 1) + 1
    return ec.derive_private_key(scalar, ec.SECP256R1())


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
