"""The order panel: how sure the order is, the buyer's note, all his orders, and saying which one it is."""

import pytest
from django.test import Client
from django.urls import reverse

from connectors.models import Account
from inbox.models import OrderMatch, Ticket, TicketEvent, User
from tests.make import DAY, NINE, make_account, make_buyer, make_order, make_ticket

pytestmark = pytest.mark.django_db

ORDER = "12-34567-89012"
OTHER = "12-00000-00001"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def reader(client: Client, agent: User) -> Client:
    """An agent who reads English."""
    User.objects.filter(pk=agent.pk).update(language="en")
    client.force_login(agent)
    return client


@pytest.fixture
def lise(account: Account) -> Ticket:
    """A ticket of a buyer with two orders; it is about none yet."""
    buyer = make_buyer(account=account, handle="Lise_44")
    item = {"item_id": "i1", "title": "Desk lamp", "quantity": 1, "sku": "", "price": None, "currency": ""}
    make_order(account=account, external_id=ORDER, buyer_handle="lise_44", items=[item])
    make_order(account=account, external_id=OTHER, buyer_handle="lise_44", placed_at=NINE - DAY)
    make_order(account=account, external_id="99-99999-99999", buyer_handle="somebody_else")
    return make_ticket(account=account, buyer=buyer)


def page(reader: Client, ticket: Ticket) -> str:
    return reader.get(ticket.get_absolute_url()).content.decode()


def choose(reader: Client, ticket: Ticket, *, htmx: bool = False, **given: str) -> str:
    address = reverse("ticket_order_choose", args=[ticket.id])
    answer = reader.post(address, given, headers=HTMX if htmx else {}, follow=not htmx)
    return answer.content.decode()


@pytest.mark.parametrize(
    ("match", "words"),
    [
        (OrderMatch.SURE, "certain: "),
        (OrderMatch.LIKELY, "likely: nearest order of this buyer for this item"),
        (OrderMatch.POSSIBLE, "possible: this buyer&#x27;s only order in 90 days"),
        (OrderMatch.CHOSEN, "chosen by a person"),
    ],
)
def test_the_page_says_how_sure_the_order_is(reader: Client, account: Account, match: str, words: str) -> None:
    make_order(account=account, external_id=ORDER)

    assert words in page(reader, make_ticket(account=account, order_id=ORDER, order_match=match))


def test_an_order_the_marketplace_names_needs_no_words(reader: Client, account: Account) -> None:
    assert "data-match" not in page(reader, make_ticket(account=account, order_id=ORDER))


def test_without_an_order_it_is_a_question_before_the_sale(reader: Client, ticket: Ticket) -> None:
    assert "a question before the sale" in page(reader, ticket)


def test_where_no_orders_are_known_at_all_nothing_is_concluded(reader: Client, db: None) -> None:
    text = page(reader, make_ticket(account=make_account(marketplace="email")))

    assert "No order is named." in text
    assert "before the sale" not in text


def test_the_buyers_note_when_ordering_stands_in_the_panel_as_text(reader: Client, account: Account) -> None:
    make_order(account=account, external_id=ORDER, buyer_note="Ring <b>twice</b>, please")

    text = page(reader, make_ticket(account=account, order_id=ORDER))

    assert "Ring &lt;b&gt;twice&lt;/b&gt;, please" in text


@pytest.mark.parametrize(("state", "is_late"), [("FULFILLED", False), ("FULLY_REFUNDED", False), ("NOT_STARTED", True)])
def test_a_parcel_that_left_at_an_unknown_time_is_not_late(
    reader: Client, account: Account, state: str, is_late: bool
) -> None:
    make_order(account=account, external_id=ORDER, state=state, ship_by=NINE - DAY)

    text = page(reader, make_ticket(account=account, order_id=ORDER))

    assert ("data-late" in text) == is_late
    assert state not in text


def test_all_orders_of_the_buyer_are_listed_and_nobody_elses(reader: Client, lise: Ticket) -> None:
    text = reader.get(reverse("ticket_orders", args=[lise.id])).content.decode()

    assert text.index(ORDER) < text.index(OTHER)
    assert "Desk lamp" in text
    assert "99-99999-99999" not in text


def test_htmx_gets_the_list_alone(reader: Client, lise: Ticket) -> None:
    text = reader.get(reverse("ticket_orders", args=[lise.id]), headers=HTMX).content.decode()

    assert text.strip().startswith('<div class="context-part" id="buyer-orders">')


def test_an_agent_chooses_one_of_the_buyers_orders(reader: Client, agent: User, lise: Ticket) -> None:
    text = choose(reader, lise, order=OTHER)

    lise.refresh_from_db()
    assert (lise.order_id, lise.order_match) == (OTHER, OrderMatch.CHOSEN)
    assert TicketEvent.objects.get().user == agent
    assert f"Camille Roy said that this is about the order {OTHER}" in text


def test_a_typed_number_goes_before_the_one_that_was_checked(reader: Client, lise: Ticket) -> None:
    choose(reader, lise, order=OTHER, typed=f" {ORDER} ")

    lise.refresh_from_db()
    assert lise.order_id == ORDER


def test_an_agent_says_that_it_is_about_no_order(reader: Client, lise: Ticket) -> None:
    Ticket.objects.filter(pk=lise.pk).update(order_id=ORDER, order_match=OrderMatch.POSSIBLE)

    text = choose(reader, lise, order="")

    lise.refresh_from_db()
    assert (lise.order_id, lise.order_match) == ("", OrderMatch.CHOSEN)
    assert "About no order, as a person said." in text


@pytest.mark.parametrize("given", [{}, {"typed": "the blue one"}])
def test_what_says_nothing_or_is_no_number_changes_nothing(reader: Client, lise: Ticket, given: dict[str, str]) -> None:
    answer = reader.post(reverse("ticket_order_choose", args=[lise.id]), given, headers=HTMX)

    assert answer.status_code == 422
    assert 'id="buyer-orders"' in answer.content.decode()
    lise.refresh_from_db()
    assert (lise.order_id, lise.order_match) == ("", "")


def test_with_htmx_what_stands_beside_the_conversation_is_swapped_and_no_composer(reader: Client, lise: Ticket) -> None:
    answer = reader.post(reverse("ticket_order_choose", args=[lise.id]), {"order": ORDER}, headers=HTMX)

    text = answer.content.decode()
    assert answer.headers["HX-Retarget"] == "#context"
    assert 'id="context"' in text
    assert "Desk lamp" in text
    assert "composer" not in text


def test_choosing_wants_a_post_and_a_person(client: Client, reader: Client, lise: Ticket) -> None:
    address = reverse("ticket_order_choose", args=[lise.id])

    assert reader.get(address).status_code == 405
    reader.logout()
    assert reader.post(address, {"order": ORDER}).status_code == 302
    lise.refresh_from_db()
    assert lise.order_id == ""
