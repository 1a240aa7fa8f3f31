"""Mails to carriers and suppliers about a ticket, and what came back, as the API shows them."""

from datetime import datetime

from pydantic import BaseModel

from inbox.forwards.marks import bare_subject
from inbox.models import Delivery, Forward, ForwardMail, ForwardMailKind, Ticket


class ForwardAnswerOut(BaseModel):
    """A mail that came back. sender: his address, which nothing proves. automatic: no person wrote it."""

    id: int
    sender: str
    sender_name: str | None
    subject: str
    body_text: str
    automatic: bool
    written_at: datetime
    fetched_at: datetime
    files: list[str]


class ForwardOut(BaseModel):
    """A mail of ours to somebody who is no buyer. author: who wrote it; null = is no longer known.

    delivery: as of a reply; delivery_reason: in the mail server's own words. files: names of those that went along.
    """

    id: int
    account_id: int
    to: str
    subject: str
    body_text: str
    author: str | None
    written_at: datetime
    delivery: Delivery
    delivery_reason: str | None
    accepted_at: datetime | None
    files: list[str]
    answers: list[ForwardAnswerOut]


def forwards_of(ticket: Ticket) -> list[ForwardOut]:
    """All but those taken back, in the order they were written; one query if there are none."""
    sent = ticket.forwards.exclude(delivery=Delivery.CANCELLED).select_related("user").order_by("written_at", "id")
    return [_forward_out(forward) for forward in sent.prefetch_related("files", "picked", "mails__files")]


def _forward_out(forward: Forward) -> ForwardOut:
    answers = sorted(
        (mail for mail in forward.mails.all() if mail.kind == ForwardMailKind.ANSWER),
        key=lambda mail: (mail.written_at, mail.pk),
    )
    return ForwardOut(
        id=forward.pk,
        account_id=forward.account_id,
        to=forward.to,
        subject=bare_subject(forward.subject),
        body_text=forward.body_text,
        author=str(forward.user) if forward.user else None,
        written_at=forward.written_at,
        delivery=Delivery(forward.delivery),
        delivery_reason=forward.reason or None,
        accepted_at=forward.accepted_at,
        files=[file.name for file in forward.along],
        answers=[_answer_out(mail) for mail in answers],
    )


def _answer_out(mail: ForwardMail) -> ForwardAnswerOut:
    return ForwardAnswerOut(
        id=mail.pk,
        sender=mail.sender,
        sender_name=mail.sender_name or None,
        subject=bare_subject(mail.subject),
        body_text=mail.body_text,
        automatic=mail.automatic,
        written_at=mail.written_at,
        fetched_at=mail.fetched_at,
        files=[file.name for file in mail.files.all()],
    )
