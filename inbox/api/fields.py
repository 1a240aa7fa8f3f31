"""Kinds of values that requests hold: text the database can keep, and moments."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, StringConstraints

_PLUS_READ_AS_SPACE = re.compile(r"^(\S+[T ]\S+) (\d\d:?\d\d)$")


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("NUL characters cannot be stored")
    return text


def _with_plus(value: Any) -> Any:
    """Forgive `…+01:00` in a query string that was not escaped: its plus arrives as a space."""
    return _PLUS_READ_AS_SPACE.sub(r"\1+\2", value) if isinstance(value, str) else value


StorableText = Annotated[str, AfterValidator(_without_nul)]
"""Text without NUL; half surrogate pairs are refused by pydantic itself."""

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_without_nul)]

Moment = Annotated[AwareDatetime, BeforeValidator(_with_plus)]
"""ISO 8601 with an offset."""
