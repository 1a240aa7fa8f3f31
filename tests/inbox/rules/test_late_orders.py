"""A late order about which nobody has written: the buyer is told first, where the marketplace lets the shop write."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from connectors import accounts
from connectors.abilities import ConversationTopic
from connectors.cdiscount.simulator import CdiscountSimulator
from connectors.errors import TryLater
from connectors.models import Account
from connectors.simulation import BuyerOrders
from inbox.models import Buyer, Message, Order, Rule, RuleRun, Since, Ticket, User
from inbox.pulling import pull
from inbox.rules import late_orders
from inbox.rules.actions.registry import steps_of
from inbox.rules.conditions import Conditions
from inbox.rules.dry_run import dry_run
from inbox.rules.keeping import RuleDraft
from inbox.rules.ready_made.offer import READY_MADE, add
from inbox.rules.time_passing import note_passed
from inbox.rules.working import work_off
from inbox.sending.delivery import deliver
from templates_app import versions
from templates_app.versions import About, Content
from tests.make import DAY, HOUR, NINE, make_account, make_order, make_rule, make_ticket, only_if

pytestmark = pytest.mark.django_db

LATE = NINE + 2 * DAY
TOPICS = (
    ConversationTopic("11", "Demande de facture"),
    ConversationTopic("12", "Retard de livraison, colis non reçu"),
)


@pytest.fixture
def octopia(db: None, monkeypatch: pytest.MonkeyPatch) -> Account:
    """Lets the shop write first. What topics there are is asked over the network, and faked here."""
    monkeypatch.setattr(late_orders, "topics_for", lambda _ticket: TOPICS)
    return make_account(marketplace="cdiscount")


def late_order(account: Account, number: str = "2411222A") -> None:
    about = {"state": "Shipped", "buyer_handle": "lea_m", "buyer_name": "Léa Martin", "channel": "", "total": 80}
    make_order(account=account, external_id=number, deliver_by=NINE + DAY, **about)


def writing_rule(*, conditions: dict[str, Any] | None = None) -> Rule:
    template = versions.make(
        About("Retard"), Content({"fr": "Votre commande {{ order.number }} a du retard."}), by=None, now=NINE
    )
    versions.publish(versions.newest(template))
    wish = {"template": str(template.pk), "minutes": 10}
    action = {"do": "write_first", "value": wish}
    return make_rule(action, happening="time", since=Since.PROMISED, hours=12, conditions=conditions or {})


def tick() -> None:
    note_passed(LATE)
    work_off(LATE)


def test_the_buyer_of_a_late_order_is_written_to_once(octopia: Account) -> None:
    late_order(octopia)
    writing_rule()
    tick()
    tick()
    message = Message.objects.get()
    ticket = message.ticket
    assert message.body_text.startswith("Votre commande 2411222A a du retard.")
    assert (message.automatic, message.delivery) == (True, "queued")
    assert (ticket.is_opening, ticket.order_id, ticket.topic, str(ticket.buyer)) == (
        True,
        "2411222A",
        "12",
        "Léa Martin",
    )


def test_where_no_day_of_delivery_is_named_an_order_that_has_not_left_in_time_is_late(octopia: Account) -> None:
    lying = {"state": "InPreparation", "buyer_handle": "lea_m", "ship_by": NINE + DAY, "deliver_by": None}
    make_order(account=octopia, external_id="lies", **lying)
    make_order(account=octopia, external_id="left", **lying | {"state": "Shipped"})
    make_order(account=octopia, external_id="shipped", **lying | {"shipped_at": NINE})
    make_order(account=octopia, external_id="cancelled", **lying | {"state": "Cancelled"})
    make_order(account=octopia, external_id="has time", **lying | {"ship_by": LATE})
    writing_rule()
    tick()
    assert [message.ticket.order_id for message in Message.objects.all()] == ["lies"]


def test_the_ready_made_message_says_by_which_day_it_was_to_leave(octopia: Account, lead: User) -> None:
    rule = add(READY_MADE["late-order"], by=lead, now=NINE)
    Rule.objects.filter(pk=rule.pk).update(active=True, changed_at=NINE)
    late = {"buyer_handle": "lea_m", "ship_by": NINE + HOUR, "deliver_by": None, "state": "InPreparation"}
    make_order(account=octopia, external_id="2411222A", **late)
    tick()
    message = Message.objects.get()
    assert "Votre commande 2411222A devait partir au plus tard le 16 novembre 2026." in message.body_text
    assert "Message automatique." in message.body_text


def test_where_somebody_has_written_about_it_the_shop_does_not_write_first(octopia: Account) -> None:
    late_order(octopia)
    make_ticket(account=octopia, order_id="2411222A")
    writing_rule()
    tick()
    assert not Message.objects.exists()
    [outcome] = RuleRun.objects.get().outcomes
    assert outcome["state"] == "left"


def test_no_ticket_is_made_for_an_order_that_the_conditions_do_not_fit(octopia: Account) -> None:
    late_order(octopia)
    writing_rule(conditions=only_if("order_total", "above", 100))
    tick()
    assert not Ticket.objects.exists()


def test_nor_where_the_marketplace_lets_nobody_write_first(account: Account) -> None:
    late_order(account)
    writing_rule()
    tick()
    assert not Ticket.objects.exists()


def test_what_cannot_be_asked_now_is_asked_at_the_next_tick(octopia: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    late_order(octopia)
    writing_rule()

    def not_now(_ticket: Ticket) -> None:
        raise TryLater("busy")

    monkeypatch.setattr(late_orders, "topics_for", not_now)
    tick()
    assert not Ticket.objects.exists()
    monkeypatch.setattr(late_orders, "topics_for", lambda _ticket: TOPICS)
    note_passed(LATE + HOUR)
    assert Ticket.objects.count() == 1


def test_the_topic_is_the_one_that_means_delivery_at_the_marketplace(
    octopia: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own names: "Changement d'adresse de livraison" speaks of delivery, and means something else."""
    offered = ("orderAddressChangeCdiscount", "Changement d'adresse de livraison"), ("orderNotShipped", "Non expédiée")
    topics = [ConversationTopic(code, label) for code, label in offered]
    monkeypatch.setattr(late_orders, "topics_for", lambda _ticket: topics)
    late_order(octopia)
    writing_rule()
    tick()
    assert Ticket.objects.get().topic == "orderNotShipped"


