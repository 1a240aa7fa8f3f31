"""A mail in a shop's mailbox -> what it means. Pure; who is who is decided in people.py."""

from collections.abc import Collection
from datetime import datetime, timedelta

from connectors.email import subjects
from connectors.email.people import Kind, address_of, correspondent, kind_of
from connectors.incoming import (
    Direction,
    IncomingAttachment,
    IncomingFailure,
    IncomingMessage,
    IncomingNotice,
    Person,
    ThreadKey,
)
from connectors.mail.mail import Mail
from connectors.mail.words import own_words

SUBJECT_LASTS = timedelta(days=30)
LONGEST_ON_ITS_WAY = timedelta(days=7)
MOST_REFERENCES = 20
RENAMED_WITHIN = timedelta(minutes=2)
"""Some servers give a mail we sent another Message-ID: the same words in Sent so soon are no second answer."""

Meaning = IncomingMessage | IncomingFailure | IncomingNotice


def meaning_of(mail: Mail, *, own: Collection[str], received_at: datetime, is_flood: bool = False) -> Meaning:
    """own: the shop's addresses in small letters. received_at: when the mailbox got the mail.

    is_flood: so many mails came from this sender that it must be a machine: kept in its conversation, without a clock.
    """
    kind = kind_of(mail, own)
    written_at = _written_at(mail, received_at)
    if kind is Kind.BOUNCE:
        return _failure(mail, own=own, written_at=written_at)
    if kind is Kind.BULK or (kind is Kind.AUTO_REPLY and not mail.references):
        return _notice(mail, written_at)
    return _message(mail, kind, own=own, written_at=written_at, automatic=is_flood or kind is Kind.AUTO_REPLY)


def name_of(mail: Mail) -> str:
    """What the mail is called in all its copies: its Message-ID, else its digest."""
    return mail.message_id or f"sha256:{mail.digest}"


def thread_keys(mail: Mail, *, handle: str) -> tuple[ThreadKey, ...]:
    """The names of its conversation: the mail answered, those before it, the mail itself, subject and correspondent."""
    answered = [name for name in mail.references if name in mail.header("In-Reply-To")]
    earlier = [*reversed(answered), *reversed(mail.references)][:MOST_REFERENCES]
    names = dict.fromkeys([*earlier, *mail.references[:1], *([mail.message_id] if mail.message_id else [])])
    keys = [ThreadKey(f"mid:{name}") for name in names]
    subject = subjects.bare(mail.subject)
    if subject and handle:
        keys.append(ThreadKey(f"subject:{subject}:{handle}", lasts=SUBJECT_LASTS))
    return tuple(keys)


def _message(mail: Mail, kind: Kind, *, own: Collection[str], written_at: datetime, automatic: bool) -> IncomingMessage:
    person = correspondent(mail, own)
    handle = address_of((person,))
    outgoing = kind is Kind.OWN
    text = _words(mail, with_signature=outgoing)
    return IncomingMessage(
        external_id=name_of(mail),
        thread_id=name_of(mail),
        direction=Direction.OUT if outgoing else Direction.IN,
        written_at=written_at,
        text=text,
        author=(mail.sender[0].name or mail.sender[0].email) if outgoing and mail.sender else person.name or handle,
        buyer=Person(handle=handle, name=person.name),
        subject=mail.subject,
        attachments=tuple(
            IncomingAttachment(file.name, file.content_type, content=file.content, content_id=file.content_id)
            for file in mail.files
        ),
        automatic=automatic or (outgoing and mail.automatic),
        whole_text=mail.text if mail.text.strip() != text.strip() else "",
        copy_within=RENAMED_WITHIN if outgoing else timedelta(0),
        html=mail.html,
        thread_keys=thread_keys(mail, handle=handle),
        answering={
            "to": handle,
            "subject": mail.subject,
            "message_id": mail.message_id,
            "references": list(mail.references),
        },
    )


def _words(mail: Mail, *, with_signature: bool) -> str:
    """The writer's own. with_signature: as the shop's reply was written, so that it is recognised by its text."""
    words = own_words(mail.text, html=mail.html)
    return "\n\n".join(filter(None, (words.own, words.signature if with_signature else "")))


def _failure(mail: Mail, *, own: Collection[str], written_at: datetime) -> IncomingFailure | IncomingNotice:
    """A mail that could not be delivered; of no concern if it was not the shop's (others forge its address)."""
    report = mail.report
    domains = tuple(f"@{address.rpartition('@')[2]}>" for address in own)
    foreign = bool(report and report.message_id and not report.message_id.casefold().endswith(domains))
    if report is None or foreign or not (report.message_id or report.recipient):
        return _notice(mail, written_at)
    return IncomingFailure(
        external_id=name_of(mail),
        written_at=written_at,
        subject=mail.subject,
        text=mail.text,
        permanent=report.permanent,
        reason=report.reason or report.status or mail.subject,
        message_id=report.message_id,
        buyer_handle=report.recipient.strip().casefold(),
    )


def _notice(mail: Mail, written_at: datetime) -> IncomingNotice:
    return IncomingNotice(
        external_id=name_of(mail), subject=mail.subject, text=mail.text, html=mail.html, written_at=written_at
    )


def _written_at(mail: Mail, received_at: datetime) -> datetime:
    """When it was written, as far as a mail's own word can be taken: not after it came, nor weeks before."""
    if mail.date is None or not received_at - LONGEST_ON_ITS_WAY <= mail.date <= received_at:
        return received_at
    return mail.date
