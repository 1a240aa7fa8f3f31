"""The page of a buyer: what there is of him, taking it out, and erasing him for good."""

import pytest
from django.test import Client
from django.urls import reverse

from connectors.models import Account
from inbox.models import Buyer, ErasureReceipt, Message, Ticket, User
from tests.make import make_buyer, make_claim, make_message, make_order, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def didier(account: Account) -> Buyer:
    buyer = make_buyer(account=account, handle="didier_77", name="Didier Martin")
    ticket = make_ticket(account=account, buyer=buyer, order_id="1-2-3", subject="Où est mon colis ?")
    make_message(ticket)
    make_claim(ticket)
    make_order(account=account, external_id="1-2-3", buyer_handle="didier_77")
    return buyer


def read_by(client: Client, user: User) -> Client:
    User.objects.filter(pk=user.pk).update(language="en")
    client.force_login(user)
    return client


def page(client: Client, name: str, **ids: int) -> str:
    return client.get(reverse(name, kwargs=ids)).content.decode()


def test_the_page_lists_what_there_is_of_him(client: Client, agent: User, didier: Buyer) -> None:
    text = page(read_by(client, agent), "buyer", buyer_id=didier.pk)
    assert "Où est mon colis ?" in text
    assert "1-2-3" in text
    assert "didier_77" in text
    assert "A-to-z claim" in text
    assert "Erase this buyer" not in text


def test_a_ticket_leads_to_its_buyer(client: Client, agent: User, didier: Buyer) -> None:
    text = page(read_by(client, agent), "ticket", ticket_id=Ticket.objects.get().pk)
    assert reverse("buyer", args=[didier.pk]) in text


def test_an_owner_erases_a_buyer_by_typing_his_name(client: Client, owner: User, didier: Buyer) -> None:
    owner_client = read_by(client, owner)
    assert "What goes, for good" in page(owner_client, "buyer_erase", buyer_id=didier.pk)
    answer = owner_client.post(reverse("buyer_erase", args=[didier.pk]), {"name": "didier martin"}, follow=True)
    assert "The buyer was erased." in answer.content.decode()
    assert Message.objects.get().body_text == ""
    ticket = Ticket.objects.get()
    text = page(owner_client, "ticket", ticket_id=ticket.pk)
    assert "erased buyer" in text
    assert "nobody can be written to from here" in text
    assert "Didier" not in text
    assert f"No. {ErasureReceipt.objects.get().pk}" in page(owner_client, "erasures")


def test_a_claim_that_waits_is_not_told_twice_before_he_is_erased(
    client: Client, owner: User, didier: Buyer, account: Account
) -> None:
    make_claim(make_ticket(account=account, buyer=didier, kind="claim", needs_reply=True))
    Ticket.objects.update(needs_reply=True)
    text = page(read_by(client, owner), "buyer_erase", buyer_id=didier.pk)
    assert "1 ticket of this buyer" in text
    assert "2 claims of this buyer" in text


def test_another_name_erases_nobody(client: Client, owner: User, didier: Buyer) -> None:
    answer = read_by(client, owner).post(reverse("buyer_erase", args=[didier.pk]), {"name": "jeanne_d"})
    assert answer.status_code == 422
    assert "Nothing was erased." in answer.content.decode()
    assert Message.objects.get().body_text


def test_erasing_is_for_owners_and_exporting_for_leads(client: Client, agent: User, lead: User, didier: Buyer) -> None:
    agent_client = read_by(client, agent)
    assert agent_client.get(reverse("buyer_export", args=[didier.pk])).status_code == 403
    lead_client = read_by(client, lead)
    assert lead_client.get(reverse("buyer_export", args=[didier.pk])).status_code == 200
    assert lead_client.post(reverse("buyer_erase", args=[didier.pk]), {"name": "Didier Martin"}).status_code == 403
    assert lead_client.get(reverse("erasures")).status_code == 403


def test_exporting_and_erasing_refuse_other_methods(client: Client, owner: User, didier: Buyer) -> None:
    owner_client = read_by(client, owner)
    assert owner_client.post(reverse("buyer_export", args=[didier.pk])).status_code == 405
    assert owner_client.delete(reverse("buyer_erase", args=[didier.pk])).status_code == 405
