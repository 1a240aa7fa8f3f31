"""Asking once more for a mail that was passed over: whole, and if the line breaks at that, without its large files."""

from collections.abc import Callable
from typing import Any

from connectors.errors import TryLater
from connectors.incoming import RawPayload
from connectors.mail.servers import Server
from connectors.mail.transport.imap import FolderMissing, Imap
from connectors.mail.transport.letters import Opened, smaller, whole


def fetched_again(server: Server, left_out: RawPayload, *, box: str) -> RawPayload | None:
    """The mail; None if it is of another mailbox, or is not in its folder under its number any more.

    Raises TryLater or UnexpectedAnswer if it cannot be had now either, or SignInAgain.
    """
    place, uid = left_out.body, left_out.body["uid"]
    if place.get("box", box) != box:
        return None
    try:
        return _first(server, place, box=box, fetch=lambda imap, opened: whole(imap, opened, [uid]))
    except TryLater:
        return _first(server, place, box=box, fetch=lambda imap, opened: smaller(imap, opened, uid))


def _first(
    server: Server, place: dict[str, Any], *, box: str, fetch: Callable[[Imap, Opened], list[RawPayload]]
) -> RawPayload | None:
    """What is found at that place over a connection of its own."""
    with Imap(server) as imap:
        try:
            opened = Opened(place["folder"], imap.open(place["folder"]), box)
        except FolderMissing:
            return None
        found = fetch(imap, opened) if opened.uidvalidity == place["uidvalidity"] else []
    return found[0] if found else None
