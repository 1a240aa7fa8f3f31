"""Claims on the ticket page and in the queue: the marketplace's words and deadline, each claim for itself."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from connectors.incoming import ClaimKind, ClaimState, IncomingClaim
from connectors.models import Account
from inbox.arriving.ingest import take_in
from inbox.models import Ticket, User
from inbox.views import sentences
from tests.inbox.arrive import buyer_message
from tests.make import HOUR, make_claim, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, agent: User) -> Client:
    """An agent who reads English."""
    User.objects.filter(pk=agent.pk).update(language="en")
    client.force_login(agent)
    return client


def page(reader: Client, ticket: Ticket) -> str:
    return reader.get(ticket.get_absolute_url()).content.decode()


def test_words_of_the_marketplace_are_shown_though_nobody_here_knows_them(reader: Client, ticket: Ticket) -> None:
    make_claim(ticket, state_there="PARTIAL_REFUND_NEGOTIATION", reason="ARRIVED_LATE_2027")
    text = page(reader, ticket)
    assert "PARTIAL_REFUND_NEGOTIATION" in text
    assert "ARRIVED_LATE_2027" in text


def test_words_that_its_connector_knows_are_said_in_them(
    reader: Client, ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket.account.connector_class, "code_labels", {"ITEM_DAMAGED": "item damaged"})
    make_claim(ticket, reason="ITEM_DAMAGED")
    text = page(reader, ticket)
    assert "item damaged" in text
    assert "ITEM_DAMAGED" not in text


def test_a_claim_is_called_in_the_readers_language_and_keeps_its_number(
    reader: Client, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = make_ticket(account=account, kind="claim", subject="Return 5000123")
    words_of_a_buyer = make_ticket(account=account, subject="Return 5000124")
    monkeypatch.setattr(sentences, "_", lambda text: "RETOUR %(number)s" if text == "Return %(number)s" else text)
    assert "RETOUR 5000123" in page(reader, claim)
    assert "RETOUR" not in page(reader, words_of_a_buyer).replace("RETOUR 5000123", "")
    rows = reader.get(reverse("queue"), {"view": "open"}).context["rows"]
    assert {row.subject for row in rows} == {"RETOUR 5000123", "Return 5000124"}


def test_several_codes_are_said_in_words_one_by_one(
    reader: Client, ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket.account.connector_class, "code_labels", {"ASKED": "asked for", "WAITS": "waiting"})
    make_claim(ticket, state_there="ASKED, WAITS, NEWER_THAN_US")
    assert "asked for, waiting, NEWER_THAN_US" in page(reader, ticket)


@pytest.fixture
def own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language in which one line of entries has words of its own."""
    words = {"Reason: %(words)s": "BECAUSE OF %(words)s"}
    monkeypatch.setattr(sentences, "_", lambda text: words.get(text, text))


@pytest.mark.usefixtures("own_words")
def test_an_entry_is_read_in_ones_own_language_in_the_list_too_and_a_buyers_words_stay(
    reader: Client, account: Account
) -> None:
    now = timezone.now()
    asked = IncomingClaim("e1", "A1", ClaimKind.RETURN, ClaimState.SELLER, now, "", "Later: x\nReason: SNAD")
    take_in(
        account,
        [replace(asked, starts_clock=True), buyer_message("m1", at=now, text="Reason: none")],
        now=now,
        quiet=False,
    )
    assert "BECAUSE OF not as described" in page(reader, Ticket.objects.get(kind="claim"))
    assert "Reason: none" in page(reader, Ticket.objects.get(kind="message"))
    rows = reader.get(reverse("queue")).context["rows"]
    assert {row.snippet for row in rows} == {"Later: x\nBECAUSE OF not as described", "Reason: none"}


def test_it_says_why_no_money_is_moved_here_and_links_out(reader: Client, ticket: Ticket) -> None:
    make_claim(ticket, links={"case": "https://example.com/case/1"})
    text = page(reader, ticket)
    assert "Guichet moves no money" in text
    assert 'href="https://example.com/case/1" target="_blank" rel="noopener noreferrer"' in text


