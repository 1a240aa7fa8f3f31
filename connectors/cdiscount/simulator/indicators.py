"""The simulated seller indicators: figures that differ from shop to shop and move a little from day to day."""

from datetime import datetime
from random import Random
from typing import Any

from connectors.cdiscount.simulator.contract import Contract

FIGURES = {
    "order_acceptation": (96.5, 100.0),
    "product_shipping": (95.5, 99.8),
    "deadline_compliance": (94.0, 99.0),
    "order_claims": (0.4, 2.6),
    "order_refunds": (0.8, 3.4),
}
"""Between what each lies, in percent."""


def indicators_json(seller: str, now: datetime, contract: Contract) -> dict[str, Any]:
    """The answer to GET /sellers/indicators, as objects by name or as a list."""
    figures = {name: {"value": _figure(seller, name, now), "unit": "%"} for name in FIGURES}
    if contract.figures == "listed":
        return {"items": [{"code": name, **figure} for name, figure in figures.items()]}
    return dict(figures)


def _figure(seller: str, name: str, now: datetime) -> float:
    least, most = FIGURES[name]
    usual = Random(f"{seller}:{name}").uniform(least, most)  # noqa: S311
    moved = Random(f"{seller}:{name}:{now:%Y-%m-%d}").uniform(-0.3, 0.3)  # noqa: S311
    return round(min(100.0, max(0.0, usual + moved)), 1)
