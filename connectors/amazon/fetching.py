"""New mails of one or several mailboxes as one stream."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from connectors.errors import MarketplaceError, PartlyRead
from connectors.incoming import Page
from connectors.mail.mailbox import Mailbox


def pages(
    mailboxes: Mapping[str, Mailbox],
    cursor: Mapping[str, Any] | None,
    *,
    since: datetime,
    until: datetime | None = None,
) -> Iterator[Page]:
    """Yield what is new in every mailbox; the cursor holds the cursor of each by its name.

    One that fails does not keep the others waiting: its error is raised after them, of several the first that
    more than a folder's name is the matter of.
    """
    places = dict(cursor or {})
    errors: list[MarketplaceError] = []
    for name, mailbox in mailboxes.items():
        try:
            for page in mailbox.pages(places.get(name), since=since, until=until):
                places[name] = page.cursor
                yield Page(page.items, dict(places))
        except MarketplaceError as error:
            errors.append(error)
    if errors:
        raise next((error for error in errors if not isinstance(error, PartlyRead)), errors[0])
