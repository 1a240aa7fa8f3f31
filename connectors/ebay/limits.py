"""What eBay's getRateLimits says is left.

Source: Developer Analytics contract v1_beta.0.1, read 2026-11. How eBay names the Message API in
it is not documented; `commerce` + `message` is assumed, in any case.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from connectors.abilities import QuotaLeft
from connectors.ebay.fields import moment_or_none


def quotas_from(content: Mapping[str, Any]) -> tuple[QuotaLeft, ...]:
    """The tightest rate of each API, named `context.name` in lower case. What is unreadable is left out."""
    tightest: dict[str, QuotaLeft] = {}
    for api, rate in _rates(content):
        limit, remaining = rate.get("limit"), rate.get("remaining")
        if not isinstance(limit, int) or not isinstance(remaining, int):
            continue
        resets_at: datetime | None = moment_or_none(rate.get("reset"))
        left = QuotaLeft(api, limit, max(0, remaining), resets_at)
        if api not in tightest or left.remaining < tightest[api].remaining:
            tightest[api] = left
    return tuple(tightest[api] for api in sorted(tightest))


def _rates(content: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for entry in _objects(content.get("rateLimits")):
        api = f"{entry.get('apiContext', '')}.{entry.get('apiName', '')}".lower()
        for resource in _objects(entry.get("resources")):
            for rate in _objects(resource.get("rates")):
                yield api, rate


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
