"""Logs that say what broke and where, and nothing about a person.

No query string (what somebody typed), no exception message (a database error quotes
the row it refuses), no local variables: the kind of error and the lines it passed.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import Processor


Event = MutableMapping[str, Any]
_QUERY = re.compile(r"\?[^\s\"']*")
_LINK = re.compile(r"(/accounts/(?:join|password/reset/key)/)[^\s\"'/]+")


class DropQueryStrings(logging.Filter):
    """Cuts everything after `?` from messages and their arguments."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, str):
            record.msg = _QUERY.sub("", record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(
                _QUERY.sub("", a) if isinstance(a, str) else a for a in record.args
            )
        return True


def quiet_addresses(logger: Any, name: str, event: Event) -> Event:
    """Cuts what was typed, and the secret of a one-use link, from every address."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _LINK.sub(r"\1…", _QUERY.sub("", value))
    return event


def bare_exception(logger: Any, name: str, event: Event) -> Event:
    """Replaces an exception by its type and the lines it passed."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        event["error"] = type(error).__name__
        event["lines"] = [f"{_module(f)}:{f.name}:{f.lineno}" for f in frames[-24:]]
    return event


def _module(frame: traceback.FrameSummary) -> str:
    """The last two parts of the file's path: enough to find it."""
    return "/".join(Path(frame.filename).parts[-2:])


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    bare_exception,
    quiet_addresses,
]


def formatter() -> logging.Formatter:
    """One JSON line an event, for our own loggers and for the libraries'."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        keep_exc_info=False,
    )


def configure() -> None:
    """Send structlog's own events through the same chain."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