def test_a_conversation_that_has_become_a_claim_is_not_said_to_be_answered_elsewhere(
    reader: Client, ticket: Ticket
) -> None:
    make_claim(ticket, kind="case")
    make_claim(ticket, kind="case", external_id=ticket.thread_id)
    make_claim(ticket, kind="cancellation", external_id=f"{ticket.thread_id}-2")
    elsewhere = [panel.where for panel in reader.get(ticket.get_absolute_url()).context["claims"]]
    assert sorted(words[:14] for words in elsewhere) == ["", "Agree to it or", "It is answered"]


def test_each_of_several_claims_has_its_own_words_deadline_and_link(reader: Client, ticket: Ticket) -> None:
    now = timezone.now()
    make_claim(
        ticket,
        kind="return",
        state_there="RETURN_STARTED",
        respond_by=now + 30 * HOUR,
        links={"case": "https://example.com/return"},
    )
    make_claim(
        ticket,
        kind="not_received",
        state_there="INR_OPEN",
        respond_by=now + timedelta(minutes=50, seconds=30),
        links={"case": "https://example.com/inr"},
    )
    make_claim(ticket, kind="cancellation", state="closed", ended_at=now)

    panels = reader.get(ticket.get_absolute_url()).context["claims"]

    assert [panel.kind for panel in panels] == ["not received", "return", "cancellation"]
    assert [panel.link.url if panel.link else "" for panel in panels] == [
        "https://example.com/inr",
        "https://example.com/return",
        "",
    ]
    assert panels[0].left.words == "50 min left"
    assert panels[2].left is None


def test_a_deadline_that_is_no_longer_ours_is_not_called_late(reader: Client, ticket: Ticket) -> None:
    make_claim(ticket, state="waiting", respond_by=timezone.now() - HOUR)
    text = page(reader, ticket)
    assert "being examined" in text
    assert "late by" not in text
    assert "wants your answer" not in text


def claims(now_in: timedelta) -> IncomingClaim:
    now = timezone.now()
    return IncomingClaim(
        external_id="e1",
        claim_id="C1",
        kind=ClaimKind.NOT_RECEIVED,
        state=ClaimState.SELLER,
        written_at=now - HOUR,
        subject="Item not received",
        text="The buyer says that nothing came.",
        order_id="1-2-3",
        respond_by=now + now_in,
    )


def test_a_claim_leads_the_queue_by_its_own_deadline_and_its_row_says_so(reader: Client, account: Account) -> None:
    now = timezone.now()
    make_ticket(account=account, buyer_name="Waits Wim", needs_reply=True, reply_due_at=now + 5 * HOUR)
    take_in(account, [claims(3 * HOUR)], now=now, quiet=False)

    response = reader.get(reverse("queue"))

    assert [row.claim for row in response.context["rows"]] == ["not received", ""]
    assert 'data-kind="claim"' in response.content.decode()


def test_a_row_says_that_its_conversation_has_a_claim_also_without_a_deadline(reader: Client, account: Account) -> None:
    now = timezone.now()
    raised = make_ticket(account=account, needs_reply=True, reply_due_at=now + HOUR)
    settled = make_ticket(account=account, needs_reply=True, reply_due_at=now + 2 * HOUR)
    make_claim(raised, kind="not_received")
    make_claim(settled, ended_at=now)
    rows = reader.get(reverse("queue")).context["rows"]
    assert [row.claim for row in rows] == ["not received", ""]


def test_where_a_claim_is_answered_is_said_in_good_french(client: Client, agent: User, account: Account) -> None:
    User.objects.filter(pk=agent.pk).update(language="fr")
    client.force_login(agent)
    ticket = make_ticket(account=account, kind="claim")
    make_claim(ticket)
    assert "sur le site d’eBay" in page(client, ticket)


def test_a_claim_on_a_conversation_brings_that_conversation_to_the_top(reader: Client, account: Account) -> None:
    now = timezone.now()
    make_ticket(account=account, buyer_name="Waits Wim", needs_reply=True, reply_due_at=now + 5 * HOUR)
    take_in(account, [buyer_message("m1", at=now, order_id="1-2-3")], now=now, quiet=False)
    opened = claims(2 * HOUR)
    take_in(account, [IncomingClaim(**{**vars(opened), "opens_ticket": False})], now=now, quiet=False)

    rows = reader.get(reverse("queue")).context["rows"]

    assert [(row.buyer, row.claim) for row in rows] == [("jeanne_d", "not received"), ("Waits Wim", "")]
