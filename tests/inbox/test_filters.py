"""What narrows a list down: read from anything, written back, and what it lets through."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from connectors.models import Account
from inbox.lists.filters import Filters
from inbox.lists.matching import matching, narrowed
from inbox.models import Status, Ticket, User
from inbox.views.lists.filter_fields import Offer, filter_fields
from tests.make import DAY, HOUR, NINE, make_account, make_claim, make_ticket, make_user

SOME_TEXTS = st.lists(st.text(min_size=1, max_size=20), max_size=3)


def test_an_address_with_several_values_of_one_field_is_read_and_written_alike() -> None:
    filters = Filters.read(QueryDict("status=open&status=waiting&account=3&q=colis&left=today&assignee=me"))

    assert filters == Filters(status=("open", "waiting"), account=(3,), q="colis", left="today", assignee=("me",))
    assert Filters.read(QueryDict(filters.query)) == filters


@pytest.mark.parametrize(
    "query",
    [
        "status=lost",
        "account=x",
        "account=²",
        "level=",
        "left=soon",
        "assignee=you",
        "claim=yes",
        "view=\x00",
        "rubbish=1",
    ],
)
def test_what_is_unknown_counts_as_not_given(query: str) -> None:
    assert Filters.read(QueryDict(query)) == Filters()


@given(st.dictionaries(st.sampled_from(["tag", "topic", "channel", "language", "marketplace"]), SOME_TEXTS), st.text())
def test_whatever_is_read_is_written_so_that_it_reads_the_same(texts: dict[str, list[str]], words: str) -> None:
    filters = Filters.read({**texts, "q": words})

    assert Filters.read(filters.given) == filters
    assert Filters.read(parse_qs(filters.query)) == filters


def _found(agent: User, now: datetime = NINE, **fields: Any) -> set[Ticket]:
    return set(narrowed(Ticket.objects.all(), Filters.read(fields), user=agent, now=now))


@pytest.mark.parametrize(
    ("wanted", "columns"),
    [
        ({"status": "snoozed"}, {"status": Status.SNOOZED}),
        ({"kind": "claim"}, {"kind": "claim"}),
        ({"level": 2}, {"level": 2}),
        ({"topic": "return"}, {"topic": "return"}),
        ({"language": ["de", "it"]}, {"language": "it"}),
        ({"tag": ["vip", "none"]}, {"tags": ["old", "vip"]}),
        ({"channel": "FRANCE"}, {"channel": "FRANCE"}),
        ({"last": "ours"}, {"last_direction": "out"}),
        ({"solved": "archived"}, {"status": Status.SOLVED, "solved_at": NINE - 31 * DAY}),
        ({"solved": "recently"}, {"status": Status.SOLVED, "solved_at": NINE - 29 * DAY}),
        ({"left": "late"}, {"needs_reply": True, "reply_due_at": NINE - HOUR}),
        ({"left": "tomorrow"}, {"needs_reply": True, "reply_due_at": NINE + DAY}),
        ({"left": "any"}, {"needs_reply": True, "reply_due_at": NINE + 9 * DAY}),
    ],
)
def test_one_field_lets_through_what_has_it(
    agent: User, account: Account, wanted: dict[str, Any], columns: dict[str, Any]
) -> None:
    make_ticket(account=account)
    ticket = make_ticket(account=account, **columns)

    assert _found(agent, **wanted) == {ticket}


def test_assignees_are_people_oneself_or_nobody(agent: User, account: Account) -> None:
    other = make_user()
    mine, nobodys, others = (make_ticket(account=account, assignee=one) for one in (agent, None, other))

    assert _found(agent, assignee="me") == {mine}
    assert _found(agent, assignee=["me", "nobody"]) == {mine, nobodys}
    assert _found(agent, assignee=other.pk) == {others}


def test_a_claim_counts_while_it_is_open(agent: User, account: Account) -> None:
    with_claim, over = make_ticket(account=account), make_ticket(account=account)
    make_claim(with_claim)
    make_claim(over, ended_at=NINE)

    assert _found(agent, claim="open") == {with_claim}


def test_today_ends_at_the_agents_midnight(account: Account) -> None:
    due = datetime(2026, 11, 16, 23, 30, tzinfo=UTC)
    ticket = make_ticket(account=account, needs_reply=True, reply_due_at=due)

    assert _found(make_user(zone="Europe/London"), left="today") == {ticket}
    assert _found(make_user(zone="Europe/Paris"), left="today") == set()
    assert _found(make_user(zone="Europe/Paris"), left="tomorrow") == {ticket}


def test_the_day_on_which_the_clock_goes_back_is_an_hour_longer(account: Account) -> None:
    late_evening = datetime(2026, 10, 25, 22, 59, tzinfo=UTC)
    ticket = make_ticket(account=account, needs_reply=True, reply_due_at=late_evening)
    paris, morning = make_user(zone="Europe/Paris"), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    assert _found(paris, morning, left="today") == {ticket}
    assert _found(paris, morning - timedelta(hours=3), left="tomorrow") == {ticket}


def test_all_that_is_given_must_hold(agent: User, account: Account) -> None:
    make_ticket(account=account, language="fr")
    make_ticket(account=account, language="de", tags=["vip"])
    both = make_ticket(account=account, language="fr", tags=["vip"])

    assert _found(agent, language="fr", tag="vip") == {both}


def test_a_view_is_narrowed_by_what_else_is_given(agent: User, account: Account) -> None:
    elsewhere = make_account(marketplace="cdiscount")
    make_ticket(account=account, assignee=agent)
    wanted = make_ticket(account=elsewhere, assignee=agent)

    assert set(matching(Filters(view="mine", marketplace=("cdiscount",)), agent, now=NINE)) == {wanted}


def test_words_are_looked_for_everywhere_whatever_the_view(agent: User, account: Account) -> None:
    solved = make_ticket(account=account, status=Status.SOLVED, subject="Vélo cassé")

    assert set(matching(Filters(view="mine", q="velo"), agent, now=NINE)) == {solved}


def test_what_no_database_can_keep_is_looked_for_and_not_found(ticket: Ticket, agent: User) -> None:
    """Not taken for nothing asked: that would be every ticket."""
    filters = Filters.read_exactly({"tag": "\ud800", "marketplace": "\ud800", "topic": ["\ud800"]})
    assert not matching(filters, agent, now=NINE).exists()
    assert not matching(Filters.read({"q": "\ud800"}), agent, now=NINE).exists()


def test_topics_that_a_marketplace_calls_alike_are_one_choice_that_lets_all_of_them_through(db: None) -> None:
    account = make_account(marketplace="cdiscount")
    user = make_user(role="lead")
    twins = {make_ticket(account=account, topic=code) for code in ("orderNotShipped", "orderNotShippedCdiscount")}
    make_ticket(account=account, topic="invoice")
    offer = Offer([account], [])
    for chosen in ("orderNotShipped", "orderNotShippedCdiscount"):
        filters = Filters(view="open", topic=(chosen,))
        assert set(matching(filters, user, now=NINE)) == twins
        [field] = [one for one in filter_fields(filters, offer) if one.name == "topic"]
        labels = [choice.label for choice in field.choices]
        assert len(labels) == len(set(labels))
        assert [choice.value for choice in field.choices if choice.is_chosen] == ["orderNotShipped"]
