"""What the Message API checks of a request before it does anything. Each raises Refused with eBay's error id.

Source: Message API contract 1.0.0 (commerce_message_v1_oas3.json), read 2026-11.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from connectors.ebay.simulator.refusals import Refused, gateway, refused
from connectors.ebay.simulator.state import EBAY, MEMBERS
from connectors.simulation_server import Request

LARGEST_PAGE = 50
MOST_MEDIA = 5
STATUSES = ("ACTIVE", "ARCHIVE", "DELETE")
MEDIA_TYPES = ("IMAGE", "PDF", "DOC", "TXT")


def body_of(request: Request) -> Mapping[str, Any]:
    try:
        body = request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict) or "json" not in request.headers.get("content-type", ""):
        raise Refused(gateway(400, 2004, "Could not serialize field", domain="API_MESSAGE"))
    return body


def kind_of(query: Mapping[str, str]) -> str:
    kind = query.get("conversation_type", "")
    if not kind:
        raise refused(355017)
    if kind not in (MEMBERS, EBAY):
        raise refused(355002)
    return kind


def paging_of(query: Mapping[str, str]) -> tuple[int, int]:
    limit, offset = query.get("limit", "25"), query.get("offset", "0")
    if not limit.isdigit() or not 1 <= int(limit) <= LARGEST_PAGE:
        raise refused(355009, limit=limit)
    if not offset.isdigit() or int(offset) % int(limit):
        raise refused(355008, offset=offset)
    return int(limit), int(offset)


def dates_of(query: Mapping[str, str], kind: str) -> tuple[datetime | None, datetime | None]:
    start, end = _date(query.get("start_time", "")), _date(query.get("end_time", ""))
    if kind != MEMBERS:
        return None, None
    if start and end and start >= end:
        raise refused(355004)
    return start, end


def _date(text: str) -> datetime | None:
    if not text:
        return None
    try:
        date = datetime.fromisoformat(text)
    except ValueError:
        raise refused(355005) from None
    if date.tzinfo is None:
        raise refused(355005)
    return date


def listing_of(query: Mapping[str, str]) -> str:
    kind, item_id = query.get("reference_type", ""), query.get("reference_id", "")
    if item_id and not kind:
        raise refused(355022)
    if kind and kind != "LISTING":
        raise refused(355003)
    if item_id and not (item_id.isdigit() and int(item_id) > 0):
        raise refused(355016)
    return item_id


def reference_of(reference: Any) -> str:
    if reference is None:
        return ""
    kind, item_id = str(reference.get("referenceType") or ""), str(reference.get("referenceId") or "")
    if not kind or not item_id:
        raise refused(355021)
    if kind != "LISTING":
        raise refused(355003)
    if not (item_id.isdigit() and int(item_id) > 0):
        raise refused(355016)
    return item_id


def check_media(media: Sequence[Mapping[str, Any]]) -> None:
    if len(media) > MOST_MEDIA:
        raise refused(355010)
    for each in media:
        if not all(each.get(name) for name in ("mediaName", "mediaType", "mediaUrl")):
            raise refused(355012)
        if each["mediaType"] not in MEDIA_TYPES:
            raise refused(355011)
        if not str(each["mediaUrl"]).startswith("https://"):
            raise refused(355014)
