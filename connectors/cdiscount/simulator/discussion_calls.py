"""Discussions as programs see them: searched, shown, closed, reopened, and opened by the seller."""

from collections.abc import Mapping
from typing import Any

from connectors.cdiscount.simulator.caller import Caller
from connectors.cdiscount.simulator.message_calls import check_files
from connectors.cdiscount.simulator.problems import refused
from connectors.cdiscount.simulator.shown import discussion_json, message_json, recipients_of
from connectors.cdiscount.simulator.state import Discussion
from connectors.cdiscount.simulator.typologies import allowed
from connectors.simulation_server import Reply, json_reply

TEXTS = ("subject", "orderId", "salesChannel", "subtypologyCode")


def listed(caller: Caller) -> Reply:
    """In the order of their changes if that is asked for, else as they were opened."""
    query = caller.request.query
    found = caller.state.discussions_by_change.between(caller.seller, *caller.bounds())
    if query.get("sort") != "updatedAt":
        found = sorted(found, key=lambda each: each.created_at)
    if caller.contract.descending:
        found = found[::-1]
    wanted = query.get("includeMessages", "")
    return caller.listed([each for each in found if _fits(each, query)], lambda each: _entry(caller, each, wanted))


def shown(caller: Caller, discussion_id: str) -> Reply:
    discussion = caller.discussion(discussion_id)
    content = discussion_json(discussion, caller.state)
    content["messages"] = [message_json(message) for message in discussion.messages]
    content["eligibleRecipients"] = recipients_of(discussion)
    return json_reply(200, content)


def opened_or_closed(caller: Caller, discussion_id: str) -> Reply:
    """A request that may be refused, for the reasons of the old SOAP calls."""
    discussion = caller.discussion(discussion_id)
    opens = caller.patched("isOpen")
    if not opens and discussion.cancel_pending:
        raise refused("UnauthorizedCancelPending: a cancellation is pending.", status=422)
    if not opens and not discussion.is_open:
        raise refused("AlreadyClosed", status=422)
    if not opens and not discussion.seller_spoke_last:
        raise refused("UnauthorizedLastAnswer: a discussion is closed after the seller has answered.", status=422)
    caller.deeds.change(discussion, is_open=opens)
    return Reply(204)


def opened(caller: Caller) -> Reply:
    """The seller opens a discussion on an order of his, for a reason that the order's state allows."""
    body = caller.content()
    if missing := [name for name in TEXTS if not isinstance(body.get(name), str) or not body[name].strip()]:
        raise refused(faults=dict.fromkeys(missing, "This field is required."))
    order = _order(caller, body)
    reasons = allowed(channel=body["salesChannel"], state=order["status"])
    if body["subtypologyCode"] not in reasons:
        raise refused(faults={"subtypologyCode": "This sub-typology is not available for this order."})
    message = _first_message(caller, body)
    discussion = caller.deeds.open(
        at=None,
        seller=caller.seller,
        channel=body["salesChannel"],
        buyer=order["customer"]["reference"],
        subject=body["subject"],
        order_id=order["reference"],
        item_id=str(body.get("productId") or ""),
        sub_typology=body["subtypologyCode"],
    )
    said = caller.deeds.say(
        discussion,
        "Seller",
        message["body"],
        user_id=caller.seller,
        receiver=message["receiver"],
        through_api=True,
    )
    if not caller.contract.names_discussion:
        return Reply(201)
    return json_reply(201, {"discussionId": discussion.id, "messageId": said.id})


def _fits(discussion: Discussion, query: Mapping[str, str]) -> bool:
    return (
        query.get("isOpen", str(discussion.is_open)).lower() == str(discussion.is_open).lower()
        and query.get("processStatus", discussion.status) == discussion.status
        and query.get("salesChannel", discussion.channel) == discussion.channel
    )


def _entry(caller: Caller, discussion: Discussion, wanted: str) -> Mapping[str, Any]:
    content = discussion_json(discussion, caller.state)
    if wanted and discussion.messages:
        content["messages"] = [message_json(discussion.messages[0 if wanted == "FirstMessage" else -1])]
    return content


def _order(caller: Caller, body: Mapping[str, Any]) -> Mapping[str, Any]:
    name = caller.contract.opens_by
    for order in caller.state.orders.values():
        if order["seller"]["id"] == caller.seller_id and order[name] == body["orderId"]:
            if order["salesChannel"]["id"] != body["salesChannel"]:
                raise refused(faults={"salesChannel": "The order is of another sales channel."})
            return order
    raise refused(faults={"orderId": "This order does not exist."})


def _first_message(caller: Caller, body: Mapping[str, Any]) -> Mapping[str, Any]:
    message = body.get("message")
    if not isinstance(message, dict) or not str(message.get("body") or "").strip():
        raise refused(faults={"message.body": "This field is required."})
    if message.get("receiver") not in ("Customer", "GrcOperator"):
        raise refused(faults={"message.receiver": "The value is not valid."})
    check_files(caller, message.get("attachments") or [])
    return message
