"""A browser as push services and we see it: its keys, and what it can read of a push."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import http_ece
import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils import timezone
from requests.adapters import BaseAdapter

from inbox.models import PushDevice, User

AUTH = b"0123456789abcdef"


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


@dataclass
class PushService(BaseAdapter):
    """Takes pushes in place of the network. answers: status by address; 201 where nothing is said."""

    answers: dict[str, int] = field(default_factory=dict)
    taken: list[requests.PreparedRequest] = field(default_factory=list)

    def send(self, request: requests.PreparedRequest, *_options: Any, **_more: Any) -> requests.Response:
        self.taken.append(request)
        answer = requests.Response()
        answer.status_code = self.answers.get(request.url or "", 201)
        answer.raw = BytesIO(b"")
        return answer

    def close(self) -> None:
        pass

    @contextmanager
    def session(self) -> Iterator[requests.Session]:
        with requests.Session() as session:
            session.mount("https://", self)
            yield session


class Browser:
    def __init__(self, user: User, endpoint: str = "https://push.example.org/one") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.device = PushDevice.objects.create(
            user=user, endpoint=endpoint, p256dh=_text(point), auth=_text(AUTH), added_at=timezone.now()
        )

    def read(self, request: requests.PreparedRequest) -> dict[str, str]:
        clear = http_ece.decrypt(request.body, private_key=self.key, auth_secret=AUTH, version="aes128gcm")
        found: dict[str, str] = json.loads(clear)
        return found
