"""What a buyer writes is understood as it arrives, and shown on his ticket."""

import pytest
from django.test import Client

from connectors.models import Account
from inbox.models import Buyer, EventKind, Message, Ticket, Understanding, User
from inbox.tickets.topics import set_topic
from inbox.understanding.backlog import read_imported
from tests.inbox.arrive import arrive, buyer_message, shop_message
from tests.make import DAY, HOUR, NINE, make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return make_account()


def said(account: Account, text: str, *, number: int = 1) -> Ticket:
    """The ticket once the buyer's message has arrived."""
    arrive(account, buyer_message(f"m{number}", text=text, at=NINE + number * HOUR), now=NINE + number * HOUR)
    return Ticket.objects.latest("id")


def test_topic_level_and_language_stand_on_the_ticket(account: Account) -> None:
    ticket = said(account, "Bonjour, la lampe est arrivée cassée")
    assert (ticket.topic, ticket.level, ticket.language) == ("defective", 2, "fr")


def test_the_log_tells_what_was_read_as_values_and_the_page_tells_it_at_the_message_alone(
    account: Account, client: Client, agent: User
) -> None:
    ticket = said(account, "Bonjour, la lampe est arrivée cassée")
    told = {event.kind: event.after for event in ticket.events.all()}
    assert told[EventKind.OPENED] == {"imported": False}
    assert told[EventKind.TOPIC] == {"value": "defective", "understood": True}
    assert told[EventKind.LEVEL] == {"value": 2, "understood": True}
    client.force_login(agent)
    page = client.get(ticket.get_absolute_url()).content.decode()
    assert "le thème est maintenant" not in page
    assert "le niveau est maintenant" not in page


def test_each_message_is_understood_by_itself_with_reasons(account: Account) -> None:
    said(account, "Bonjour, où est mon colis ?")
    said(account, "Toujours aucune réponse, je vais porter plainte", number=2)
    first, second = Understanding.objects.order_by("message")
    assert (first.topic, first.chaser, first.anger) == ("delivery", False, False)
    assert second.chaser and second.anger and ["legal", "", "porter plainte"] in second.reasons


def test_a_later_message_that_says_nothing_new_leaves_the_topic(account: Account) -> None:
    said(account, "Bonjour, la lampe est arrivée cassée")
    ticket = said(account, "Merci beaucoup, bonne journée", number=2)
    assert (ticket.topic, ticket.level) == ("defective", 2)


def test_the_law_counts_from_the_message_that_withdraws(account: Account) -> None:
    said(account, "Où est mon colis ?")
    ticket = said(account, "Je souhaite exercer mon droit de rétractation", number=2)
    event = ticket.events.filter(kind=EventKind.TOPIC).latest("id")
    assert ticket.topic == "withdrawal"
    assert event.message_id == Message.objects.latest("id").pk


def test_what_a_person_has_said_stays(account: Account) -> None:
    ticket = said(account, "Où est mon colis ?")
    set_topic(ticket, topic="payment", by=None, now=NINE)
    assert said(account, "La lampe est cassée", number=2).topic == "payment"


def test_the_shops_own_words_are_not_read(account: Account) -> None:
    arrive(account, buyer_message("m1"), shop_message("m2", text="Votre lampe est cassée ?", at=NINE + HOUR))
    assert Understanding.objects.count() == 1


def test_a_text_that_does_not_tell_is_in_the_buyers_language(account: Account) -> None:
    arrive(account, buyer_message("m1", text="Wo bleibt meine Bestellung? Ich warte seit einer Woche."))
    arrive(account, buyer_message("m2", text="ok", at=NINE + DAY), now=NINE + DAY)
    assert Buyer.objects.get().language == "de"
    assert list(Message.objects.order_by("id").values_list("language", flat=True)) == ["de", "de"]
    assert Understanding.objects.latest("message").reasons[0] == ["language_before", "de", ""]


def test_a_ticket_whose_words_do_not_tell_is_in_the_language_known_before(account: Account) -> None:
    arrive(account, buyer_message("m1", text="Wo bleibt meine Bestellung? Ich warte seit einer Woche."))
    arrive(account, buyer_message("m2", thread_id="another", text="ok", at=NINE + DAY), now=NINE + DAY)
    assert Ticket.objects.get(thread_id="another").language == "de"


def test_a_first_import_is_read_later(account: Account) -> None:
    arrive(account, buyer_message("m1", text="Où est mon colis ?"), quiet=True)
    assert Ticket.objects.get().to_understand and not Understanding.objects.exists()
    assert (read_imported(NINE), read_imported(NINE)) == (1, 0)
    ticket = Ticket.objects.get()
    assert (ticket.topic, Understanding.objects.get().topic) == ("delivery", "delivery")
