"""The Notification API of the simulated eBay, by path. Contract 1.6.2, read 2026-11; filters are not done."""

from connectors.ebay.simulator.push import destinations, subscriptions
from connectors.ebay.simulator.push.call import BASE, Call
from connectors.ebay.simulator.push.refusals import refused
from connectors.ebay.simulator.push.topics import TOPICS, topic_json
from connectors.ebay.simulator.refusals import Refused
from connectors.simulation_server import Reply, json_reply


def answer(call: Call) -> Reply | None:
    """What eBay answers; None for what it does not have."""
    try:
        return _routed(call)
    except Refused as refusal:
        return refusal.reply


def _routed(call: Call) -> Reply | None:
    what, _, rest = call.request.path.rstrip("/").removeprefix(f"{BASE}/").partition("/")
    name, _, act = rest.partition("/")
    if what == "subscription":
        return subscriptions.answer(call, name, act)
    if what == "destination":
        return destinations.answer(call, name)
    call.require_application()
    if what == "config":
        return _config(call)
    if what == "topic" and call.request.method == "GET":
        return _topic(call, name)
    if what == "public_key" and call.request.method == "GET":
        return _public_key(call, name)
    return None


def _config(call: Call) -> Reply | None:
    if call.request.method == "PUT":
        contact = str(call.body.get("alertEmail") or "")
        if "@" not in contact:
            raise refused(195025)
        call.write({"event": "push_contact", "contact": contact})
        return Reply(204)
    if not call.memory.contact:
        raise refused(195026)
    return json_reply(200, {"alertEmail": call.memory.contact})


def _topic(call: Call, name: str) -> Reply:
    if not name:
        return call.page("topics", [topic_json(each) for each in TOPICS])
    if name not in TOPICS:
        raise refused(195002)
    return json_reply(200, topic_json(name))


def _public_key(call: Call, key_id: str) -> Reply:
    if key_id != call.sender.signer.key_id:
        raise refused(195001)
    return json_reply(200, call.sender.signer.answer())
