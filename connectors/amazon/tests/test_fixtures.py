"""Every mail beside this file is read as the table says: one for each kind, layout, language and trap."""

from dataclasses import asdict
from typing import Any

import pytest

from connectors.amazon.connector import AmazonConnector
from connectors.amazon.tests.mails import EXPECTED, FOLDER, incoming, mail
from connectors.incoming import IncomingClaim, IncomingCopy, IncomingFailure, IncomingMessage


@pytest.fixture(params=sorted(EXPECTED))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_mail_has_an_expectation_and_every_expectation_a_mail() -> None:
    assert {path.stem for path in FOLDER.glob("*.eml")} == set(EXPECTED)


def test_explained_as_expected(name: str) -> None:
    wanted, found = EXPECTED[name], AmazonConnector.explain(mail(name))
    assert AmazonConnector.is_ours(mail(name)) is wanted["ours"]
    assert found.kind == wanted["kind"]
    assert list(found.order_ids) == wanted.get("orders", [])
    assert found.needs_reply is wanted.get("needs_reply", False)
    assert bool(found.problems) is wanted.get("suspect", False)
    assert (found.thread_key, found.words) == (wanted.get("thread", ""), wanted.get("words", wanted.get("text", "")))


def test_read_as_expected(name: str) -> None:
    found = asdict(incoming(name))
    for field, value in _fields(EXPECTED[name]).items():
        assert found[field] == value, field


def test_files_links_and_amounts_as_expected(name: str) -> None:
    wanted, found = EXPECTED[name], incoming(name)
    if isinstance(found, IncomingMessage):
        assert sorted(found.links) == wanted.get("links", [])
        files = [[file.name, file.content_type, bool(file.problem)] for file in found.attachments]
        assert files == wanted.get("files", [])
    if isinstance(found, IncomingClaim):
        amount = f"{found.amount.amount} {found.amount.currency}" if found.amount else None
        assert amount == wanted.get("amount")
        assert (found.respond_by.isoformat() if found.respond_by else None) == wanted.get("respond_by")


def test_each_kind_becomes_its_own_thing(name: str) -> None:
    types = {"buyer_message": IncomingMessage, "reply_copy": IncomingCopy, "not_delivered": IncomingFailure}
    expected = EXPECTED[name]
    wanted = types.get(expected["kind"], IncomingClaim if "claim" in expected else None)
    assert wanted is None or isinstance(incoming(name), wanted)


def _fields(wanted: dict[str, Any]) -> dict[str, Any]:
    """The expectations that are a field of the thing read, by the field's name."""
    names = {
        "message": "external_id",
        "thread": "thread_id",
        "item": "item_id",
        "claim": "kind",
        "answer": "message_id",
    }
    plain = ("text", "buyer_name", "remedy", "permanent", "buyer_handle", "state", "opens_ticket")
    if wanted["kind"] != "buyer_message":
        del names["thread"]  # the explanation alone names the conversation of what is no message
    fields = {names[name]: value for name, value in wanted.items() if name in names}
    fields |= {name: value for name, value in wanted.items() if name in plain}
    if "words" in wanted:
        fields["text"] = wanted["words"]
        fields["buyer"] = {"handle": wanted["buyer"][1], "name": wanted["buyer"][0], "user_id": ""}
        fields["order_id"] = wanted.get("orders", [""])[0]
    return fields
