"""eBay: buyers' messages in and replies out; orders, claims and feedback as far as the consent covers them."""

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from typing import Any

from connectors.abilities import (
    AnswersFeedback,
    AsksInConversation,
    LooksUpOrders,
    MarksRead,
    PreviewsReplies,
    QuotaLeft,
    ReadsBack,
    RedirectSignIn,
    ReportsQuota,
    SignedIn,
)
from connectors.base import Connector
from connectors.collaborators import Tools
from connectors.ebay import fields, parse
from connectors.ebay.client import EBAY, MEMBERS, EbayClient, UnknownConversation
from connectors.ebay.codes import CHANNEL_LANGUAGES, CODE_LABELS, NOT_AS_DESCRIBED
from connectors.ebay.feedback_answer import LONGEST_ANSWER, answer
from connectors.ebay.hosts import ENVIRONMENT, hosts_from, listed
from connectors.ebay.length import length
from connectors.ebay.names import names_from
from connectors.ebay.orders import Orders
from connectors.ebay.push.ability import EbayPush
from connectors.ebay.reader import Reader
from connectors.ebay.scan import Scan
from connectors.ebay.selling import READERS, Selling
from connectors.ebay.selling import STREAMS as SELLING
from connectors.ebay.sign_in import SCOPES, SignIn
from connectors.ebay.thread import Thread
from connectors.errors import OutcomeUnknown, ReplyRefused, SignInAgain, UnexpectedAnswer
from connectors.facts import AccountFacts, CountedClaims, CredentialField, ReplyLimits, ReplyWindow, StreamFacts
from connectors.files import FileSources
from connectors.incoming import FetchRequest, Incoming, Page, RawPayload
from connectors.outgoing import OutgoingReply, ReplyPreview, SentReply
from connectors.text import marked as _
from connectors.text import storable

UNKNOWN_KIND = _("kind %(name)s is unknown")
TOO_LONG = _("The message has %(count)s characters; eBay takes at most %(most)s.")
NOT_KNOWN = _("eBay does not know conversation %(name)s: %(words)s")
PLAIN_TEXT = _("eBay shows plain text: HTML stands there as it was typed.")
NO_MESSAGES = _("Messages cannot be read or answered: %(sentence)s")


MESSAGE, NOTICE = "message", "notice"
STREAMS = {"messages": (MEMBERS, MESSAGE), "notices": (EBAY, NOTICE)}
ABOUT_CLAIM = "claim:"
"""How the thread of a ticket begins that a claim has opened."""
NOT_IN_CLAIMS = _(
    "A claim is answered on eBay's own page. Write to the buyer in his conversation, or from the order's page on eBay."
)
CLIENT_ID = CredentialField("client_id", _("App ID (Client ID)"))
CLIENT_SECRET = CredentialField("client_secret", _("Cert ID (Client Secret)"), secret=True)


