"""Canned responses of Freshdesk: the answer of `GET /api/v2/canned_response_folders/ID/responses`.

Source: Freshdesk API v2, "List all canned responses in a folder", read 2026-11: [{title, content, content_html,
attachments}].
"""

from collections.abc import Mapping
from typing import Any

from templates_app.exchange.macros import Macro, mapping, mappings
from templates_app.exchange.plain_text import plain_text


def is_freshdesk(content: Any) -> bool:
    return isinstance(content, list) and any(isinstance(one, dict) and "title" in one for one in content[:1])


def macros(content: list[Any], *, language: str) -> list[Macro]:
    return [_macro(mapping(item), language) for item in content]


def _macro(item: Mapping[str, Any], language: str) -> Macro:
    html = plain_text(str(item.get("content_html") or ""))
    return Macro(
        name=str(item.get("title") or ""),
        text=(html or str(item.get("content") or "")).strip(),
        language=language,
        files=len(mappings(item.get("attachments"))),
    )
