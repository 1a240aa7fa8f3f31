"""A stored figure about the seller -> our dataclass. Pure."""

from collections.abc import Mapping
from typing import Any

from connectors.cdiscount import fields
from connectors.errors import UnexpectedAnswer
from connectors.incoming import IncomingIndicator
from connectors.text import marked as _

LABELS = {
    "order_acceptation": _("Orders accepted"),
    "product_shipping": _("Products shipped"),
    "deadline_compliance": _("Preparation time kept"),
    "order_claims": _("Orders with a claim"),
    "order_refunds": _("Orders refunded"),
}
REPORTED = {"order_acceptation": "≥ 97.5 %", "product_shipping": "≥ 97.5 %", "deadline_compliance": "≥ 96 %"}
"""Contract thresholds as trade press reported them about 2021 (sellerhub.tv, sellermania.com): unverified today, so no
standing is derived from them. Claims are assessed over 30 or 60 days, no threshold is known (fact sheet, section 4)."""


def indicator_from(body: Any) -> IncomingIndicator:
    """Read one stored payload of kind "indicator": `{"name", "figure", "asked_at"}`.

    Raises UnexpectedAnswer naming what is missing.
    """
    payload = body if isinstance(body, dict) else {}
    name, figure = fields.required(payload, "name"), payload.get("figure")
    told: Mapping[str, Any] = figure if isinstance(figure, dict) else {"value": figure}
    value = _figure(told, "value", "rate", "percentage", "result")
    if not value:
        raise UnexpectedAnswer(f"{name} has no value")
    dated = {**payload, **told}
    return IncomingIndicator(
        name=name,
        label=LABELS.get(name, name),
        value=value,
        evaluated_at=fields.moment(dated, "evaluatedAt", "calculatedAt", "updatedAt", "date", "asked_at"),
        threshold=_figure(told, "threshold", "target", "objective") or REPORTED.get(name, ""),
    )


def _figure(told: Mapping[str, Any], *names: str) -> str:
    """The first of these that is a number, with the unit if one is told; "" if none is."""
    number = next((found for name in names if (found := fields.amount(told.get(name))) is not None), None)
    return f"{number.normalize():f} {fields.text(told, 'unit')}".strip() if number is not None else ""
