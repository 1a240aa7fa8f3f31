"""What the simulated Octopia answers to programs, as the fact sheet reconstructs it, with its contradictions."""

from connectors.cdiscount.simulator import discussion_calls, message_calls, order_calls
from connectors.cdiscount.simulator.caller import Caller
from connectors.cdiscount.simulator.indicators import indicators_json
from connectors.cdiscount.simulator.problems import Refused, problem
from connectors.cdiscount.simulator.typologies import typologies_json
from connectors.simulation_server import Reply, json_reply


def answer(caller: Caller) -> Reply:
    """What is answered to one call, refusals included."""
    try:
        return _answer(caller)
    except Refused as error:
        return error.reply


def _answer(caller: Caller) -> Reply:
    match (caller.request.method, *caller.path.strip("/").split("/")):
        case ("GET", "discussions"):
            return discussion_calls.listed(caller)
        case ("POST", "discussions"):
            return discussion_calls.opened(caller)
        case ("GET", "discussions", discussion_id):
            return discussion_calls.shown(caller, discussion_id)
        case ("PATCH", "discussions", discussion_id):
            return discussion_calls.opened_or_closed(caller, discussion_id)
        case ("POST", "messages"):
            return message_calls.replied(caller)
        case ("PATCH", "messages", message_id):
            return message_calls.marked_read(caller, message_id)
        case ("GET", "attachments"):
            return message_calls.attachments(caller)
        case ("GET", "orders"):
            return order_calls.listed(caller)
        case ("GET", "typologies"):
            return json_reply(200, typologies_json(caller.request.query))
        case ("GET", "sellers"):
            return json_reply(200, {"sellerId": caller.seller_id, "shopName": caller.seller})
        case ("GET", "sellers", "indicators"):
            return json_reply(200, indicators_json(caller.seller, caller.deeds.now(), caller.contract))
    return problem(404, "Not Found")
