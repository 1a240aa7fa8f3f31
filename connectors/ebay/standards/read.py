"""A stored figure about the seller -> IncomingIndicator.

Labels are parts with " · " between them, each an English msgid or eBay's own words (it translates the names of its
metrics itself). A value keeps the way eBay writes it.
Source: Sell Analytics contract 1.3.2; the values of RatingTypeEnum and StandardsLevelEnum, read 2026-11.
"""

from collections.abc import Mapping
from typing import Any

from connectors.ebay import fields
from connectors.ebay.claims.links import site_words
from connectors.ebay.values import objects, part, words
from connectors.errors import UnexpectedAnswer
from connectors.incoming import IncomingIndicator, Standing
from connectors.text import marked as _

LEVELS = {"TOP_RATED": Standing.GOOD, "ABOVE_STANDARD": Standing.GOOD, "BELOW_STANDARD": Standing.BAD}
LEVEL_WORDS = {
    "TOP_RATED": _("top rated"),
    "ABOVE_STANDARD": _("above standard"),
    "BELOW_STANDARD": _("below standard"),
}
RATINGS = {"LOW": Standing.GOOD, "AVERAGE": Standing.GOOD, "HIGH": Standing.WATCH, "VERY_HIGH": Standing.BAD}
"""How far from comparable sellers: low is best."""
RATING_WORDS = {"LOW": _("Low"), "AVERAGE": _("Average"), "HIGH": _("High"), "VERY_HIGH": _("Very high")}
TYPES = {"ITEM_NOT_AS_DESCRIBED": _("Items not as described"), "ITEM_NOT_RECEIVED": _("Items not received")}
CYCLES = {"CURRENT": _("last evaluation"), "PROJECTED": _("if evaluated today")}
PROGRAMS = {
    "PROGRAM_US": _("United States"),
    "PROGRAM_UK": _("United Kingdom"),
    "PROGRAM_DE": _("Germany"),
    "PROGRAM_GLOBAL": _("France and all other countries"),
}
SELLER_LEVEL = _("Seller level")


def read_standard(body: Any) -> IncomingIndicator:
    """Read the seller's level in one programme, or one metric of it."""
    profile, metric = part(body, "profile"), part(body, "metric")
    program, cycle = words(profile.get("program")), part(profile, "cycle")
    kind, key = words(cycle.get("cycleType")), words(metric.get("metricKey"))
    if not program or not kind:
        raise UnexpectedAnswer("program or cycleType is missing")
    level = words((metric or profile).get("level" if metric else "standardsLevel"))
    name = words(metric.get("name")) or key if metric else SELLER_LEVEL
    return IncomingIndicator(
        name="/".join(filter(None, (program, kind, key))),
        label=_joined(name, PROGRAMS.get(program, program), CYCLES.get(kind, kind)),
        value=_figure(metric) if metric else LEVEL_WORDS.get(level, level),
        evaluated_at=fields.moment(cycle, "evaluationDate"),
        threshold=_threshold(metric),
        standing=LEVELS.get(level),
    )


def read_service(body: Any) -> IncomingIndicator:
    """Read the rate of one service metric, and how eBay rates it among comparable sellers. It names no limit."""
    kind, cycle = words(part({"": body}, "").get("type")), part(body, "cycle")
    dimension, site = part(body, "dimension"), words(body.get("marketplace") if isinstance(body, dict) else "")
    rates = [metric for metric in objects(part({"": body}, ""), "metrics") if words(metric.get("metricKey")) == "RATE"]
    if not kind or not rates:
        raise UnexpectedAnswer("the metric has no type or no rate")
    benchmark, evaluation = part(rates[0], "benchmark"), words(cycle.get("evaluationType"))
    rating = words(benchmark.get("rating")).upper().replace(" ", "_")
    place = words(dimension.get("name")) or words(dimension.get("value"))
    return IncomingIndicator(
        name="/".join(filter(None, (kind, evaluation, site, words(dimension.get("value"))))),
        label=_joined(TYPES.get(kind, kind), place, site_words(site), CYCLES.get(evaluation, evaluation)),
        value=_amount(rates[0].get("value")),
        evaluated_at=fields.moment(cycle, "evaluationDate"),
        standing=RATINGS.get(rating),
        peers=words(part(benchmark, "metadata").get("average")),
        rating=RATING_WORDS.get(rating, words(benchmark.get("rating"))),
    )


def _figure(metric: Mapping[str, Any]) -> str:
    """The figure; of a rate also how many of how many, where told."""
    value = metric.get("value")
    of_all = part(metric, "value")
    counted = (_amount(of_all.get("numerator")), _amount(of_all.get("denominator")))
    figure = _amount(of_all.get("value") if of_all else value)
    return f"{figure} ({counted[0]}/{counted[1]})" if all(counted) else figure


def _threshold(metric: Mapping[str, Any]) -> str:
    """What keeps the level: at most the upper bound, else at least the lower one."""
    upper, lower = (_amount(_inner(metric.get(f"threshold{which}Bound"))) for which in ("Upper", "Lower"))
    return f"≤ {upper}" if upper else f"≥ {lower}" if lower else ""


def _inner(bound: Any) -> Any:
    return bound.get("value") if isinstance(bound, dict) else bound


def _amount(value: Any) -> str:
    return str(value) if isinstance(value, float) else words(value)


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))
