"""What the composer says of an answer that its writer has not seen, with the text of it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from inbox.models import Message, Ticket, User
from inbox.sending.meanwhile import answer_since
from inbox.views.ticket.places import outside_words
from inbox.words.times import at_moment

LONGEST_TEXT = 4000


@dataclass(frozen=True)
class Meanwhile:
    """text: what the buyer was told. knowing: the message to know of if one's own is to be sent all the same."""

    words: str
    text: str
    knowing: int


def meanwhile_of(ticket: Ticket, seen: int | None, *, user: User, now: datetime) -> Meanwhile | None:
    """The newest answer that whoever has seen no more than the message `seen` does not know; None if there is none."""
    answer = None if seen is None else answer_since(ticket, seen)
    if answer is None:
        return None
    return Meanwhile(_words(answer, ticket, user=user, now=now), answer.body_text[:LONGEST_TEXT], answer.pk)


def _words(answer: Message, ticket: Ticket, *, user: User, now: datetime) -> str:
    values = {"time": at_moment(answer.written_at, now=now), "name": answer.user}
    if answer.user == user:
        return _("You answered already, %(time)s.") % values
    if answer.user:
        return _("%(name)s answered %(time)s, after you began to write.") % values
    values["place"] = outside_words(ticket.account.connector_class)
    return _("The buyer was answered %(time)s %(place)s, after you began to write.") % values
