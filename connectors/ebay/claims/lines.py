"""What an entry says of a claim at eBay, a line each: the words before are ours, eBay's codes stay codes."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from connectors.ebay.claims.facts import Facts
from connectors.ebay.claims.kinds import CANCELLATION, CASE, DISPUTE, INQUIRY, RETURN
from connectors.ebay.claims.states import outcome_of
from connectors.ebay.values import part, words
from connectors.text import entry_line as _

STANDS: Final[Mapping[str, str]] = {
    CANCELLATION: _("Cancellation: %(words)s"),
    INQUIRY: _("Item not received: %(words)s"),
    RETURN: _("Return: %(words)s"),
    CASE: _("Case: %(words)s"),
    DISPUTE: _("Payment dispute: %(words)s"),
}
"""Where the claim stands, by its kind."""
SUBJECTS: Final[Mapping[str, str]] = {
    CANCELLATION: _("Cancellation %(number)s"),
    INQUIRY: _("Item not received %(number)s"),
    RETURN: _("Return %(number)s"),
    CASE: _("Case %(number)s"),
    DISPUTE: _("Payment dispute %(number)s"),
}
"""What a claim's ticket is called, with eBay's number of it."""
REASON, TO_DO, CHOICES = _("Reason: %(words)s"), _("To do: %(words)s"), _("Choices: %(words)s")
AMOUNT, ITEM = _("Amount: %(words)s"), _("Item: %(words)s")
OUTCOME, BECAME_CASE = _("Outcome: %(words)s"), _("Became case: %(words)s")
ANSWER_AT_EBAY = _("Answer it on eBay: what moves money has to be confirmed there, and Guichet moves none.")


def text_of(facts: Facts, *, awaits_seller: bool) -> str:
    """The lines that have anything to say; awaits_seller: say also where to answer."""
    told = [line % {"words": value} for line, value in _told(facts) if value]
    told += [": ".join(filter(None, step)) for step in _steps(facts)]
    return "\n".join([*told, "", ANSWER_AT_EBAY] if awaits_seller else told)


def _told(facts: Facts) -> Iterator[tuple[str, str]]:
    yield STANDS[facts.kind], facts.state_there
    yield REASON, " ".join(filter(None, (facts.reason, _bracketed(facts.one("reasonType")))))
    yield TO_DO, words(part(facts.summary, "sellerResponseDue").get("activityDue"))
    yield CHOICES, _joined(facts.detail.get("availableChoices"))
    yield AMOUNT, f"{facts.amount.amount:.2f} {facts.amount.currency}".strip() if facts.amount else ""
    yield ITEM, " ".join(filter(None, (facts.one("itemTitle"), facts.item_id)))
    yield OUTCOME, outcome_of(facts)
    yield BECAME_CASE, facts.case_id


def _steps(facts: Facts) -> Iterator[tuple[str, str]]:
    """What has happened to a dispute: the day, and eBay's word for it."""
    for entry in facts.activity:
        if what := words(entry.get("activityType")):
            yield words(entry.get("activityDate"))[:10], what


def _joined(value: Any) -> str:
    return ", ".join(filter(None, map(words, value))) if isinstance(value, list) else ""


def _bracketed(word: str) -> str:
    return f"({word})" if word else ""
