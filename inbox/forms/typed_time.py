"""Times of day as people type them."""

import re

_TYPED = re.compile(r"(?P<hours>\d{1,2})(?:\s*[:.h]\s*(?P<minutes>\d{2})|\s*h)?|(?P<both>\d{3,4})", re.IGNORECASE)


def typed_time(text: str) -> str:
    """Write "9", "9h", "9h30", "9.30" or "0930" as "09:00" or "09:30"; what is no time stays as it is."""
    found = _TYPED.fullmatch(text.strip())
    if found is None:
        return text.strip()
    if both := found["both"]:
        return f"{both[:-2]:0>2}:{both[-2:]}"
    return f"{found['hours']:0>2}:{found['minutes'] or '00'}"
