"""Files of messages: told beside the message or asked for with `GET /attachments`; sent as base64.

Inbound keys were `attachmentName`, `fileFormat` and `content`; outbound `name` without ending, `fileFormat`, `content`
(fact sheet, 2.4, as seen in 2023). That a message names its files under `attachments` is assumed; how it does is open.
"""

import base64
import binascii
import json
import mimetypes
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from connectors.cdiscount.client import OctopiaClient
from connectors.cdiscount.fields import objects, text
from connectors.cdiscount.problems import Refused
from connectors.incoming import IncomingAttachment
from connectors.outgoing import OutgoingFile

PATH = "/attachments"
NOT_SHOWN = "the marketplace does not show this file"


def fetched(client: OctopiaClient, message: Mapping[str, Any]) -> bytes:
    """What Octopia answers about the files of a message that names some without their content; else nothing."""
    named = objects(message, "attachments")
    message_id = text(message, "messageId")
    if not named or not message_id or any(text(file, "content") for file in named):
        return b""
    try:
        return client.get(PATH, {"messageId": message_id}).content
    except Refused:
        return b""


def files_of(message: Mapping[str, Any], blob: bytes) -> tuple[IncomingAttachment, ...]:
    """The files of a message. blob: what `fetched` kept. A file that was only named is told to be missing."""
    named = objects(message, "attachments")
    answered = _answered(blob)
    return tuple(_file(file) for file in (answered or named))


def outgoing(files: Sequence[OutgoingFile]) -> list[dict[str, str]]:
    """Files as `POST /messages` wants them."""
    return [
        {
            "name": PurePath(file.name).stem,
            "fileFormat": ending(file.name),
            "content": base64.b64encode(file.content).decode(),
        }
        for file in files
    ]


def ending(name: str) -> str:
    """The ending of a file's name, small letters, without the dot."""
    return PurePath(name).suffix.lower().lstrip(".")


def _answered(blob: bytes) -> list[Mapping[str, Any]]:
    if not blob:
        return []
    try:
        content = json.loads(blob)
    except (ValueError, RecursionError):
        return []
    return (
        objects(content, "items", "attachments") if isinstance(content, dict) else objects({"items": content}, "items")
    )


def _file(file: Mapping[str, Any]) -> IncomingAttachment:
    name, format = text(file, "attachmentName", "name", "fileName"), text(file, "fileFormat").lower().lstrip(".")
    name = name or "file"
    full = f"{name}.{format}" if format and ending(name) != format else name
    kind = mimetypes.guess_type(full)[0] or "application/octet-stream"
    try:
        content = base64.b64decode(text(file, "content"), validate=True)
    except binascii.Error:
        return IncomingAttachment(full, kind, problem="its content cannot be read")
    return IncomingAttachment(full, kind, content=content, problem="" if content else NOT_SHOWN)
