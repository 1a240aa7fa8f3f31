"""Setting an account up: what to do in Seller Central, and what can be checked from here.

Seller Central's settings cannot be read by any program, so those are said to be unknown, with what would show them.
"""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from connectors.abilities import CheckResult, SetUpCheck, SetUpStep
from connectors.amazon import settings
from connectors.amazon.identity import TEST_NAME
from connectors.amazon.relay import is_amazons
from connectors.amazon.spapi import SellingPartner
from connectors.collaborators import Tools
from connectors.errors import MarketplaceError
from connectors.mail.mailbox import Mailbox
from connectors.mail.parse import read_mail
from connectors.mail.sending import OutgoingMail, check_sending, send_mail
from connectors.text import marked as _

ARRIVES_WITHIN = 30.0
LOOKED_BACK = timedelta(days=7)
MOST_LOOKED_AT = 500

STEPS = (
    SetUpStep(
        _("Where Amazon writes to"),
        _(
            "Under Messaging, enter the mailbox's address for Buyer Messages, Confirmation Notifications, Delivery "
            "Failures and Buyer Opt-out. Take old addresses out, or every message comes twice."
        ),
        where=_("Seller Central, Notification preferences"),
    ),
    SetUpStep(
        _("Returns and claims"),
        _("Under Return and Claim, enter the same address for Claims and for Refund notifications."),
        where=_("Seller Central, Notification preferences"),
    ),
    SetUpStep(
        _("The shop's own addresses"),
        _("For each marketplace, enter the address for customer service and for replies."),
        where=_("Seller Central, Seller profile"),
    ),
    SetUpStep(
        _("The sending address"),
        _(
            "Add the sending address as approved. Amazon takes replies from other addresses without a word and drops "
            "them. Use the address that receives, on a domain with SPF and DKIM."
        ),
        where=_("Seller Central, Messaging permissions"),
    ),
    SetUpStep(
        _("Orders and typed messages (optional)"),
        _(
            "Register a private application, authorise it for your shop, and copy client ID, client secret and refresh "
            "token. Amazon wants a new client secret every 180 days."
        ),
        where=_("Seller Central, Develop apps"),
    ),
)


