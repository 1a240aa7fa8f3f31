"""What the simulated Octopia answers when it says no: `application/problem+json` as RFC 7807 has it."""

import json
from collections.abc import Mapping
from typing import Any

from connectors.simulation_server import Reply


class Refused(Exception):  # noqa: N818
    """The call is refused; `reply` is what Octopia answers."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(str(reply.status))
        self.reply = reply


def problem(status: int, title: str, detail: str = "", *, faults: Mapping[str, str] | None = None) -> Reply:
    """faults: the faulty fields and what is wrong with each."""
    content: dict[str, Any] = {
        "type": f"https://httpstatuses.io/{status}",
        "title": title,
        "status": status,
        "traceId": "0HN5TRACE01",
    }
    if detail:
        content["detail"] = detail
    if faults:
        content["errors"] = {name: [words] for name, words in faults.items()}
    return Reply(status, json.dumps(content).encode(), content_type="application/problem+json")


def refused(detail: str = "", *, status: int = 400, faults: Mapping[str, str] | None = None) -> Refused:
    return Refused(problem(status, "One or more validation errors occurred.", detail, faults=faults))
