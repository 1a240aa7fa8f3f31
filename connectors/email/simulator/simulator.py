"""A shop's contact address: people write to it, answer, are away, or have moved."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from connectors.email.simulator.letters import WROTE, Letter, Said, away, letter, newsletter
from connectors.mail.mail import MailFile
from connectors.mail.simulation.received import received
from connectors.mail.simulation.reports import Undelivered, report_of
from connectors.mail.simulation.simulator import PASSWORD, MailSimulator, when
from connectors.simulation import BuyerWrites, Written, system_clock
from connectors.simulation_pictures import picture

SHOPS, PEOPLE = "shop.example", "people.example"
PICTURE = "picture:"
INBOX, SENT = "INBOX", "Sent"
REPLIES_PER_ABSENCE, REPLIES_PER_BOUNCE = 9, 25


@dataclass
class Correspondence:
    """One conversation. said: every mail of it, oldest first; its id is the first one's Message-ID."""

    seller: str
    name: str
    address: str
    subject: str
    language: str
    said: list[Said] = field(default_factory=list)


class EmailSimulator(MailSimulator):
    """Contact addresses `<shop>@shop.example`; every buyer has an address of his own.

    lively: people also write HTML and from telephones, some are away, some addresses are gone.
    """

    slug = "email"
    share = 1
    has_notices = False

    def __init__(self, *, state: Path | None = None, now: Callable[[], datetime] = system_clock) -> None:
        super().__init__(state=state, now=now)
        self.correspondences: dict[str, Correspondence] = {}
        self.threads: dict[str, str] = {}
        self.number = 0
        self.replay()

    def picture_url(self, name: str) -> str:
        return PICTURE + name

    def address_of(self, seller: str) -> str:
        return f"{_local(seller)}@{SHOPS}"

    # What people do

    def add_seller(self, name: str) -> Mapping[str, Any]:
        address = self.address_of(name)
        if not self.post.has_mailbox(address):
            self.post.add_mailbox(address, PASSWORD, (INBOX, SENT))
        return {**self.post.credentials(address), "sender": address}

    def buyer_writes(self, message: BuyerWrites) -> Written:
        with self.lock:
            known = self.correspondences.get(message.thread_id)
            if message.thread_id and known is None:
                raise KeyError(f"there is no correspondence {message.thread_id}")
            thread = known or self._new(message)
            said = self._said(thread, PEOPLE, who=thread.name, address=thread.address, message=message)
            files = tuple(MailFile(f"{_name(url)}.png", "image/png", picture(_name(url))) for url in message.pictures)
            raw = letter(
                Letter(
                    name=thread.name,
                    address=thread.address,
                    to=self.address_of(message.seller),
                    subject=thread.subject,
                    text=message.text,
                    message_id=said.message_id,
                    at=said.at,
                    language=thread.language,
                    before=tuple(thread.said),
                    files=files,
                    look=sha256(thread.address.encode()).digest()[0] % 3 if self.lively else 0,
                )
            )
            return self._keep(thread, said, raw=raw, folder=INBOX)

    def seller_writes(self, *, seller: str, thread_id: str, text: str, at: datetime | None = None) -> Written:
        """The seller answers with his own mail program: the mail lies in his folder Sent."""
        with self.lock:
            thread = self.correspondences[thread_id]
            address = self.address_of(seller)
            message = BuyerWrites(seller, thread.name, text, at=at)
            said = self._said(thread, SHOPS, who=seller, address=address, message=message)
            raw = letter(
                Letter(
                    name=seller,
                    address=address,
                    to=thread.address,
                    subject=thread.subject,
                    text=text,
                    message_id=said.message_id,
                    at=said.at,
                    language=thread.language,
                    before=tuple(thread.said),
                )
            )
            kept = self._keep(thread, said, raw=raw, folder=SENT)
            self._note_reply(thread, thread_id, said, through_api=False)
            return kept

    def marketplace_writes(self, *, seller: str, subject: str, html: str, at: datetime | None = None) -> Written:
        """A newsletter."""
        to, moment, message_id = self.address_of(seller), when(at, self.now), self._message_id("news.example.com")
        self.post.deliver(
            to, newsletter(to=to, subject=subject, page=html, message_id=message_id, at=moment), at=moment
        )
        return Written("", message_id)

    def takes(self, sender: str, recipients: Sequence[str], raw: bytes) -> None:
        with self.lock:
            mail = received(raw)
            thread_id = self._thread_of(mail.references, recipients)
            if thread_id is None:
                return
            thread = self.correspondences[thread_id]
            said = Said(mail.message_id, thread.seller, sender, mail.text, when(None, self.now))
            self.write("said", thread_id=thread_id, **_facts(said))
            self._note_reply(thread, thread_id, said, through_api=True)
            if self.lively and len(self.received) % REPLIES_PER_BOUNCE == 0:
                self.bounces(thread_id)
            elif self.lively and len(self.received) % REPLIES_PER_ABSENCE == 0:
                self.is_away(thread_id)

    def is_away(self, thread_id: str) -> Written:
        """The buyer's mailbox answers by itself to the last mail."""
        thread = self.correspondences[thread_id]
        to, at, message_id = self.address_of(thread.seller), when(None, self.now), self._message_id(PEOPLE)
        raw = away(
            name=thread.name,
            address=thread.address,
            to=to,
            answered=thread.said[-1],
            message_id=message_id,
            at=at,
            language=thread.language,
        )
        self.post.deliver(to, raw, at=at)
        return Written(thread_id, message_id)

    def bounces(self, thread_id: str, *, permanent: bool = True) -> Written:
        """A mail server says that the last mail did not arrive, or (not permanent) has not yet."""
        thread = self.correspondences[thread_id]
        to, at, report_id = self.address_of(thread.seller), when(None, self.now), self._message_id("mx.people.example")
        reason = "550 5.1.1 The mailbox does not exist" if permanent else "451 4.4.1 The server does not answer"
        report = Undelivered(
            reporter="mx.people.example",
            to=to,
            recipient=thread.address,
            message_id=thread.said[-1].message_id,
            report_id=report_id,
            at=at,
            reason=reason,
            permanent=permanent,
        )
        self.post.deliver(to, report_of(report), at=at)
        return Written(thread_id, report_id)

    # Memory

    def apply(self, event: Mapping[str, Any]) -> None:
        if event["event"] == "number":
            self.number = event["number"]
        elif event["event"] == "thread":
            names = ("seller", "name", "address", "subject", "language")
            self.correspondences[event["thread_id"]] = Correspondence(*(event[name] for name in names))
        elif event["event"] == "said":
            said = Said(
                event["message_id"], event["who"], event["address"], event["text"], datetime.fromisoformat(event["at"])
            )
            self.correspondences[event["thread_id"]].said.append(said)
            self.threads[said.message_id] = event["thread_id"]
        elif event["event"] == "reply":
            self.keep_reply(event)

    def _new(self, message: BuyerWrites) -> Correspondence:
        language = message.language if message.language in WROTE else "fr"
        subject = message.subject or message.item_title or "Question"
        return Correspondence(
            message.seller, message.buyer_name or message.buyer, f"{_local(message.buyer)}@{PEOPLE}", subject, language
        )

    def _said(self, thread: Correspondence, host: str, *, who: str, address: str, message: BuyerWrites) -> Said:
        """The next mail; never at the same moment as the one before."""
        at = when(message.at, self.now)
        if thread.said and at == thread.said[-1].at:
            at += timedelta(seconds=1)
        return Said(self._message_id(host), who, address, message.text, at)

    def _keep(self, thread: Correspondence, said: Said, *, raw: bytes, folder: str) -> Written:
        thread_id = thread.said[0].message_id if thread.said else said.message_id
        if not thread.said:
            facts = {name: getattr(thread, name) for name in ("seller", "name", "address", "subject", "language")}
            self.write("thread", thread_id=thread_id, **facts)
        self.write("said", thread_id=thread_id, **_facts(said))
        self.post.deliver(self.address_of(thread.seller), raw, folder=folder, at=said.at)
        return Written(thread_id, said.message_id)

    def _note_reply(self, thread: Correspondence, thread_id: str, said: Said, *, through_api: bool) -> None:
        facts = {"seller": thread.seller, "thread_id": thread_id, "message_id": said.message_id, "text": said.text}
        self.write("reply", **facts, at=said.at.isoformat(), through_api=through_api)

    def _thread_of(self, references: Sequence[str], recipients: Sequence[str]) -> str | None:
        """The conversation a mail answers in: by its references, else the last one with a recipient."""
        for reference in reversed(references):
            if reference in self.threads:
                return self.threads[reference]
        addresses = {recipient.casefold() for recipient in recipients}
        return next(
            (key for key, thread in reversed(self.correspondences.items()) if thread.address in addresses), None
        )

    def _message_id(self, host: str) -> str:
        with self.lock:
            self.write("number", number=self.number + 1)
            return f"<{sha256(str(self.number).encode()).hexdigest()[:20]}.{self.number}@{host}>"


def _local(name: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", name.casefold()).strip(".-") or "somebody"


def _name(url: str) -> str:
    return url.removeprefix(PICTURE)


def _facts(said: Said) -> dict[str, str]:
    return {
        "message_id": said.message_id,
        "who": said.who,
        "address": said.address,
        "text": said.text.encode("utf-8", "replace").decode(),
        "at": said.at.isoformat(),
    }
