"""How a conversation stands on its marketplace, on the ticket's page; recipients and sales channels."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from connectors.models import Account
from inbox.accounts.sales_channels import remember_channels
from inbox.models import Conversation, Delivery, Message, Ticket, User
from inbox.sending.closing import change_due
from tests.inbox.fake_marketplace import DESK, Post, post
from tests.make import NINE, make_account, make_message, make_ticket, make_user

__all__ = ["post"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(post: Post) -> Account:
    account = make_account(marketplace=DESK, credentials={}, identity={"name": "velo_shop"})
    remember_channels(account, ["North", "South"])
    return account


@pytest.fixture
def agent() -> User:
    return make_user(language="en", first_name="Alix")


@pytest.fixture
def as_agent(client: Client, agent: User) -> Client:
    client.force_login(agent)
    return client


@pytest.fixture
def ticket(desk: Account) -> Ticket:
    found = make_ticket(account=desk, thread_id="North:1", channel="North", topic="late")
    make_message(found)
    stands(desk, is_open=True)
    return found


def stands(desk: Account, **fields: object) -> None:
    Conversation.objects.update_or_create(
        account=desk,
        thread_id="North:1",
        defaults={"changed_at": NINE, "channel": "North", "recipients": ["Buyer", "Care"], **fields},
    )


def page(client: Client, ticket: Ticket) -> str:
    return client.get(f"/tickets/{ticket.pk}/").content.decode()


def test_the_page_says_three_separate_things_and_the_topic(as_agent: Client, ticket: Ticket) -> None:
    stands(ticket.account, is_open=True, state="half done", grade="Care")
    shown = page(as_agent, ticket)
    assert "<dt>Conversation</dt><dd>open</dd>" in shown
    assert "<dt>Handling</dt><dd>half done</dd>" in shown
    assert "<dt>Escalation</dt><dd>Customer care</dd>" in shown
    assert '<option value="late" selected>Parcel is late</option>' in shown
    assert "<dt>Sales channel</dt><dd>Desk North</dd>" in shown


def test_closing_is_asked_for_on_the_page_and_shown_while_it_waits(as_agent: Client, ticket: Ticket) -> None:
    assert "Close on Desk" in page(as_agent, ticket)
    answer = as_agent.post(f"/tickets/{ticket.pk}/conversation/", {"open": "0"}, headers={"HX-Request": "true"})
    assert "Being closed on Desk." in answer.content.decode()
    assert "Reopen on Desk" in answer.content.decode()

    change_due(Conversation.objects.get().next_try_at or NINE)

    shown = page(as_agent, ticket)
    assert "<dt>Conversation</dt><dd>closed</dd>" in shown
    assert "This conversation is closed on Desk: a reply may be refused there." in shown
    assert "Alix asked the marketplace to close it" in shown


def test_a_refusal_is_told_with_its_reason(as_agent: Client, ticket: Ticket) -> None:
    stands(ticket.account, is_open=True, refusal="answer the buyer first")
    assert "Desk did not close it: answer the buyer first" in page(as_agent, ticket)


def test_the_open_page_is_brought_up_to_date(as_agent: Client, ticket: Ticket) -> None:
    stands(ticket.account, is_open=False)
    news = as_agent.get(f"/tickets/{ticket.pk}/changes/").content.decode()
    assert 'id="ticket-standing"' in news
    assert 'id="composer-standing" hx-swap-oob="true"><p' in news


def test_a_marketplace_without_closing_is_told_in_words(as_agent: Client, db: None) -> None:
    elsewhere = make_ticket()
    assert "Close on eBay" not in page(as_agent, elsewhere)
    answer = as_agent.post(f"/tickets/{elsewhere.pk}/conversation/", {"open": "0"}, follow=True)
    assert "eBay has no conversation here that could be closed or reopened" in answer.content.decode()


def test_asking_is_a_post_of_somebody_who_may_answer(as_agent: Client, client: Client, ticket: Ticket) -> None:
    address = f"/tickets/{ticket.pk}/conversation/"
    assert as_agent.get(address).status_code == 405
    client.logout()
    assert client.post(address, {"open": "0"}).status_code == 302
    assert Conversation.objects.get().wanted_open is None


def test_a_reply_goes_to_whom_the_agent_chose_and_the_conversation_says_so(as_agent: Client, ticket: Ticket) -> None:
    shown = page(as_agent, ticket)
    assert 'name="recipient" value="" checked' in shown
    assert 'name="recipient" value="Care"><span>Customer care</span>' in shown

    as_agent.post(f"/tickets/{ticket.pk}/write/", {"kind": "reply", "body": "Bonjour", "key": "k", "recipient": "Care"})

    assert Message.objects.get(delivery=Delivery.QUEUED).recipient == "Care"
    assert "to: Customer care" in page(as_agent, ticket)


def test_a_recipient_who_is_gone_keeps_the_text_and_the_choice(as_agent: Client, ticket: Ticket) -> None:
    stands(ticket.account, is_open=True, recipients=["Buyer"])
    answer = as_agent.post(
        f"/tickets/{ticket.pk}/write/", {"kind": "reply", "body": "Bonjour", "key": "k", "recipient": "Care"}
    )
    assert answer.status_code == 422
    assert "On Desk a reply goes to the buyer" in answer.content.decode()
    assert "Bonjour" in answer.content.decode()


def test_a_row_names_its_channel_and_the_list_can_be_of_one_channel(as_agent: Client, ticket: Ticket) -> None:
    due: dict[str, Any] = {"needs_reply": True, "reply_due_at": NINE}
    make_ticket(account=ticket.account, channel="South", buyer_name="Zoé", **due)
    Ticket.objects.filter(pk=ticket.pk).update(**due, buyer_name="Yves")

    everything = as_agent.get("/").content.decode()
    assert "Desk North" in everything
    assert f"?account={ticket.account_id}&amp;channel=South" in everything

    south = as_agent.get(f"/?account={ticket.account_id}&channel=South").content.decode()
    assert "Zoé" in south
    assert "Yves" not in south


def test_a_list_of_one_channel_asks_no_more_queries(
    as_agent: Client, ticket: Ticket, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(12):
        as_agent.get(f"/?view=open&account={ticket.account_id}&channel=North")


def test_writing_first_about_an_order_opens_a_conversation_of_its_own(as_agent: Client, ticket: Ticket) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(order_id="A-1")
    assert "Write first about this order" in page(as_agent, ticket)
    form = as_agent.get(f"/tickets/{ticket.pk}/write-first/").content.decode()
    assert '<option value="late">Parcel is late</option>' in form

    answer = as_agent.post(
        f"/tickets/{ticket.pk}/write-first/",
        {"key": "k", "topic": "late", "subject": "Colis", "text": "Il part lundi."},
    )

    opened = Ticket.objects.latest("id")
    assert answer.headers["Location"] == f"/tickets/{opened.pk}/"
    assert "Il part lundi." in page(as_agent, opened)
    assert "Close on Desk" not in page(as_agent, opened)


def test_a_first_message_without_a_topic_keeps_what_was_typed(as_agent: Client, ticket: Ticket) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(order_id="A-1")
    answer = as_agent.post(
        f"/tickets/{ticket.pk}/write-first/", {"key": "k", "topic": "", "subject": "Colis", "text": "Il part lundi."}
    )
    assert (answer.status_code, "Il part lundi." in answer.content.decode()) == (422, True)
    assert not Message.objects.filter(direction="out").exists()


def test_where_nobody_can_write_first_there_is_no_such_page(as_agent: Client) -> None:
    assert as_agent.get(f"/tickets/{make_ticket(order_id='12-345').pk}/write-first/").status_code == 404
