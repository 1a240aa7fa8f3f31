"""Signing in, pulling one or two mailboxes and answering, against a real IMAP and SMTP server."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.amazon.connector import NO_APPLICATION, AmazonConnector
from connectors.amazon.tests.conftest import OTHER, SHOP
from connectors.amazon.tests.mails import message, raw_mail
from connectors.collaborators import Tools
from connectors.credentials import problems
from connectors.errors import SignInAgain, TryLater, UnexpectedAnswer
from connectors.incoming import IncomingFailure, IncomingMessage, RawPayload
from connectors.mail.parse import read_mail
from connectors.mail.simulation import MailPost
from connectors.outgoing import OutgoingReply
from tests.connectors.mail.scripted_smtp import scripted
from tests.connectors.tools import Clock, Store


def connector_with(credentials: dict[str, Any], tools: Tools, **changes: Any) -> AmazonConnector:
    return AmazonConnector(credentials={**credentials, **changes}, identity={}, tools=tools)


def test_the_mailbox_alone_is_enough_and_what_is_lacking_is_said(connector: AmazonConnector) -> None:
    facts = connector.check()
    assert (facts.name, facts.missing) == (SHOP, (NO_APPLICATION,))
    assert facts.identity == {"sender": SHOP, "marketplaces": ["FR", "DE"]}
    assert facts.sign_in_ends_at is None


@pytest.mark.parametrize("group", ["mailbox", "smtp"])
def test_a_wrong_password_asks_to_sign_in_again(credentials: dict[str, Any], tools: Tools, group: str) -> None:
    wrong = {**credentials[group], "password": "wrong"}
    with pytest.raises(SignInAgain):
        connector_with(credentials, tools, **{group: wrong}).check()


def test_the_sending_server_takes_the_mailbox_s_log_in_if_it_has_none(
    credentials: dict[str, Any], tools: Tools
) -> None:
    server = {name: value for name, value in credentials["smtp"].items() if name not in ("user", "password")}
    assert connector_with(credentials, tools, smtp=server).check().name == SHOP


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"marketplaces": ["FR", "XX"]}, "XX"),
        ({"sender": "shop"}, "sender"),
        ({"mailbox": {}}, "mailbox"),
        ({"mailbox": {"host": "imap.shop.example", "port": 143, "security": "none"}}, "security"),
    ],
)
def test_credentials_that_cannot_be_right_are_named(
    credentials: dict[str, Any], tools: Tools, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(SignInAgain, match=said):
        connector_with(credentials, tools, **changes).check()


def test_two_mailboxes_are_one_stream_with_a_place_in_each(
    credentials: dict[str, Any], tools: Tools, post: MailPost
) -> None:
    second = {**post.credentials(OTHER)["mailbox"], "folders": ["INBOX", "Amazon"]}
    store = Store(connector_with(credentials, tools, mailbox=[credentials["mailbox"], second]))
    post.deliver(SHOP, raw_mail("fr_question"))
    post.deliver(OTHER, raw_mail("fr_question_copy"))
    post.deliver(OTHER, raw_mail("header_missing"), folder="Amazon")
    store.pull()
    found = [item for item in store.items() if isinstance(item, IncomingMessage)]
    assert [item.external_id for item in found] == ["m:AMSG0000000001", "m:AMSG0000000001", "m:AMSG0000000037"]
    post.deliver(OTHER, raw_mail("en_wrapper_us"), folder="Amazon")
    store.pull()
    assert len(store.arrived) == 4


def test_mailboxes_as_a_form_stores_them_are_the_same_as_a_list(
    credentials: dict[str, Any], tools: Tools, post: MailPost
) -> None:
    second = post.credentials(OTHER)["mailbox"]
    store = Store(connector_with(credentials, tools, mailbox={**credentials["mailbox"], "2": second}))
    post.deliver(SHOP, raw_mail("fr_question"))
    post.deliver(OTHER, raw_mail("header_missing"))
    store.pull()
    assert [item.external_id for item in store.messages()] == ["m:AMSG0000000001", "m:AMSG0000000037"]


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_any_number_of_mailboxes_is_asked_for_alike(credentials: dict[str, Any], count: int) -> None:
    mailboxes = [{**credentials["mailbox"], "user": f"box{number}@shop.example"} for number in range(count)]
    assert problems(AmazonConnector.credential_fields, {**credentials, "mailbox": mailboxes}) == []


def test_what_is_wrong_with_a_further_mailbox_names_its_number(credentials: dict[str, Any]) -> None:
    mailboxes = [credentials["mailbox"], credentials["mailbox"], {"host": "imap.shop.example", "colour": "red"}]
    assert problems(AmazonConnector.credential_fields, {**credentials, "mailbox": mailboxes}) == [
        "mailbox.3.colour: not a credential asked for",
        "mailbox.3.port: missing",
        "mailbox.3.user: missing",
        "mailbox.3.password: missing",
    ]


def test_a_mailbox_that_is_away_does_not_keep_the_other_waiting(
    credentials: dict[str, Any], tools: Tools, post: MailPost
) -> None:
    away = {**credentials["mailbox"], "port": 1}
    store = Store(connector_with(credentials, tools, mailbox=[away, post.credentials(OTHER)["mailbox"]]))
    post.deliver(OTHER, raw_mail("fr_question"))
    with pytest.raises(TryLater):
        store.pull()
    assert len(store.arrived) == 1


def test_the_other_streams_have_nothing_without_an_application(connector: AmazonConnector) -> None:
    store = Store(connector)
    for stream in ("orders", "returns", "feedback"):
        store.pull(stream)
    assert store.arrived == []
    assert connector.order_actions("403-1111111-0000001") == ()
    with pytest.raises(SignInAgain):
        connector.fetch_order("403-1111111-0000001")


def test_a_stored_mail_without_a_time_of_arrival_is_set_aside(connector: AmazonConnector) -> None:
    with pytest.raises(UnexpectedAnswer):
        connector.read(RawPayload("mail", "key", {}, blob=raw_mail("fr_question")))
    with pytest.raises(UnexpectedAnswer):
        connector.read(RawPayload("letter", "key", {}))


def test_a_reply_reaches_the_relay_and_is_not_confirmed_by_that(
    connector: AmazonConnector, post: MailPost, clock: Clock
) -> None:
    taken: list[tuple[str, list[str], bytes]] = []
    post.on_mail = lambda sender, recipients, raw: taken.append((sender, list(recipients), raw))
    question = message("fr_question")
    sent = connector.send(OutgoingReply(question.thread_id, "Demain.", key="key-1", answering=question.answering))
    [(sender, recipients, raw)] = taken
    mail = read_mail(raw)
    assert (sender, recipients) == (SHOP, [question.answering["to"]])
    assert sent.message_id == mail.message_id == "<key-1@shop.example>"
    assert not sent.confirmed
    assert mail.references == (question.answering["message_id"],)
    assert mail.date == clock()


def test_a_bounce_names_the_reply_it_is_about(connector: AmazonConnector) -> None:
    found = connector.read(
        RawPayload("mail", "k", {"received_at": "2026-11-21T09:31:00+00:00"}, blob=raw_mail("bounce_permanent"))
    )
    assert isinstance(found, IncomingFailure)
    assert found.message_id == "<reply-key-1@shop.example>"


def test_the_client_secret_s_end_is_known_and_warned_of(
    credentials: dict[str, Any], tools: Tools, clock: Clock
) -> None:
    keys = {"client_id": "c", "client_secret": "s", "refresh_token": "r", "secret_created_on": "2026-06-01"}
    connector = connector_with(credentials, tools, spapi=keys)
    [warning] = connector._secret_age()
    assert "2026-11-28" in warning
    clock.at = datetime(2026, 7, 1, tzinfo=UTC)
    assert connector._secret_age() == ()


def test_a_client_secret_of_unknown_age_ends_at_the_latest_180_days_after_it_was_given(
    credentials: dict[str, Any], tools: Tools, clock: Clock
) -> None:
    keys = {"client_id": "c", "client_secret": "s", "refresh_token": "r"}
    connector = connector_with(credentials, tools, spapi=keys)
    assert connector._secret_ends_at() == clock.at + timedelta(days=180)
    connector.identity = {"secret_given_at": "2026-06-01T00:00:00+00:00"}
    assert connector._secret_ends_at() == datetime(2026, 11, 28, tzinfo=UTC)


def test_a_borrowed_log_in_is_used_only_where_the_server_knows_of_log_ins(
    credentials: dict[str, Any], tools: Tools
) -> None:
    with scripted(EHLO="250 scripted.invalid") as server:
        group = {"host": credentials["mailbox"]["host"], "port": server.port, "security": "none"}
        assert connector_with(credentials, tools, smtp=group).check().name == SHOP
    assert not any(command.startswith("AUTH") for command in server.commands)


def test_credentials_can_be_stored_and_asked_for_by_form(connector: AmazonConnector) -> None:
    names = [field.name for field in connector.credential_fields]
    assert len(names) == len(set(names))
    json.dumps([field.default for field in connector.credential_fields])
