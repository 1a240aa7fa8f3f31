"""Cdiscount through the whole core: from Octopia's discussions to tickets, claims, conversations and figures."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from connectors import accounts
from connectors.cdiscount.simulator import CdiscountSimulator, texts
from connectors.models import Account
from connectors.simulation import BuyerWrites, Happening, Happens, Written
from inbox.models import Claim, Conversation, Indicator, Message, Ticket
from inbox.models.ticket import Priority
from inbox.pulling import pull

SELLER, BUYER, ORDER = "ma_boutique", "0000000403YZ", "2611121335KPDRE"
HOUR = timedelta(hours=1)

Asks = Callable[..., Written]


@pytest.fixture
def octopia(settings: Settings) -> Iterator[CdiscountSimulator]:
    simulated = CdiscountSimulator()
    simulated.start()
    settings.MARKETPLACES = {
        **settings.MARKETPLACES,
        "cdiscount": {**settings.MARKETPLACES["cdiscount"], **simulated.environment()},
    }
    yield simulated
    simulated.stop()


@pytest.fixture
def boutique(octopia: CdiscountSimulator, db: None) -> Account:
    """An account that has been pulled once, when there was nothing."""
    account = accounts.connect(
        "cdiscount", name="Boutique", credentials=octopia.add_seller(SELLER), now=timezone.now() - HOUR
    )
    look(account)
    return account


@pytest.fixture
def asks(octopia: CdiscountSimulator, boutique: Account) -> Asks:
    """The buyer writes about his order, and we look."""

    def ask(text: str = "Où est mon colis ?", *, language: str = "fr", thread_id: str = "") -> Written:
        written = octopia.buyer_writes(
            BuyerWrites(SELLER, BUYER, text, order_id=ORDER, language=language, thread_id=thread_id)
        )
        look(boutique)
        return written

    return ask


def look(account: Account) -> None:
    report = pull.pull_account(account, now=timezone.now())
    assert (report.problem, report.missed, report.unreadable) == ("", [], 0)


def test_the_sales_channel_stands_on_the_ticket_and_not_in_the_buyers_name(asks: Asks) -> None:
    asks(language="es")
    ticket = Ticket.objects.get()
    assert (ticket.channel, ticket.buyer_name, ticket.topic) == ("WORTENES", BUYER, "orderNotShipped")
    assert Message.objects.get().author == BUYER


def test_customer_care_is_shown_as_what_it_is_and_waits_for_an_answer(
    octopia: CdiscountSimulator, boutique: Account, asks: Asks
) -> None:
    question = asks()
    octopia.seller_writes(seller=SELLER, thread_id=question.thread_id, text="Il arrive demain.")
    look(boutique)
    assert not Ticket.objects.get().needs_reply
    octopia.writes_as("GrcOperator", question.thread_id, text="Pouvez-vous confirmer la livraison ?")
    look(boutique)
    assert Ticket.objects.get().needs_reply
    asked = Message.objects.latest("written_at")
    assert (asked.direction, asked.author) == ("system", "Customer care")


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        ("Automatic", "Un remboursement a été enregistré."),
        ("Arbitrator", "Dossier reçu."),
        ("Customer", texts.BOUNCED),
        ("GrcOperator", texts.CANCELLED),
    ],
)
def test_machines_start_no_clock_whoever_they_write_as(
    octopia: CdiscountSimulator, boutique: Account, asks: Asks, sender: str, text: str
) -> None:
    question = asks()
    octopia.seller_writes(seller=SELLER, thread_id=question.thread_id, text="Il arrive demain.")
    octopia.writes_as(sender, question.thread_id, text=text)
    look(boutique)
    assert Message.objects.count() == 3
    assert not Ticket.objects.get().needs_reply


def test_a_claim_raises_the_ticket_and_the_next_level_makes_it_urgent(
    octopia: CdiscountSimulator, boutique: Account, asks: Asks
) -> None:
    question = asks()
    assert Ticket.objects.get().priority == Priority.NORMAL
    octopia.happens(Happens(Happening.CLAIM_OPENED, SELLER, thread_id=question.thread_id))
    look(boutique)
    assert Ticket.objects.get().priority == Priority.HIGH
    octopia.happens(Happens(Happening.CLAIM_RAISED, SELLER, thread_id=question.thread_id))
    look(boutique)
    claim = Claim.objects.select_related("ticket").get()
    assert (claim.ticket.priority, claim.state_there, claim.reason) == (Priority.URGENT, "Level_1", "orderNotShipped")


def test_open_treated_and_graduated_are_kept_apart(octopia: CdiscountSimulator, boutique: Account, asks: Asks) -> None:
    question = asks()
    octopia.change(question.thread_id, is_open=False, graduation="Claim")
    look(boutique)
    conversation = Conversation.objects.get()
    assert (conversation.is_open, conversation.state, conversation.grade) == (False, "ToTreat", "Claim")
    assert conversation.recipients == ["Customer", "GrcOperator"]


def test_the_figures_of_the_day_arrive_with_what_is_asked_for(boutique: Account) -> None:
    figures = Indicator.objects.filter(account=boutique).order_by("id")
    assert [figure.name for figure in figures] == [
        "order_acceptation",
        "product_shipping",
        "deadline_compliance",
        "order_claims",
        "order_refunds",
    ]
    assert figures[0].threshold == "≥ 97.5 %"
