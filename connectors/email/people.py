"""Who a mail is from, whom an answer goes to, and what sort of mail that makes it."""

import re
from collections.abc import Collection, Iterable
from enum import StrEnum

from connectors.mail.mail import Address, Mail

_NO_REPLY = re.compile(
    r"(?:^|[._+-])(?:no[._-]?reply|no[._-]?answer|do[._-]?not[._-]?reply|ne[._-]?pas[._-]?repondre|noreponse"
    r"|nicht[._-]?antworten|keine[._-]?antwort|non[._-]?rispondere|no[._-]?responder|nao[._-]?responda|niet[._-]?antwoorden"
    r"|mailer-daemon|postmaster|bounces?)(?:$|[._+-])",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """What a mail is to a shop. OWN: the shop wrote it. BULK: sent to many, or by a machine nobody can answer."""

    MESSAGE = "message"
    OWN = "own"
    AUTO_REPLY = "auto_reply"
    BULK = "bulk"
    BOUNCE = "bounce"


def kind_of(mail: Mail, own: Collection[str]) -> Kind:
    """own: the shop's addresses in small letters; empty if unknown.

    A mail that claims to be the shop's own but fails the domain's own policy (DMARC) is nobody's answer. A form on the
    shop's site writes from the shop's or a no-reply address and names the person in Reply-To: that is a message.
    """
    sender = address_of(mail.sender)
    if mail.report:
        return Kind.BOUNCE
    if sender in own and others(mail, own) and not _is_from_form(mail, own):
        return Kind.BULK if mail.authentication.get("dmarc") == "fail" else Kind.OWN
    if mail.header("Auto-Submitted").lower().startswith("auto-replied"):
        return Kind.AUTO_REPLY
    if mail.bulk and not _answers_us(mail, own):
        return Kind.BULK
    if _is_from_form(mail, own):
        return Kind.MESSAGE
    if mail.automatic:
        return Kind.AUTO_REPLY
    nobody = not sender or sender in own or _NO_REPLY.search(sender.partition("@")[0])
    return Kind.BULK if nobody else Kind.MESSAGE


def correspondent(mail: Mail, own: Collection[str]) -> Address:
    """The person on the other side: whom the shop wrote to, or who is to be answered (Reply-To before From)."""
    if address_of(mail.sender) in own and not _is_from_form(mail, own):
        return next(iter(others(mail, own)), Address("", ""))
    candidates = [one for one in mail.reply_to if _is_person(one, own)] or list(mail.sender)
    found = candidates[0] if candidates else Address("", "")
    name = found.name or next((one.name for one in mail.sender if address_of((one,)) == address_of((found,))), "")
    return Address(name, found.email)


def address_of(people: Iterable[Address]) -> str:
    """The first address of a header, in small letters; empty if there is none."""
    return next((one.email.strip().casefold() for one in people if "@" in one.email), "")


def others(mail: Mail, own: Collection[str]) -> list[Address]:
    """Those a mail is to who are not the shop."""
    return [one for one in (*mail.to, *mail.cc) if "@" in one.email and one.email.strip().casefold() not in own]


def _is_from_form(mail: Mail, own: Collection[str]) -> bool:
    """Whether a site wrote the mail on behalf of the person in Reply-To, to nobody but the shop."""
    sender = address_of(mail.sender)
    machine = sender in own or bool(_NO_REPLY.search(sender.partition("@")[0]))
    to_us = sender not in own or not others(mail, own)
    return machine and to_us and not mail.bulk and any(_is_person(one, own) for one in mail.reply_to)


def _is_person(one: Address, own: Collection[str]) -> bool:
    address = address_of((one,))
    return bool(address) and address not in own and not _NO_REPLY.search(address.partition("@")[0])


def _answers_us(mail: Mail, own: Collection[str]) -> bool:
    """Whether a mail refers to one that came from the shop's domain."""
    domains = {address.rpartition("@")[2] for address in own}
    return any(reference.rstrip(">").rpartition("@")[2].casefold() in domains for reference in mail.references)
