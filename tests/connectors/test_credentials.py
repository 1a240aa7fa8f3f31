"""Credentials with groups in them, against the fields a connector asks for."""

from typing import Any

import pytest

from connectors.credentials import flat, listed, nested, problems
from connectors.facts import CredentialField

FIELDS = (
    CredentialField("mailbox.host", "Server"),
    CredentialField("mailbox.port", "Port", number=True),
    CredentialField("mailbox.security", "Security", required=False, choices=("tls", "starttls", "none")),
    CredentialField("mailbox.password", "Password", secret=True, unless="mailbox.oauth"),
    CredentialField("mailbox.oauth.token_url", "Token address", optional_group=True),
    CredentialField("mailbox.oauth.refresh_token", "Refresh token", secret=True, optional_group=True),
    CredentialField("sender", "Sender"),
    CredentialField("spapi.client_id", "Client ID", optional_group=True),
    CredentialField("spapi.region", "Region", required=False, optional_group=True, choices=("eu", "na")),
    CredentialField("countries", "Countries", many=True, choices=("FR", "DE", "IT")),
)
GIVEN: dict[str, Any] = {
    "mailbox": {"host": "imap.example", "port": 993, "security": "tls", "password": "p"},
    "sender": "shop@example",
    "countries": ["FR", "DE"],
}


def test_groups_and_dotted_names_say_the_same() -> None:
    dotted = {"mailbox.host": "imap.example", "mailbox.oauth.token_url": "https://x", "countries": ["FR"]}
    groups = {"mailbox": {"host": "imap.example", "oauth": {"token_url": "https://x"}}, "countries": ["FR"]}
    assert flat(groups) == dotted
    assert nested(dotted) == groups
    assert flat(dotted) == dotted


def test_a_list_of_groups_is_one_group_that_holds_the_others_by_number() -> None:
    groups = {"mailbox": [{"host": "a"}, {"host": "b"}, {"host": "c", "oauth": {"client_id": "i"}}]}
    dotted = {"mailbox.host": "a", "mailbox.2.host": "b", "mailbox.3.host": "c", "mailbox.3.oauth.client_id": "i"}
    assert flat(groups) == dotted
    assert flat(nested(dotted)) == dotted
    assert listed(nested(dotted)["mailbox"]) == groups["mailbox"]


def test_only_a_group_asked_for_by_number_may_be_given_several_times() -> None:
    several = {**GIVEN, "mailbox": [GIVEN["mailbox"], {"host": "imap.example"}]}
    assert problems(FIELDS, several) == ["mailbox.2.host: not a credential asked for"]


def test_nothing_is_wrong_with_a_whole_set() -> None:
    assert problems(FIELDS, GIVEN) == []
    assert problems(FIELDS, flat(GIVEN)) == []


def test_a_group_left_out_or_null_or_empty_is_not_missed_where_it_is_optional() -> None:
    assert problems(FIELDS, {**GIVEN, "spapi": None}) == []
    assert problems(FIELDS, {**GIVEN, "spapi": {}}) == []
    assert problems(FIELDS, {**GIVEN, "spapi": {"client_id": "", "region": ""}}) == []


def test_an_optional_group_begun_must_be_complete() -> None:
    assert problems(FIELDS, {**GIVEN, "spapi": {"region": "eu"}}) == ["spapi.client_id: missing"]
    begun = {**GIVEN, "mailbox": {**GIVEN["mailbox"], "oauth": {"token_url": "https://x"}}}
    assert problems(FIELDS, begun) == ["mailbox.oauth.refresh_token: missing"]


def test_a_value_may_be_missing_where_a_group_is_given_instead_of_it() -> None:
    by_token = {"host": "imap.example", "port": 993, "oauth": {"token_url": "https://x", "refresh_token": "r"}}
    assert problems(FIELDS, {**GIVEN, "mailbox": by_token}) == []
    assert problems(FIELDS, {**GIVEN, "mailbox": {"host": "imap.example", "port": 993}}) == [
        "mailbox.password: missing"
    ]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"mailbox": {"port": 993}}, "mailbox.host: missing"),
        ({"mailbox": None}, "mailbox.host: missing"),
        ({"mailbox": "imap.example"}, "mailbox: not a credential asked for"),
        ({"mailbox": ["imap.example"]}, "mailbox: not a credential asked for"),
        ({"mailbox": {**GIVEN["mailbox"], "colour": "red"}}, "mailbox.colour: not a credential asked for"),
        ({"mailbox": {**GIVEN["mailbox"], "host": {"name": "x"}}}, "mailbox.host: missing"),
        ({"mailbox": {**GIVEN["mailbox"], "host": ["x"]}}, "mailbox.host: must be a text"),
        ({"mailbox": {**GIVEN["mailbox"], "host": 5}}, "mailbox.host: must be a text"),
        (
            {"mailbox": {**GIVEN["mailbox"], "host": "a\x00b"}},
            "mailbox.host: contains characters that cannot be stored",
        ),
        ({"mailbox": {**GIVEN["mailbox"], "password": "x" * 20_001}}, "mailbox.password: longer than 20000 characters"),
        ({"mailbox": {**GIVEN["mailbox"], "port": "IMAP"}}, "mailbox.port: must be a number"),
        ({"mailbox": {**GIVEN["mailbox"], "port": True}}, "mailbox.port: must be a number"),
        ({"mailbox": {**GIVEN["mailbox"], "port": 99.5}}, "mailbox.port: must be a number"),
        ({"mailbox": {**GIVEN["mailbox"], "security": "ssl"}}, "mailbox.security: must be one of tls, starttls, none"),
        ({"countries": "FR"}, "countries: must be a list of texts"),
        ({"countries": []}, "countries: missing"),
        ({"countries": ["FR", 5]}, "countries: must be a text"),
        ({"countries": ["FR", "XX"]}, "countries: must be one of FR, DE, IT"),
    ],
)
def test_what_is_wrong_is_named_by_its_dotted_field(change: dict[str, Any], problem: str) -> None:
    assert problem in problems(FIELDS, {**GIVEN, **change})


def test_a_port_may_be_a_number_or_a_text() -> None:
    assert problems(FIELDS, {**GIVEN, "mailbox": {**GIVEN["mailbox"], "port": "993"}}) == []


def test_no_value_is_ever_shown() -> None:
    wrong = {**GIVEN, "mailbox": {"host": 12345, "password": ["hunter2"], "pasword": "hunter2"}}
    assert "hunter2" not in " ".join(problems(FIELDS, wrong))


def test_groups_within_groups_without_end_are_refused_not_followed() -> None:
    deep: dict[str, Any] = {}
    for _ in range(2000):
        deep = {"x": deep}
    assert any("not a credential" in problem for problem in problems(FIELDS, {**GIVEN, "mailbox": deep}))
