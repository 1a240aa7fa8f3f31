"""Macros of Zendesk: the answer of `GET /api/v2/macros`.

Source: developer.zendesk.com, API reference, Ticketing, Macros, read 2026-11: {"macros": [{title, active, actions:
[{field, value}]}]}; the words are the actions `comment_value` and `comment_value_html`, a value may be [channel, text].
"""

from collections.abc import Mapping
from typing import Any, Final

from templates_app.exchange.macros import Macro, mapping, mappings
from templates_app.exchange.plain_text import plain_text

_WORDS: Final = ("comment_value", "comment_value_html")
_IS_PUBLIC: Final = "comment_mode_is_public"


def is_zendesk(content: Any) -> bool:
    return isinstance(content, dict) and isinstance(content.get("macros"), list)


def macros(content: dict[str, Any], *, language: str) -> list[Macro]:
    return [_macro(mapping(item), language) for item in content["macros"]]


def is_one_page_of_more(content: dict[str, Any]) -> bool:
    return bool(content.get("next_page") or mapping(content.get("meta")).get("has_more"))


def _macro(item: Mapping[str, Any], language: str) -> Macro:
    actions = mappings(item.get("actions"))
    said = {str(one.get("field")): _value(one.get("value")) for one in actions}
    text = said.get("comment_value") or plain_text(said.get("comment_value_html", ""))
    return Macro(
        name=str(item.get("title") or ""),
        text=text.strip(),
        language=language,
        actions=[str(one.get("field")) for one in actions if one.get("field") not in (*_WORDS, _IS_PUBLIC)],
        is_internal=said.get(_IS_PUBLIC, "true").lower() == "false",
        is_active=item.get("active") is not False,
    )


def _value(value: Any) -> str:
    """Some values name a channel first."""
    if isinstance(value, list):
        return str(value[-1]) if value else ""
    return str(value) if isinstance(value, str | bool) else ""
