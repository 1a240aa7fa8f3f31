"""Fetch a buyer's file from where the marketplace keeps it, and from nowhere else.

The address comes from outside. It is followed only to hosts the connector names (over HTTPS, to public addresses) or to
the origin of a base URL from the environment; never through a redirect, never beyond a size.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from connectors.errors import TryLater
from connectors.http import Http
from connectors.text import marked as _

STATUS = _("the host of the file answered with status %(status)s")
UNKNOWN_HOST = _("%(host)s is not known")


OCTETS = "application/octet-stream"
"""The type of a file of which nothing is known."""
LARGEST_FILE = 20 * 1024 * 1024

_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)


class FileRefused(Exception):
    """This file will never be fetched; the text says why."""


@dataclass(frozen=True)
class FileSources:
    """Where a marketplace's files may come from. hosts: with their sub-domains; origins: `http://host:port`."""

    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()


@dataclass(frozen=True)
class FetchedFile:
    """content_type: as the first bytes say, else application/octet-stream; never what the sender claims."""

    content: bytes
    content_type: str


def fetch_file(http: Http, url: str, sources: FileSources) -> FetchedFile:
    """Raises FileRefused, or TryLater if it may work another time."""
    _check_address(url, sources)
    answer = http.read("GET", url)
    if answer.status in (404, 410):
        raise FileRefused(_("the marketplace does not have it any more"))
    if answer.status != 200:
        raise TryLater(STATUS % {"status": answer.status})
    if len(answer.content) > LARGEST_FILE:
        raise FileRefused(_("larger than 20 MB"))
    return FetchedFile(answer.content, content_type(answer.content))


def content_type(content: bytes) -> str:
    """What the first bytes say."""
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return OCTETS


def origin(url: str) -> str:
    """`scheme://host:port` of an address, or empty."""
    parts = urlsplit(url)
    if not parts.hostname:
        return ""
    return f"{parts.scheme}://{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


def _check_address(url: str, sources: FileSources) -> None:
    try:
        parts = urlsplit(url)
        host, own = (parts.hostname or "").lower().rstrip("."), origin(url)
    except ValueError as error:
        raise FileRefused(_("not an address")) from error
    if own and own in {origin(trusted) for trusted in sources.origins}:
        return
    if parts.scheme != "https" or parts.port not in (None, 443) or parts.username or parts.password:
        raise FileRefused(_("not a plain https address"))
    if not any(host == known or host.endswith(f".{known}") for known in sources.hosts):
        raise FileRefused(_("not on a host of the marketplace"))
    try:
        found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except OSError as error:
        raise TryLater(UNKNOWN_HOST % {"host": host}) from error
    if not all(ipaddress.ip_address(str(address[0]).split("%")[0]).is_global for *_, address in found):
        raise FileRefused(_("not a public address"))
