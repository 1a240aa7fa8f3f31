"""Which addresses are a buyer's, which are Amazon's, and which are neither."""

import pytest

from connectors.amazon.relay import is_amazon_address, relay_from, relays_in

CASE = "00000001-aaaa-4bbb-8ccc-dddddddddddd"
DOMAINS = "com ca com.mx com.br co.uk de fr it es nl pl se ie com.be com.tr ae sa eg in co.jp com.au sg".split()


@pytest.mark.parametrize("domain", DOMAINS)
def test_buyers_write_from_every_country(domain: str) -> None:
    relay = relay_from(f"abcde12345fghij+{CASE}@marketplace.amazon.{domain}")
    assert relay is not None
    assert (relay.alias, relay.case, relay.domain) == ("abcde12345fghij", CASE, domain)
    assert is_amazon_address(relay.address)


def test_the_buyer_is_the_same_in_every_case() -> None:
    with_case = relay_from(f"ABCDE12345fghij+{CASE}@Marketplace.Amazon.fr")
    without = relay_from("abcde12345fghij@marketplace.amazon.fr")
    assert with_case is not None
    assert without is not None
    assert with_case.handle == without.handle == "abcde12345fghij@marketplace.amazon.fr"


@pytest.mark.parametrize("local", ["no-reply", "noreply", "donotreply", "do-not-reply", "no-reply-amazon-iba-buyer"])
def test_nobody_is_behind_no_reply_addresses(local: str) -> None:
    assert relay_from(f"{local}@marketplace.amazon.de") is None


@pytest.mark.parametrize(
    "address",
    [
        "abcde@marketplace.amazon.fr.evil.example",
        "abcde@evil.example+marketplace.amazon.fr",
        "abcde@marketplace.amazon.be",
        "abcde@marketplace.amazon.cn",
        "abcde@marketp1ace.amazon.example",
        "abcde@marketplace-amazon.fr",
        "abcde@amazon-marketplace.fr",
        "abcde@xmarketplace.amazon.fr",
        "abcde@sub.marketplace.amazon.fr",
        "<abcde@marketplace.amazon.fr>",
        "",
    ],
)
def test_what_only_looks_like_a_buyer_is_none(address: str) -> None:
    assert relay_from(address) is None


@pytest.mark.parametrize(
    "address", ["x@notamazon.fr", "x@amazon.fr.example", "x@amazon.example", "x@amaz0n.fr", "amazon.fr@x.example"]
)
def test_what_only_looks_like_amazon_is_not(address: str) -> None:
    assert not is_amazon_address(address)


def test_addresses_are_found_in_a_text() -> None:
    text = "Ecrivez à abc1234567@marketplace.amazon.fr. Pas à no-reply@marketplace.amazon.fr ni x@amazon.fr"
    assert [relay.handle for relay in relays_in(text)] == ["abc1234567@marketplace.amazon.fr"]
