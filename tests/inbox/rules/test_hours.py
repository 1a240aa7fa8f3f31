"""In and out of hours: the shop's own, not those by which marketplaces and the law count."""

from datetime import datetime, timedelta

import pytest

from connectors.models import Account
from inbox.deadlines.office_hours import make_office_hours
from inbox.holiday import mode
from inbox.models import Calendar, Message, Rule, Ticket, User
from inbox.rules.facts import facts_for
from inbox.rules.occasion import Occasion
from inbox.rules.ready_made.offer import READY_MADE, add
from inbox.rules.working import work_off
from tests.inbox.arrive import arrive, buyer_message
from tests.make import DAY, HOUR, NINE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_library")]

EVENING = NINE + 11 * HOUR
"""Of a Monday. Accounts have brought the working days of marketplaces and the law along: open until midnight."""


@pytest.fixture(autouse=True)
def hours(account: Account) -> None:  # noqa: ARG001
    make_office_hours(NINE)


def works(ticket: Ticket, at: datetime) -> object:
    [facts] = facts_for([(Occasion("message", ticket.pk, at, "x"), ticket)], ["working_hours"])
    return facts["working_hours"]


def acknowledged(text: str, account: Account, lead: User, *, at: datetime) -> list[str]:
    rule = add(READY_MADE["out-of-hours"], by=lead, now=NINE)
    Rule.objects.filter(pk=rule.pk).update(active=True)
    arrive(account, buyer_message("m1", text=text, at=at), now=at)
    work_off(at)
    return list(Message.objects.filter(automatic=True).values_list("body_text", flat=True))


def test_an_evening_a_night_and_a_weekend_are_out_of_hours(ticket: Ticket) -> None:
    assert Calendar.objects.count() > 1
    at = NINE, EVENING, EVENING + 7 * HOUR, NINE + 5 * DAY
    assert [works(ticket, moment) for moment in at] == [True, False, False, False]


def test_while_the_shop_is_closed_nobody_works(ticket: Ticket, lead: User) -> None:
    mode.begin(NINE, NINE + DAY, accounts=[], by=lead, now=NINE)
    assert [works(ticket, NINE + HOUR), works(ticket, NINE + DAY)] == [False, True]


def test_of_a_shop_without_hours_nobody_can_say(ticket: Ticket) -> None:
    Calendar.objects.update(removed_at=NINE)
    assert works(ticket, NINE) is None


def test_a_buyer_who_writes_in_the_evening_is_acknowledged_in_his_language(account: Account, lead: User) -> None:
    [body] = acknowledged("Wo bleibt meine Bestellung? Ich warte seit einer Woche.", account, lead, at=EVENING)
    assert "Ihre Nachricht ist bei uns angekommen." in body
    assert "Automatische Nachricht." in body


def test_a_buyer_who_writes_during_work_is_not(account: Account, lead: User) -> None:
    assert acknowledged("Où est mon colis ?", account, lead, at=NINE + timedelta(minutes=5)) == []
