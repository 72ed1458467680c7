"""Logs name no person."""

import json
import logging

from portal.logs import DropQueryStrings, formatter


def line(record: logging.LogRecord) -> dict:
    DropQueryStrings().filter(record)
    return json.loads(formatter().format(record))


def failing(name: str) -> logging.LogRecord:
    child = name  # a local variable that must not be shown
    try:
        {}[f"Key (name)=({child}) already exists"]
    except KeyError as error:
        info = (type(error), error, error.__traceback__)
    return logging.LogRecord("x", logging.ERROR, __file__, 1, "Broke", (), info)


def test_an_exception_is_told_by_kind_and_line_and_without_its_message():
    told = line(failing("Zymra"))

    assert told["error"] == "KeyError"
    assert told["lines"][0].startswith("portal/test_logs.py:failing:")
    assert "Zymra" not in json.dumps(told)


def test_query_strings_are_cut_from_messages_and_arguments():
    record = logging.LogRecord(
        "x",
        logging.INFO,
        __file__,
        1,
        "%s /a?q=Zymra",
        ("GET /b?name=Zymra 200",),
        None,
    )

    assert "Zymra" not in json.dumps(line(record))
