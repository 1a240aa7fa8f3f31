"""How a discussion stands -> our dataclass. Pure.

"status/processStatus, isOpen and graduation are three independent axes" (fact sheet, 0.3): each is passed on as it is.
"""

from collections.abc import Mapping
from typing import Any

from connectors.cdiscount import fields
from connectors.cdiscount.channels import thread_id_of
from connectors.errors import UnexpectedAnswer
from connectors.incoming import IncomingConversation


def conversation_from(body: Any) -> IncomingConversation:
    """Read one stored payload of kind "discussion": `{"discussion": …}` as it stood when it was fetched.

    Raises UnexpectedAnswer naming the first key that is missing or of another type.
    """
    discussion = discussion_in(body)
    channel = fields.text(discussion, "salesChannel")
    return IncomingConversation(
        thread_id=thread_id_of(channel, fields.required(discussion, "discussionId")),
        changed_at=fields.moment(discussion, "updatedAt", "createdAt"),
        channel=channel,
        is_open=fields.truth(discussion, "isOpen"),
        state=status(discussion),
        grade=graduation(discussion),
        topic=sub_typology(discussion),
        recipients=recipients(discussion),
    )


def discussion_in(body: Any) -> Mapping[str, Any]:
    """The discussion of a stored payload. Raises UnexpectedAnswer where there is none."""
    discussion = body.get("discussion") if isinstance(body, dict) else None
    if not isinstance(discussion, dict):
        raise UnexpectedAnswer("discussion is no object")
    return discussion


def status(discussion: Mapping[str, Any]) -> str:
    """`status` in bodies, `processStatus` in queries: "names differ on purpose" (2.2), so both are read."""
    return fields.text(discussion, "status", "processStatus")


def graduation(discussion: Mapping[str, Any]) -> str:
    return fields.text(discussion, "graduation", "graduationCode")


def sub_typology(discussion: Mapping[str, Any]) -> str:
    """The reason, written with a small t in one of the bodies (2.4)."""
    return fields.text(discussion, "subTypologyCode", "subtypologyCode")


def recipients(discussion: Mapping[str, Any]) -> tuple[str, ...]:
    """The "eligible recipients for the next reply" (2); under which name they come is not known."""
    for name in ("eligibleRecipients", "eligibleReceivers", "recipients", "receivers"):
        value = discussion.get(name)
        if isinstance(value, list):
            return tuple(filter(None, map(_user_type, value)))
    return ()


def receiver_of(message: Mapping[str, Any]) -> str:
    """Whom a message is for, in either of the shapes a reply has (2.4); "" if it does not say."""
    receivers = message.get("receivers")
    return _user_type(receivers[0] if isinstance(receivers, list) and receivers else message.get("receiver"))


def _user_type(entry: Any) -> str:
    if isinstance(entry, dict):
        return fields.text(entry, "userType", "type")
    return entry if isinstance(entry, str) else ""