def test_a_trial_shows_whose_buyers_would_be_written_to_and_makes_nothing(octopia: Account) -> None:
    late_order(octopia)
    late_order(octopia, "2411222B")
    make_ticket(account=octopia, order_id="2411222B")
    steps = steps_of(writing_rule().actions)
    draft = RuleDraft(name="x", happening="time", steps=steps, since=Since.PROMISED, hours=12)
    tried = dry_run(draft, now=LATE)
    assert [order.external_id for order in tried.written_first] == ["2411222A"]
    assert (tried.seen, tried.hits) == (0, 0)
    assert (Ticket.objects.count(), Buyer.objects.filter(handle="lea_m").count()) == (1, 0)


def test_a_trial_says_when_a_rule_would_have_acted_on_the_ticket_about_a_late_order(octopia: Account) -> None:
    late_order(octopia)
    ticket = make_ticket(account=octopia, order_id="2411222A")
    steps = steps_of([{"do": "tag", "value": ["late"]}])
    tried = dry_run(RuleDraft(name="x", happening="time", steps=steps, since=Since.PROMISED, hours=12), now=LATE)
    assert [(one.ticket, one.at) for one in tried.shown] == [(ticket, NINE + DAY + 12 * HOUR)]


def test_a_trial_keeps_to_the_conditions(octopia: Account) -> None:
    late_order(octopia)
    steps, conditions = steps_of(writing_rule().actions), Conditions.from_spec(only_if("order_total", "above", 100))
    draft = RuleDraft(name="x", happening="time", steps=steps, conditions=conditions, since=Since.PROMISED, hours=12)
    assert dry_run(draft, now=LATE).written_first == []


def test_the_simulated_marketplace_takes_what_a_rule_writes_first(octopia_itself: CdiscountSimulator) -> None:
    account, now = octopia_account(octopia_itself), timezone.now()
    bought = BuyerOrders("velo", "0000000403YZ", "2611121335KPDRE", "L-2", "Lampe", Decimal("39.80"), language="fr")
    octopia_itself.places_order(bought)
    pull.pull_account(account, now=now)
    Order.objects.update(deliver_by=now - DAY, state="Shipped")
    writing_rule()
    note_passed(now)
    work_off(now)
    message = Message.objects.get()
    deliver(message.pk, now=now + HOUR)
    message.refresh_from_db()
    assert message.delivery == "accepted"
    assert not Ticket.objects.get().is_opening
    [sent] = octopia_itself.replies(after=0)
    assert "Votre commande 2611121335KPDRE a du retard." in sent.text


@pytest.fixture
def octopia_itself(db: None, settings: Settings) -> Iterator[CdiscountSimulator]:
    simulated = CdiscountSimulator()
    simulated.start()
    place = {**settings.MARKETPLACES["cdiscount"], **simulated.environment()}
    settings.MARKETPLACES = {**settings.MARKETPLACES, "cdiscount": place}
    yield simulated
    simulated.stop()


def octopia_account(simulated: CdiscountSimulator) -> Account:
    return accounts.connect(
        "cdiscount", name="Boutique", credentials=simulated.add_seller("velo"), now=timezone.now() - HOUR
    )
