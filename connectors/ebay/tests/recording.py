"""Calls as they went over the wire, to be held against a contract."""

import json
from typing import Any

import requests

from connectors.ebay.tests.ebay_contracts import Exchange
from connectors.http import Answer, Http


class RecordingHttp(Http):
    """Remembers every exchange as it went over the wire."""

    def __init__(self) -> None:
        super().__init__()
        self.exchanges: list[Exchange] = []

    def _call(self, method: str, url: str, **options: Any) -> Answer:
        prepared = requests.Request(
            method, url, **{name: options[name] for name in ("params", "json", "data", "headers") if name in options}
        ).prepare()
        answer = super()._call(method, url, **options)
        headers = {name.lower(): value for name, value in prepared.headers.items()}
        body = json.loads(prepared.body) if prepared.body and "json" in headers.get("content-type", "") else None
        content = json.loads(answer.content) if answer.content else None
        self.exchanges.append(Exchange(method, str(prepared.url), headers, body, answer.status, content))
        return answer
