"""A file of a message."""

from dataclasses import dataclass


@dataclass(frozen=True)
class IncomingAttachment:
    """A file that belongs to a message: its bytes, or where it is.

    url: untrusted, and not fetched by the connector; empty where `content` holds the file.
    problem: why there is no file though there should be one.
    content_id: what the message's HTML calls it (`cid:…`), where it is a picture in it.
    """

    name: str
    content_type: str
    url: str = ""
    content: bytes = b""
    problem: str = ""
    content_id: str = ""
