"""Reads a mailbox and keeps what comes, the way the core does."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.incoming import Page, RawPayload
from connectors.mail.mailbox import Mailbox
from connectors.mail.servers import Server

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SINCE = NOON - timedelta(days=30)


class Reader:
    """Keeps pages the way the core does: by key, with the cursor of the last one."""

    def __init__(self, server: Server, folders: tuple[str, ...] = ("INBOX",), **options: Any) -> None:
        self.mailbox = Mailbox(server, folders, **options)
        self.cursor: dict[str, Any] | None = None
        self.stored: dict[str, RawPayload] = {}
        self.fetched = 0

    def pull(self, *, until: datetime | None = None) -> "Reader":
        for page in self.pages(until=until):
            self.stored |= {item.key: item for item in page.items}
            self.fetched += len(page.items)
            if until is None:
                self.cursor = json.loads(json.dumps(page.cursor))
        return self

    def pages(self, *, until: datetime | None = None) -> Iterator[Page]:
        return self.mailbox.pages(self.cursor, since=SINCE, until=until)

    def blobs(self) -> list[bytes]:
        return [item.blob for item in self.stored.values()]
