"""How a line of the log is written: never with the values that PostgreSQL quotes in its errors.

Those are what people wrote ("invalid input syntax ... : "Bonjour"", "DETAIL: Key (handle)=(jeanne) ..."). What kind
of error it is, and which constraint or column it names, stays.
"""

import logging
from collections.abc import Iterator

from django.db import DatabaseError

_BAD_VALUE = "22"
"""The SQLSTATE class in which PostgreSQL quotes values, not names."""


class Discreet(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for error in _chain(record):
            whole, short = str(error), _short(error)
            for written in (whole, repr(whole)[1:-1]):
                text = text.replace(written, short)
        return text


def _chain(record: logging.LogRecord) -> Iterator[BaseException]:
    """Every error a traceback of this record shows."""
    waiting = [record.exc_info[1]] if record.exc_info else []
    seen: set[int] = set()
    while waiting:
        error = waiting.pop()
        if error is not None and id(error) not in seen:
            seen.add(id(error))
            waiting += [error.__cause__, error.__context__]
            yield error


def _short(error: BaseException) -> str:
    cause = error.__cause__ if isinstance(error, DatabaseError) else error
    state = getattr(cause, "sqlstate", None)
    if state is None:
        return str(error)
    first = str(error).partition("\n")[0]
    return first.partition('"')[0].rstrip(" :") if state.startswith(_BAD_VALUE) else first