class EbayConnector(
    Connector,
    ReadsBack,
    MarksRead,
    PreviewsReplies,
    RedirectSignIn,
    ReportsQuota,
    LooksUpOrders,
    AnswersFeedback,
    AsksInConversation,
    EbayPush,
):
    """One eBay seller account. `identity` holds username, userId and names (all ever seen)."""

    slug = "ebay"
    revision_page = "https://www.ebay.com/help/policies/feedback-policies/feedback-policies?id=4208"
    label = "eBay"
    order_forms = (r"[0-9]{2}-[0-9]{5}-[0-9]{5}",)
    reply_window = ReplyWindow(
        soft=timedelta(hours=8),
        hard=timedelta(hours=24),
        source="eBay sets no time for messages (member-to-member contact policy, read 2026-11); 24 h is our own target",
    )
    limits = ReplyLimits(max_characters=2000, count=length)
    longest_feedback_answer = LONGEST_ANSWER
    asking_source = _(
        "eBay's policy on contact between members, read in November 2026, forbids links and advertising and says "
        "nothing against automatic messages"
    )
    credential_fields = (
        CLIENT_ID,
        CLIENT_SECRET,
        CredentialField("refresh_token", _("Refresh token"), secret=True, help=_("Valid for 18 months from consent.")),
        CredentialField("ru_name", "RuName", required=False, help=_("Only needed to sign in again on eBay's page.")),
    )
    app_fields = (
        CLIENT_ID,
        CLIENT_SECRET,
        CredentialField("ru_name", "RuName", help=_("eBay's name for the address that sellers come back to.")),
    )
    streams = (
        StreamFacts("messages", busy=timedelta(minutes=3), calm=timedelta(minutes=15)),
        StreamFacts("notices", busy=timedelta(minutes=30), calm=timedelta(hours=2), vital=False),
        *SELLING,
    )
    environment = ENVIRONMENT
    code_labels = CODE_LABELS
    counted_claims = {  # noqa: RUF012
        "ITEM_NOT_AS_DESCRIBED": CountedClaims(reasons=NOT_AS_DESCRIBED),
        "ITEM_NOT_RECEIVED": CountedClaims(kind="not_received"),
    }
    channel_languages = CHANNEL_LANGUAGES

    def __init__(self, *, credentials: Mapping[str, str], identity: Mapping[str, Any], tools: Tools) -> None:
        super().__init__(credentials=credentials, identity=identity, tools=tools)
        self.own = names_from(identity)
        hosts = hosts_from(tools.settings)
        self.sign_in = SignIn(
            tools.http,
            hosts,
            client_id=self._of_application("client_id"),
            client_secret=self._of_application("client_secret"),
            ru_name=self._of_application("ru_name"),
            now=tools.now,
            scopes=listed(tools.settings, "EBAY_SCOPES") or SCOPES,
        )
        self.client = EbayClient(tools, hosts, self.sign_in, refresh_token=credentials.get("refresh_token", ""))
        self.reader = Reader(self.client)

    def file_sources(self) -> FileSources:
        """Pictures of messages lie on i.ebayimg.com (seen in production, FACTS 3.7), a simulator's beside its API."""
        return FileSources(hosts=("ebayimg.com",), origins=(self.tools.settings.get("EBAY_API_URL", ""),))

    def check(self) -> AccountFacts:
        """Ask who the seller is, and whether his messages can be read with this consent.

        The identity keeps every name ever seen: messages written under an old one stay his.
        """
        user = self.client.user()
        username, user_id = fields.text(user, "username"), fields.text(user, "userId")
        if not username and not user_id:
            raise UnexpectedAnswer(_("eBay getUser: username and userId are missing"))
        names = self.own | [username, user_id]
        identity = {
            "username": username,
            "userId": user_id,
            "names": list(names.known),
            "marketplace": fields.text(user, "registrationMarketplaceId"),
        }
        return AccountFacts(name=username or user_id, identity=identity, missing=self._missing(identity))

    def fetch(self, request: FetchRequest) -> Iterator[Page]:
        """Conversations and eBay's mails; the other streams are empty where the consent does not cover them."""
        own = self.own if self.own.known else names_from(self.client.user())
        if request.stream not in STREAMS:
            yield from Selling(self.reader, identity=self.identity, own=own).pages(request)
            return
        type, kind = STREAMS[request.stream]
        yield from Scan(self.client, request, type=type, kind=kind, own=own, now=self.tools.now()).pages()

    def read(self, raw: RawPayload) -> Incoming:
        if raw.kind == NOTICE:
            return parse.notice_from(raw.body)
        if raw.kind == MESSAGE:
            return parse.message_from(raw.body, self.own)
        if raw.kind in READERS:
            return READERS[raw.kind](raw)
        raise UnexpectedAnswer(UNKNOWN_KIND % {"name": raw.kind})

    def send(self, reply: OutgoingReply) -> SentReply:
        text = self._checked(reply.body)
        if reply.thread_id.startswith(ABOUT_CLAIM):
            raise ReplyRefused(NOT_IN_CLAIMS)
        if not reply.thread_id:
            raise ReplyRefused(_("The conversation on eBay is unknown."))
        sent = self.client.send(reply.thread_id, text)
        try:
            message_id = fields.identifier(sent, "messageId")
        except UnexpectedAnswer as error:
            raise OutcomeUnknown(_("eBay took the message but its answer names no messageId")) from error
        if not message_id:
            raise OutcomeUnknown(_("eBay took the message but its answer names no messageId"))
        return SentReply(message_id, fields.moment_or_none(sent.get("createdDate")))

    def preview(self, reply: OutgoingReply) -> ReplyPreview:
        return ReplyPreview(self._checked(reply.body), notes=(PLAIN_TEXT,))

    def _checked(self, body: str) -> str:
        """The text as it is sent. Raises ReplyRefused."""
        text = storable(body)
        if not text.strip():
            raise ReplyRefused(_("The message is empty."))
        if length(text) > self.limits.max_characters:
            raise ReplyRefused(TOO_LONG % {"count": length(text), "most": self.limits.max_characters})
        return text

    def reread(self, thread_id: str) -> Iterator[Page]:
        """Yield one conversation, newest page first. Raises UnexpectedAnswer if eBay no longer knows it."""
        entry = {"conversationId": thread_id, "conversationType": MEMBERS}
        thread = Thread(self.client, self.own, MEMBERS, MESSAGE, _none_known, None)
        try:
            for page in thread.pages(entry):
                yield Page(page.items, {})
        except UnknownConversation as error:
            raise UnexpectedAnswer(NOT_KNOWN % {"name": thread_id, "words": error}) from error

    def mark_read(self, thread_id: str) -> None:
        """Tell eBay that the seller has read a conversation; one that eBay lost needs no telling."""
        try:
            self.client.mark_read(thread_id)
        except UnknownConversation:
            return

    def fetch_order(self, order_id: str) -> RawPayload | None:
        return Orders(self.reader).order(order_id)

    def answer_feedback(self, feedback_id: str, *, buyer_handle: str, text: str) -> None:
        answer(self.reader, feedback_id, buyer=buyer_handle, text=storable(text).strip())

    def sign_in_url(self, *, state: str, locale: str) -> str:
        return self.sign_in.consent_url(state=state, locale=locale)

    def finish_sign_in(self, code: str) -> SignedIn:
        return self.sign_in.exchange(code)

    def quotas(self) -> tuple[QuotaLeft, ...]:
        return self.client.quotas()

    def _of_application(self, name: str) -> str:
        """A value of the application: the account's own, else the installation's."""
        return self.credentials.get(name) or self.tools.settings.get(f"EBAY_{name.upper()}", "")

    def _missing(self, identity: Mapping[str, Any]) -> tuple[str, ...]:
        try:
            self.client.conversations(MEMBERS, offset=0, limit=1)
        except SignInAgain as error:
            return (NO_MESSAGES % {"sentence": error},)
        return Selling(self.reader, identity=identity, own=names_from(identity)).missing()


def _none_known(keys: Collection[str]) -> frozenset[str]:  # noqa: ARG001
    return frozenset()
