"""What an empty list says: some are good news, some wait for something, some were narrowed down too far."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.lists.filters import Filters
from inbox.lists.views import Kind, ListView
from inbox.models import Ticket, User
from inbox.words.times import moment


@dataclass(frozen=True)
class EmptyList:
    """words: what there is not. hint: what that means, or ""; way_out: label and address of where to go, or None."""

    icon: str
    words: str
    hint: str = ""
    way_out: tuple[str, str] | None = None


def empty_list(view: ListView, filters: Filters, *, user: User, now: datetime) -> EmptyList:
    if filters.q:
        hint = _("Searched: names, subjects, words of messages, order and item numbers.")
        words = _("Nothing found for “%(words)s”.") % {"words": filters.q}
        return EmptyList("search-x", words, hint, (_("Show all again"), _list_of(view, filters)))
    if replace(filters, view="") != Filters():
        words = _("No ticket of this view is like that.")
        return EmptyList("funnel-x", words, way_out=(_("Show the whole view"), _list_of(view, filters)))
    if view.kind != Kind.BUILT_IN:
        return EmptyList(view.icon, _("No ticket is in this view just now."), _next_deadline(user, now))
    words = str(_WORDS[view.name]) % {"days": settings.ARCHIVE_AFTER.days}
    hint = str(_HINTS.get(view.name, "")) or _next_deadline(user, now)
    return EmptyList(_ICONS.get(view.name, view.icon), words, hint)


_WORDS: Mapping[str, str | Promise] = {
    "needs-answer": gettext_lazy("Everyone has been answered."),
    "late-today": gettext_lazy("Nothing is late, and nothing falls due before midnight."),
    "mine": gettext_lazy("Nothing is assigned to you."),
    "unassigned": gettext_lazy("Every open ticket is somebody's."),
    "claims": gettext_lazy("No claim is open."),
    "waiting": gettext_lazy("We wait for no buyer."),
    "snoozed": gettext_lazy("Nothing is snoozed."),
    "open": gettext_lazy("No ticket is open."),
    "solved": gettext_lazy("Nothing was solved in the last %(days)d days."),
    "sent": gettext_lazy("Nothing has been sent yet."),
    "archive": gettext_lazy("The archive is empty."),
    "all": gettext_lazy("No tickets yet."),
    "spam": gettext_lazy("No spam."),
}
_HINTS: Mapping[str, str | Promise] = {
    "mine": gettext_lazy("Take a ticket with the key a, or choose who does it at its top."),
    "snoozed": gettext_lazy("A snoozed ticket comes back at its time, or when the buyer writes."),
    "archive": gettext_lazy("Tickets come here some weeks after they were solved; the search finds them all the time."),
    "all": gettext_lazy("They come with the first pull of an account."),
    "spam": gettext_lazy("What you mark as spam is kept here and asks for no answer."),
}
_ICONS: Mapping[str, str] = {"needs-answer": "coffee", "late-today": "coffee", "open": "coffee"}
"""Where it is good news; elsewhere the view's own."""


def _list_of(view: ListView, filters: Filters) -> str:
    """The list as it is before anything is narrowed down or looked for."""
    return reverse("queue") + (f"?view={view.name}" if filters.view else "")


def _next_deadline(user: User, now: datetime) -> str:
    """The first deadline still to come, of all tickets the user may see; "" if none."""
    tickets = Ticket.objects.visible_to(user).needing_reply().filter(queue_at__gt=now)
    due = tickets.order_by("queue_at").values_list("reply_due_at", flat=True).first()
    return _("Next deadline: %(next_deadline)s.") % {"next_deadline": moment(due, now=now)} if due else ""
