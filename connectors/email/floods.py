"""How many mails each sender has sent within the hour: the guard against machines that answer machines.

RFC 3834 headers tell most of them; a responder that says nothing of itself is known by the number of its mails alone.
The counts are part of the cursor, so they hold over pulls and workers.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from connectors.incoming import Page, RawPayload

MOST_AN_HOUR = 20
THIS_HOUR = "from_sender_this_hour"
_HEAD = 64 * 1024
_FROM = re.compile(rb"^From:[^\n]*(?:\n[ \t][^\n]*){0,5}", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(rb"[\w.+=-]{1,64}@[\w.-]{1,190}")


class SenderCounts:
    """Counts by sender, of the hour in which the last mail came."""

    def __init__(self, kept: Mapping[str, Any]) -> None:
        self.hour = str(kept.get("hour", ""))
        self.counts: dict[str, int] = dict(kept.get("counts", {}))

    def kept(self) -> dict[str, Any]:
        """For the cursor."""
        return {"hour": self.hour, "counts": dict(self.counts)}

    def counted(self, page: Page) -> tuple[RawPayload, ...]:
        """The page's payloads, each knowing how many mails of its sender came in that hour up to it."""
        return tuple(replace(item, body={**item.body, THIS_HOUR: self._count(item)}) for item in page.items)

    def _count(self, item: RawPayload) -> int:
        """Nought for a mail that could not be had."""
        if not item.blob:
            return 0
        hour = str(item.body["received_at"])[:13]
        if hour > self.hour:
            self.hour, self.counts = hour, {}
        if hour < self.hour:
            return 1
        sender = _sender(item.blob)
        self.counts[sender] = self.counts.get(sender, 0) + 1
        return self.counts[sender]


def is_flood(body: Mapping[str, Any]) -> bool:
    """Whether this mail is one too many."""
    return int(body.get(THIS_HOUR, 0)) > MOST_AN_HOUR


def _sender(raw: bytes) -> str:
    """The address in From, as far as a quick look finds one; else empty: such mails count together."""
    head = _FROM.search(raw[:_HEAD].replace(b"\r\n", b"\n"))
    addresses = _ADDRESS.findall(head.group()) if head else []
    return addresses[-1].decode("ascii", "replace").casefold() if addresses else ""
