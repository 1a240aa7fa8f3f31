"""What other helpdesks call our placeholders. What nothing here knows becomes a question to the agent."""

import re
from collections.abc import Mapping
from typing import Final

from templates_app.placeholders import NAMES_OF_QUESTIONS
from templates_app.questions import MOST_QUESTIONS, Question, QuestionKind

OURS: Final[Mapping[str, str]] = {
    "ticket.id": "ticket.number",
    "ticket.title": "ticket.subject",
    "ticket.subject": "ticket.subject",
    "ticket.account": "shop.name",
    "ticket.organization.name": "shop.name",
    "ticket.brand.name": "shop.name",
    "ticket.portal_name": "shop.name",
    "helpdesk_name": "shop.name",
    "ticket.requester.name": "buyer.name",
    "ticket.requester.first_name": "buyer.name",
    "ticket.requester.firstname": "buyer.name",
    "ticket.requester.last_name": "buyer.name",
    "ticket.requester.lastname": "buyer.name",
    "ticket.customer.name": "buyer.name",
    "ticket.customer.firstname": "buyer.name",
    "ticket.customer.lastname": "buyer.name",
    "current_user.name": "agent.name",
    "current_user.first_name": "agent.first_name",
    "current_user.firstname": "agent.first_name",
    "ticket.assignee.name": "agent.name",
    "ticket.assignee.first_name": "agent.first_name",
    "ticket.agent.name": "agent.name",
}
"""By their name. Zendesk has ticket.requester and current_user, Gorgias ticket.customer, Freshdesk ticket.agent.

Source: Gorgias help, "Macro variables"; Freshdesk API v2, "View a canned response"; both read 2026-11.
"""
_ENDINGS: Final = (
    (re.compile(r"orders\[\d+\]\.(name|order_number|id)$"), "order.number"),
    (re.compile(r"(tracking_number|tracking_numbers\[\d+\])$"), "tracking.number"),
    (re.compile(r"tracking_company$"), "tracking.carrier"),
    (re.compile(r"line_items\[\d+\]\.(title|name)$"), "item.title"),
    (re.compile(r"total_price$"), "order.total"),
)
"""Blanks of a shop's data, known by how they end."""
_TWICE: Final = re.compile(r"({{ buyer\.name }})(?:\s+{{ buyer\.name }})+")
"""First and last name are one here."""
_BLANK: Final = re.compile(r"{{-?\s*([^{}|]+?)\s*(\|[^{}]*)?-?}}")


def translated(body: str) -> tuple[str, list[Question], list[str]]:
    """The body with our placeholders, the questions for what we do not know, and their names of these."""
    asked: dict[str, str] = {}

    def ours(found: re.Match[str]) -> str:
        theirs = found[1].strip()
        known = our_name(theirs)
        if known is None:
            known = f"{NAMES_OF_QUESTIONS}.{asked.setdefault(theirs, f'blank_{len(asked) + 1}')}"
        return "{{ " + known + " }}"

    text = _TWICE.sub(r"\1", _BLANK.sub(ours, body))
    questions = [Question(name, QuestionKind.TEXT, {"": theirs[:200]}) for theirs, name in asked.items()]
    return text, questions[:MOST_QUESTIONS], list(asked)


def our_name(theirs: str) -> str | None:
    """Our placeholder for a blank of theirs; None if there is none."""
    name = re.sub(r"\s", "", theirs).lower()
    return OURS.get(name) or next((ours for ending, ours in _ENDINGS if ending.search(name)), None)
