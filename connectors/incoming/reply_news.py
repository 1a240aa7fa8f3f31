"""What became of a reply of ours, as mails tell it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class IncomingCopy:
    """A copy of an answer of ours that names no conversation: sent by us, or typed on the marketplace's own site.

    It confirms our reply with the same text, else answers the one waiting conversation that fits. order_id and
    buyer_name as far as the copy tells; texts storable.
    """

    external_id: str
    written_at: datetime
    subject: str
    text: str
    buyer_name: str = ""
    order_id: str = ""


@dataclass(frozen=True)
class IncomingFailure:
    """The marketplace or a mail server says that a reply of ours did not reach the buyer.

    permanent: False while it is still being tried. message_id: our name of the reply (SentReply.message_id), where
    told; else order_id and buyer_handle (the alias without what names the conversation) narrow it down.
    reason: for the agent, in the marketplace's words. remedy: a code the pages put into words, e.g. "opted_out".
    """

    external_id: str
    written_at: datetime
    subject: str
    text: str
    permanent: bool
    reason: str
    remedy: str = ""
    message_id: str = ""
    order_id: str = ""
    buyer_handle: str = ""
