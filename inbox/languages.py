"""The languages that buyers write in."""

from collections.abc import Iterable, Mapping

from connectors.incoming import Direction, IncomingMessage
from connectors.language import detect
from inbox.models import Ticket

_ENOUGH = 160
"""So many characters tell the language as well as the whole; the time it takes grows with them."""


def languages_of(messages: Iterable[IncomingMessage]) -> dict[str, str]:
    """The language of each buyer message by external id, left out where it is not sure."""
    languages = {}
    for message in messages:
        if message.direction == Direction.IN and (language := detect(message.text[:_ENOUGH])):
            languages[message.external_id] = language
    return languages


def show_language(ticket: Ticket, messages: Iterable[IncomingMessage], languages: Mapping[str, str]) -> None:
    """The ticket has the language of its latest buyer message that was sure. messages: new ones of it, oldest first."""
    for message in messages:
        language = languages.get(message.external_id)
        if language and (not ticket.language or message.written_at >= ticket.last_message_at):
            ticket.language = language
