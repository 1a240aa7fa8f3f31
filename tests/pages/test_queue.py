"""The queue: what it shows, in which order, to whom."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from connectors.models import Account
from inbox.lists.views import BUILT_IN
from inbox.models import MessageDirection, Status, Ticket, User
from tests.make import make_account, make_message, make_ticket

pytestmark = pytest.mark.django_db


def waiting(account: Account, buyer_name: str, *, hours: float) -> Ticket:
    due = timezone.now() + timedelta(hours=hours)
    return make_ticket(
        account=account,
        buyer_name=buyer_name,
        needs_reply=True,
        reply_due_at=due,
        soft_due_at=due - timedelta(hours=16),
        last_direction=MessageDirection.IN,
    )


def test_the_most_urgent_ticket_is_on_top(as_agent: Client, account: Account) -> None:
    waiting(account, "Later Lou", hours=20)
    waiting(account, "Late Lea", hours=-2)
    text = as_agent.get(reverse("queue")).content.decode()
    assert text.index("Late Lea") < text.index("Later Lou")


def test_a_late_ticket_says_so_in_words_and_by_attribute(as_agent: Client, agent: User, account: Account) -> None:
    User.objects.filter(pk=agent.pk).update(language="en")
    waiting(account, "Late Lea", hours=-2.5)
    text = as_agent.get(reverse("queue")).content.decode()
    assert "late by 2 h" in text
    assert 'data-deadline="late"' in text


def test_the_queue_takes_at_most_twelve_queries(
    as_agent: Client, account: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        waiting(account, f"Buyer {number}", hours=number - 5)
    with django_assert_max_num_queries(12):
        as_agent.get(reverse("queue"))


def test_pages_follow_each_other_without_a_gap(as_agent: Client, account: Account) -> None:
    due = timezone.now() + timedelta(hours=3)
    names = [f"Buyer {number:03}" for number in range(120)]
    for name in names:
        make_ticket(account=account, buyer_name=name, needs_reply=True, reply_due_at=due, soft_due_at=due)
    seen: list[str] = []
    address = reverse("queue")
    while address:
        response = as_agent.get(address)
        seen += [row.buyer for row in response.context["rows"]]
        following = response.context["following"]
        address = f"{reverse('queue')}?after={following}" if following else ""
    assert seen == names


def test_a_tampered_cursor_shows_the_first_page(as_agent: Client, account: Account) -> None:
    waiting(account, "Late Lea", hours=-2)
    response = as_agent.get(reverse("queue"), {"after": "%%%nonsense"})
    assert [row.buyer for row in response.context["rows"]] == ["Late Lea"]


def test_solved_tickets_are_not_in_the_queue_but_in_their_view(as_agent: Client, account: Account) -> None:
    make_ticket(account=account, buyer_name="Solved Sam", status=Status.SOLVED)
    assert "Solved Sam" not in as_agent.get(reverse("queue")).content.decode()
    assert "Solved Sam" in as_agent.get(reverse("queue"), {"view": "solved"}).content.decode()


def test_mine_shows_what_is_assigned_to_me_alone(as_agent: Client, agent: User, owner: User, account: Account) -> None:
    make_ticket(account=account, buyer_name="Mine Mia", assignee=agent)
    make_ticket(account=account, buyer_name="Other Olu", assignee=owner)
    rows = as_agent.get(reverse("queue"), {"view": "mine"}).context["rows"]
    assert [row.buyer for row in rows] == ["Mine Mia"]


def test_one_account_can_be_looked_at_alone(as_agent: Client, account: Account) -> None:
    other = make_account()
    waiting(account, "First Fae", hours=1)
    waiting(other, "Second Sol", hours=2)
    rows = as_agent.get(reverse("queue"), {"account": other.id}).context["rows"]
    assert [row.buyer for row in rows] == ["Second Sol"]


def test_search_finds_a_name(as_agent: Client, account: Account) -> None:
    make_ticket(account=account, buyer_name="Élodie Martin")
    make_ticket(account=account, buyer_name="Somebody Else")
    by_name = as_agent.get(reverse("queue"), {"q": "martin"}).context["rows"]
    assert [row.buyer for row in by_name] == ["Élodie Martin"]


def test_the_number_of_an_order_opens_its_ticket_beside_what_was_found(as_agent: Client, account: Account) -> None:
    ticket = make_ticket(account=account, buyer_name="Élodie Martin", order_id="12-34567-89012")
    response = as_agent.get(reverse("queue"), {"q": "12-34567-89012"})
    assert response["Location"] == f"{ticket.get_absolute_url()}?q=12-34567-89012"
    shown = as_agent.get(response["Location"])
    assert (shown.context["ticket"], [row.buyer for row in shown.context["rows"]]) == (ticket, ["Élodie Martin"])


def test_the_number_of_two_tickets_of_one_order_shows_both(as_agent: Client, account: Account) -> None:
    for _ in range(2):
        make_ticket(account=account, order_id="12-34567-89012")
    assert len(as_agent.get(reverse("queue"), {"q": "12-34567-89012"}).context["rows"]) == 2


def test_what_was_not_understood_is_said_above_what_was_found(as_agent: Client, agent: User, account: Account) -> None:
    User.objects.filter(pk=agent.pk).update(language="en")
    make_ticket(account=account, buyer_name="Élodie Martin")
    response = as_agent.get(reverse("queue"), {"q": "martin is:purple"})
    assert "No ticket can be “purple”." in response.content.decode()
    assert [row.buyer for row in response.context["rows"]] == ["Élodie Martin"]


def test_an_empty_queue_says_that_everyone_has_been_answered(as_agent: Client, agent: User, account: Account) -> None:
    User.objects.filter(pk=agent.pk).update(language="en")
    assert "Everyone has been answered." in as_agent.get(reverse("queue")).content.decode()


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_empty_view_says_what_there_is_not(
    as_agent: Client,
    agent: User,
    account: Account,  # noqa: ARG001
    name: str,
) -> None:
    User.objects.filter(pk=agent.pk).update(language="en")
    empty = as_agent.get(reverse("queue"), {"view": name}).context["empty"]
    assert empty.words.endswith(".")
    assert "%" not in empty.words
    narrowed = as_agent.get(reverse("queue"), {"view": name, "language": "de"})
    assert narrowed.context["empty"].way_out == ("Show the whole view", f"{reverse('queue')}?view={name}")


def test_what_a_buyer_wrote_is_shown_as_text(as_agent: Client, account: Account) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    ticket = waiting(account, evil, hours=1)
    Ticket.objects.filter(pk=ticket.pk).update(subject=evil, snippet=evil)
    make_message(ticket, body_text=evil, author=evil)
    text = as_agent.get(reverse("ticket", args=[ticket.pk])).content.decode()
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_the_queue_takes_no_post(as_agent: Client) -> None:
    assert as_agent.post(reverse("queue")).status_code == 405


def test_nobody_sees_the_queue_without_logging_in(client: Client) -> None:
    response = client.get(reverse("queue"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_the_list_says_that_it_holds_the_latest_only(
    as_agent: Client, agent: User, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.filter(pk=agent.pk).update(language="en")
    for _ in range(3):
        make_message(make_ticket(account=account), body_text="un colis", language="fr")

    assert "3 found" in as_agent.get("/?q=colis").content.decode()
    monkeypatch.setattr("inbox.search.hits.LATEST", 2)
    assert "the latest 2 found" in as_agent.get("/?q=colis").content.decode()


def test_a_row_is_printed_in_each_readers_language(as_agent: Client, agent: User, account: Account) -> None:
    User.objects.filter(pk=agent.pk).update(language="en")
    waiting(account, "Early Eve", hours=30)
    english = as_agent.get(reverse("queue")).content.decode()
    User.objects.filter(pk=agent.pk).update(language="fr")
    french = as_agent.get(reverse("queue")).content.decode()
    assert 'aria-label="Choose: Early Eve"' in english
    assert 'aria-label="Choose: Early Eve"' not in french
    assert "Early Eve" in french
