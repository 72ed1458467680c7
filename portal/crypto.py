"""Sensitive text at rest: AES-256-GCM, bound to its row, under a key per case.

A sealed value is: version (1 byte) | key id (16 bytes) | nonce (12) | data and tag.
The associated data is the field's constant label and the row's uid, so a ciphertext
cannot be pasted into another child's row. The key id is either a master key's (from
`PORTAL_DATA_KEYS`: the first writes, the others read) or the uid of a `DataKey`, a
case's own key, itself sealed by a master key in a table that is backed up apart:
destroying it erases the case from every backup. Source: research/security.md 3b.
"""

import base64
import functools
import hashlib
import os
import threading
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

VERSION = b"\x01"
KEY_KEPT_SECONDS = 60  # how long an opened case key stays in memory
_opened: dict[UUID, tuple[float, bytes]] = {}
_lock = threading.Lock()


class Unreadable(Exception):
    """The value cannot be opened: wrong row, destroyed key, or changed bytes."""


class NotSealed(TypeError):
    """A sensitive field was written around its model, as by `update()`."""


class _Sealed(bytes):
    """Bytes that came out of `seal`: the only ones an encrypted field will store."""


def master_id(name: str) -> UUID:
    """The 16-byte id of a master key, from its name in `PORTAL_DATA_KEYS`."""
    return UUID(bytes=hashlib.sha256(f"master:{name}".encode()).digest()[:16])


@functools.lru_cache(maxsize=4)
def _masters(given: str) -> dict[UUID, bytes]:
    keys: dict[UUID, bytes] = {}
    for part in filter(None, (p.strip() for p in given.split(","))):
        name, _, text = part.partition(":")
        try:
            key = base64.b64decode(text, validate=True)
        except ValueError:
            key = b""
        if not name or len(key) != 32:
            raise ImproperlyConfigured(
                "PORTAL_DATA_KEYS must be id:base64(32 bytes), separated by commas."
            )
        keys[master_id(name)] = key
    if not keys:
        raise ImproperlyConfigured("PORTAL_DATA_KEYS names no key.")
    return keys


def masters() -> dict[UUID, bytes]:
    """The master keys by id, the writing one first."""
    return _masters(settings.PORTAL_DATA_KEYS)


def seal(text: str, *, label: str, uid: UUID, key_uid: UUID | None = None) -> bytes:
    """Encrypt text for one field (`label`) of one row (`uid`)."""
    key_id = key_uid or next(iter(masters()))
    return _seal_bytes(text.encode(), key_id, f"{label}|{uid}".encode())


def open_sealed(data: bytes, *, label: str, uid: UUID) -> str:
    """Decrypt what `seal` made; raises `Unreadable`, never a garbled text."""
    return _open_bytes(bytes(data), f"{label}|{uid}".encode()).decode()


def _seal_bytes(plain: bytes, key_id: UUID, bound: bytes) -> _Sealed:
    nonce = os.urandom(12)
    body = AESGCM(_key(key_id)).encrypt(nonce, plain, bound)
    return _Sealed(VERSION + key_id.bytes + nonce + body)


def _open_bytes(data: bytes, bound: bytes) -> bytes:
    if len(data) < 45 or data[:1] != VERSION:
        raise Unreadable
    try:
        key = _key(UUID(bytes=data[1:17]))
        return AESGCM(key).decrypt(data[17:29], data[29:], bound)
    except InvalidTag:
        raise Unreadable from None


def _key(key_id: UUID) -> bytes:
    found = masters().get(key_id)
    if found:
        return found
    with _lock:
        kept = _opened.get(key_id)
    if kept and time.monotonic() - kept[0] < KEY_KEPT_SECONDS:
        return kept[1]
    preload_keys([key_id])
    with _lock:
        kept = _opened.get(key_id)
    if kept is None:
        raise Unreadable
    return kept[1]


def data_key(key_uid: UUID) -> bytes:
    """The opened key of a case, for `portal.sealed_files`; raises `Unreadable`."""
    return _key(key_uid)


