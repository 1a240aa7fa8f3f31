"""Seller indicators, once a day: `GET /sellers/indicators`.

Which figures there are is known (order_acceptation, product_shipping, deadline_compliance, order_claims, order_refunds;
fact sheet, section 4), the shape of the answer is not: each may be a number or an object, by itself or in a list.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

from connectors.cdiscount import fields
from connectors.cdiscount.changes import written
from connectors.cdiscount.client import OctopiaClient, no_access
from connectors.cdiscount.problems import Refused
from connectors.errors import SignInAgain
from connectors.incoming import FetchRequest, Page, RawPayload

log = logging.getLogger("guichet.cdiscount")

INDICATOR = "indicator"
PATH = "/sellers/indicators"
NAMES = ("order_acceptation", "product_shipping", "deadline_compliance", "order_claims", "order_refunds")


class Indicators:
    """The figures about one seller."""

    def __init__(self, client: OctopiaClient) -> None:
        self.client = client

    def pages(self, request: FetchRequest) -> Iterator[Page]:
        """Today's figures; none for a back-fill, since only the present ones are told, or without access."""
        if request.until is not None:
            return
        try:
            content = self._asked()
        except SignInAgain as error:
            log.info("indicators: %s", error)
            return
        now = self.client.tools.now()
        items = [
            RawPayload(INDICATOR, name, {"name": name, "figure": figure, "asked_at": written(now)}, f"{now:%Y-%m-%d}")
            for name, figure in _figures(content).items()
        ]
        yield Page(tuple(items), {"asked_at": written(now)})

    def visible(self) -> bool:
        """Whether this account shows indicators at all."""
        try:
            self.client.get(PATH)
        except Refused:
            return False
        return True

    def _asked(self) -> Any:
        try:
            return self.client.get(PATH).json()
        except Refused as error:
            raise no_access(error, "indicators") from error


def _figures(content: Any) -> dict[str, Any]:
    """The known figures by name: a number, a text or an object each."""
    found: dict[str, Any] = {}
    for given, figure in _named(content):
        name = next((name for name in NAMES if _plain(given).startswith(_plain(name))), "")
        if name and name not in found and isinstance(figure, dict | int | float | str):
            found[name] = figure
    return found


def _named(content: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(content, dict):
        inner = fields.objects(content, "items", "indicators")
        yield from _named(inner) if inner else content.items()
    for entry in content if isinstance(content, list) else []:
        if isinstance(entry, Mapping):
            yield _name_of(entry), entry


def _name_of(entry: Mapping[str, Any]) -> str:
    return next((str(entry[key]) for key in ("code", "name", "indicator", "type") if entry.get(key)), "")


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())
