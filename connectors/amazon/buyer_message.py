"""A buyer's message out of a mail of the relay."""

import re
from datetime import datetime, timedelta

from connectors.amazon import identity, wrapper
from connectors.amazon.files import files_of
from connectors.amazon.footer import Footer, footer_from
from connectors.amazon.relay import Relay, buyer_of, relay_from
from connectors.errors import UnexpectedAnswer
from connectors.incoming import Direction, IncomingMessage, Person
from connectors.mail.mail import Mail
from connectors.mail.words import own_words
from connectors.text import marked as _

_SUFFIX = re.compile(r"\s*-\s*Amazon Marketplace\s*$", re.IGNORECASE)
_IN_SUBJECT = re.compile(
    r"(?:client Amazon|Amazon customer|Amazon-Kund(?:en|in|e)|cliente (?:de )?Amazon)\s+([^(:]{1,80}?)\s*(?:[(:]|$)",
    re.IGNORECASE,
)


def message_from(mail: Mail, *, received_at: datetime) -> IncomingMessage:
    """Read a buyer's message.

    received_at: when the mailbox got it, used only if the mail has no date: Amazon's 24 hours run from its Date.
    What the mail says about being automatic is not looked at: Amazon's machine sends it, but a person wrote it.
    Raises UnexpectedAnswer if it comes from no buyer.
    """
    relay = buyer_of(mail)
    if relay is None:
        raise UnexpectedAnswer(_("the mail names no buyer's address"))
    wrapped = wrapper.unwrapped(mail)
    footer = footer_from(wrapped.links, relay=relay)
    orders = orders_of(mail, wrapped)
    keys = identity.thread_keys(footer, mail, relay=relay, orders=orders, text=wrapped.text)
    buyer = Person(relay.handle, name=buyer_name(mail))
    return IncomingMessage(
        external_id=identity.message_key(footer, mail, relay=relay, text=wrapped.text),
        thread_id=keys[0].name,
        direction=Direction.IN,
        written_at=mail.date or received_at,
        text=words_of(wrapped),
        author=buyer.name or buyer.handle,
        buyer=buyer,
        subject=mail.subject,
        item_id=wrapped.asin,
        order_id=orders[0] if orders else "",
        attachments=files_of(mail, wrapped.text),
        whole_text=mail.text,
        html=mail.html,
        thread_keys=keys,
        copy_within=timedelta(0) if footer.message else identity.COPY_WITHIN,
        answering=_answering(mail, relay=relay, footer=footer),
        links=footer.links,
    )


def words_of(wrapped: wrapper.Wrapped) -> str:
    """What the buyer wrote now, without earlier mails; never empty if there was any text."""
    return own_words(wrapped.text).own.strip() or wrapped.text


def orders_of(mail: Mail, wrapped: wrapper.Wrapped) -> tuple[str, ...]:
    """Every order id: of the subject first, then of Amazon's line above the text, then of the text and the rest."""
    return identity.order_ids(mail.subject, wrapped.before, wrapped.text, mail.text)


def buyer_name(mail: Mail) -> str:
    """The buyer's name as the sender line gives it, else the subject; empty if neither does.

    The sender line first: the subject sometimes holds the shop's own name instead.
    """
    for address in mail.sender:
        name = _SUFFIX.sub("", address.name).strip()
        if name and name.casefold() not in ("amazon", "amazon marketplace") and relay_from(name) is None:
            return name
    found = _IN_SUBJECT.search(mail.subject)
    return found[1].strip() if found else ""


def _answering(mail: Mail, *, relay: Relay, footer: Footer) -> dict[str, str]:
    """What a reply needs; see reply.py."""
    return {
        "to": relay.address,
        "subject": mail.subject,
        "message_id": mail.message_id,
        "marketplace_id": mail.header("X-Marketplace-ID") or footer.marketplace_id,
    }
