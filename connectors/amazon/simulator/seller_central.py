"""The simulated Seller Central: what buyers, sellers and Amazon do, and what comes of the seller's mails."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from connectors.amazon.simulator import names, own_mails
from connectors.amazon.simulator.own_mails import Envelope, OrderEvent
from connectors.amazon.simulator.reception import Fate, judged
from connectors.amazon.simulator.relayed import BuyerMessage, relayed
from connectors.amazon.simulator.state import Case, Seller, State
from connectors.amazon.simulator.texts import languages
from connectors.mail.mail import MailFile
from connectors.mail.simulation.received import ReceivedMail, received
from connectors.mail.simulation.reports import Undelivered, report_of
from connectors.mail.simulation.simulator import PASSWORD, MailSimulator, when
from connectors.simulation import BuyerWrites, Happening, Happens, Written, system_clock
from connectors.simulation_pictures import picture

COUNTRIES = ["FR", "DE", "ES", "IT", "GB"]
SHOPS = "shop.example"
PICTURE = "picture:"
TWIN_AFTER = timedelta(milliseconds=200)
REPLIES_PER_BOUNCE = 20
USUAL_WRAPPING = "fr"


class SellerCentral(MailSimulator):
    """Amazon as far as it writes and takes mails.

    swallows: whether mails of senders that are not approved vanish (as seen) or bounce (as Amazon says).
    confirms: Seller Central also mails a copy of replies that came by mail (not known of the real one).
    lively: copies go to two addresses, wrappings are in any language, some cases have the old layout, a reply in
    twenty bounces.
    """

    happenings: ClassVar[frozenset[Happening]] = frozenset({*own_mails.KEYS, Happening.OPTED_OUT})

    def __init__(self, *, state: Path | None = None, now: Callable[[], datetime] = system_clock) -> None:
        super().__init__(state=state, now=now)
        self.memory = State()
        self.swallows = True
        self.bounces: list[bool] = []

    def picture_url(self, name: str) -> str:
        return PICTURE + name

    def bounce_next(self, *, permanent: bool = True) -> None:
        """The next reply comes back from the relay; permanent False: it is only late."""
        self.bounces.append(permanent)

    # Sellers

    def add_seller(self, name: str) -> Mapping[str, Any]:
        with self.lock:
            address = f"{re.sub(r'[^a-z0-9._-]+', '-', name.casefold())}@{SHOPS}"
            if name not in self.memory.sellers:
                self.write("seller", name=name, address=address)
                self.post.add_mailbox(address, PASSWORD)
            if self.lively and not self.memory.sellers[name].second:
                self.has_second_address(name)
        return {**self.post.credentials(address), "sender": address, "marketplaces": list(COUNTRIES)}

    def has_second_address(self, seller: str) -> None:
        """An old address of the seller's still stands in Seller Central, and its mail lands in the same mailbox."""
        self.write("second", seller=seller, address=f"old-{self.memory.sellers[seller].address}")

    def approves(self, seller: str, address: str) -> None:
        """The seller lets this address send on his behalf."""
        self.write("approved", seller=seller, address=address.lower(), yes=True)

    def no_longer_approves(self, seller: str, address: str) -> None:
        self.write("approved", seller=seller, address=address.lower(), yes=False)

    # What people do

    def buyer_writes(self, message: BuyerWrites) -> Written:
        with self.lock:
            known = self.memory.cases[_case_id(message.thread_id)] if message.thread_id else None
            case = known or self._new_case(message)
            key = names.identifier("message", case.id, str(self._next_number()))
            files = [_picture(url) for url in message.pictures]
            subject = f"RE: {message.subject}" if message.subject and message.thread_id else message.subject
            said = BuyerMessage(key, message.text, when(message.at, self.now), subject, files)
            self.write("opted_out", case=case.id, yes=False)
            for copy, to, at in self._copies(case.seller, said.at):
                self.post.deliver(self._mailbox(case.seller), relayed(case, said, to=to, copy=copy), at=at)
            return Written(_thread_id(case), f"m:{key}")

    def seller_writes(self, *, seller: str, thread_id: str, text: str, at: datetime | None = None) -> Written:
        """The seller answers in Seller Central, which mails him a copy."""
        with self.lock:
            case, moment = self.memory.cases[_case_id(thread_id)], when(at, self.now)
            key = f"typed-{self._next_number()}"
            self._note(case, key, text, at=moment, through_api=False)
            self._send(seller, key, moment, lambda envelope: own_mails.copy_of_reply(case, text, envelope))
            return Written(_thread_id(case), key)

    def marketplace_writes(self, *, seller: str, subject: str, html: str, at: datetime | None = None) -> Written:
        with self.lock:
            key = f"notice-{self._next_number()}"
            kind = "SELLER_ACCOUNT_NOTIFICATION" if self.memory.number % 2 else ""
            moment = when(at, self.now)
            self._send(seller, key, moment, lambda envelope: own_mails.notice(subject, html, envelope, kind=kind))
            return Written("", key)

    def happens(self, event: Happens) -> None:
        with self.lock:
            case = self._case_of(event)
            if event.what is Happening.OPTED_OUT:
                self.write("opted_out", case=case.id, yes=True)
                return
            told = OrderEvent(event.what, case, event.amount, event.currency)
            key = f"event-{self._next_number()}"
            moment = when(event.at, self.now)
            self._send(event.seller, key, moment, lambda envelope: own_mails.about_order(told, envelope))

    # The seller's mails

    def takes(self, sender: str, recipients: Sequence[str], raw: bytes) -> None:
        del sender  # Amazon goes by the From line
        with self.lock:
            mail = received(raw)
            for recipient in recipients:
                self._take(mail, recipient=recipient, size=len(raw))

    def _take(self, mail: ReceivedMail, *, recipient: str, size: int) -> None:
        fate, case, reason = judged(self.memory, mail, recipient=recipient, size=size)
        if fate is Fate.NOT_FOR_US or (fate is Fate.UNAPPROVED and self.swallows):
            return
        if fate in (Fate.UNAPPROVED, Fate.UNDELIVERABLE):
            self._bounce(mail, recipient=recipient, reason=reason)
        elif case and fate is Fate.OPTED_OUT:
            key = f"opted-out-{self._next_number()}"
            self._send(case.seller, key, when(None, self.now), lambda envelope: own_mails.opted_out(case, envelope))
        elif self.bounces or (self.lively and self._next_number() % REPLIES_PER_BOUNCE == 0):
            permanent = self.bounces.pop(0) if self.bounces else True
            reason = "550 5.1.1 The mailbox is not available" if permanent else "451 4.4.1 The server does not answer"
            self._bounce(mail, recipient=recipient, reason=reason, permanent=permanent)
        elif case:
            self._relay(case, mail)

    def _relay(self, case: Case, mail: ReceivedMail) -> None:
        """The buyer gets it."""
        text = re.sub(r"\n+# [\d-]+$", "", mail.text)
        moment = when(None, self.now)
        self._note(case, mail.message_id, text, at=moment, through_api=True)
        if self.confirms or self.lively:
            key = f"copy-{self._next_number()}"
            self._send(case.seller, key, moment, lambda envelope: own_mails.copy_of_reply(case, text, envelope))

    def _bounce(self, mail: ReceivedMail, *, recipient: str, reason: str, permanent: bool = True) -> None:
        if not self.post.has_mailbox(mail.sender):
            return
        at = when(None, self.now)
        report = Undelivered(
            reporter="inbound-smtp.eu-west-1.amazonaws.com",
            to=mail.sender,
            recipient=recipient,
            message_id=mail.message_id,
            report_id=names.ses_id("report", str(self._next_number())),
            at=at,
            reason=reason,
            permanent=permanent,
        )
        self.post.deliver(mail.sender, report_of(report), at=at)

    # Memory

    def apply(self, event: Mapping[str, Any]) -> None:
        if not self.memory.apply(event):
            self.keep_reply(event)

    def _note(self, case: Case, message_id: str, text: str, *, at: datetime, through_api: bool) -> None:
        where = {"seller": case.seller, "thread_id": _thread_id(case), "message_id": message_id}
        self.write("reply", **where, text=text, at=at.isoformat(), through_api=through_api)

    def _new_case(self, message: BuyerWrites) -> Case:
        number = str(self._next_number())
        return self._keep_case(
            number,
            seller=message.seller,
            buyer=message.buyer,
            name=message.buyer_name,
            language=message.language,
            order_id=message.order_id,
            item_id=message.item_id,
            title=message.item_title,
        )

    def _case_of(self, event: Happens) -> Case:
        """The case of a happening; one that nobody has written in yet if there is none."""
        if event.thread_id:
            return self.memory.cases[_case_id(event.thread_id)]
        return self.memory.case_of_order(event.seller, event.order_id) or self._keep_case(
            f"order:{event.order_id}",
            seller=event.seller,
            buyer=event.buyer,
            name=event.buyer_name,
            language=event.language,
            order_id=event.order_id,
            item_id=event.item_id,
            title=event.item_title,
        )

    def _keep_case(
        self, key: str, *, seller: str, buyer: str, name: str, language: str, order_id: str, item_id: str, title: str
    ) -> Case:
        case_id = names.case_id(seller, key)
        dice = int(names.signature(case_id), 16)
        case = Case(
            id=case_id,
            seller=self.memory.sellers[seller].name,
            buyer=name or buyer,
            alias=names.alias(seller, buyer),
            country=names.country_for(language),
            wrapping=languages()[dice % len(languages())] if self.lively and dice % 3 == 0 else USUAL_WRAPPING,
            thread=names.identifier("thread", case_id),
            order_id=order_id,
            title=title,
            asin=names.asin(item_id) if item_id else "",
            old=self.lively and dice % 10 == 0,
        )
        self.write("case", **asdict(case))
        return case

    def _send(self, seller: str, key: str, at: datetime, make: Callable[[Envelope], bytes]) -> None:
        """Put a mail of Amazon's own into the mailbox, once for each address of the seller."""
        for copy, to, moment in self._copies(seller, at):
            self.post.deliver(self._mailbox(seller), make(Envelope(to, key, at, copy)), at=moment)

    def _copies(self, seller: str, at: datetime) -> Iterator[tuple[int, str, datetime]]:
        """Number, address and moment of each copy."""
        known: Seller = self.memory.sellers[seller]
        yield 0, known.address, at
        if known.second:
            yield 1, known.second, at + TWIN_AFTER

    def _mailbox(self, seller: str) -> str:
        return self.memory.sellers[seller].address

    def _next_number(self) -> int:
        self.write("number", number=self.memory.number + 1)
        return self.memory.number


def _thread_id(case: Case) -> str:
    return f"case:{case.id}"


def _case_id(thread_id: str) -> str:
    return thread_id.removeprefix("case:")


def _picture(url: str) -> MailFile:
    name = url.removeprefix(PICTURE)
    return MailFile(f"{name}.png", "image/png", picture(name))
