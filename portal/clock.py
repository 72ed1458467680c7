"""The only place that reads the clock: views, commands and jobs ask here."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils import timezone


_told: ContextVar[dt.datetime | None] = ContextVar("told", default=None)


class NotTheDemo(Exception):
    """History is written into the past in the demonstration only."""


def now() -> dt.datetime:
    """This moment, aware, UTC inside."""
    return _told.get() or timezone.now()


def today() -> dt.date:
    """Today's date in Europe/Tirane, whatever the server's own zone."""
    return timezone.localdate(now())


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Everything inside happens at that moment. Only with PORTAL_DEMO=1."""
    if not settings.DEMO:
        raise NotTheDemo
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
