"""One call of one seller: what it may see, and how its body is read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from json import dumps
from typing import Any, TypeVar
from urllib.parse import urlencode

from connectors.cdiscount.simulator.contract import Contract
from connectors.cdiscount.simulator.deeds import Deeds
from connectors.cdiscount.simulator.problems import Refused, problem, refused
from connectors.cdiscount.simulator.state import Discussion, Message, State
from connectors.simulation_server import Reply, Request, json_reply

Entry = TypeVar("Entry")

SIX_MONTHS = timedelta(days=183)
LARGEST_PAGE = 100


@dataclass
class Caller:
    """base: the address of the API. seller: his name; path: below the base, e.g. `/discussions`."""

    deeds: Deeds
    contract: Contract
    request: Request
    path: str
    seller: str
    base: str

    @property
    def state(self) -> State:
        return self.deeds.state

    @property
    def seller_id(self) -> str:
        return self.state.number_of(self.seller)

    def discussion(self, discussion_id: str) -> Discussion:
        """One of this seller's. Raises Refused."""
        found = self.state.discussions.get(discussion_id)
        if found is None or found.seller != self.seller:
            raise Refused(problem(404, "Not Found", "DiscussionNotFound"))
        return found

    def message(self, message_id: str) -> tuple[Discussion, Message]:
        """One of this seller's, and where it is. Raises Refused."""
        if message_id not in self.state.messages:
            raise Refused(problem(404, "Not Found"))
        discussion, message = self.state.messages[message_id]
        return self.discussion(discussion.id), message

    def bounds(self) -> tuple[datetime | None, datetime | None]:
        """The period asked for. Raises Refused for more than six months."""
        since, until = self._date("updatedAtMin"), self._date("updatedAtMax")
        if since and until and until - since > SIX_MONTHS:
            raise refused(
                "The searched period may not exceed 6 months.", faults={"updatedAtMin": "The period is too long."}
            )
        return since, until

    def listed(self, found: Sequence[Entry], shown: Callable[[Entry], Mapping[str, Any]]) -> Reply:
        """One page of a list: no total; by number, or with the next page in a Link header."""
        query = dict(self.request.query)
        size = min(int(query.get("pageSize", "20")), LARGEST_PAGE)
        page = int(query.pop("cursor", "") or query.get("pageIndex", "1"))
        items = [shown(entry) for entry in found[(page - 1) * size : page * size]]
        answer = {"itemsPerPage": size, "items": items}
        if self.contract.paging != "link" or page * size >= len(found):
            return json_reply(200, answer)
        address = f"{self.base}{self.path}?{urlencode(query | {'cursor': str(page + 1)})}"
        return Reply(200, dumps(answer).encode(), headers={"Link": f'<{address}>; rel="next"'})

    def content(self) -> Mapping[str, Any]:
        """The body as an object. Raises Refused."""
        try:
            body = self.request.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise refused("A JSON object is required.")
        return body

    def patched(self, name: str) -> bool:
        """The new value of a field, written as this contract wants it. Raises Refused."""
        given = self.request.headers.get("content-type", "")
        if self.contract.patch_type and given != self.contract.patch_type:
            raise Refused(problem(415, "Unsupported Media Type"))
        try:
            [change] = self.request.json()
        except ValueError:
            raise refused("A JSON Patch document is required.") from None
        key = self.contract.patch_key
        if change.get(key) != "replace" or change.get("path") != f"/{name}":
            raise refused(f"Each change needs {key} and path.")
        values = {"true": True, "false": False} if key == "opt" else {True: True, False: False}
        if change.get("value") not in values:
            raise refused(faults={"value": "The value is not valid."})
        return bool(values[change["value"]])

    def _date(self, name: str) -> datetime | None:
        given = self.request.query.get(name)
        if not given:
            return None
        try:
            return datetime.fromisoformat(given)
        except ValueError:
            raise refused(faults={name: "This is no date."}) from None
