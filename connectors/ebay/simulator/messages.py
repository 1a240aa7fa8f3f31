"""The five operations of the Message API, with everything the contract says they refuse.

Source: Message API contract 1.0.0 (commerce_message_v1_oas3.json), read 2026-11.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from connectors.ebay.simulator.checks import (
    STATUSES,
    body_of,
    check_media,
    dates_of,
    kind_of,
    listing_of,
    paging_of,
    reference_of,
)
from connectors.ebay.simulator.refusals import Refused, gateway, refused
from connectors.ebay.simulator.state import (
    EBAY,
    MEMBERS,
    Conversation,
    Seller,
    State,
    conversation_json,
    message_json,
    stamp,
)
from connectors.simulation_server import Reply, Request, json_reply

BASE = "/commerce/message/v1"
LONGEST_TEXT = 2000
MOST_IN_BULK = 10

Write = Callable[[Mapping[str, Any]], None]


class Messages:
    """The operations for one signed-in seller. write: carries out and remembers an event."""

    def __init__(self, state: State, seller: Seller, *, write: Write, now: datetime, base_url: str) -> None:
        self.state = state
        self.seller = seller
        self.write = write
        self.now = now
        self.base_url = base_url
        self.message_order = "newest"
        self.repeat_entries = False
        self.missing_listings: frozenset[str] = frozenset()

    def handle(self, request: Request) -> Reply:
        """Answer any call below the API's base path."""
        try:
            return self._route(request)
        except Refused as refusal:
            return refusal.reply

    def _route(self, request: Request) -> Reply:
        path = request.path.removeprefix(BASE)
        if request.method == "GET" and path == "/conversation":
            return self.get_conversations(request)
        if request.method == "GET" and path.startswith("/conversation/"):
            return self.get_conversation(request, path.removeprefix("/conversation/"))
        posts = {
            "/send_message": self.send_message,
            "/update_conversation": self.update_conversation,
            "/bulk_update_conversation": self.bulk_update_conversation,
        }
        if request.method == "POST" and path in posts:
            return posts[path](body_of(request))
        return gateway(404, 2002, "Resource not found")

    def get_conversations(self, request: Request) -> Reply:
        query = request.query
        kind = kind_of(query)
        limit, offset = paging_of(query)
        found = self._filtered(query, self.state.listed(self.seller.key, kind), kind=kind)
        shown = found[offset : offset + limit]
        if self.repeat_entries:
            shown = [entry for entry in shown for _ in (1, 2)]
        content = self._page(request, total=len(found), limit=limit, offset=offset)
        content["conversations"] = [conversation_json(conversation) for conversation in shown]
        return json_reply(200, content)

    def get_conversation(self, request: Request, conversation_id: str) -> Reply:
        kind = kind_of(request.query)
        limit, offset = paging_of(request.query)
        conversation = self._own(conversation_id, kind)
        if conversation.gone == 404:
            raise Refused(Reply(404))
        if conversation.gone:
            raise refused(355007)
        total = len(conversation.messages)
        messages = self._ordered(conversation, limit=limit, offset=offset)
        if self.repeat_entries:
            messages = [message for message in messages for _ in (1, 2)]
        content = self._page(request, total=total, limit=limit, offset=offset) | {
            "conversationTitle": conversation.title,
            "conversationStatus": conversation.status,
            "conversationType": conversation.kind,
            "messages": [message_json(message) for message in messages],
        }
        return json_reply(200, content)

    def _ordered(self, conversation: Conversation, *, limit: int, offset: int) -> Sequence[Any]:
        messages = conversation.messages
        if self.message_order == "oldest":
            return messages[offset : offset + limit]
        if self.message_order == "mixed":
            return (messages[::2] + messages[1::2])[offset : offset + limit]
        end = max(0, len(messages) - offset)
        return messages[max(0, end - limit) : end][::-1]

    def send_message(self, body: Mapping[str, Any]) -> Reply:
        text = body.get("messageText") or ""
        media = body.get("messageMedia") or []
        if not body.get("conversationId") and not body.get("otherPartyUsername"):
            raise refused(355018)
        if not text and not media:
            raise refused(355015)
        if len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_TEXT:
            raise refused(355013)
        check_media(media)
        item_id = reference_of(body.get("reference"))
        if item_id in self.missing_listings:
            raise refused(355020)
        conversation_id, other, title = self._addressed(body, item_id)
        _, message_id = self.state.new_ids(MEMBERS)
        self.write(
            {
                "event": "message",
                "conversation": conversation_id,
                "kind": MEMBERS,
                "seller": self.seller.key,
                "other": other,
                "item_id": item_id,
                "id": message_id,
                "sender": self.seller.name,
                "recipient": other,
                "text": text,
                "title": title,
                "media": list(media),
                "at": self.now.isoformat(),
                "inbound": False,
                "through_api": True,
            }
        )
        answer = {
            "messageId": message_id,
            "messageBody": text,
            "senderUserName": self.seller.name,
            "recipientUserName": other,
            "subject": "",
            "readStatus": False,
            "createdDate": stamp(self.now),
        }
        return json_reply(201, answer | ({"messageMedia": list(media)} if media else {}))

    def _addressed(self, body: Mapping[str, Any], item_id: str) -> tuple[str, str, str]:
        """Conversation id, other party and title for a message to send."""
        if body.get("conversationId"):
            conversation = self._own(str(body["conversationId"]), MEMBERS)
            if conversation.gone:
                raise refused(355007)
            return conversation.id, conversation.other, conversation.title
        other = str(body["otherPartyUsername"])
        known = self.state.conversation_with(self.seller.key, other, item_id)
        if known is not None:
            return known.id, known.other, known.title
        if self.seller.is_called(other) or not other.strip():
            raise refused(355006)
        return self.state.new_ids(MEMBERS)[0], other, ""

    def update_conversation(self, body: Mapping[str, Any]) -> Reply:
        conversation = self._named(body)
        if "read" in body:
            if not isinstance(body["read"], bool):
                raise Refused(gateway(400, 2004, "Invalid request: read must be a boolean", domain="API_MESSAGE"))
            self.write({"event": "status", "conversation": conversation.id, "read": body["read"]})
            return Reply(204)
        if body.get("conversationStatus") not in STATUSES:
            raise refused(355001)
        self.write({"event": "status", "conversation": conversation.id, "status": body["conversationStatus"]})
        return Reply(204)

    def bulk_update_conversation(self, body: Mapping[str, Any]) -> Reply:
        entries = body.get("conversations") or []
        if len(entries) > MOST_IN_BULK:
            raise refused(355019)
        results = [self._update_one(entry) for entry in entries]
        succeeded = sum(result["updateStatus"] == "SUCCESSFUL" for result in results)
        counts = {
            "totalConversationsCount": len(results),
            "updateSuccessCount": succeeded,
            "updateFailureCount": len(results) - succeeded,
        }
        return json_reply(200, {"conversationsMetadata": counts, "conversationsResponse": results})

    def _update_one(self, entry: Mapping[str, Any]) -> dict[str, str]:
        status = entry.get("conversationStatus")
        if status not in (*STATUSES, "READ", "UNREAD"):
            raise refused(355001)
        if entry.get("conversationType") not in (MEMBERS, EBAY):
            raise refused(355002)
        if not entry.get("conversationId"):
            raise refused(355007)
        result = {"conversationId": str(entry["conversationId"]), "updateStatus": "SUCCESSFUL"}
        try:
            conversation = self._named(entry)
        except Refused:
            return result | {"updateStatus": "FAILURE"}
        change = {"read": status == "READ"} if status in ("READ", "UNREAD") else {"status": status}
        self.write({"event": "status", "conversation": conversation.id, **change})
        return result

    def _named(self, body: Mapping[str, Any]) -> Conversation:
        kind = body.get("conversationType")
        if kind not in (MEMBERS, EBAY):
            raise refused(355002)
        return self._own(str(body.get("conversationId", "")), kind)

    def _own(self, conversation_id: str, kind: str) -> Conversation:
        conversation = self.state.conversations.get(conversation_id)
        if conversation is None or conversation.seller != self.seller.key or conversation.kind != kind:
            raise refused(355007)
        return conversation

    def _filtered(self, query: Mapping[str, str], found: list[Conversation], *, kind: str) -> list[Conversation]:
        status = query.get("conversation_status", "")
        if status and status not in (*STATUSES, "READ", "UNREAD"):
            raise refused(355001)
        start, end = dates_of(query, kind)
        other, item_id = query.get("other_party_username", ""), listing_of(query)
        if other and not any(each.other.casefold() == other.casefold() for each in found):
            raise refused(355006)
        tests: list[Callable[[Conversation], bool]] = []
        if status in STATUSES:
            tests.append(lambda each: each.status == status)
        if status in ("READ", "UNREAD"):
            tests.append(lambda each: (each.unread > 0) is (status == "UNREAD"))
        if start:
            tests.append(lambda each: each.messages[-1].at >= start)
        if end:
            tests.append(lambda each: each.messages[0].at < end)
        if other:
            tests.append(lambda each: each.other.casefold() == other.casefold())
        if item_id:
            tests.append(lambda each: each.item_id == item_id)
        return [each for each in found if all(test(each) for test in tests)] if tests else found

    def _page(self, request: Request, *, total: int, limit: int, offset: int) -> dict[str, Any]:
        """total, limit, offset, href, and next and prev where there are such pages."""

        def link(to: int) -> str:
            query = {**request.query, "limit": str(limit), "offset": str(to)}
            return f"{self.base_url}{request.path}?{urlencode(query)}"

        content: dict[str, Any] = {"href": link(offset), "limit": limit, "offset": offset, "total": total}
        if offset + limit < total:
            content["next"] = link(offset + limit)
        if offset > 0:
            content["prev"] = link(max(0, offset - limit))
        return content
