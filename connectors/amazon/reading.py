"""What each kind of mail becomes, and what the operator is told about it."""

from datetime import UTC, datetime
from typing import Protocol

from connectors.amazon import claims, identity, wrapper
from connectors.amazon.buyer_message import buyer_name, message_from, words_of
from connectors.amazon.failures import failure_from
from connectors.amazon.notification import Kind, failed_authentication, kind_of
from connectors.amazon.other_mails import thread_of
from connectors.amazon.relay import is_amazons, relays_in
from connectors.amazon.reply_copies import copy_from
from connectors.amazon.wrapper import without_small_print
from connectors.incoming import (
    Incoming,
    IncomingClaim,
    IncomingCopy,
    IncomingFailure,
    IncomingMessage,
    IncomingNothing,
    IncomingNotice,
)
from connectors.mail.mail import Explanation, Mail

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


_Entry = IncomingMessage | IncomingCopy | IncomingFailure | IncomingClaim | IncomingNotice


class _Reader(Protocol):
    def __call__(self, mail: Mail, *, received_at: datetime) -> _Entry: ...


def notice_from(mail: Mail, *, received_at: datetime) -> IncomingNotice:
    """A mail that is no buyer's, with a first line of warning where it only looks like Amazon's."""
    written_at = mail.date or received_at
    warning = _warning(mail)
    return IncomingNotice(
        external_id=identity.entry_key(mail, written_at=written_at),
        subject=mail.subject,
        text=f"{warning}\n\n{mail.text}".strip() if warning else without_small_print(mail.text),
        html="" if warning else mail.html,
        written_at=written_at,
    )


_READERS: dict[Kind, _Reader] = {
    Kind.BUYER_MESSAGE: message_from,
    Kind.REPLY_COPY: copy_from,
    Kind.NOT_DELIVERED: failure_from,
    Kind.RETURN: claims.return_from,
    Kind.REFUND: claims.refund_from,
    Kind.CANCELLATION: claims.cancellation_from,
    Kind.CLAIM_OPENED: claims.opened_from,
    Kind.CLAIM_DECIDED: claims.decided_from,
    Kind.NOTICE: notice_from,
}


def incoming_from(mail: Mail, *, received_at: datetime) -> Incoming:
    """What a mail means. received_at: when the mailbox got it, for mails without a date."""
    if mail.message_id.startswith(identity.TEST_NAME) and not is_amazons(mail):
        return IncomingNothing()
    return _READERS[kind_of(mail)](mail, received_at=received_at)


def explained(mail: Mail) -> Explanation:
    """How a mail is read, in words for the operator."""
    kind = kind_of(mail)
    found = _READERS[kind](mail, received_at=EPOCH)
    wrapped = wrapper.unwrapped(mail)
    orders = identity.order_ids(mail.subject, wrapped.before, wrapped.text, mail.text)
    problems = (warning,) if (warning := _warning(mail)) else ()
    if isinstance(found, IncomingMessage):
        return Explanation(
            kind=kind,
            thread_key=found.thread_id,
            dedup_key=found.external_id,
            order_ids=orders,
            buyer_name=buyer_name(mail),
            buyer_handle=found.buyer.handle,
            words=words_of(wrapped),
            needs_reply=True,
            problems=problems,
        )
    named = next(relays_in(mail.text), None)
    return Explanation(
        kind=kind,
        thread_key="" if problems else thread_of(found, mail),
        dedup_key=found.external_id,
        order_ids=orders,
        buyer_name=found.buyer_name if isinstance(found, IncomingCopy) else "",
        buyer_handle=found.buyer_handle if isinstance(found, IncomingFailure) else named.handle if named else "",
        words=found.text if isinstance(found, IncomingCopy) else "",
        needs_reply=isinstance(found, IncomingClaim) and (found.starts_clock or kind is Kind.CLAIM_OPENED),
        problems=problems,
    )


def _warning(mail: Mail) -> str:
    """Why a mail is not believed to be Amazon's; empty if it is believed, or is no mail of a person's at all."""
    if mail.report is not None:
        return ""
    sender = mail.sender[0].email if mail.sender else ""
    if not is_amazons(mail):
        return f"This mail is not from Amazon: its sender is {sender or 'not named'}."
    if failed_authentication(mail):
        return f"This mail may be forged: the mail server says that it does not come from {sender}. It opens no ticket."
    return ""