def create_data_key() -> UUID:
    """Make a case's own key, sealed by the writing master key; returns its uid."""
    from portal.models import DataKey

    uid = uuid4()
    plain = os.urandom(32)
    wrapped = _seal_bytes(plain, next(iter(masters())), f"datakey|{uid}".encode())
    DataKey.objects.create(uid=uid, wrapped=bytes(wrapped))
    with _lock:
        _opened[uid] = (time.monotonic(), plain)
    return uid


def sealed_under(data: object) -> UUID | None:
    """The id of the key a stored value is under, or None for an empty value."""
    stored = bytes(data) if isinstance(data, bytes | memoryview) else b""
    return UUID(bytes=stored[1:17]) if len(stored) > 17 else None


def reseal_data_key(uid: UUID, wrapped: bytes | memoryview) -> bytes:
    """A case's key, opened and sealed again under the writing master key."""
    bound = f"datakey|{uid}".encode()
    plain = _open_bytes(bytes(wrapped), bound)
    return bytes(_seal_bytes(plain, next(iter(masters())), bound))


def preload_keys(uids: Iterable[UUID | None]) -> None:
    """Open the keys of many cases with one query, before a list that decrypts."""
    from portal.models import DataKey

    wanted = {uid for uid in uids if uid}
    for uid, wrapped in DataKey.objects.filter(
        uid__in=wanted, destroyed_at=None
    ).values_list("uid", "wrapped"):
        plain = _open_bytes(bytes(wrapped), f"datakey|{uid}".encode())
        with _lock:
            _opened[uid] = (time.monotonic(), plain)


def forget_keys() -> None:
    """Drop every opened case key from memory (after a key is destroyed)."""
    with _lock:
        _opened.clear()


class _Descriptor:
    """Opens a sealed value when it is read; keeps what was typed until it is saved."""

    def __init__(self, field: "EncryptedTextField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
        value = instance.__dict__[name]
        if isinstance(value, bytes | memoryview):
            if not bytes(value):
                return ""
            value = open_sealed(
                bytes(value), label=self.field.label(), uid=_uid(instance)
            )
            instance.__dict__[name] = value
        return value

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = value


def _uid(instance: models.Model) -> UUID:
    uid: UUID = instance.uid  # type: ignore[attr-defined]
    return uid


class EncryptedTextField(models.BinaryField):  # type: ignore[type-arg]
    """Text that is sealed in the database and plain on the instance.

    The model needs a `uid`; if it has a `key_uid` that is set, the case's own key is
    used. It cannot be filtered, ordered, or written by `update()`: that raises.
    """

    empty_values = ["", None]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def contribute_to_class(
        self,
        cls: type[models.Model],
        name: str,
        private_only: Any = False,  # noqa: FBT002
    ) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Descriptor(self))

    def label(self) -> str:
        """The constant name bound into every value of this field."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_default(self) -> str:
        return ""

    def _check_str_default_value(self) -> list[Any]:
        """On the instance the value is text; only the column holds bytes."""
        return []

    def pre_save(self, model_instance: models.Model, add: Any) -> Any:
        stored = model_instance.__dict__.get(self.attname, "")
        if isinstance(stored, bytes | memoryview):
            return _Sealed(bytes(stored))
        if stored in ("", None):
            return _Sealed(b"")
        key_uid = getattr(model_instance, "key_uid", None)
        return _Sealed(
            seal(
                str(stored),
                label=self.label(),
                uid=_uid(model_instance),
                key_uid=key_uid,
            )
        )

    def get_db_prep_value(
        self,
        value: Any,
        connection: "BaseDatabaseWrapper",
        prepared: Any = False,  # noqa: FBT002
    ) -> Any:
        if value == "":
            value = _Sealed(b"")  # nothing to seal: a new column on an old table
        if value is not None and not isinstance(value, _Sealed):
            raise NotSealed(
                f"{self.label()} is encrypted: save the instance, do not update()."
            )
        return super().get_db_prep_value(value, connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        """Ciphertext cannot be compared with anything."""
        return None

    def value_to_string(self, obj: models.Model) -> str:
        """Serialising a sensitive field out of the database is refused."""
        raise NotSealed(f"{self.label()} is not exported.")

    def formfield(self, **kwargs: Any) -> Any:
        from django import forms

        return forms.CharField(
            **{
                "label": self.verbose_name,
                "required": not self.blank,
                "help_text": self.help_text,
                "widget": forms.Textarea,
                **kwargs,
            }
        )
