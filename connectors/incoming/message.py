"""One entry of a conversation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from connectors.incoming.attachment import IncomingAttachment
from connectors.incoming.person import Direction, Person


@dataclass(frozen=True)
class ThreadKey:
    """A name under which a conversation may be known. lasts: how long after its last use it still counts.

    leads: False = only remembered for the conversation that another name leads to; this message is not looked for
    by it, but a later one that has nothing surer is.
    """

    name: str
    lasts: timedelta | None = None
    leads: bool = True


@dataclass(frozen=True)
class IncomingMessage:
    """One entry of a conversation, whoever wrote it. Texts are storable (connectors.text).

    text: the writer's own words. whole_text: with quoted history and wrapping, where that is more; html: the same
    as sanitised HTML, where the marketplace gave some.
    thread_id: the conversation. Where it is not certain, thread_keys are its possible names, surest first: the first
    one known leads to its conversation; thread_id names a new one if none is.
    copy_within: a message of the same conversation with the same text, written at most this long before or after, is
    the same message (for marketplaces whose copies share no id); zero = external_id alone decides.
    answering: what the connector needs to know to answer this message (JSON-able; comes back in OutgoingReply).
    awaits_answer: of the marketplace's own people: they wait for one, as a buyer would.
    links: pages of the marketplace about this message, by kind ("no_response_needed", "case"): for the agent to open,
    never fetched.
    channel: the sales channel, where one account has several; its code as the marketplace writes it.
    recipient: of the shop's own, who it was written to; empty = the buyer, or not told.
    """

    external_id: str
    thread_id: str
    direction: Direction
    written_at: datetime
    text: str
    author: str
    buyer: Person
    subject: str = ""
    item_id: str = ""
    order_id: str = ""
    attachments: tuple[IncomingAttachment, ...] = ()
    automatic: bool = False
    whole_text: str = ""
    html: str = ""
    thread_keys: tuple[ThreadKey, ...] = ()
    copy_within: timedelta = timedelta(0)
    answering: Mapping[str, Any] = field(default_factory=dict)
    awaits_answer: bool = False
    links: Mapping[str, str] = field(default_factory=dict)
    channel: str = ""
    recipient: str = ""
