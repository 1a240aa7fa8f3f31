"""What an agent does with a ticket besides writing, on its page."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from connectors.models import Account
from inbox.models import Message, Status, Ticket, User, Way
from inbox.people.zones import zone_of
from inbox.tickets.assignment import way_of_assignment
from inbox.tickets.checklists import list_for
from tests.inbox.arrive import arrive, buyer_message, shop_message
from tests.make import DAY, HOUR, NINE, make_ticket, make_user

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def work(ticket: Ticket, name: str) -> str:
    return reverse("ticket_work", args=[ticket.pk, name])


def test_the_form_of_an_action_is_a_panel_for_htmx_and_a_page_without(as_agent: Client, ticket: Ticket) -> None:
    panel = as_agent.get(work(ticket, "snooze"), headers=HTMX).content.decode()
    page = as_agent.get(work(ticket, "snooze")).content.decode()
    assert "<html" not in panel
    assert 'id="ticket-work"' in panel
    assert "<html" in page


def test_an_action_that_does_not_exist_is_not_found(as_agent: Client, ticket: Ticket) -> None:
    assert as_agent.get(work(ticket, "explode")).status_code == 404


@pytest.mark.parametrize("name", ["snooze", "split"])
def test_who_comes_to_what_cannot_be_done_now_is_led_to_the_ticket_and_told(
    as_agent: Client, account: Account, name: str
) -> None:
    solved = make_ticket(account=account, status=Status.SOLVED)
    answer = as_agent.get(work(solved, name), follow=True)
    assert answer.redirect_chain == [(solved.get_absolute_url(), 302)]
    assert "ne convient pas à ce ticket" in answer.content.decode()


def test_actions_ask_for_a_log_in_first(client: Client, ticket: Ticket) -> None:
    assert client.post(work(ticket, "snooze")).status_code == 302
    assert reverse("account_login") in client.post(work(ticket, "snooze"))["Location"]


@pytest.mark.parametrize("name", ["ticket_wake", "ticket_spam", "ticket_not_spam"])
def test_presses_take_post_only(as_agent: Client, ticket: Ticket, name: str) -> None:
    assert as_agent.get(reverse(name, args=[ticket.pk])).status_code == 405


def test_snoozing_says_when_it_comes_back_and_offers_to_wake_it(as_agent: Client, ticket: Ticket) -> None:
    done = as_agent.post(work(ticket, "snooze"), {"until": "tomorrow"}, headers=HTMX).content.decode()
    ticket.refresh_from_db()
    assert (ticket.status, timezone.localtime(ticket.snoozed_until, zone_of(None)).hour) == (Status.SNOOZED, 9)
    assert reverse("ticket_wake", args=[ticket.pk]) in done
    assert '<div id="ticket-work" hx-swap-oob="true" hidden></div>' in done
    as_agent.post(reverse("ticket_wake", args=[ticket.pk]))
    ticket.refresh_from_db()
    assert ticket.status == Status.OPEN


def test_a_moment_of_ones_own_is_read_in_the_agents_zone(as_agent: Client, ticket: Ticket) -> None:
    as_agent.post(work(ticket, "snooze"), {"until": "own", "own": "2099-07-01T15:30"})
    ticket.refresh_from_db()
    assert timezone.localtime(ticket.snoozed_until, zone_of(None)).strftime("%Y-%m-%dT%H:%M") == "2099-07-01T15:30"


def test_what_cannot_be_put_aside_comes_back_with_the_reason(as_agent: Client, account: Account) -> None:
    arrive(account, buyer_message("m1", at=timezone.now() - 2 * DAY), now=timezone.now())
    ticket = Ticket.objects.get()
    refused = as_agent.post(work(ticket, "snooze"), {"until": "week"}, headers=HTMX)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()
    assert as_agent.post(work(ticket, "snooze"), {"until": "own"}, headers=HTMX).status_code == 422


def test_spam_is_marked_and_taken_back_on_the_page(as_agent: Client, ticket: Ticket) -> None:
    done = as_agent.post(reverse("ticket_spam", args=[ticket.pk]), headers=HTMX).content.decode()
    assert reverse("ticket_not_spam", args=[ticket.pk]) in done
    as_agent.post(reverse("ticket_not_spam", args=[ticket.pk]))
    ticket.refresh_from_db()
    assert ticket.status == Status.WAITING


def test_a_refused_press_says_why(as_agent: Client, ticket: Ticket) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(claim_due_at=NINE, needs_reply=True)
    assert "news" in as_agent.post(reverse("ticket_spam", args=[ticket.pk]), follow=True).content.decode()
    refused = as_agent.post(reverse("ticket_spam", args=[ticket.pk]), headers=HTMX)
    assert refused["HX-Redirect"] == ticket.get_absolute_url()
    assert 'class="word"' in as_agent.get(ticket.get_absolute_url()).content.decode()


def test_a_bare_thank_you_is_shown_as_one_and_taken_back_by_one_press(as_agent: Client, account: Account) -> None:
    asked, said = buyer_message("m1", at=NINE), buyer_message("m3", at=NINE + 2 * HOUR, text="Merci !")
    arrive(account, asked, shop_message("m2", at=NINE + HOUR), said, now=NINE + 2 * HOUR)
    ticket, thanks = Ticket.objects.get(), Message.objects.get(external_id="m3")
    undo = reverse("message_answer_needed", args=[thanks.pk])
    assert undo in as_agent.get(ticket.get_absolute_url()).content.decode()
    as_agent.post(undo)
    ticket.refresh_from_db()
    assert ticket.needs_reply
    assert undo not in as_agent.get(ticket.get_absolute_url()).content.decode()


def test_a_call_is_logged_and_taken_back_on_the_page(as_agent: Client, account: Account) -> None:
    now = timezone.now()
    arrive(account, buyer_message("m1", at=now - HOUR), now=now - HOUR)
    ticket = Ticket.objects.get()
    at = timezone.localtime(now, zone_of(None)).strftime("%Y-%m-%dT%H:%M")
    as_agent.post(work(ticket, "call"), {"caller": "shop", "at": at, "note": "Colis retrouvé."})
    ticket.refresh_from_db()
    assert not ticket.needs_reply
    note = ticket.messages.get(direction="note")
    undo = reverse("message_answer_needed", args=[note.pk])
    assert undo in as_agent.get(ticket.get_absolute_url()).content.decode()
    as_agent.post(undo)
    ticket.refresh_from_db()
    assert ticket.needs_reply


def test_the_new_assignee_sees_the_hand_over_note_until_he_has_read_it(
    as_agent: Client, client: Client, ticket: Ticket
) -> None:
    alix = make_user(first_name="Alix")
    as_agent.post(work(ticket, "hand-over"), {"to": alix.pk, "note": "Elle rappelle à 15 h."})
    read = reverse("ticket_note_read", args=[ticket.pk])
    assert read not in as_agent.get(ticket.get_absolute_url()).content.decode()
    client.force_login(alix)
    assert read in client.get(ticket.get_absolute_url()).content.decode()
    client.post(read)
    assert read not in client.get(ticket.get_absolute_url()).content.decode()


def test_only_who_may_see_the_ticket_is_offered_it(as_agent: Client, ticket: Ticket) -> None:
    stranger = make_user(role="outside")
    refused = as_agent.post(work(ticket, "hand-over"), {"to": stranger.pk, "note": "À toi."}, headers=HTMX)
    assert refused.status_code == 422


def test_the_outcome_is_recorded_with_a_local_amount(as_agent: Client, ticket: Ticket) -> None:
    as_agent.cookies["django_language"] = "fr"
    given = {"resolution": "partial_refund", "amount": "12,50", "currency": "eur"}
    done = as_agent.post(work(ticket, "resolution"), given, headers=HTMX).content.decode()
    ticket.refresh_from_db()
    assert (ticket.resolution, str(ticket.resolution_amount), ticket.resolution_currency) == (
        "partial_refund",
        "12.50",
        "EUR",
    )
    assert "ticket-extras" in done


def test_links_lead_both_ways_and_are_taken_away(as_agent: Client, account: Account, ticket: Ticket) -> None:
    other = make_ticket(account=account, subject="The other one")
    as_agent.post(work(ticket, "link"), {"other": f"#{other.pk}"})
    assert "The other one" in as_agent.get(ticket.get_absolute_url()).content.decode()
    unlink = reverse("ticket_unlink", args=[other.pk, ticket.pk])
    assert unlink in as_agent.get(other.get_absolute_url()).content.decode()
    as_agent.post(unlink)
    assert unlink not in as_agent.get(other.get_absolute_url()).content.decode()


def test_a_number_that_leads_nowhere_comes_back_as_typed(as_agent: Client, ticket: Ticket) -> None:
    refused = as_agent.post(work(ticket, "link"), {"other": "#999999"}, headers=HTMX)
    assert refused.status_code == 422
    assert "#999999" in refused.content.decode()


def test_the_checklist_of_a_ticket(as_agent: Client, ticket: Ticket) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(topic="defective")
    as_agent.post(reverse("ticket_use_list", args=[ticket.pk]))
    as_agent.post(reverse("ticket_steps", args=[ticket.pk]), {"step": "Peser le colis"})
    assert ticket.steps.count() == 4
    first = ticket.steps.first()
    assert first is not None
    done = as_agent.post(
        reverse("ticket_step", args=[ticket.pk, first.pk]), {"act": "tick"}, headers=HTMX
    ).content.decode()
    assert "1 / 4" in done
    as_agent.post(reverse("ticket_step", args=[ticket.pk, first.pk]), {"act": "remove"})
    assert ticket.steps.count() == 3


def test_leads_write_the_ready_made_lists(as_lead: Client) -> None:
    page = reverse("checklists")
    as_lead.post(reverse("checklist", args=["invoice"]), {"steps": "Suivi\nEnquête"})
    assert list_for("invoice") == ["Suivi", "Enquête"]
    assert "Suivi\nEnquête" in as_lead.get(page).content.decode()
    as_lead.post(reverse("checklist", args=["invoice"]), {"ready_made": "1"})
    assert list_for("invoice") == []
    assert as_lead.post(reverse("checklist", args=["weather"]), {"steps": "x"}).status_code == 404


def test_leads_say_who_gets_new_tickets(as_lead: Client, agent: User) -> None:
    page = reverse("assignment")
    as_lead.post(page, {"way": "load"})
    as_lead.post(reverse("assignment_duty", args=[agent.pk]), {"on": "1"})
    agent.refresh_from_db()
    assert (way_of_assignment(), agent.on_duty) == (Way.LOAD, True)
    assert as_lead.get(page).status_code == 200
    assert as_lead.post(page, {"way": "lottery"}).status_code == 422


@pytest.mark.parametrize("name", ["assignment", "checklists"])
def test_agents_do_not_set_up_the_work(as_agent: Client, name: str) -> None:
    assert as_agent.get(reverse(name)).status_code == 403


def test_agents_say_themselves_that_they_are_on_duty(as_agent: Client, agent: User) -> None:
    as_agent.post(reverse("settings"), {"speaks": ["fr", "de"], "on_duty": "on"})
    agent.refresh_from_db()
    assert (agent.speaks, agent.on_duty) == (["fr", "de"], True)


def test_an_outside_agent_does_not_widen_what_he_may_see(client: Client) -> None:
    outside = make_user(role="outside", speaks=["fr"])
    client.force_login(outside)
    client.post(reverse("settings"), {"speaks": []})
    outside.refresh_from_db()
    assert outside.speaks == ["fr"]


def test_the_lists_that_there_are_can_be_put_on_a_ticket_whatever_its_topic(as_agent: Client, ticket: Ticket) -> None:
    """Marketplaces have reasons of their own, which have no list."""
    Ticket.objects.filter(pk=ticket.pk).update(topic="orderModification")
    offered = as_agent.get(ticket.get_absolute_url()).content.decode().split('id="checklist-topic"')[1]
    offered = offered[: offered.index("</select>")]
    assert 'value="guarantee"' in offered
    assert 'value="payment"' not in offered
    done = as_agent.post(reverse("ticket_use_list", args=[ticket.pk]), {"topic": "guarantee"}, headers=HTMX)
    assert "HX-Redirect" not in done.headers
    assert [step.text for step in ticket.steps.all()] == list_for("guarantee")


def test_a_step_that_a_colleague_has_removed_shows_the_steps_anew(as_agent: Client, ticket: Ticket) -> None:
    as_agent.post(reverse("ticket_steps", args=[ticket.pk]), {"step": "Peser le colis"})
    step = ticket.steps.get()
    address = reverse("ticket_step", args=[ticket.pk, step.pk])
    as_agent.post(address, {"act": "remove"})
    done = as_agent.post(address, {"act": "tick"}, headers=HTMX)
    assert done.status_code == 200
    assert 'id="ticket-extras"' in done.content.decode()
    assert "Peser le colis" not in done.content.decode()


def test_a_step_belongs_to_its_ticket(as_agent: Client, ticket: Ticket, account: Account) -> None:
    as_agent.post(reverse("ticket_steps", args=[ticket.pk]), {"step": "Peser le colis"})
    other = make_ticket(account=account)
    as_agent.post(reverse("ticket_step", args=[other.pk, ticket.steps.get().pk]), {"act": "remove"})
    assert ticket.steps.count() == 1
