"""A client that talks JSON with a bearer token."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.test import Client

from inbox.models import User
from inbox.models.token import create_token

ROOT = "/api/v1"


@dataclass(frozen=True)
class ApiClient:
    """Calls the API as one user; path starts below /api/v1."""

    token: str
    client: Client
    language: str = ""

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(ROOT + path, query, headers=self._headers())

    def post(self, path: str, payload: Any = None, **headers: str) -> Any:
        return self.client.post(ROOT + path, payload, "application/json", headers=self._headers(headers))

    def patch(self, path: str, payload: Any) -> Any:
        return self.client.patch(ROOT + path, payload, "application/json", headers=self._headers())

    def put(self, path: str, payload: Any) -> Any:
        return self.client.put(ROOT + path, payload, "application/json", headers=self._headers())

    def delete(self, path: str) -> Any:
        return self.client.delete(ROOT + path, headers=self._headers())

    def reply(self, ticket_id: int, body: str, *, key: str = "key-1") -> Any:
        return self.client.post(
            f"{ROOT}/tickets/{ticket_id}/replies",
            {"body": body},
            "application/json",
            headers=self._headers({"Idempotency-Key": key}),
        )

    def asking_in(self, language: str) -> "ApiClient":
        """The same user's program, which asks for texts in this language."""
        return replace(self, language=language)

    def _headers(self, more: dict[str, str] | None = None) -> dict[str, str]:
        asked = {"Accept-Language": self.language} if self.language else {}
        return {"Authorization": f"Bearer {self.token}", **asked, **(more or {})}


@pytest.fixture
def client_of() -> Callable[[User], ApiClient]:
    return lambda user: ApiClient(create_token(user), Client())


@pytest.fixture
def as_agent(agent: User) -> ApiClient:
    return ApiClient(create_token(agent), Client())


@pytest.fixture
def as_lead(lead: User) -> ApiClient:
    return ApiClient(create_token(lead), Client())
