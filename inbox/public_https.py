"""Calls to addresses that people or browsers gave us: https at public addresses only, so that nobody reaches inside.

The address is looked up once and the connection goes to what was found, so that a name cannot change in between.
"""

import socket
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool


class NotPublic(Exception):
    """The address leads to a machine that is not on the public internet, or not to https at its usual port."""


def check_address(url: str) -> None:
    """Raises NotPublic for what can never be a service of somebody else; nothing is looked up."""
    try:
        parts = urlsplit(url)
        usual = parts.scheme == "https" and parts.port in (None, 443)
    except ValueError as error:
        raise NotPublic from error
    if not usual or not parts.hostname or parts.username or "." not in parts.hostname or _is_number(parts.hostname):
        raise NotPublic


def public_session() -> requests.Session:
    """A session that connects to public addresses only, follows no redirect, and asks no proxy. Raises NotPublic."""
    session = requests.Session()
    session.trust_env = False
    session.max_redirects = 0
    session.adapters.clear()
    session.mount("https://", _PublicAdapter())
    return session


class _PublicConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return socket.create_connection((_public_address(self.host, self.port), self.port), timeout=self.timeout)  # type: ignore[arg-type]


class _PublicPool(HTTPSConnectionPool):
    ConnectionCls = _PublicConnection


class _PublicAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"https": _PublicPool}

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        check_address(request.url or "")
        return super().send(request, *args, **kwargs)


def _public_address(host: str, port: int) -> str:
    """The first address of this name; every one must be public. Raises NotPublic, OSError."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(_is_public(address) for address in found):
        raise NotPublic(host)
    return found[0]


def _is_public(address: str) -> bool:
    found = ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None) or found
    return found.is_global and inner.is_global and not found.is_multicast


def _is_number(host: str) -> bool:
    """Names only: also "127.1" and the like are numbers to a resolver."""
    return ":" in host or host.rstrip(".").rpartition(".")[2].isdigit()
