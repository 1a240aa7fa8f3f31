"""Messages as programs see them: replies in both shapes, marks of having been read, and files."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from connectors.cdiscount.simulator.caller import Caller
from connectors.cdiscount.simulator.problems import refused
from connectors.cdiscount.simulator.shown import recipients_of
from connectors.cdiscount.simulator.state import Discussion
from connectors.simulation_pictures import picture
from connectors.simulation_server import Reply, json_reply

FILE_TYPES = ("png", "gif", "bmp", "jpg", "jpeg", "tif", "pdf", "doc", "docx", "xls")
LARGEST_FILES = 4 * 1024 * 1024


def replied(caller: Caller) -> Reply:
    body = caller.content()
    discussion = caller.discussion(str(body.get("discussionId") or ""))
    if not isinstance(body.get("body"), str) or not body["body"].strip():
        raise refused(faults={"body": "The body field is required."})
    receiver = _receiver(caller, body, discussion)
    check_files(caller, body.get("attachments") or [])
    said = caller.deeds.say(
        discussion, "Seller", body["body"], user_id=discussion.seller, receiver=receiver, through_api=True
    )
    return json_reply(201, {"messageId": said.id}) if caller.contract.names_message else Reply(201)


def marked_read(caller: Caller, message_id: str) -> Reply:
    caller.patched("hasRead")
    discussion, message = caller.message(message_id)
    caller.deeds.write({"event": "read", "discussion": discussion.id, "message": message.id})
    return Reply(204)


def attachments(caller: Caller) -> Reply:
    _, message = caller.message(caller.request.query.get("messageId", ""))
    return json_reply(200, {"items": [_file(name) for name in message.files]})


def check_files(caller: Caller, files: Sequence[Mapping[str, Any]]) -> None:
    """Raises Refused for more than 3 files, 4 MB, or a format that is not taken."""
    if len(files) > 3:
        raise refused(faults={"attachments": "At most 3 attachments are allowed."})
    if any(file.get("fileFormat") not in FILE_TYPES for file in files):
        raise refused(faults={"attachments": "This file format is not allowed."})
    encoded = [str(file.get("content") or "") for file in files]
    counted = [len(text) if caller.contract.counts_encoded else len(base64.b64decode(text)) for text in encoded]
    if sum(counted) > LARGEST_FILES:
        raise refused(faults={"attachments": "Attachments exceed 4 MB."})


def _receiver(caller: Caller, body: Mapping[str, Any], discussion: Discussion) -> str:
    """Who gets it, in a shape of this contract."""
    shapes, receivers = caller.contract.reply_shapes, body.get("receivers")
    if isinstance(body.get("receiver"), str) and "receiver" in shapes:
        receiver = body["receiver"]
    elif isinstance(receivers, list) and receivers and "receivers" in shapes:
        receiver = receivers[0].get("userType")
        if not body.get("salesChannel"):
            raise refused(faults={"salesChannel": "The salesChannel field is required."})
    else:
        raise refused(faults={shapes[0]: "This field is required."})
    if receiver not in recipients_of(discussion):
        raise refused(
            "This recipient is not eligible for the next reply.",
            faults={"receiver": f"{receiver} may not be written to."},
        )
    return str(receiver)


def _file(name: str) -> dict[str, str]:
    stem, _, ending = name.rpartition(".")
    content = base64.b64encode(picture(name)).decode()
    return {"attachmentName": stem or ending, "fileFormat": ending if stem else "", "content": content}
