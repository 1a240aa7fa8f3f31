"""E-mail: a shop's own contact address, read by IMAP and answered by SMTP."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from connectors.abilities import FetchesAgain, ForwardsMail, PreviewsReplies
from connectors.base import Connector
from connectors.email import explanation
from connectors.email.floods import SenderCounts, is_flood
from connectors.email.folders import INBOX, usual_folders
from connectors.email.parse import Meaning, meaning_of
from connectors.email.reply import mail_for
from connectors.email.settings import FIELDS, GROUPS, Settings, own_addresses, settings_from
from connectors.errors import SignInAgain, UnexpectedAnswer
from connectors.facts import AccountFacts, ReplyLimits, ReplyWindow, StreamFacts
from connectors.incoming import FetchRequest, Page, RawPayload
from connectors.mail.forwarding import forwarded
from connectors.mail.mail import Explanation, Mail
from connectors.mail.mailbox import Mailbox, mail_in, was_left_out
from connectors.mail.parse import read_mail
from connectors.mail.sending import OutgoingMail, check_sending, send_mail
from connectors.mail.transport.imap import Imap
from connectors.outgoing import ForwardedMail, OutgoingReply, ReplyPreview, SentReply
from connectors.text import marked as _
from connectors.text import storable

UNKNOWN_KIND = _("kind %(name)s is unknown")


MAIL = "mail"
LARGEST_FILES = 20 * 1024 * 1024


class EmailConnector(Connector, ForwardsMail, FetchesAgain, PreviewsReplies):
    """One mailbox and the address it answers from. `identity` holds the folders found by check()."""

    slug = "email"
    label = "E-mail"
    reply_window = ReplyWindow(
        soft=timedelta(hours=8), hard=timedelta(hours=24), source="house rule, editable: nobody sets a time for mail"
    )
    limits = ReplyLimits(max_characters=100_000, attachments=10, largest_files=LARGEST_FILES)
    credential_fields = FIELDS
    credential_groups = GROUPS
    fallback = True
    is_own_channel = True
    streams = (StreamFacts("mail", busy=timedelta(minutes=2), calm=timedelta(minutes=10)),)

    @cached_property
    def settings(self) -> Settings:
        return settings_from(self.credentials, self.tools)

    @classmethod
    def wrong_credentials(cls, credentials: Mapping[str, Any]) -> str:
        try:
            settings_from(credentials)
        except SignInAgain as error:
            return str(error)
        return ""

    def check(self) -> AccountFacts:
        """Sign in to both servers; nothing is sent. The folders read are chosen here, where nobody chose them."""
        with Imap(self.settings.mailbox) as imap:
            folders = self.settings.folders or usual_folders(imap.folders())
        missing = Mailbox(self.settings.mailbox, folders).check()
        check_sending(self.settings.smtp)
        return AccountFacts(name=self.settings.sender, identity={"folders": list(folders)}, missing=missing)

    def fetch(self, request: FetchRequest) -> Iterator[Page]:
        cursor = request.cursor or {}
        counts = SenderCounts(cursor.get("senders", {}))
        for page in self._mailbox().pages(cursor.get("folders"), since=request.since, until=request.until):
            items = counts.counted(page)
            yield Page(items, {"folders": page.cursor, "senders": counts.kept()})

    def read(self, raw: RawPayload) -> Meaning:
        if raw.kind != MAIL:
            raise UnexpectedAnswer(UNKNOWN_KIND % {"name": raw.kind})
        return meaning_of(
            read_mail(mail_in(raw)),
            own=own_addresses(self.credentials),
            received_at=_received_at(raw.body),
            is_flood=is_flood(raw.body),
        )

    def was_passed_over(self, raw: RawPayload) -> bool:
        return raw.kind == MAIL and was_left_out(raw)

    def fetch_again(self, raw: RawPayload) -> RawPayload | None:
        return self._mailbox().fetch_again(raw)

    def send(self, reply: OutgoingReply) -> SentReply:
        """Send once, under a Message-ID of our own: answers and bounces name it."""
        mail = self._mail_for(reply)
        send_mail(self.settings.smtp, mail)
        return SentReply(mail.message_id)

    def preview(self, reply: OutgoingReply) -> ReplyPreview:
        mail = self._mail_for(reply)
        text = storable(reply.body).strip("\n")
        return ReplyPreview(text, mail.subject, mail.text.removeprefix(text).strip())

    def forward(self, mail: ForwardedMail) -> SentReply:
        return forwarded(mail, server=self.settings.smtp, sender=self.settings.sender, now=self.tools.now())

    @classmethod
    def is_ours(cls, mail: Mail) -> bool:  # noqa: ARG003
        """Any mail may come to a shop's address: this is what remains when no marketplace claims it."""
        return True

    @classmethod
    def explain(cls, mail: Mail) -> Explanation:
        return explanation.of(mail)

    def _mail_for(self, reply: OutgoingReply) -> OutgoingMail:
        sender, most = self.settings.sender, self.limits.max_characters
        return mail_for(reply, sender=sender, now=self.tools.now(), most_characters=most)

    def _mailbox(self) -> Mailbox:
        folders = self.settings.folders or tuple(self.identity.get("folders") or (INBOX,))
        return Mailbox(self.settings.mailbox, folders)


def _received_at(body: Mapping[str, Any]) -> datetime:
    """When the mailbox got it. Raises UnexpectedAnswer."""
    try:
        moment = datetime.fromisoformat(str(body["received_at"]))
    except (KeyError, TypeError, ValueError) as error:
        raise UnexpectedAnswer(_("received_at is missing or no time")) from error
    if moment.tzinfo is None:
        raise UnexpectedAnswer(_("received_at has no time zone"))
    return moment
