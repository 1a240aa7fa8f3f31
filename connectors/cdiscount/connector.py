"""Cdiscount and the other sales channels behind Octopia: discussions, orders and indicators in, replies out."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from connectors.abilities import (
    ClosesConversations,
    ConversationTopic,
    LooksUpOrders,
    MarksRead,
    OpensConversations,
    ReadsBack,
)
from connectors.base import Connector
from connectors.cdiscount import closing, settings, typologies
from connectors.cdiscount.channels import discussion_of
from connectors.cdiscount.client import OctopiaClient
from connectors.cdiscount.codes import CHANNEL_LANGUAGES, CODE_LABELS, CUSTOMER, TOPIC_LABELS, TOPIC_MEANINGS
from connectors.cdiscount.discussions import CLAIM, DISCUSSION, MESSAGE, Discussions
from connectors.cdiscount.indicators import INDICATOR, Indicators
from connectors.cdiscount.opening import opened
from connectors.cdiscount.orders import ORDER, Orders
from connectors.cdiscount.problems import Refused
from connectors.cdiscount.read_claim import claim_from
from connectors.cdiscount.read_discussion import conversation_from
from connectors.cdiscount.read_indicator import indicator_from
from connectors.cdiscount.read_message import message_from
from connectors.cdiscount.read_order import order_from
from connectors.cdiscount.reply import LIMITS, message_of
from connectors.cdiscount.shop import account_facts
from connectors.cdiscount.sign_in import SignIn
from connectors.collaborators import Tools
from connectors.errors import OutcomeUnknown, ReplyRefused, UnexpectedAnswer
from connectors.facts import (
    AccountFacts,
    CountedClaims,
    CredentialField,
    ReplyWindow,
    SoftMeaning,
    StreamFacts,
    WorkingDays,
)
from connectors.http import Answer
from connectors.incoming import FetchRequest, Incoming, Page, RawPayload
from connectors.outgoing import OpenedConversation, OpeningMessage, OutgoingReply, SentReply
from connectors.text import marked as _

REFUSED = _("Cdiscount refused the message: %(words)s")
MESSAGES, ORDERS, INDICATORS = "messages", "orders", "indicators"
SOURCES: Mapping[str, type[Discussions | Orders | Indicators]] = {
    MESSAGES: Discussions,
    ORDERS: Orders,
    INDICATORS: Indicators,
}


class CdiscountConnector(Connector, ReadsBack, MarksRead, LooksUpOrders, ClosesConversations, OpensConversations):
    """One Octopia seller account, with all its sales channels."""

    slug = "cdiscount"
    label = "Cdiscount"
    order_forms = (r"[0-9]{10}[A-Z0-9]{5}",)
    reply_window = ReplyWindow(
        soft=timedelta(hours=48),
        soft_means=SoftMeaning.CHASER,
        hard=timedelta(hours=24),
        working_days=WorkingDays("FR", "Europe/Paris"),
        claims=timedelta(hours=24),
        source="24 h on working days is often quoted, and not verified in Octopia's documentation (read 2026-11)",
    )
    limits = LIMITS
    credential_fields = (
        CredentialField("client_id", "Client ID", help=_("Made under API Credentials Management at Octopia.")),
        CredentialField("client_secret", "Client secret", secret=True, help=_("Shown once, when it is made.")),
        CredentialField("seller_id", _("Seller number"), help=_("In the seller zone under Settings.")),
    )
    streams = (
        StreamFacts(MESSAGES, busy=timedelta(minutes=3), calm=timedelta(minutes=10)),
        StreamFacts(ORDERS, busy=timedelta(minutes=10), calm=timedelta(minutes=30), vital=False),
        StreamFacts(INDICATORS, busy=timedelta(days=1), calm=timedelta(days=1), vital=False),
    )
    environment = settings.ENVIRONMENT
    topic_labels = TOPIC_LABELS
    topic_meanings = TOPIC_MEANINGS
    code_labels = CODE_LABELS
    counted_claims = {"order_claims": CountedClaims()}  # noqa: RUF012
    channel_languages = CHANNEL_LANGUAGES
    buyer_recipient = CUSTOMER

    def __init__(self, *, credentials: Mapping[str, Any], identity: Mapping[str, Any], tools: Tools) -> None:
        super().__init__(credentials=credentials, identity=identity, tools=tools)
        places = settings.settings_from(tools.settings)
        sign_in = SignIn(
            tools.http,
            places.auth,
            client_id=_given(credentials, "client_id"),
            client_secret=_given(credentials, "client_secret"),
            now=tools.now,
        )
        self.client = OctopiaClient(tools, places, sign_in, seller_id=_given(credentials, "seller_id"))

    def check(self) -> AccountFacts:
        return account_facts(self.client)

    def fetch(self, request: FetchRequest) -> Iterator[Page]:
        source = SOURCES[request.stream](self.client)
        yield from source.pages(request)

    def read(self, raw: RawPayload) -> Incoming:
        if raw.kind == MESSAGE:
            return message_from(raw.body, raw.blob)
        if raw.kind == DISCUSSION:
            return conversation_from(raw.body)
        if raw.kind == CLAIM:
            return claim_from(raw.body, raw.version)
        if raw.kind == ORDER:
            return order_from(raw.body)
        if raw.kind == INDICATOR:
            return indicator_from(raw.body)
        raise UnexpectedAnswer(f"kind {raw.kind} is unknown")

    def send(self, reply: OutgoingReply) -> SentReply:
        """Post once. An answer that names no message leaves it open: the discussion, read back, settles it."""
        content = message_of(reply, self.client.settings.reply_shape)
        try:
            answer = self.client.post_once("/messages", content)
        except Refused as error:
            raise ReplyRefused(REFUSED % {"words": error}) from error
        return SentReply(_message_id(answer))

    def reread(self, thread_id: str) -> Iterator[Page]:
        yield from Discussions(self.client).one(discussion_of(thread_id))

    def mark_read(self, thread_id: str) -> None:
        """Mark what Octopia says is unread (`/hasRead`). Only a courtesy: a refusal of it stops nothing."""
        discussion_id = discussion_of(thread_id)
        for message_id in Discussions(self.client).unread(discussion_id):
            with suppress(Refused):
                self.client.patch(f"/messages/{quote(message_id, safe='')}", "hasRead", value=True)

    def set_open(self, thread_id: str, is_open: bool) -> None:  # noqa: FBT001
        closing.set_open(self.client, discussion_of(thread_id), is_open=is_open)

    def topics(self, *, channel: str, order_state: str) -> tuple[ConversationTopic, ...]:
        return typologies.topics(self.client, channel=channel, order_state=order_state)

    def open_conversation(self, message: OpeningMessage) -> OpenedConversation:
        return opened(self.client, message)

    def fetch_order(self, order_id: str) -> RawPayload | None:
        return Orders(self.client).order(order_id)


def _given(credentials: Mapping[str, Any], name: str) -> str:
    value = credentials.get(name)
    return str(value).strip() if isinstance(value, str | int) else ""


def _message_id(answer: Answer) -> str:
    """The new message's id; where the answer carries it is not documented."""
    try:
        content = answer.json()
    except UnexpectedAnswer:
        content = None
    for name in ("messageId", "id"):
        value = content.get(name) if isinstance(content, dict) else None
        if isinstance(value, str) and value:
            return value
    raise OutcomeUnknown(_("Octopia took the message, but its answer does not name it"))
