"""Macros of Gorgias: the answer of `GET /api/macros`, or a list of macro objects.

Source: developers.gorgias.com, "The Macro object" and "Create a macro" (intents), read 2026-11.
"""

from collections.abc import Mapping
from typing import Any, Final

from templates_app.exchange.macros import Macro, mapping, mappings
from templates_app.exchange.plain_text import plain_text
from templates_app.languages import LANGUAGES

_WORDS: Final = "setResponseText"
_FILES: Final = "addAttachments"
_TOPICS: Final[Mapping[str, str]] = {
    "exchange": "returns",
    "order/cancel": "cancellation",
    "order/change": "cancellation",
    "order/damaged": "defective",
    "order/wrong": "wrong_item",
    "other/thanks": "thanks",
    "product": "product_question",
    "refund": "refund",
    "return": "returns",
    "shipping": "delivery",
    "stock": "product_question",
}
"""Intents as our topics, whole or by what stands before the stroke."""


def is_gorgias(content: Any) -> bool:
    items = _items(content)
    return bool(items) and isinstance(items[0], dict) and "actions" in items[0] and "name" in items[0]


def macros(content: Any, *, language: str) -> list[Macro]:
    return [_macro(mapping(item), language) for item in _items(content)]


def is_one_page_of_more(content: Any) -> bool:
    return bool(mapping(mapping(content).get("meta")).get("next_cursor"))


def _items(content: Any) -> list[Any]:
    items = content.get("data") if isinstance(content, dict) else content
    return items if isinstance(items, list) else []


def _macro(item: Mapping[str, Any], language: str) -> Macro:
    actions = mappings(item.get("actions"))
    said = next((mapping(one.get("arguments")) for one in actions if one.get("name") == _WORDS), {})
    text = str(said.get("body_text") or "") or plain_text(str(said.get("body_html") or ""))
    own = str(item.get("language") or "")[:2]
    intent = str(item.get("intent") or "")
    return Macro(
        name=str(item.get("name") or ""),
        text=text.strip(),
        language=own if own in LANGUAGES else language,
        topic=_TOPICS.get(intent) or _TOPICS.get(intent.partition("/")[0], ""),
        actions=[str(one.get("name")) for one in actions if one.get("name") not in (_WORDS, _FILES)],
        files=sum(one.get("name") == _FILES for one in actions),
        is_active=not item.get("archived_datetime"),
    )
