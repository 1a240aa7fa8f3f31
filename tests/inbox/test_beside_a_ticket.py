"""What people put beside a ticket: notes of hand-over, steps to take, links, the outcome."""

from decimal import Decimal
from typing import Any

import pytest

from connectors.models import Account
from inbox import changes
from inbox.errors import EmptyReply
from inbox.models import Alert, AlertKind, Checklist, ChecklistStep, EventKind, Resolution, Ticket, TicketLink, User
from inbox.tickets import checklists, links, resolution, triage
from inbox.tickets.changing import refresh
from inbox.tickets.errors import NoChecklist, NoSuchAmount, NoSuchTicket, TooManySteps
from inbox.tickets.hand_over import hand_over, note_read
from tests.inbox.arrive import arrive, buyer_message
from tests.make import DAY, HOUR, NINE, make_ticket, make_user

pytestmark = pytest.mark.django_db

TEN = NINE + HOUR


@pytest.fixture
def colleague(db: None) -> User:
    return make_user(first_name="Alix")


def test_a_hand_over_gives_the_ticket_with_a_note(ticket: Ticket, agent: User, colleague: User) -> None:
    hand_over(ticket, to=colleague, note="Elle rappelle à 15 h.", by=agent, now=NINE)
    assert ticket.assignee == colleague
    assert ticket.hand_over is not None
    assert (ticket.hand_over.body_text, ticket.hand_over.direction) == ("Elle rappelle à 15 h.", "note")
    assert ticket.events.get(kind=EventKind.HANDED_OVER).after == {"value": colleague.pk}
    assert ticket.events.filter(kind=EventKind.ASSIGNED).count() == 1


def test_who_gets_a_ticket_with_a_note_is_told_once(ticket: Ticket, agent: User, colleague: User) -> None:
    hand_over(ticket, to=colleague, note="He wants the blue one.", by=agent, now=NINE)
    assert [alert.kind for alert in Alert.objects.filter(user=colleague)] == [AlertKind.HANDED_OVER]


def test_only_who_it_was_meant_for_has_read_the_note(ticket: Ticket, agent: User, colleague: User) -> None:
    hand_over(ticket, to=colleague, note="À toi.", by=agent, now=NINE)
    note_read(ticket, by=agent, now=TEN)
    assert ticket.hand_over is not None
    note_read(ticket, by=colleague, now=TEN)
    assert ticket.hand_over is None
    assert ticket.messages.filter(body_text="À toi.").exists()


def test_every_open_page_learns_that_the_note_was_read(
    ticket: Ticket, agent: User, colleague: User, django_capture_on_commit_callbacks: Any
) -> None:
    hand_over(ticket, to=colleague, note="À toi.", by=agent, now=NINE)
    before = changes.current_of(ticket.pk)
    with django_capture_on_commit_callbacks(execute=True):
        note_read(ticket, by=colleague, now=TEN)
    assert changes.current_of(ticket.pk) == before + 1


def test_given_to_somebody_else_the_note_is_over(ticket: Ticket, agent: User, colleague: User) -> None:
    hand_over(ticket, to=colleague, note="À toi.", by=agent, now=NINE)
    triage.assign(ticket, to=agent, by=agent, now=TEN)
    ticket.refresh_from_db()
    assert ticket.hand_over is None


def test_a_hand_over_without_a_note_changes_nothing(ticket: Ticket, agent: User, colleague: User) -> None:
    with pytest.raises(EmptyReply):
        hand_over(ticket, to=colleague, note="  ", by=agent, now=NINE)
    ticket.refresh_from_db()
    assert ticket.assignee is None


def test_a_topic_puts_its_steps_on_the_ticket(ticket: Ticket, agent: User) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(topic="withdrawal")
    ticket.refresh_from_db()
    checklists.use_list(ticket, by=agent, now=NINE)
    assert ticket.steps.count() == 4
    checklists.use_list(ticket, by=agent, now=NINE)
    assert ticket.steps.count() == 4


def test_the_shops_own_list_replaces_the_ready_made_one(ticket: Ticket, lead: User) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(topic="withdrawal")
    ticket.refresh_from_db()
    checklists.save_list("withdrawal", ["Peser le colis", "", "Peser le colis", " Rembourser "], by=lead, now=NINE)
    checklists.use_list(ticket, by=lead, now=NINE)
    assert [step.text for step in ticket.steps.all()] == ["Peser le colis", "Rembourser"]
    checklists.forget_list("withdrawal")
    assert len(checklists.list_for("withdrawal")) == 4


def test_tickets_keep_their_steps_when_the_list_changes(ticket: Ticket, lead: User) -> None:
    checklists.save_list("delivery", ["Suivi"], by=lead, now=NINE)
    Ticket.objects.filter(pk=ticket.pk).update(topic="delivery")
    ticket.refresh_from_db()
    checklists.use_list(ticket, by=lead, now=NINE)
    Checklist.objects.update(steps=["Autre chose"])
    assert [step.text for step in ticket.steps.all()] == ["Suivi"]


def test_a_topic_without_a_list_says_so(ticket: Ticket, agent: User) -> None:
    with pytest.raises(NoChecklist):
        checklists.use_list(ticket, by=agent, now=NINE)


