"""What the conversation pane shows of one ticket, whoever asks for it: queue, ticket page, live refresh."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from inbox import changes, presence
from inbox.forms.limits import language_choices
from inbox.forms.ticket_work import LanguageForm, LevelForm, TopicForm
from inbox.forms.tickets import AssignForm, PriorityForm, StatusForm, TagsForm
from inbox.lists.filters import Filters
from inbox.models import Order, Status, Ticket, User
from inbox.orders.actions import has_actions
from inbox.sending.opening import can_open
from inbox.tickets.about import bought_otherwise, order_of
from inbox.tickets.links import linked_ids
from inbox.tickets.merge import merged_ids
from inbox.tickets.topics import topic_choices
from inbox.views.buyers.feedback_of_ticket import opinions_of
from inbox.views.buyers.order_panel import order_panel
from inbox.views.claims.claim_panel import claim_panels
from inbox.views.lists.ticket_rows import time_left_of
from inbox.views.marks import mark_of
from inbox.views.request import number_given
from inbox.views.surveys.answers_of_ticket import survey_lines
from inbox.views.ticket import thread as threads
from inbox.views.ticket.message_links import clock_goes_on, clock_link, with_newest_links
from inbox.views.ticket.standing import channel_beside, standing_of
from inbox.views.ticket.subjects import subject_of
from inbox.views.ticket.thread import Thread
from inbox.views.ticket.ticket_extras import extras_context
from inbox.views.ticket.ticket_news import news_of
from inbox.views.ticket.together import together_of
from inbox.views.ticket.waits import cycle_lines, wish
from inbox.views.ticket.work_actions import actions_for
from inbox.views.writing.composer import Composer, composer_of

MOST_CYCLES = 5


def ticket_of(user: User, ticket_id: int) -> QuerySet[Ticket]:
    """The one ticket with all that its page needs, if the user may see it."""
    visible: QuerySet[Ticket] = Ticket.objects.visible_to(user)
    related = visible.filter(id=ticket_id).select_related("account", "buyer", "assignee", "hand_over")
    related = related.annotate(
        linked_ids=linked_ids(user), merged_ids=merged_ids(), buyer_returns=bought_otherwise(user)
    )
    return with_newest_links(related.defer("account__credentials", "account__identity"))


def conversation_context(
    ticket: Ticket,
    request: HttpRequest,
    *,
    user: User,
    now: datetime,
    composer: Composer | None = None,
    order: Order | None = None,
) -> dict[str, Any]:
    """Everything `partials/conversation.html` shows. order: of the ticket, where it was read already."""
    filters = Filters.read(request.GET)
    counter = changes.current_of(ticket.id)
    composer = composer or composer_of(ticket, user=user, now=now)
    present = presence.present(now)
    return {
        **beside_context(ticket, user=user, now=now, order=order),
        "thread": _window(ticket, request, now=now),
        "counter": counter,
        "composer": composer,
        "together": together_of(ticket, user=user, present=present, drafts=composer.drafts, now=now),
        "filters": filters,
        "query": filters.query,
    }


def _window(ticket: Ticket, request: HttpRequest, *, now: datetime) -> Thread:
    """The messages that the address asks for: before a place, around one message, or the latest."""
    marketplace = ticket.account.marketplace_label
    linked = number_given(request, "message")
    if linked:
        return threads.around(ticket, linked, marketplace=marketplace, now=now)
    return threads.before(ticket, start=request.GET.get("before", ""), marketplace=marketplace, now=now)


def beside_context(ticket: Ticket, *, user: User, now: datetime, order: Order | None = None) -> dict[str, Any]:
    """Everything `partials/context.html` shows. order: where it was read already."""
    return {
        **head_context(ticket, user=user, now=now),
        **extras_context(ticket, user=user, now=now),
        "has_actions": has_actions(ticket),
        "can_write_first": can_open(ticket),
        "standing": standing_of(ticket, now=now),
        **order_context(ticket, now=now, order=order),
    }


def order_context(ticket: Ticket, *, now: datetime, order: Order | None = None) -> dict[str, Any]:
    """The claims, the order and what was said of it, beside the conversation. order: where it was read already."""
    order = order or order_of(ticket)
    return {
        "order": order_panel(ticket, order, now=now),
        "claims": claim_panels(ticket, now=now),
        "opinions": opinions_of(ticket, now=now),
        "survey_lines": survey_lines(ticket, now=now),
        "mark": mark_of(ticket.account.marketplace),
    }


def head_context(ticket: Ticket, *, user: User, now: datetime) -> dict[str, Any]:
    """The head of the conversation and the properties beside it."""
    cycles = list(ticket.cycles.order_by("-number")[:MOST_CYCLES])
    return {
        "ticket": ticket,
        "account": ticket.account,
        "mark": mark_of(ticket.account.marketplace),
        "left": time_left_of(ticket, now=now),
        "status_label": Status(ticket.status).label,
        "is_solved": ticket.status == Status.SOLVED,
        "is_mine": ticket.assignee_id == user.id,
        "clock_link": clock_link(ticket),
        "clock_goes_on": clock_goes_on(ticket, cycles[0] if cycles else None),
        "assign_form": AssignForm(initial={"agent": ticket.assignee_id}),
        "status_form": StatusForm.showing(ticket.status),
        "priority_form": PriorityForm(initial={"priority": ticket.priority}),
        "topic_form": TopicForm(initial={"topic": ticket.topic}).offer(topic_choices(ticket)),
        "language_form": LanguageForm(initial={"language": ticket.language}).offer(language_choices()),
        "level_form": LevelForm(initial={"level": ticket.level}),
        "tags_form": TagsForm(initial={"tags": ", ".join(ticket.tags)}),
        "wish": wish(ticket, now=now),
        "subject": subject_of(ticket) or ticket.account.name,
        "channel": channel_beside(ticket.account, ticket.channel),
        "cycles": cycle_lines(cycles, now=now),
        "news": news_of(ticket, user=user, now=now),
        "work_actions": actions_for(ticket),
        "me": user,
    }
