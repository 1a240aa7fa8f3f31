"""Only a proxy of ours may say who called and whether it was by TLS: from anybody else these headers are dropped.

How many addresses of `X-Forwarded-For` may be believed is GUICHET_TRUSTED_PROXIES; who may send them is
GUICHET_PROXY_ADDRESSES. Without the second, whoever reaches the port directly could name any address as his own.
"""

from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")


class OnlyOurProxies:
    """The first middleware of all: the others read these headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_ours(request.META.get("REMOTE_ADDR", "")):
            for name in FORWARDED:
                request.META.pop(name, None)
        return self.get_response(request)


def _is_ours(address: str) -> bool:
    """Whether a peer is a proxy of ours. One without an address came through a Unix socket of this machine."""
    if not address:
        return True
    try:
        peer = ip_address(address)
    except ValueError:
        return False
    if isinstance(peer, IPv6Address) and peer.ipv4_mapped:
        peer = peer.ipv4_mapped
    return any(peer in network for network in settings.PROXY_ADDRESSES)
