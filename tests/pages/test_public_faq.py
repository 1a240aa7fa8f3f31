"""A shop's page for everybody: only what a lead has made public, kept for minutes, so many calls for an address."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from connectors.models import Account
from inbox.models import PublicFaq
from inbox.tickets.topics import TOPICS
from inbox.views.faq import public_page
from inbox.views.faq.public_words import public_words
from templates_app.languages import LANGUAGES
from templates_app.models import FaqEntry
from tests.make import make_account

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

NOW = timezone.now()
ADDRESS = "/help/lampes/"


def entry(question: str, *, language: str = "fr", is_public: bool = True, **fields: object) -> FaqEntry:
    values = {"answer": "Oui.", "made_at": NOW, "changed_at": NOW} | fields
    return FaqEntry.objects.create(question=question, language=language, is_public=is_public, **values)


@pytest.fixture
def page(account: Account) -> PublicFaq:
    return PublicFaq.objects.create(account=account, slug="lampes", title="Lampes & Co", is_on=True)


def read(client: Client, address: str = ADDRESS, **headers: str) -> str:
    return client.get(address, headers=headers).content.decode()


def test_only_public_entries_of_this_shop_are_shown_as_text(client: Client, page: PublicFaq) -> None:
    other = make_account(name="Other")
    entry("Livrez-vous <script>?", answer="Oui.\n\n<b>Partout</b>", accounts=[page.account_id])
    entry("Secret ?", is_public=False)
    entry("Ailleurs ?", accounts=[other.pk])
    text = read(client)
    assert "Livrez-vous &lt;script&gt;?" in text
    assert "&lt;b&gt;Partout&lt;/b&gt;" in text
    assert "Lampes &amp; Co" in text
    assert "Secret" not in text
    assert "Ailleurs" not in text


def test_entries_of_no_topic_stand_under_a_heading_too(client: Client, page: PublicFaq) -> None:
    entry("Livrez-vous en Corse ?")
    assert re.findall(r"<(h\d)", read(client)) == ["h1", "h2", "h3"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_language_of_its_questions(client: Client, page: PublicFaq, language: str) -> None:
    for topic in ("", *TOPICS):
        entry(f"{topic}?", language=language, topic=topic)
    text, words = read(client), public_words()[language]
    assert f'<p class="quiet" lang="{language}">{words.heading}</p>' in text
    headings = re.findall(rf'<h2 class="panel-title" lang="{language}">([^<]+)</h2>', text)
    assert sorted(headings) == sorted(words.topics.values())


def test_a_page_that_is_off_or_empty_is_no_page(client: Client, page: PublicFaq) -> None:
    assert client.get(ADDRESS).status_code == 404
    cache.clear()
    entry("Livrez-vous ?")
    assert client.get(ADDRESS).status_code == 200
    PublicFaq.objects.update(is_on=False)
    assert client.get(ADDRESS).status_code == 404


def test_it_is_in_the_language_asked_for_else_of_the_browser_else_of_most_entries(
    client: Client, page: PublicFaq
) -> None:
    entry("Livrez-vous ?")
    entry("Payer comment ?")
    entry("Do you deliver?", language="en")
    assert '<html lang="fr">' in read(client, accept_language="nl")
    assert '<html lang="en">' in read(client, accept_language="en-GB,fr;q=0.5")
    assert '<html lang="fr">' in read(client, f"{ADDRESS}?lang=fr", accept_language="en")
    assert "Do you deliver?" not in read(client, f"{ADDRESS}?lang=fr")


def test_it_is_kept_says_so_and_sets_no_cookie(client: Client, page: PublicFaq) -> None:
    kept = entry("Livrez-vous ?")
    answer = client.get(ADDRESS)
    assert answer["Cache-Control"] == "public, max-age=300"
    assert "Accept-Language" in answer["Vary"]
    assert not answer.cookies
    assert "script-src" in answer["Content-Security-Policy"]
    assert "<script" not in answer.content.decode()
    kept.delete()
    assert "Livrez-vous ?" in read(client)


def test_who_asks_too_often_has_to_wait(client: Client, page: PublicFaq, monkeypatch: pytest.MonkeyPatch) -> None:
    entry("Livrez-vous ?")
    monkeypatch.setattr(public_page, "BURST", 2)
    monkeypatch.setattr(public_page, "PER_SECOND", 0.01)
    assert [client.get(ADDRESS).status_code for _ in range(3)] == [200, 200, 429]
    assert int(client.get(ADDRESS)["Retry-After"]) >= 1


def test_a_lead_switches_a_shops_page_on(as_lead: Client, client: Client, account: Account) -> None:
    entry("Livrez-vous ?")
    values = {"title": "Aide", "slug": "aide-lampes", "is_on": "on"}
    assert as_lead.post(reverse("public_faq_keep", args=[account.pk]), values).status_code == 302
    assert "http://testserver/help/aide-lampes/" in as_lead.get(reverse("public_faqs")).content.decode()
    assert "Livrez-vous ?" in read(client, "/help/aide-lampes/")


def test_two_shops_cannot_have_the_same_address(as_lead: Client, page: PublicFaq) -> None:
    other = make_account(name="Other")
    answer = as_lead.post(reverse("public_faq_keep", args=[other.pk]), {"slug": page.slug, "is_on": "on"})
    assert answer.status_code == 422
    assert "already exists" in answer.content.decode()
