"""Amazon: buyers' messages in and replies out by mail; orders and typed messages by the Selling Partner API."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from connectors.abilities import (
    ChecksSetUp,
    FetchesAgain,
    ForwardsMail,
    LooksUpOrders,
    OrderAction,
    PreviewsReplies,
    RequestsReviews,
    SetUpCheck,
)
from connectors.amazon import fetching, reading, settings
from connectors.amazon.notification import Kind, kind_of
from connectors.amazon.relay import is_amazons
from connectors.amazon.reply import LIMITS, mail_for
from connectors.amazon.set_up import STEPS, SetUp
from connectors.amazon.spapi import (
    A_TO_Z,
    ENVIRONMENT,
    STREAMS,
    SellingPartner,
    read_feedback,
    read_health,
    read_order,
    read_return,
)
from connectors.amazon.spapi.kinds import REVIEW
from connectors.base import Connector
from connectors.errors import SignInAgain, UnexpectedAnswer
from connectors.facts import AccountFacts, CountedClaims, ReplyWindow, StreamFacts
from connectors.incoming import FetchRequest, Incoming, Page, RawPayload
from connectors.mail.forwarding import forwarded
from connectors.mail.mail import Explanation, Mail
from connectors.mail.mailbox import Mailbox, mail_in, was_left_out
from connectors.mail.parse import read_mail
from connectors.mail.sending import check_sending, send_mail
from connectors.outgoing import ForwardedMail, OutgoingFile, OutgoingReply, ReplyPreview, SentReply
from connectors.text import marked as _
from connectors.text import storable

UNKNOWN_KIND = _("kind %(name)s is unknown")


NO_APPLICATION = _(
    "Orders, returns, feedback and typed messages are not available: no Selling Partner API application is given."
)
SECRET_ENDS = _(
    "Orders and typed messages stop on %(date)s, when Amazon's client secret is 180 days old: make a new one in Seller "
    "Central and give it to Guichet."
)
BY_RELAY = _("The buyer gets it as a mail through Amazon's relay, which hides your address and his.")
SECRET_WARNING = timedelta(days=21)


class AmazonConnector(
    Connector, ForwardsMail, PreviewsReplies, FetchesAgain, ChecksSetUp, LooksUpOrders, RequestsReviews
):
    """One Amazon seller: one or several mailboxes, a sending address, and a private application if he has one."""

    slug = "amazon"
    label = "Amazon"
    order_forms = (r"[0-9]{3}-[0-9]{7}-[0-9]{7}",)
    reply_window = ReplyWindow(
        soft=timedelta(hours=8),
        hard=timedelta(hours=24),
        source="Amazon counts answers after 24 h as late, day and night (Seller Central help 200549770, read 2026-11)",
        any_answer_counts=True,
    )
    limits = LIMITS
    credential_fields = settings.CREDENTIAL_FIELDS
    credential_groups = settings.CREDENTIAL_GROUPS
    streams = (StreamFacts("messages", busy=timedelta(minutes=1), calm=timedelta(minutes=3)), *STREAMS)
    counted_claims = {A_TO_Z: CountedClaims(kind="a_to_z")}  # noqa: RUF012
    refunds_end_returns = True
    environment = ENVIRONMENT
    set_up_steps = STEPS
    review_action = REVIEW
    feedback_page = "https://sellercentral.amazon.fr/feedback-manager/index.html"

    @classmethod
    def wrong_credentials(cls, credentials: Mapping[str, Any]) -> str:
        return settings.wrong(credentials)

    def check(self) -> AccountFacts:
        """Sign in to every mailbox, to the sending server and, if there is one, with the application.

        `identity` keeps when the client secret was first used: a new one begins a new identity.
        """
        sender, countries = settings.sender(self.credentials), settings.countries(self.credentials)
        missing = [said for box in self._mailboxes().values() for said in box.check()]
        check_sending(settings.sending_server(self.credentials, tools=self.tools))
        identity: dict[str, Any] = {"sender": sender, "marketplaces": list(countries)}
        name = ""
        if settings.application(self.credentials) is None:
            missing.append(NO_APPLICATION)
        else:
            name, unavailable = self._partner().check()
            missing += [*unavailable, *self._secret_age()]
            identity["secret_given_at"] = self._secret_given_at().isoformat()
        return AccountFacts(
            name=name or sender,
            identity=identity,
            sign_in_ends_at=self._secret_ends_at(),
            missing=tuple(missing),
        )

    def fetch(self, request: FetchRequest) -> Iterator[Page]:
        """Mails; orders, returns, feedback and account health only where an application is given."""
        if request.stream == "messages":
            boxes = self._mailboxes()
            yield from fetching.pages(boxes, request.cursor, since=request.since, until=request.until)
        elif settings.application(self.credentials) is not None:
            partner = self._partner()
            streams = {
                "orders": partner.orders,
                "returns": partner.returns,
                "feedback": partner.feedback,
                "health": partner.health,
            }
            yield from streams[request.stream](request)

    def read(self, raw: RawPayload) -> Incoming:
        if raw.kind == "mail":
            return reading.incoming_from(read_mail(mail_in(raw)), received_at=_received_at(raw))
        if raw.kind == "order":
            return read_order(raw.body)
        if raw.kind == "return":
            return read_return(raw.body)
        if raw.kind == "feedback":
            return read_feedback(raw.body)
        if raw.kind == "health":
            return read_health(raw.body)
        raise UnexpectedAnswer(UNKNOWN_KIND % {"name": raw.kind})

    def was_passed_over(self, raw: RawPayload) -> bool:
        return raw.kind == "mail" and was_left_out(raw)

    def fetch_again(self, raw: RawPayload) -> RawPayload | None:
        """From whichever mailbox it is of."""
        return next((found for box in self._mailboxes().values() if (found := box.fetch_again(raw))), None)

    def send(self, reply: OutgoingReply) -> SentReply:
        """Mail it. That a server took it proves nothing: Amazon may drop it or bounce it minutes later."""
        server = settings.sending_server(self.credentials, tools=self.tools)
        mail = mail_for(reply, sender=settings.sender(self.credentials), now=self.tools.now())
        send_mail(server, mail)
        return SentReply(message_id=mail.message_id, confirmed=False)

    def preview(self, reply: OutgoingReply) -> ReplyPreview:
        mail = mail_for(reply, sender=settings.sender(self.credentials), now=self.tools.now())
        text = storable(reply.body).strip()
        return ReplyPreview(text, mail.subject, mail.text.removeprefix(text).strip(), (BY_RELAY,))

    def forward(self, mail: ForwardedMail) -> SentReply:
        server = settings.sending_server(self.credentials, tools=self.tools)
        return forwarded(mail, server=server, sender=settings.sender(self.credentials), now=self.tools.now())

    def fetch_order(self, order_id: str) -> RawPayload | None:
        return self._partner().order(order_id)

    def order_actions(self, order_id: str) -> tuple[OrderAction, ...]:
        """Nothing without an application, which `missing` says; Amazon decides the rest order by order."""
        return () if settings.application(self.credentials) is None else self._partner().actions(order_id)

    def act_on_order(
        self, order_id: str, action: str, *, values: Mapping[str, str], files: tuple[OutgoingFile, ...] = ()
    ) -> None:
        self._partner().act(order_id, action, values=values, files=files)

    def check_set_up(self) -> tuple[SetUpCheck, ...]:
        return SetUp(self.credentials, tools=self.tools).checks()

    @classmethod
    def is_ours(cls, mail: Mail) -> bool:
        """By the sender's whole domain; a mail server's report by the relay address it is about."""
        return is_amazons(mail) or kind_of(mail) is Kind.NOT_DELIVERED

    @classmethod
    def explain(cls, mail: Mail) -> Explanation:
        return reading.explained(mail)

    def _mailboxes(self) -> dict[str, Mailbox]:
        return settings.mailboxes(self.credentials, tools=self.tools)

    def _partner(self) -> SellingPartner:
        keys = settings.application(self.credentials)
        if keys is None:
            raise SignInAgain(NO_APPLICATION)
        return SellingPartner(self.tools, credentials=keys, marketplaces=settings.countries(self.credentials))

    def _secret_given_at(self) -> datetime:
        known = self.identity.get("secret_given_at")
        return datetime.fromisoformat(known) if known else self.tools.now()

    def _secret_ends_at(self) -> datetime | None:
        return settings.secret_ends_at(self.credentials, given_at=self._secret_given_at())

    def _secret_age(self) -> tuple[str, ...]:
        ends_at = self._secret_ends_at()
        if ends_at is None or ends_at - self.tools.now() > SECRET_WARNING:
            return ()
        return (SECRET_ENDS % {"date": f"{ends_at:%Y-%m-%d}"},)


def _received_at(raw: RawPayload) -> datetime:
    """When the mailbox got the mail. Raises UnexpectedAnswer if what was stored does not say."""
    try:
        return datetime.fromisoformat(raw.body["received_at"])
    except (KeyError, TypeError, ValueError) as error:
        raise UnexpectedAnswer(_("the stored mail has no time of arrival")) from error
