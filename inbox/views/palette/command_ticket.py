"""What the palette offers to do with the open ticket: the same as its buttons, fields and keys, and no more."""

from collections.abc import Callable, Iterator
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from inbox.forms.tickets import AssignForm
from inbox.models import MessageDirection, Status, Ticket, User
from inbox.models.ticket import Priority
from inbox.tickets.topics import topic_choices
from inbox.views.palette.commands import Command, Way
from inbox.views.ticket.work_actions import actions_for

Post = Callable[..., Command]


def actions_on(ticket: Ticket, user: User, *, query: str) -> Iterator[Command]:
    """In the order of use. query: the filters of the list beside the ticket, which go with every address."""
    post = partial(_post, ticket, query)
    yield from _writing()
    if ticket.assignee_id != user.pk:
        values = {"agent": str(user.pk)}
        yield post(_("Assign to me"), "user-round-plus", "ticket_assign", values, key="a")
    yield from _endings(ticket, post)
    for action in actions_for(ticket):
        address = _address(ticket, query, "ticket_work", action.name)
        yield Command(action.title, action.icon, Way.PANEL, address, key=action.key)
    yield Command(_("Tags"), "tag", Way.KEY, "t", key="t")
    yield from _pages(ticket)
    yield from _sending()
    yield post(
        *(
            (_("Not spam"), "shield-ban", "ticket_not_spam")
            if ticket.status == Status.SPAM
            else (_("Spam"), "shield-ban", "ticket_spam")
        ),
        key="!",
    )


def choices_for(ticket: Ticket, user: User, *, query: str) -> Iterator[Command]:
    """One command for each person, topic, level and priority: many, so only for whoever types what is wanted."""
    post = partial(_post, ticket, query)
    for person in AssignForm.base_fields["agent"].queryset.exclude(pk=user.pk):  # type: ignore[attr-defined]
        yield post(_("Assign to %(name)s") % {"name": person}, "user-round", "ticket_assign", {"agent": str(person.pk)})
    for code, name in topic_choices(ticket):
        yield post(_("Topic: %(name)s") % {"name": name}, "tag", "ticket_topic", {"topic": code})
    for level, label in ((1, _("To level 1")), (2, _("To level 2"))):
        if ticket.level != level:
            yield post(label, "layers", "ticket_level", {"level": str(level)})
    for priority in Priority:
        if ticket.priority != priority:
            words = _("Priority: %(name)s") % {"name": priority.label}
            yield post(words, "flag", "ticket_priority", {"priority": str(priority.value)})


def _writing() -> Iterator[Command]:
    yield Command(_("Reply"), "reply", Way.WRITE, "reply", key="r", also=_("answer, write"))
    yield Command(_("Internal note"), "sticky-note", Way.WRITE, "note", key="n", also=_("write"))


def _sending() -> Iterator[Command]:
    enter = _("Enter")
    yield Command(_("Send"), "send", Way.SEND, "ctrl", key=f"Ctrl {enter}")
    yield Command(_("Send and solve"), "check", Way.SEND, "alt", key=f"Alt {enter}")
    yield Command(
        _("Send and go on to the next ticket"), "arrow-down-to-line", Way.SEND, "ctrl+shift", key=f"Ctrl ⇧ {enter}"
    )
    yield Command(_("Send, solve and go on"), "check-check", Way.SEND, "alt+shift", key=f"Alt ⇧ {enter}")


def _endings(ticket: Ticket, post: Post) -> Iterator[Command]:
    if ticket.status == Status.SOLVED:
        yield post(_("Reopen"), "rotate-ccw", "ticket_status", {"status": Status.OPEN.value}, key="e")
    else:
        yield post(_("Solve"), "check", "ticket_status", {"status": Status.SOLVED.value}, key="e")
    if ticket.needs_reply:
        yield post(_("No answer needed"), "message-square-off", "ticket_no_answer_needed", key="x")
    elif ticket.last_direction == MessageDirection.IN:
        words = _("An answer is needed after all")
        yield post(words, "message-square-reply", "ticket_answer_needed", key="x")


def _pages(ticket: Ticket) -> Iterator[Command]:
    yield Command(_("Why this deadline?"), "clock", Way.GO, reverse("ticket_why", args=[ticket.pk]))
    yield Command(_("Proof"), "file-check", Way.GO, reverse("ticket_proof", args=[ticket.pk]))
    yield Command(_("The buyer's page"), "user-round", Way.GO, reverse("buyer", args=[ticket.buyer_id]))


def _post(
    ticket: Ticket,
    query: str,
    label: str,
    icon: str,
    name: str,
    values: dict[str, str] | None = None,
    *,
    key: str = "",
) -> Command:
    return Command(label, icon, Way.POST, _address(ticket, query, name), values or {}, key=key)


def _address(ticket: Ticket, query: str, name: str, *args: object) -> str:
    address = reverse(name, args=[ticket.pk, *args])
    return f"{address}?{query}" if query else address
