"""New tickets find somebody: in turn, by language and load, never twice."""

import threading

import pytest
from django.db import connection, transaction

from connectors.models import Account
from inbox.models import AlertKind, EventKind, Role, Status, Ticket, User, Way
from inbox.tickets import assignment
from inbox.tickets.assignment import assign_new, set_way, way_of_assignment, who_may_have
from tests.inbox.arrive import arrive, buyer_message
from tests.make import NINE, make_account, make_ticket, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def alix(db: None) -> User:
    return make_user(first_name="Alix", on_duty=True)


@pytest.fixture
def billie(db: None) -> User:
    return make_user(first_name="Billie", on_duty=True)


def come_in(account: Account, *numbers: int) -> None:
    arrive(account, *(buyer_message(f"m{n}", thread_id=f"t{n}") for n in numbers))


def assignees() -> list[User | None]:
    return [ticket.assignee for ticket in Ticket.objects.order_by("id").select_related("assignee")]


def test_by_default_new_tickets_stay_with_nobody(account: Account, alix: User) -> None:
    come_in(account, 1)
    assert way_of_assignment() == Way.OFF
    assert assign_new(NINE) == 0
    assert assignees() == [None]


def test_in_turn_everybody_on_duty_gets_one(account: Account, alix: User, billie: User) -> None:
    make_user(on_duty=False)
    set_way(Way.ROUND_ROBIN)
    come_in(account, 1, 2, 3)
    assert assign_new(NINE) == 3
    assert assignees() == [alix, billie, alix]
    come_in(account, 4)
    assign_new(NINE)
    assert assignees()[-1] == billie


def test_the_log_says_that_nobody_did_it_by_hand(account: Account, alix: User) -> None:
    set_way(Way.LOAD)
    come_in(account, 1)
    assign_new(NINE)
    event = Ticket.objects.get().events.get(kind=EventKind.ASSIGNED)
    assert (event.user, event.after) == (None, {"value": alix.pk, "way": "load"})


def test_whoever_has_least_to_do_comes_first(account: Account, alix: User, billie: User) -> None:
    make_ticket(account=account, assignee=alix)
    make_ticket(account=account, assignee=billie, status=Status.SOLVED)
    set_way(Way.LOAD)
    come_in(account, 1, 2, 3)
    assign_new(NINE)
    assert assignees()[2:] == [billie, alix, billie]


def test_whoever_speaks_the_buyers_language_comes_first(account: Account, alix: User, billie: User) -> None:
    User.objects.filter(pk=alix.pk).update(speaks=["fr", "en"])
    User.objects.filter(pk=billie.pk).update(speaks=["de"])
    set_way(Way.LOAD)
    arrive(
        account,
        buyer_message("m1", thread_id="t1", text="Guten Tag, wo ist mein Paket geblieben?"),
        buyer_message("m2", thread_id="t2", text="Guten Tag, ich möchte den Artikel zurückgeben."),
        buyer_message("m3", thread_id="t3", text="Buongiorno, dove si trova il mio pacco?"),
    )
    assign_new(NINE)
    assert assignees() == [billie, billie, alix]


def test_who_may_not_see_a_ticket_is_passed_over(account: Account, alix: User) -> None:
    make_user(role=Role.OUTSIDE, on_duty=True)
    set_way(Way.ROUND_ROBIN)
    come_in(account, 1, 2)
    assign_new(NINE)
    assert assignees() == [alix, alix]


def test_while_nobody_on_duty_may_have_it_a_ticket_waits(account: Account, alix: User) -> None:
    User.objects.filter(pk=alix.pk).update(on_duty=False)
    set_way(Way.LOAD)
    come_in(account, 1)
    assert assign_new(NINE) == 0
    User.objects.filter(pk=alix.pk).update(on_duty=True)
    assert assign_new(NINE) == 1


def test_tickets_that_nobody_may_have_hold_up_no_others(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assignment, "AT_ONCE", 1)
    outside = make_user(role=Role.OUTSIDE, on_duty=True)
    shop = make_account()
    outside.shops.add(shop)
    set_way(Way.ROUND_ROBIN)
    come_in(account, 1, 2)
    arrive(shop, buyer_message("m3", thread_id="t3"))
    assert assign_new(NINE) == 1
    assert Ticket.objects.get(account=shop).assignee == outside


def test_whoever_gets_a_ticket_is_told(account: Account, alix: User, billie: User) -> None:
    set_way(Way.ROUND_ROBIN)
    come_in(account, 1, 2, 3)
    assign_new(NINE)
    alix.refresh_from_db()
    assert (alix.unread_alerts, alix.alerts.latest("id").kind) == (2, AlertKind.ASSIGNED)


def test_what_somebody_took_meanwhile_stays_his(account: Account, alix: User, agent: User) -> None:
    set_way(Way.LOAD)
    come_in(account, 1)
    Ticket.objects.update(assignee=agent)
    assert assign_new(NINE) == 0
    Ticket.objects.update(assignee=None)
    assert assign_new(NINE) == 0


def test_a_first_import_is_given_to_nobody(account: Account, alix: User) -> None:
    set_way(Way.LOAD)
    arrive(account, buyer_message("m1"), quiet=True)
    assert assign_new(NINE) == 0


def test_switched_off_nothing_is_given_later_either(account: Account, alix: User) -> None:
    set_way(Way.LOAD)
    come_in(account, 1)
    set_way(Way.OFF)
    set_way(Way.LOAD)
    assert assign_new(NINE) == 0


def test_who_may_have_a_ticket_leaves_out_strangers_and_the_departed(ticket: Ticket, agent: User) -> None:
    make_user(role=Role.OUTSIDE)
    User.objects.filter(pk=make_user().pk).update(is_active=False)
    assert list(who_may_have(ticket)) == [agent]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_give_each_ticket_away_once() -> None:
    account = Account.objects.get(pk=make_ticket().account_id)
    alix, billie = make_user(on_duty=True), make_user(on_duty=True)
    set_way(Way.LOAD)
    with transaction.atomic():
        come_in(account, *range(20))

    def work() -> None:
        assign_new(NINE)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assign_new(NINE)
    given = Ticket.objects.filter(thread_id__startswith="t", assignee__isnull=False)
    assert given.filter(assignee=alix).count() == given.filter(assignee=billie).count() == 10
    assert all(ticket.events.filter(kind=EventKind.ASSIGNED).count() == 1 for ticket in given)
