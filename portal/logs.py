"""Logs carry no query string: what somebody typed stays out of them."""

import logging
import re


_QUERY = re.compile(r"\?[^\s\"']*")


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
