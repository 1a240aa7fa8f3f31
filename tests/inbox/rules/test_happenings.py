"""What a rule can wait for besides messages and changes: each is acted upon once."""

from datetime import timedelta
from typing import Any

import pytest

from connectors.incoming import ClaimKind, ClaimState, IncomingClaim, IncomingFeedback
from connectors.models import Account
from inbox.feedback.feedback import take_in_feedback
from inbox.models import Happening, Rule, RuleRun, Since, Ticket, User
from inbox.rules.time_passing import note_passed
from inbox.rules.working import work_off
from inbox.warnings.looking import look
from tests.inbox.arrive import arrive, buyer_message
from tests.make import DAY, HOUR, NINE, make_order, make_rule, make_ticket, only_if

pytestmark = pytest.mark.django_db


def acted(rule: Rule) -> list[Ticket]:
    """On which tickets, once all is worked off twice."""
    work_off(NINE + DAY)
    work_off(NINE + DAY)
    return [run.ticket for run in RuleRun.objects.filter(rule=rule)]


def test_a_claim_that_is_opened(account: Account) -> None:
    rule = make_rule(happening=Happening.CLAIM, conditions=only_if("claim_kind", "is", "return"))
    opened = IncomingClaim(
        external_id="e1",
        written_at=NINE,
        claim_id="A1",
        kind=ClaimKind.RETURN,
        state=ClaimState.SELLER,
        subject="Return",
        text="Opened.",
        order_id="1-2",
    )
    arrive(account, opened)
    arrive(account, opened)
    assert acted(rule) == [Ticket.objects.get()]


def test_feedback_of_a_buyer_who_has_a_ticket(account: Account) -> None:
    make_order(account=account, external_id="12-3")
    ticket = make_ticket(account=account, order_id="12-3")
    rule = make_rule(happening=Happening.FEEDBACK, conditions=only_if("rating", "below", 3))
    told: dict[str, Any] = {
        "written_at": NINE,
        "word": "NEGATIVE",
        "text": "Never came.",
        "answerable": True,
        "order_id": "12-3",
    }
    for _ in range(2):
        take_in_feedback(account, [IncomingFeedback(external_id="f1", rating=1, **told)], now=NINE)
    take_in_feedback(account, [IncomingFeedback(external_id="f2", rating=5, **told)], now=NINE)
    assert acted(rule) == [ticket]


def test_a_deadline_that_comes_near_and_one_that_is_missed(account: Account, agent: User) -> None:  # noqa: ARG001
    near, missed = make_rule(happening=Happening.DEADLINE_NEAR), make_rule(happening=Happening.DEADLINE_MISSED)
    look(NINE)
    arrive(account, buyer_message("m1"))
    ticket = Ticket.objects.get()
    due_at = ticket.reply_due_at
    assert due_at is not None
    for minutes in (14, 12):
        look(due_at - timedelta(minutes=minutes))
    assert (acted(near), acted(missed)) == ([ticket], [])
    for minutes in (1, 2):
        look(due_at + timedelta(minutes=minutes))
    assert (acted(near), acted(missed)) == ([ticket], [ticket])


def test_a_buyer_who_has_waited_for_so_long(account: Account) -> None:
    rule = make_rule(happening=Happening.TIME, since=Since.BUYER_WAITS, hours=5)
    arrive(account, buyer_message("m1"))
    note_passed(NINE + 4 * HOUR)
    assert acted(rule) == []
    note_passed(NINE + 6 * HOUR)
    note_passed(NINE + 7 * HOUR)
    assert acted(rule) == [Ticket.objects.get()]
