"""Destinations: made, changed, ended; each change of the endpoint is challenged first."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from connectors.ebay.simulator.push.call import Call
from connectors.ebay.simulator.push.refusals import refused
from connectors.ebay.simulator.push.state import FIRST_DESTINATION, Destination
from connectors.simulation_server import Reply, json_reply

TOKEN = re.compile(r"[A-Za-z0-9_-]{32,80}")


def answer(call: Call, destination_id: str) -> Reply | None:
    """destination_id: empty for the list."""
    call.require_application()
    method = call.request.method
    if not destination_id:
        if method == "GET":
            return call.page("destinations", [_json(each) for each in call.memory.destinations.values()])
        return _make(call) if method == "POST" else None
    found = call.memory.destinations.get(destination_id)
    if found is None:
        raise refused(195022)
    if method == "GET":
        return json_reply(200, _json(found))
    if method == "PUT":
        return _change(call, found)
    return _end(call, found) if method == "DELETE" else None


def _make(call: Call) -> Reply:
    if not call.memory.contact:
        raise refused(195003)
    wanted = _checked(call, call.memory.new_id(FIRST_DESTINATION))
    call.write({"event": "push_destination", **asdict(wanted)})
    return call.made(f"/destination/{wanted.id}")


def _change(call: Call, found: Destination) -> Reply:
    call.write({"event": "push_destination", **asdict(_checked(call, found.id))})
    return Reply(204)


def _end(call: Call, found: Destination) -> Reply:
    if found.status == "ENABLED":
        raise refused(195024)
    call.write({"event": "push_destination_ended", "id": found.id})
    return Reply(204)


def _checked(call: Call, destination_id: str) -> Destination:
    body = call.body
    config = body.get("deliveryConfig")
    config = config if isinstance(config, dict) else {}
    name, status = str(body.get("name") or ""), body.get("status")
    endpoint, token = str(config.get("endpoint") or ""), str(config.get("verificationToken") or "")
    if not 0 < len(name) <= 64 or "<" in name:
        raise refused(195016)
    if not _is_allowed(endpoint, takes_loopback=call.takes_loopback):
        raise refused(195017)
    if status not in ("ENABLED", "DISABLED"):
        raise refused(195018)
    if not TOKEN.fullmatch(token):
        raise refused(195019)
    others = [each for each in call.memory.destinations.values() if each.id != destination_id]
    if any(each.endpoint == endpoint for each in others):
        raise refused(195021)
    if not call.sender.challenge_holds(endpoint, token):
        raise refused(195020)
    return Destination(destination_id, name, endpoint, token, status)


def _is_allowed(endpoint: str, *, takes_loopback: bool) -> bool:
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        is_loopback, is_public = host == "localhost", "." in host
    else:
        is_loopback, is_public = address.is_loopback, address.is_global
    return (takes_loopback and is_loopback) or (parts.scheme == "https" and is_public)


def _json(destination: Destination) -> Mapping[str, Any]:
    return {
        "destinationId": destination.id,
        "name": destination.name,
        "status": destination.status,
        "deliveryConfig": {"endpoint": destination.endpoint, "verificationToken": destination.token},
    }