def test_a_step_is_ticked_once_and_unticked(ticket: Ticket, agent: User, colleague: User) -> None:
    checklists.add_steps(ticket, ["Appeler le transporteur"], by=agent, now=NINE)
    step = ticket.steps.get()
    checklists.tick(step, by=agent, now=TEN)
    checklists.tick(step, by=colleague, now=TEN + HOUR)
    step.refresh_from_db()
    assert (step.done_at, step.done_by) == (TEN, agent)
    checklists.untick(step, by=agent, now=TEN)
    step.refresh_from_db()
    assert step.done_at is None
    assert ticket.events.filter(kind=EventKind.CHECKLIST).count() == 3


def test_the_log_does_not_say_what_steps_say(ticket: Ticket, agent: User) -> None:
    checklists.add_steps(ticket, ["Rappeler Mme Dupont"], by=agent, now=NINE)
    assert ticket.events.get(kind=EventKind.CHECKLIST).after == {"value": 1}


def test_a_step_is_removed(ticket: Ticket, agent: User) -> None:
    checklists.add_steps(ticket, ["a", "b"], by=agent, now=NINE)
    first = ticket.steps.first()
    assert first is not None
    checklists.remove_step(first, by=agent, now=TEN)
    assert [step.text for step in ChecklistStep.objects.all()] == ["b"]


def test_there_are_only_so_many_steps(ticket: Ticket, agent: User) -> None:
    checklists.add_steps(ticket, [f"step {n}" for n in range(30)], by=agent, now=NINE)
    with pytest.raises(TooManySteps):
        checklists.add_steps(ticket, ["one more"], by=agent, now=NINE)


def test_a_link_shows_on_both_tickets_and_is_taken_away_from_either(account: Account, agent: User) -> None:
    one, other = make_ticket(account=account), make_ticket(account=account)
    links.link(one, other, by=agent, now=NINE)
    links.link(other, one, by=agent, now=NINE)
    assert TicketLink.objects.count() == 2
    assert one.events.get(kind=EventKind.LINKED).after == {"value": other.pk}
    assert other.events.get(kind=EventKind.LINKED).after == {"value": one.pk}
    links.unlink(other, one, by=agent, now=TEN)
    links.unlink(other, one, by=agent, now=TEN)
    assert TicketLink.objects.count() == 0
    assert one.events.filter(kind=EventKind.UNLINKED).count() == 1


def test_a_ticket_is_not_linked_to_itself(ticket: Ticket, agent: User) -> None:
    with pytest.raises(NoSuchTicket):
        links.link(ticket, ticket, by=agent, now=NINE)


@pytest.mark.parametrize("text", ["", "#", "abc", "-1", "99999999999999999999", "²"])
def test_what_is_no_number_of_a_ticket_names_none(ticket: Ticket, agent: User, text: str) -> None:
    with pytest.raises(NoSuchTicket):
        links.ticket_numbered(text, user=agent)


def test_a_ticket_is_found_by_its_number_by_who_may_see_it(ticket: Ticket, agent: User) -> None:
    assert links.ticket_numbered(f" #{ticket.pk}", user=agent) == ticket
    with pytest.raises(NoSuchTicket):
        links.ticket_numbered(str(ticket.pk), user=make_user(role="outside"))


def test_the_outcome_is_recorded_changed_and_taken_off(ticket: Ticket, agent: User) -> None:
    record = resolution.set_resolution
    record(ticket, resolution=Resolution.PARTIAL_REFUND, amount=Decimal("12.5"), currency="EUR", by=agent, now=NINE)
    assert (ticket.resolution, ticket.resolution_amount, ticket.resolution_currency) == (
        "partial_refund",
        Decimal("12.50"),
        "EUR",
    )
    assert ticket.events.get(kind=EventKind.RESOLUTION).after == {"value": ["partial_refund", "12.50", "EUR"]}
    record(ticket, resolution=Resolution.REPLACEMENT, amount=None, currency="EUR", by=agent, now=TEN)
    assert (ticket.resolution_amount, ticket.resolution_currency) == (None, "")
    record(ticket, resolution=None, amount=Decimal(1), currency="EUR", by=agent, now=TEN)
    assert (ticket.resolution, ticket.resolution_amount) == ("", None)
    assert ticket.events.filter(kind=EventKind.RESOLUTION).count() == 3


@pytest.mark.parametrize(
    ("amount", "currency"), [("0", "EUR"), ("-1", "EUR"), ("1.005", "EUR"), ("1", ""), ("1", "€"), ("1e12", "EUR")]
)
def test_an_amount_is_above_zero_in_cents_and_has_a_currency(
    ticket: Ticket, agent: User, amount: str, currency: str
) -> None:
    with pytest.raises(NoSuchAmount):
        resolution.set_resolution(
            ticket, resolution=Resolution.REFUND, amount=Decimal(amount), currency=currency, by=agent, now=NINE
        )


def test_a_refund_without_words_is_no_answer(account: Account, agent: User) -> None:
    """The buyer has been told nothing yet, and no marketplace counts money as an answer."""
    arrive(account, buyer_message("m1"))
    found = Ticket.objects.get()
    resolution.set_resolution(
        found, resolution=Resolution.REFUND, amount=Decimal(20), currency="EUR", by=agent, now=NINE + HOUR
    )
    refresh(found, NINE + HOUR)
    assert (found.needs_reply, found.reply_due_at) == (True, NINE + DAY)
