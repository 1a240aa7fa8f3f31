"""Names of hosts."""

import re
from collections.abc import Iterable

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,9}[a-z]{2,24}")


def host_in(typed: str) -> str:
    """The host of what somebody typed: as it is, or with scheme, "www.", port and path around it.

    Raises ValueError for what is none: no dot, an IP address, letters with accents.
    """
    host = re.sub(r"^[a-z]+://", "", typed.strip().lower())
    host = re.split(r"[/?#:]", host, maxsplit=1)[0].removeprefix("www.")
    if not _HOST.fullmatch(host):
        raise ValueError(typed)
    return host


def belongs_to(host: str, allowed: Iterable[str]) -> bool:
    """Whether `host` is one of these or lies below it. Only the end counts: shop.example.evil.com is below evil.com."""
    return any(host == name or host.endswith(f".{name}") for name in allowed)
