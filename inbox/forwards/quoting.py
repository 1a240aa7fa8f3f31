"""Messages of a ticket as they go into a mail to somebody else: their words, without names, order or address."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from inbox.models import Attachment, Delivery, Message, MessageDirection, Ticket
from inbox.words.times import exact

MOST_OFFERED = 40


def quotable(ticket: Ticket) -> QuerySet[Message]:
    """What people said and may be shown to others, the newest first: never a note, nor what did not leave."""
    by_staff = Q(direction=MessageDirection.SYSTEM) & ~Q(author="")
    said = Q(direction=MessageDirection.IN) | by_staff | Q(delivery=Delivery.ACCEPTED)
    return ticket.messages.filter(said).order_by("-written_at", "-id")


def files_of(ticket: Ticket) -> QuerySet[Attachment]:
    """Files of such messages of which there is a copy here, the newest first."""
    return Attachment.objects.filter(message__in=quotable(ticket)).exclude(file="").order_by("-id")


def with_quotes(text: str, messages: Iterable[Message]) -> str:
    """The text, and the messages below it as mails quote them, the oldest first."""
    ordered = sorted(messages, key=lambda message: (message.written_at, message.pk))
    return "\n\n".join(filter(None, [text.strip(), *map(_quoted, ordered)]))


def who_wrote(message: Message) -> str:
    words = {MessageDirection.IN: _("the buyer"), MessageDirection.OUT: _("our shop")}
    return words.get(MessageDirection(message.direction), message.account.marketplace_label)


def _quoted(message: Message) -> str:
    lines = "\n".join(f"> {line}".rstrip() for line in message.body_text.strip().split("\n"))
    heading = _("%(who)s, %(time)s:") % {"who": who_wrote(message), "time": exact(message.written_at)}
    return f"{heading[:1].upper()}{heading[1:]}\n{lines}"
