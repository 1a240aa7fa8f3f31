"""One call of the Notification API, and what answering it takes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.ebay.simulator import refusals
from connectors.ebay.simulator.checks import body_of
from connectors.ebay.simulator.push.refusals import refused
from connectors.ebay.simulator.push.sender import Sender
from connectors.ebay.simulator.push.state import PushMemory
from connectors.ebay.simulator.refusals import Refused
from connectors.ebay.simulator.state import Token
from connectors.simulation_server import Reply, Request, json_reply

BASE = "/commerce/notification/v1"


@dataclass(frozen=True)
class Call:
    """write: carries out and remembers an event. url: where the simulator serves.

    takes_loopback: whether plain addresses on this machine are taken, which the real eBay refuses.
    """

    request: Request
    token: Token
    memory: PushMemory
    write: Callable[[Mapping[str, Any]], None]
    sender: Sender
    now: datetime
    url: str
    takes_loopback: bool

    @property
    def body(self) -> Mapping[str, Any]:
        return body_of(self.request)

    def require_application(self) -> None:
        if self.token.kind != "application":
            raise Refused(refusals.no_permission())

    def page(self, name: str, entries: Sequence[Any]) -> Reply:
        """A page of a list; the continuation token is the place to go on from."""
        limit, start = self.request.query.get("limit", "20"), self.request.query.get("continuation_token", "0")
        if not limit.isdigit() or not 10 <= int(limit) <= 100:
            raise refused(195004)
        if not start.isdigit() or int(start) > len(entries):
            raise refused(195005)
        end = int(start) + int(limit)
        here = f"{self.url}{self.request.path}?limit={limit}"
        content = {"href": here, "limit": int(limit), "total": len(entries), name: list(entries[int(start) : end])}
        if end < len(entries):
            content["next"] = f"{here}&continuation_token={end}"
        return json_reply(200, content)

    def made(self, path: str) -> Reply:
        """201: the new id is in the Location header, and the body is empty but for its braces."""
        return json_reply(201, {}, Location=f"{self.url}{BASE}{path}")
