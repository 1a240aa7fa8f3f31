"""What a reply looks like on its way: who gets it, in which of the two shapes, within which limits.

Source: the project's fact sheet, 2.4, read 2026-11. Whether the 4 MB are counted before or after base64 is unverified:
files are counted as they are, and a refusal is told in Octopia's words. No longest text is documented; the
one here is ours.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from connectors.cdiscount.attachments import ending, outgoing
from connectors.cdiscount.channels import channel_of, discussion_of
from connectors.cdiscount.codes import CUSTOMER
from connectors.cdiscount.settings import ReplyShape
from connectors.errors import ReplyRefused
from connectors.facts import ReplyLimits
from connectors.outgoing import OutgoingFile, OutgoingReply
from connectors.text import marked as _
from connectors.text import storable

TOO_LONG = _("The message has %(count)s characters; at most %(most)s are sent.")
TOO_MANY_FILES = _("Cdiscount takes at most %(most)s files with a message.")
NO_SUCH_FILES = _("Cdiscount takes no files of this type: %(words)s")


LIMITS = ReplyLimits(
    max_characters=4000,
    attachments=3,
    largest_files=4 * 1024 * 1024,
    file_types=("png", "gif", "bmp", "jpg", "jpeg", "tif", "pdf", "doc", "docx", "xls"),
)


def message_of(reply: OutgoingReply, shape: ReplyShape) -> dict[str, Any]:
    """The body of `POST /messages`. Raises ReplyRefused for what Octopia would not take."""
    text = check_content(reply.body, reply.files)
    if not discussion_of(reply.thread_id):
        raise ReplyRefused(_("The discussion on Cdiscount is unknown."))
    content: dict[str, Any] = {"discussionId": discussion_of(reply.thread_id), "body": text}
    receiver = reply.recipient or CUSTOMER
    if shape is ReplyShape.RECEIVER:
        content["receiver"] = receiver
        if reply.files:
            content["attachments"] = outgoing(reply.files)
        return content
    content |= {
        "attachments": outgoing(reply.files),
        "salesChannel": _told(reply.answering, "sales_channel") or channel_of(reply.thread_id),
        "receivers": [_receiver(receiver, reply)],
    }
    if reference := _told(reply.answering, "external_reference"):
        content["salesChannelExternalDiscussionReference"] = reference
    return content


def check_content(body: str, files: Sequence[OutgoingFile]) -> str:
    """The body as it is sent. Raises ReplyRefused for a text or files that Octopia would not take."""
    text = storable(body)
    if not text.strip():
        raise ReplyRefused(_("The message is empty."))
    if len(text) > LIMITS.max_characters:
        raise ReplyRefused(TOO_LONG % {"count": len(text), "most": LIMITS.max_characters})
    if len(files) > LIMITS.attachments:
        raise ReplyRefused(TOO_MANY_FILES % {"most": LIMITS.attachments})
    if sum(len(file.content) for file in files) > LIMITS.largest_files:
        raise ReplyRefused(_("Cdiscount takes at most 4 MB of files with a message."))
    for file in files:
        if ending(file.name) not in LIMITS.file_types:
            raise ReplyRefused(NO_SUCH_FILES % {"words": file.name})
    return text


def _receiver(receiver: str, reply: OutgoingReply) -> dict[str, str]:
    if receiver != CUSTOMER:
        return {"userType": receiver}
    return {"userId": _told(reply.answering, "customer_id") or reply.buyer_handle, "userType": receiver}


def _told(answering: Mapping[str, Any], name: str) -> str:
    value = answering.get(name)
    return value if isinstance(value, str) else ""
