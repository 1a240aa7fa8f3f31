"""An Http that remembers every exchange as it went over the wire."""

import json
from typing import Any

import requests

from connectors.amazon.spapi.tests.models import Exchange
from connectors.http import Answer, Http


class RecordingHttp(Http):
    """exchanges: every call so far; headers: of each call, with lower-case names."""

    def __init__(self) -> None:
        super().__init__()
        self.exchanges: list[Exchange] = []
        self.headers: list[dict[str, str]] = []

    def _call(self, method: str, url: str, **options: Any) -> Answer:
        given = {name: options[name] for name in ("params", "json", "data", "headers") if name in options}
        prepared = requests.Request(method, url, **given).prepare()
        answer = super()._call(method, url, **options)
        headers = {name.lower(): value for name, value in prepared.headers.items()}
        body = json.loads(prepared.body) if prepared.body and "json" in headers.get("content-type", "") else None
        content = json.loads(answer.content) if answer.content.startswith((b"{", b"[")) else None
        self.exchanges.append(Exchange(method, str(prepared.url), body, answer.status, content))
        self.headers.append(headers)
        return answer
