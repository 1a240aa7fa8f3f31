"""Our own file: JSON, everything a template is but its versions and figures."""

import json
from collections.abc import Iterable
from typing import Any, Final

from templates_app.exchange.carried import Carried, Imported, Loss, NotCarried
from templates_app.languages import LANGUAGES
from templates_app.models import Family, ReplyTemplate
from templates_app.questions import BadQuestion, questions_from

MARK: Final = "guichet_reply_templates"
VERSION: Final = 1


def written(templates: Iterable[ReplyTemplate]) -> str:
    """The published words of templates, with their published version; those without one are left out."""
    items = [_spec(one) for one in templates if one.published is not None]
    return json.dumps({MARK: VERSION, "templates": items}, ensure_ascii=False, indent=2) + "\n"


def is_ours(content: Any) -> bool:
    return isinstance(content, dict) and MARK in content


def read(content: dict[str, Any]) -> Imported:
    """content: of a file of ours. What is not as we write it is left out and said."""
    items = content.get("templates")
    templates, losses = [], []
    for item in items if isinstance(items, list) else []:
        try:
            templates.append(_carried(item))
        except (BadQuestion, KeyError, TypeError, ValueError) as error:
            name = str(item.get("name", ""))[:120] if isinstance(item, dict) else ""
            losses.append(NotCarried(name, Loss.LEFT_OUT, str(error)))
    return Imported("guichet", templates, losses)


def _spec(template: ReplyTemplate) -> dict[str, Any]:
    version = template.published
    return {
        "name": template.name,
        "topic": template.topic,
        "family": template.family,
        "marketplaces": template.marketplaces,
        "kinds": template.kinds,
        "bodies": version.bodies if version else {},
        "questions": version.questions if version else [],
    }


def _carried(item: dict[str, Any]) -> Carried:
    bodies = {language: _text(text) for language, text in _mapping(item["bodies"]).items() if language in LANGUAGES}
    family = item.get("family", Family.INFORMATION)
    return Carried(
        name=_text(item["name"])[:120],
        bodies=bodies,
        questions=questions_from(item.get("questions", [])),
        topic=_text(item.get("topic", ""))[:100],
        family=family if family in Family.values else Family.INFORMATION,
        marketplaces=[_text(slug)[:50] for slug in item.get("marketplaces", [])],
        kinds=[_text(kind)[:30] for kind in item.get("kinds", [])],
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{type(value).__name__} in the place of a text")
    return value


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{type(value).__name__} in the place of texts by language")
    return value
