"""The synthetic mails beside this file, and what each is expected to be read as."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from connectors.amazon.reading import incoming_from
from connectors.incoming import Incoming, IncomingMessage
from connectors.mail.mail import Mail
from connectors.mail.parse import read_mail

FOLDER = Path(__file__).parent / "fixtures"
EXPECTED: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "expected.json").read_text(encoding="utf-8"))
RECEIVED = datetime(2026, 11, 21, 9, 31, tzinfo=UTC)


def raw_mail(name: str) -> bytes:
    return (FOLDER / f"{name}.eml").read_bytes()


def mail(name: str) -> Mail:
    return read_mail(raw_mail(name))


def incoming(name: str) -> Incoming:
    return incoming_from(mail(name), received_at=RECEIVED)


def message(name: str) -> IncomingMessage:
    found = incoming(name)
    assert isinstance(found, IncomingMessage)
    return found
