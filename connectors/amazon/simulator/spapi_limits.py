"""The stand-in's own token buckets, one per seller and operation. Rates: usage plans of Amazon's models, 2026-08."""

from collections.abc import Mapping
from datetime import datetime

from connectors.simulation_server import Request

PLANS: Mapping[str, tuple[float, float]] = {
    "GET /orders/2026-01-01/orders": (0.0056, 20),
    "GET /orders/2026-01-01/orders/": (0.5, 30),
    "GET /sellers/": (0.016, 15),
    "POST /uploads/": (10, 10),
    "POST /reports/2021-06-30/reports": (0.0167, 15),
    "GET /reports/2021-06-30/reports": (0.0222, 10),
    "GET /reports/2021-06-30/reports/": (2, 15),
    "GET /reports/2021-06-30/documents/": (0.0167, 15),
    "GET /messaging/": (1, 5),
    "POST /messaging/": (1, 5),
    "GET /solicitations/": (1, 5),
    "POST /solicitations/": (1, 5),
}
"""Beginning of a call -> calls a second, burst. The longest beginning that fits counts."""


class Limits:
    """How much of each bucket is left. plans: as PLANS, which may be granted otherwise."""

    def __init__(self) -> None:
        self.plans = dict(PLANS)
        self.levels: dict[tuple[str, str], tuple[float, datetime]] = {}

    def take(self, request: Request, *, seller: str, now: datetime) -> bool:
        """Use up one call; False if there is none."""
        plan = self._plan_of(request)
        if plan is None:
            return True
        per_second, burst = self.plans[plan]
        level, at = self.levels.get((seller, plan), (burst, now))
        level = min(burst, level + (now - at).total_seconds() * per_second)
        self.levels[seller, plan] = (level - 1 if level >= 1 else level, now)
        return level >= 1

    def headers(self, request: Request) -> Mapping[str, str]:
        """What Amazon says of the limit in an answer."""
        plan = self._plan_of(request)
        return {"x-amzn-RateLimit-Limit": str(self.plans[plan][0])} if plan else {}

    def _plan_of(self, request: Request) -> str | None:
        called = f"{request.method} {request.path}"
        fitting = [beginning for beginning in self.plans if called.startswith(beginning)]
        return max(fitting, key=len, default=None)
