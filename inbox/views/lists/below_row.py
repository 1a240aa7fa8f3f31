"""What stands below a row of the list, if its reader wants to see it there."""

from collections.abc import Callable, Mapping, Set
from datetime import datetime

from django.utils.translation import gettext as _

from connectors.models import Account
from inbox.lists.columns import BELOW, Column
from inbox.models import Ticket
from inbox.tickets.topics import topic_name
from inbox.words.languages import language_name
from inbox.words.times import moment


def below(ticket: Ticket, account: Account, columns: Set[Column], *, now: datetime) -> tuple[tuple[str, str], ...]:
    """Label and words of each column that was chosen and has something to say. Asks no database."""
    ticket.account = account
    chosen = ((column, _WORDS[column](ticket, now)) for column in BELOW if column in columns)
    return tuple((str(column.label), words) for column, words in chosen if words)


_WORDS: Mapping[Column, Callable[[Ticket, datetime], str]] = {
    Column.TOPIC: lambda ticket, now: topic_name(ticket),
    Column.ORDER: lambda ticket, now: ticket.order_id,
    Column.LANGUAGE: lambda ticket, now: language_name(ticket.language),
    Column.ACCOUNT: lambda ticket, now: ticket.account.name,
    Column.LEVEL: lambda ticket, now: _("level %(n)d") % {"n": ticket.level} if ticket.level else "",
    Column.LAST_MESSAGE: lambda ticket, now: moment(ticket.last_message_at, now=now),
}
