"""push_address: eBay keeps the keys of an application off until it has an address, so before any account is there."""

import hashlib
import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


def printed(slug: str) -> list[str]:
    out = io.StringIO()
    call_command("push_address", slug, stdout=out)
    return out.getvalue().split()


def test_the_address_it_prints_answers_the_challenge_with_the_token_it_prints(client: Client) -> None:
    address, token = printed("ebay")
    answer = client.get(reverse("push", args=["ebay"]), {"challenge_code": "abc"})
    assert answer.json() == {"challengeResponse": hashlib.sha256(f"abc{token}{address}".encode()).hexdigest()}


def test_asked_again_it_prints_the_same() -> None:
    assert printed("ebay") == printed("ebay")


def test_a_public_address_that_was_set_later_is_printed_with_the_same_token(settings: Settings) -> None:
    _, token = printed("ebay")
    settings.PUBLIC_URL = "https://counter.example"
    assert printed("ebay") == ["https://counter.example/push/ebay/", token]


def test_a_marketplace_that_pushes_nothing_has_none() -> None:
    with pytest.raises(CommandError, match="email pushes nothing"):
        printed("email")
