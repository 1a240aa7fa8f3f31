"""The one destination of an installation at eBay: made, found again, or set right."""

import ipaddress
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from connectors.ebay.push.calls import NotificationApi, NotThere, Refused
from connectors.ebay.values import part
from connectors.push import Destination, Endpoint, PushState
from connectors.text import marked as _

NAME = "Guichet"
ENABLED = "ENABLED"
EXISTS_ALREADY = 195021
NOT_PUBLIC = _(
    "eBay sends to public HTTPS addresses only. Set GUICHET_PUBLIC_URL to the https address of this installation, and "
    "restart it."
)


def endpoint_problem(url: str, *, takes_loopback: bool) -> str:
    """Why eBay would not take this address. takes_loopback: the eBay is simulated and on this machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    is_internal = _is_internal(host)
    if takes_loopback and is_internal:
        return ""
    return NOT_PUBLIC if parts.scheme != "https" or is_internal else ""


def keep(api: NotificationApi, external_id: str, endpoint: Endpoint) -> Destination:
    """See ReceivesPush.keep_destination."""
    if not api.has_config():
        api.set_config(endpoint.contact)
    found = _known(api, external_id) or _with_endpoint(api, endpoint)
    if found is None:
        return _made(api, endpoint)
    found_id = str(found.get("destinationId") or external_id)
    status = found.get("status")
    config = part(found, "deliveryConfig")
    is_ours = (config.get("endpoint"), config.get("verificationToken")) == (endpoint.url, endpoint.secret)
    if status != ENABLED or not is_ours:
        api.change_destination(found_id, _wanted(endpoint))
    return Destination(found_id, PushState.ON, repaired=status != ENABLED)


def _made(api: NotificationApi, endpoint: Endpoint) -> Destination:
    try:
        return Destination(api.make_destination(_wanted(endpoint)), PushState.ON)
    except Refused as error:
        found = _with_endpoint(api, endpoint) if EXISTS_ALREADY in error.complaint.error_ids else None
        if found is None:
            raise
    found_id = str(found.get("destinationId"))
    api.change_destination(found_id, _wanted(endpoint))
    return Destination(found_id, PushState.ON, repaired=True)


def _known(api: NotificationApi, external_id: str) -> Mapping[str, Any] | None:
    if not external_id:
        return None
    try:
        return api.destination(external_id)
    except NotThere:
        return None


def _with_endpoint(api: NotificationApi, endpoint: Endpoint) -> Mapping[str, Any] | None:
    """The destination that has this address already, from an earlier set-up."""
    for found in api.destinations():
        if part(found, "deliveryConfig").get("endpoint") == endpoint.url:
            return found
    return None


def _wanted(endpoint: Endpoint) -> Mapping[str, Any]:
    delivery = {"endpoint": endpoint.url, "verificationToken": endpoint.secret}
    return {"name": NAME, "status": ENABLED, "deliveryConfig": delivery}


def _is_internal(host: str) -> bool:
    if not host or ("." not in host.strip(".") and ":" not in host):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host.casefold().endswith((".localhost", ".local", ".internal"))
