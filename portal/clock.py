"""The only place that reads the clock: views, commands and jobs ask here."""

import datetime as dt

from django.utils import timezone


def now() -> dt.datetime:
    """This moment, aware, UTC inside."""
    return timezone.now()


def today() -> dt.date:
    """Today's date in Europe/Tirane, whatever the server's own zone."""
    return timezone.localdate()
