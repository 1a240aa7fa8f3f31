"""What the simulated Octopia answers to programs, as the fact sheet reconstructs it, with its contradictions."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from connectors.cdiscount.simulator.problems import Refused, problem, refused
from connectors.cdiscount.simulator.shown import discussion_json, message_json, recipients_of
from connectors.cdiscount.simulator.state import Discussion, Message, State
from connectors.simulation_pictures import picture
from connectors.simulation_server import Reply, Request, json_reply

SIX_MONTHS = timedelta(days=183)
LARGEST_PAGE = 100
FILE_TYPES = ("png", "gif", "bmp", "jpg", "jpeg", "tif", "pdf", "doc", "docx", "xls")
LARGEST_FILES = 4 * 1024 * 1024


@dataclass
class Contract:
    """Where what is known contradicts itself, and which side is played.

    reply_shapes: how POST /messages may name who gets it. patch_key: "op", "opt". paging: "number" or "link".
    names_message: whether the answer to a reply names the new message. counts_encoded: 4 MB are counted after base64.
    """

    reply_shapes: tuple[str, ...] = ("receiver", "receivers")
    patch_key: str = "op"
    paging: str = "number"
    names_message: bool = True
    counts_encoded: bool = False


class Calls:
    """One call of one seller."""

    def __init__(
        self,
        state: State,
        contract: Contract,
        *,
        seller: str,
        base: str,
        reply: Callable[[Discussion, str], Message],
        write: Callable[[Mapping[str, Any]], None],
    ) -> None:
        self.state = state
        self.contract = contract
        self.seller = seller
        self.base = base
        self.reply = reply
        self.write = write

    def handle(self, request: Request, path: str) -> Reply:
        """path: below the API's base, e.g. `/discussions`."""
        parts = path.strip("/").split("/")
        try:
            match (request.method, *parts):
                case ("GET", "discussions"):
                    return self._list(request, path, self._discussions(request))
                case ("GET", "discussions", discussion_id):
                    return self._detail(self._discussion(discussion_id))
                case ("PATCH", "discussions", discussion_id):
                    return self._open_or_close(self._discussion(discussion_id), request)
                case ("POST", "messages"):
                    return self._reply(request)
                case ("PATCH", "messages", message_id):
                    return self._mark_read(message_id, request)
                case ("GET", "attachments"):
                    return self._attachments(request)
                case ("GET", "orders"):
                    return self._list(request, path, self._orders(request))
                case ("GET", "sellers"):
                    return json_reply(200, {"sellerId": self.state.number_of(self.seller), "shopName": self.seller})
        except Refused as error:
            return error.reply
        return problem(404, "Not Found")

    # --- discussions

    def _discussions(self, request: Request) -> list[dict[str, Any]]:
        query = request.query
        since, until = _bounds(query)
        found = [
            each
            for each in self.state.discussions.values()
            if each.seller == self.seller
            and (since is None or each.updated_at >= since)
            and (until is None or each.updated_at <= until)
            and query.get("isOpen", str(each.is_open)).lower() == str(each.is_open).lower()
            and query.get("processStatus", each.status) == each.status
            and query.get("salesChannel", each.channel) == each.channel
        ]
        if query.get("sort") == "updatedAt":
            found.sort(key=lambda each: each.updated_at)
        return [self._entry(each, query.get("includeMessages", "")) for each in found]

    def _entry(self, discussion: Discussion, wanted: str) -> dict[str, Any]:
        content = discussion_json(discussion, self.state)
        if wanted and discussion.messages:
            chosen = discussion.messages[0 if wanted == "FirstMessage" else -1]
            content["messages"] = [message_json(chosen)]
        return content

    def _detail(self, discussion: Discussion) -> Reply:
        content = discussion_json(discussion, self.state)
        content["messages"] = [message_json(message) for message in discussion.messages]
        content["eligibleRecipients"] = recipients_of(discussion)
        return json_reply(200, content)

    def _discussion(self, discussion_id: str) -> Discussion:
        found = self.state.discussions.get(discussion_id)
        if found is None or found.seller != self.seller:
            raise Refused(problem(404, "Not Found", "DiscussionNotFound"))
        return found

    def _open_or_close(self, discussion: Discussion, request: Request) -> Reply:
        opens = self._patched(request, "isOpen")
        if not opens and (not discussion.messages or discussion.messages[-1].sender != "Seller"):
            raise refused("UnauthorizedLastAnswer: a discussion is closed after the seller has answered.", status=422)
        if not opens and not discussion.is_open:
            raise refused("AlreadyClosed", status=422)
        self.write({"event": "changed", "discussion": discussion.id, "fields": {"is_open": opens}})
        return Reply(204)

    # --- messages

    def _reply(self, request: Request) -> Reply:
        body = _object(request)
        discussion = self._discussion(str(body.get("discussionId") or ""))
        if not isinstance(body.get("body"), str) or not body["body"].strip():
            raise refused(faults={"body": "The body field is required."})
        self._check_receiver(body, discussion)
        self._check_files(body.get("attachments") or [])
        message = self.reply(discussion, body["body"])
        return json_reply(201, {"messageId": message.id}) if self.contract.names_message else Reply(201)

    def _check_receiver(self, body: Mapping[str, Any], discussion: Discussion) -> None:
        receivers = body.get("receivers")
        if isinstance(body.get("receiver"), str) and "receiver" in self.contract.reply_shapes:
            receiver = body["receiver"]
        elif isinstance(receivers, list) and receivers and "receivers" in self.contract.reply_shapes:
            receiver = receivers[0].get("userType")
            if not body.get("salesChannel"):
                raise refused(faults={"salesChannel": "The salesChannel field is required."})
        else:
            raise refused(faults={self.contract.reply_shapes[0]: "This field is required."})
        if receiver not in recipients_of(discussion):
            raise refused(
                "This recipient is not eligible for the next reply.",
                faults={"receiver": f"{receiver} is not eligible."},
            )

    def _check_files(self, files: Sequence[Mapping[str, Any]]) -> None:
        if len(files) > 3:
            raise refused(faults={"attachments": "At most 3 attachments are allowed."})
        if any(file.get("fileFormat") not in FILE_TYPES for file in files):
            raise refused(faults={"attachments": "This file format is not allowed."})
        encoded = [str(file.get("content") or "") for file in files]
        sizes = [len(text) if self.contract.counts_encoded else len(base64.b64decode(text)) for text in encoded]
        if sum(sizes) > LARGEST_FILES:
            raise refused(faults={"attachments": "Attachments exceed 4 MB."})

    def _mark_read(self, message_id: str, request: Request) -> Reply:
        self._patched(request, "hasRead")
        for discussion in self.state.discussions.values():
            if discussion.seller == self.seller and any(message.id == message_id for message in discussion.messages):
                self.write({"event": "read", "discussion": discussion.id, "message": message_id})
                return Reply(204)
        raise Refused(problem(404, "Not Found"))

    def _patched(self, request: Request, name: str) -> bool:
        """The new value of a field, written as this contract wants it."""
        try:
            [change] = request.json()
        except ValueError:
            raise refused("A JSON Patch document is required.") from None
        key = self.contract.patch_key
        if change.get(key) != "replace" or change.get("path") != f"/{name}":
            raise refused(f"Each change needs {key} and path.")
        values = {"true": True, "false": False} if key == "opt" else {True: True, False: False}
        if change.get("value") not in values:
            raise refused(faults={"value": "The value is not valid."})
        return bool(values[change["value"]])

    def _attachments(self, request: Request) -> Reply:
        wanted = request.query.get("messageId", "")
        for discussion in self.state.discussions.values():
            for message in discussion.messages:
                if discussion.seller == self.seller and message.id == wanted:
                    return json_reply(200, {"items": [_file(name) for name in message.files]})
        raise Refused(problem(404, "Not Found"))

    # --- orders and paging

    def _orders(self, request: Request) -> list[Mapping[str, Any]]:
        since, until = _bounds(request.query)
        number, reference = self.state.number_of(self.seller), request.query.get("reference", "")
        found = [
            order
            for order in self.state.orders.values()
            if order["seller"]["id"] == number
            and reference in ("", order["reference"])
            and (since is None or datetime.fromisoformat(order["updatedAt"]) >= since)
            and (until is None or datetime.fromisoformat(order["updatedAt"]) <= until)
        ]
        return sorted(found, key=lambda order: str(order["updatedAt"]))

    def _list(self, request: Request, path: str, found: Sequence[Mapping[str, Any]]) -> Reply:
        query = dict(request.query)
        size = min(int(query.get("pageSize", "20")), LARGEST_PAGE)
        page = int(query.pop("cursor", "") or query.get("pageIndex", "1"))
        items = found[(page - 1) * size : page * size]
        answer = {"itemsPerPage": size, "items": list(items)}
        if self.contract.paging != "link" or page * size >= len(found):
            return json_reply(200, answer)
        address = f"{self.base}{path}?{urlencode(query | {'cursor': str(page + 1)})}"
        body = json.dumps(answer).encode()
        return Reply(200, body, headers={"Link": f'<{address}>; rel="next"'})


def _bounds(query: Mapping[str, str]) -> tuple[datetime | None, datetime | None]:
    since, until = _date(query, "updatedAtMin"), _date(query, "updatedAtMax")
    if since and until and until - since > SIX_MONTHS:
        raise refused(
            "The searched period may not exceed 6 months.", faults={"updatedAtMin": "The period is too long."}
        )
    return since, until


def _date(query: Mapping[str, str], name: str) -> datetime | None:
    if not query.get(name):
        return None
    try:
        return datetime.fromisoformat(query[name])
    except ValueError:
        raise refused(faults={name: "This is no date."}) from None


def _object(request: Request) -> Mapping[str, Any]:
    try:
        body = request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise refused("A JSON object is required.")
    return body


def _file(name: str) -> dict[str, str]:
    stem, _, ending = name.rpartition(".")
    content = base64.b64encode(picture(name)).decode()
    return {"attachmentName": stem or ending, "fileFormat": ending if stem else "", "content": content}