class SetUp:
    """The checks of one account. sleep: waits so many seconds."""

    def __init__(
        self, credentials: Mapping[str, Any], *, tools: Tools, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.credentials = credentials
        self.tools = tools
        self.sleep = sleep

    def checks(self) -> tuple[SetUpCheck, ...]:
        """Every check in order; each says what it found, whatever went wrong."""
        receiving = self._tried(_("Reading the mailbox"), self._reads)
        sending = self._tried(_("Signing in to send"), self._signs_in_to_send)
        arrived = _not_tried(_("Sending a test mail"))
        if CheckResult.WRONG not in (receiving.result, sending.result):
            arrived = self._tried(_("Sending a test mail"), self._test_mail)
        return (
            receiving,
            sending,
            arrived,
            self._tried(_("One address for both ways"), self._same_address),
            self._tried(_("Mails from Amazon"), self._amazon_writes),
            self._tried(_("The application"), self._application),
            _unknown(
                _("Settings in Seller Central"),
                _(
                    "Guichet cannot see which addresses Amazon writes to, nor whether the sending address is approved. "
                    "Ask somebody to write to you on Amazon: the message, and a copy of your answer, show that both "
                    "are right."
                ),
            ),
        )

    def _tried(self, title: str, check: Callable[[str], SetUpCheck]) -> SetUpCheck:
        try:
            return check(title)
        except MarketplaceError as error:
            return SetUpCheck(title, CheckResult.WRONG, str(error))

    def _reads(self, title: str) -> SetUpCheck:
        boxes = self._mailboxes()
        if missing := [said for box in boxes.values() for said in box.check()]:
            return SetUpCheck(title, CheckResult.WRONG, "\n".join(missing))
        return _signed_in_as(title, ", ".join(box.server.user for box in boxes.values()))

    def _signs_in_to_send(self, title: str) -> SetUpCheck:
        server = settings.sending_server(self.credentials, tools=self.tools)
        check_sending(server)
        return SetUpCheck(title, CheckResult.FINE, _("%(host)s lets us in."), {"host": server.host})

    def _test_mail(self, title: str) -> SetUpCheck:
        """Send a mail from the sending address to the mailbox, and look whether it arrives."""
        sender = settings.sender(self.credentials)
        box = next(iter(self._mailboxes().values()))
        to = box.server.user if "@" in box.server.user else sender
        message_id = f"{TEST_NAME}{uuid4()}@{sender.rpartition('@')[2]}>"
        text = "This mail shows that Guichet can send and receive. Nothing is to be done."
        mail = OutgoingMail(sender, to, "Guichet: test of sending and receiving", text, message_id)
        send_mail(settings.sending_server(self.credentials, tools=self.tools), mail)
        waited = 0.0
        while waited < ARRIVES_WITHIN:
            if self._is_there(box, message_id):
                text = _("A mail from %(sender)s arrived in the mailbox.")
                return SetUpCheck(title, CheckResult.FINE, text, {"sender": sender})
            self.sleep(2.0)
            waited += 2.0
        return _unknown(
            title,
            _("A mail was sent from %(sender)s to %(address)s, but did not arrive within %(n)s seconds."),
            {"sender": sender, "address": to, "n": f"{ARRIVES_WITHIN:.0f}"},
        )

    def _is_there(self, box: Mailbox, message_id: str) -> bool:
        """Whether the mail is among those of today."""
        for page in box.pages(None, since=self.tools.now()):
            if any(message_id.encode() in item.blob[:20_000] for item in page.items):
                return True
        return False

    def _same_address(self, title: str) -> SetUpCheck:
        sender = settings.sender(self.credentials)
        users = [box.server.user.lower() for box in self._mailboxes().values() if "@" in box.server.user]
        if not users:
            text = _("The mailbox's user is no address, so it cannot be compared with %(sender)s.")
            return _unknown(title, text, {"sender": sender})
        domain = sender.rpartition("@")[2].lower()
        if sender.lower() in users:
            return SetUpCheck(title, CheckResult.FINE, _("%(sender)s both receives and sends."), {"sender": sender})
        if any(user.endswith(f"@{domain}") for user in users):
            text = _("%(sender)s sends, another address of %(domain)s receives: both must be approved.")
            return _unknown(title, text, {"sender": sender, "domain": domain})
        text = _(
            "The mailbox is not on the domain of %(sender)s: Amazon has dropped replies from other domains silently."
        )
        return SetUpCheck(title, CheckResult.WRONG, text, {"sender": sender})

    def _amazon_writes(self, title: str) -> SetUpCheck:
        looked_at = 0
        for box in self._mailboxes().values():
            for page in box.pages(None, since=self.tools.now() - LOOKED_BACK):
                if any(is_amazons(read_mail(item.blob)) for item in page.items):
                    return SetUpCheck(
                        title, CheckResult.FINE, _("Amazon has written to this mailbox in the last days.")
                    )
                looked_at += len(page.items)
                if looked_at >= MOST_LOOKED_AT:
                    text = _("None among %(n)s mails of the last %(days)s days.")
                    return _unknown(title, text, {"n": str(looked_at), "days": str(LOOKED_BACK.days)})
        text = _("Amazon has not written to this mailbox in the last %(days)s days.")
        return _unknown(title, text, {"days": str(LOOKED_BACK.days)})

    def _application(self, title: str) -> SetUpCheck:
        keys = settings.application(self.credentials)
        if keys is None:
            return _unknown(title, _("None is given: messages work without it; orders and typed messages do not."))
        countries = settings.countries(self.credentials)
        name, missing = SellingPartner(self.tools, credentials=keys, marketplaces=countries).check()
        if missing:
            return SetUpCheck(title, CheckResult.WRONG, "\n".join(missing))
        return _signed_in_as(title, name) if name else SetUpCheck(title, CheckResult.FINE, _("Signed in."))

    def _mailboxes(self) -> dict[str, Mailbox]:
        return settings.mailboxes(self.credentials, tools=self.tools)


def _signed_in_as(title: str, name: str) -> SetUpCheck:
    return SetUpCheck(title, CheckResult.FINE, _("Signed in as %(name)s."), {"name": name})


def _unknown(title: str, text: str, values: Mapping[str, str] | None = None) -> SetUpCheck:
    return SetUpCheck(title, CheckResult.UNKNOWN, text, values or {})


def _not_tried(title: str) -> SetUpCheck:
    return _unknown(title, _("Not tried, since signing in failed."))
