"""The REST API as a program of somebody else's would use it: plain HTTP, patient, never trusting a broken answer."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import requests

PATIENCE_SECONDS = 60.0


@dataclass
class Stranger:
    """One token's calls. Every call is repeated until the server gave an answer below 500."""

    url: str
    token: str
    session: requests.Session = field(default_factory=requests.Session)
    stumbles: int = 0

    def __post_init__(self) -> None:
        self.session.trust_env = False
        self.session.headers["Authorization"] = f"Bearer {self.token}"

    def connect(self, marketplace: str, name: str, credentials: Mapping[str, Any]) -> int:
        answer = self.call(
            "POST", "/accounts", json={"marketplace": marketplace, "name": name, "credentials": dict(credentials)}
        )
        return int(answer["id"])

    def account(self, account_id: int) -> dict[str, Any]:
        return self.call("GET", f"/accounts/{account_id}")

    def tickets(self) -> Iterator[dict[str, Any]]:
        cursor = ""
        while True:
            page = self.call("GET", "/tickets", params={"limit": "100", **({"cursor": cursor} if cursor else {})})
            yield from page["items"]
            cursor = page["next_cursor"] or ""
            if not cursor:
                return

    def reply(self, ticket_id: int, body: str, *, key: str) -> int:
        answer = self.call(
            "POST", f"/tickets/{ticket_id}/replies", json={"body": body}, headers={"Idempotency-Key": key}
        )
        return int(answer["message_id"])

    def message(self, message_id: int) -> dict[str, Any]:
        return self.call("GET", f"/messages/{message_id}")

    def call(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                answer = self.session.request(method, f"{self.url}/api/v1{path}", timeout=10, **options)
            except requests.RequestException as error:
                trouble = type(error).__name__
            else:
                if answer.status_code < 500:
                    assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
                    content: dict[str, Any] = answer.json()
                    return content
                trouble = str(answer.status_code)
            self.stumbles += 1
            assert time.monotonic() < deadline, f"{method} {path}: no answer for {PATIENCE_SECONDS} s ({trouble})"
            time.sleep(0.3)
