"""Read values from the environment, each with a default; a wrong one stops the start with its name.

Any value NAME may instead come from the file that NAME_FILE names (Docker secrets).
"""

import os
from collections.abc import Sequence
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The value of `name`, or the content of the file `name`_FILE names, stripped; else `default`."""
    value = os.environ.get(name, "")
    if not value and (path := os.environ.get(f"{name}_FILE", "")):
        try:
            value = Path(path).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: cannot read {path}: {error.strerror}") from error
    return value or default


def flag(name: str, *, default: bool) -> bool:
    """1, true, yes, on or 0, false, no, off."""
    value = text(name).lower()
    if not value:
        return default
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise ImproperlyConfigured(f"{name}: {value!r} is neither yes nor no")


def whole_number(name: str, default: int, *, lowest: int = 0) -> int:
    value = text(name, str(default))
    if not value.isdigit() or int(value) < lowest:
        raise ImproperlyConfigured(f"{name}: {value!r} is not a whole number of at least {lowest}")
    return int(value)


def seconds(name: str, default: timedelta) -> timedelta:
    """A length of time, given as whole seconds."""
    return timedelta(seconds=whole_number(name, int(default.total_seconds())))


def days(name: str, default: timedelta) -> timedelta:
    """A length of time, given as whole days."""
    return timedelta(days=whole_number(name, default.days))


def lengths(name: str, default: str) -> tuple[timedelta, ...]:
    """Lengths of time, given as whole minutes of at least one; the longest first, each once."""
    given = words(name, default)
    if not all(word.isdigit() and int(word) > 0 for word in given):
        raise ImproperlyConfigured(f"{name}: not a list of whole numbers of minutes")
    return tuple(timedelta(minutes=minutes) for minutes in sorted({int(word) for word in given}, reverse=True))


def one_of(name: str, default: str, known: Sequence[str]) -> str:
    value = text(name, default).lower()
    if value not in known:
        raise ImproperlyConfigured(f"{name}: {value!r} is none of {', '.join(known)}")
    return value


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas or white space."""
    return text(name, default).replace(",", " ").split()


def networks(name: str, default: str) -> list[IPv4Network | IPv6Network]:
    """Addresses and networks (10.0.0.0/8), separated by commas or white space."""
    try:
        return [ip_network(word, strict=False) for word in words(name, default)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from error


def zone(name: str, default: str) -> str:
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ImproperlyConfigured(f"{name}: {value!r} is not a time zone") from error
    return value


def url(name: str, default: str = "") -> str:
    """An http or https address without a slash at its end, or empty."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ImproperlyConfigured(f"{name}: {value!r} is not an http or https address")
    return value


def database(name: str, default: str) -> dict[str, object]:
    """Django's settings for postgres://user:password@host:port/name?option=value.

    `?host=/path` names a unix socket's directory; other options go to libpq.
    """
    value = text(name, default)
    parts = urlsplit(value)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name}: not of the form postgres://user:password@host:port/database")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": parts.port or "",
        "OPTIONS": options,
    }
