"""What only a proxy may say of a request: who called, and whether by TLS."""

from ipaddress import ip_network

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from config.proxies import OnlyOurProxies


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "", "198.51.100.7", "172.18.0.1", "unknown"])
def test_only_a_proxy_of_ours_may_say_who_called(peer: str, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = RequestFactory().get(
        "/", REMOTE_ADDR=peer, headers={"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https"}
    )
    seen: list[tuple[bool, str]] = []

    def page(asked: HttpRequest) -> HttpResponse:
        seen.append((asked.is_secure(), asked.headers.get("x-forwarded-for", "")))
        return HttpResponse()

    OnlyOurProxies(page)(request)
    is_ours = peer in ("127.0.0.1", "::1", "::ffff:127.0.0.1", "")
    assert seen == [(True, "203.0.113.9") if is_ours else (False, "")]


def test_a_proxy_with_an_address_of_its_own_is_named_in_the_settings(settings: Settings) -> None:
    settings.PROXY_ADDRESSES = [ip_network("172.16.0.0/12")]
    for peer, believed in (("172.18.0.1", True), ("127.0.0.1", False)):
        request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"x-forwarded-for": "203.0.113.9"})
        OnlyOurProxies(lambda _: HttpResponse())(request)
        assert ("HTTP_X_FORWARDED_FOR" in request.META) is believed


def test_it_stands_before_whatever_reads_these_headers(settings: Settings) -> None:
    assert settings.MIDDLEWARE[0] == "config.proxies.OnlyOurProxies"
