"""Kinds of values that requests hold: text the database can keep, and moments."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator

from connectors.text import is_storable

_PLUS_READ_AS_SPACE = re.compile(r"^(\S+[T ]\S+) (\d\d:?\d\d)$")


def _storable(text: str) -> str:
    if not is_storable(text):
        raise ValueError("NUL characters and half surrogate pairs cannot be stored")
    return text


def _storable_throughout(data: Any) -> Any:
    if isinstance(data, str):
        return _storable(data)
    for part in (*data, *data.values()) if isinstance(data, dict) else data if isinstance(data, list) else ():
        _storable_throughout(part)
    return data


def _with_plus(value: Any) -> Any:
    """Forgive `…+01:00` in a query string that was not escaped: its plus arrives as a space."""
    return _PLUS_READ_AS_SPACE.sub(r"\1+\2", value) if isinstance(value, str) else value


STORABLE = AfterValidator(_storable)
"""Refuses what PostgreSQL cannot keep. Goes behind StringConstraints, which would do nothing behind it."""

STORABLE_THROUGHOUT = AfterValidator(_storable_throughout)
"""The same of every text in a part of any shape."""

Text = Annotated[str, STORABLE]

Moment = Annotated[AwareDatetime, BeforeValidator(_with_plus)]
"""ISO 8601 with an offset."""
