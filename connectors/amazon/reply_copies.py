"""Copies that Amazon mails of what the seller wrote in Seller Central: no relay, no case, often no order."""

import re
from datetime import datetime

from connectors.amazon import identity, wrapper
from connectors.amazon.buyer_message import orders_of
from connectors.incoming import IncomingCopy
from connectors.mail.mail import Mail
from connectors.mail.words import own_words

_TO = re.compile(
    r"(?:your (?:e-?mail|message) to|votre (?:e-?mail|message) à|ihre (?:e-?mail|nachricht) an"
    r"|tu (?:e-?mail|mensaje) (?:a|para)|la tua e-?mail a|il tuo messaggio a|seu e-?mail para|uw e-?mail (?:aan|naar))"
    r"\s+(.{1,80})",
    re.IGNORECASE,
)
_ORDER_LINE = re.compile(r"\n\s*#\s*[0-9]{3}-[0-9]{7}-[0-9]{7}\s*$")


def copy_from(mail: Mail, *, received_at: datetime) -> IncomingCopy:
    """Read a copy. Its text is the seller's own, without the quoted mail and the order line that replies carry."""
    written_at = mail.date or received_at
    wrapped = wrapper.unwrapped(mail)
    own = own_words(wrapped.text).own.strip() or wrapped.text
    orders = orders_of(mail, wrapped)
    return IncomingCopy(
        external_id=identity.entry_key(mail, written_at=written_at),
        written_at=written_at,
        subject=mail.subject,
        text=_ORDER_LINE.sub("", own).strip() or own,
        buyer_name=addressee(mail.subject),
        order_id=orders[0] if orders else "",
    )


def addressee(subject: str) -> str:
    """The buyer's name out of a subject such as "Your e-mail to Anna"; empty if it has none."""
    found = _TO.search(subject)
    return re.split(r"\s*[(:]", found[1])[0].strip() if found else ""


def is_copy_subject(subject: str) -> bool:
    """Whether a subject says that the mail is a copy of the seller's own."""
    return _TO.match(subject.strip()) is not None
