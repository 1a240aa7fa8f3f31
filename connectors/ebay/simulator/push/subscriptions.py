"""Subscriptions: of a seller to his topics, of the application to its own.

Not documented and so assumed: with his token a seller sees and changes his own subscriptions only.
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from connectors.ebay.simulator import refusals
from connectors.ebay.simulator.push.call import Call
from connectors.ebay.simulator.push.payloads import mocked
from connectors.ebay.simulator.push.refusals import refused
from connectors.ebay.simulator.push.state import FIRST_SUBSCRIPTION, Subscription
from connectors.ebay.simulator.push.topics import LOOK, OF_APPLICATION, SCOPES, SUBSCRIBE, TOPICS
from connectors.ebay.simulator.refusals import Refused
from connectors.ebay.simulator.state import stamp
from connectors.simulation_server import Reply, json_reply


def answer(call: Call, subscription_id: str, act: str) -> Reply | None:
    """subscription_id: empty for the list. act: "enable", "disable", "test" or empty."""
    _require_scope(call)
    method, mine = call.request.method, _mine(call)
    if not subscription_id:
        if method == "GET":
            return call.page("subscriptions", [_json(each) for each in mine.values()])
        return _make(call) if method == "POST" else None
    found = mine.get(subscription_id)
    if found is None:
        raise refused(195013)
    if act:
        return _act(call, found, act) if method == "POST" else None
    if method == "GET":
        return json_reply(200, _json(found))
    if method == "PUT":
        return _change(call, found)
    if method == "DELETE":
        call.write({"event": "push_subscription_ended", "id": found.id})
        return Reply(204)
    return None


def _make(call: Call) -> Reply:
    topic = str(call.body.get("topicId") or "")
    if topic not in TOPICS:
        raise refused(195027)
    _require_topic(call, topic)
    if any(each.topic == topic for each in _mine(call).values()):
        raise refused(195012)
    if not call.memory.contact:
        raise refused(195003)
    blank = Subscription(call.memory.new_id(FIRST_SUBSCRIPTION), topic, call.token.seller, "", "", {}, stamp(call.now))
    wanted = _checked(call, blank)
    call.write({"event": "push_subscription", **asdict(wanted)})
    return call.made(f"/subscription/{wanted.id}")


def _change(call: Call, found: Subscription) -> Reply:
    call.write({"event": "push_subscription", **asdict(_checked(call, found))})
    return Reply(204)


def _act(call: Call, found: Subscription, act: str) -> Reply | None:
    if act == "test":
        call.sender.send(found.destination, found.topic, mocked(found.topic, call.now))
        return Reply(202)
    if act not in ("enable", "disable"):
        return None
    if act == "enable" and call.memory.destinations[found.destination].status != "ENABLED":
        raise refused(195015)
    status = "ENABLED" if act == "enable" else "DISABLED"
    call.write({"event": "push_subscription", **asdict(replace(found, status=status))})
    return Reply(204)


def _checked(call: Call, found: Subscription) -> Subscription:
    """`found` with what the body asks for."""
    body = call.body
    payload = body.get("payload")
    payload = payload if isinstance(payload, dict) else {}
    status = str(body.get("status") or "")
    destination = call.memory.destinations.get(str(body.get("destinationId")))
    if status not in ("ENABLED", "DISABLED"):
        raise refused(195006)
    if destination is None:
        raise refused(195007)
    if payload.get("schemaVersion") != "1.0":
        raise refused(195008)
    if payload.get("format") != "JSON":
        raise refused(195009)
    if payload.get("deliveryProtocol") != "HTTPS":
        raise refused(195010)
    if status == "ENABLED" and destination.status != "ENABLED":
        raise refused(195015)
    return replace(found, destination=destination.id, status=status, payload=payload)


def _mine(call: Call) -> Mapping[str, Subscription]:
    return {key: each for key, each in call.memory.subscriptions.items() if each.owner == call.token.seller}


def _require_scope(call: Call) -> None:
    wanted = {SUBSCRIBE} if call.request.method != "GET" else {SUBSCRIBE, LOOK}
    if call.token.kind != "application" and not wanted & call.token.scopes:
        raise Refused(refusals.no_permission())


def _require_topic(call: Call, topic: str) -> None:
    is_application = call.token.kind == "application"
    has_scope = is_application or SCOPES.get(topic) in call.token.scopes
    if is_application is not (topic in OF_APPLICATION) or not has_scope:
        raise refused(195011)


def _json(subscription: Subscription) -> Mapping[str, Any]:
    return {
        "subscriptionId": subscription.id,
        "topicId": subscription.topic,
        "status": subscription.status,
        "creationDate": subscription.created,
        "payload": dict(subscription.payload),
        "destinationId": subscription.destination,
    }
