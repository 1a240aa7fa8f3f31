"""What `is:` knows: states of tickets, under their English and French names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inbox.lists.filters import ME, NOBODY, Filters, Left, OpenClaim, Solved
from inbox.lists.sorting import Sort
from inbox.models import Status
from inbox.models.ticket import UNDER_WAY, Priority
from inbox.search.terms import Asker, Term


@dataclass(frozen=True)
class State:
    """sort: the order in which its tickets are worth reading."""

    en: str
    fr: str
    about: str | Promise
    term: Callable[[Asker], Term]
    others: tuple[str, ...] = ()
    sort: Sort = Sort.URGENCY

    @property
    def names(self) -> tuple[str, ...]:
        return (self.en, self.fr, *self.others)


def _like(filters: Filters) -> Callable[[Asker], Term]:
    return lambda asker: Term.of(filters, asker)


def _of_status(*statuses: Status) -> Callable[[Asker], Term]:
    return _like(Filters(status=tuple(status.value for status in statuses)))


STATES = (
    State("late", "en-retard", _("the deadline has gone by"), _like(Filters(left=Left.LATE)), ("overdue", "retard")),
    State("today", "aujourd'hui", _("late, or due until tonight"), _like(Filters(left=Left.TODAY))),
    State("unanswered", "sans-réponse", _("somebody waits for an answer"), _like(Filters(left=Left.ANY))),
    State("open", "ouvert", _("not solved yet"), _of_status(*UNDER_WAY)),
    State("waiting", "en-attente", _("we wait for the buyer"), _of_status(Status.WAITING)),
    State("snoozed", "en-pause", _("put aside until later"), _of_status(Status.SNOOZED), ("reporté",)),
    State("solved", "résolu", _("done"), _of_status(Status.SOLVED), ("closed", "done", "clos"), Sort.SOLVED),
    State("archived", "archivé", _("solved long ago"), _like(Filters(solved=Solved.ARCHIVED)), sort=Sort.SOLVED),
    State("mine", "à-moi", _("assigned to me"), _like(Filters(assignee=(ME,))), ("me", "moi", "mien")),
    State("unassigned", "non-attribué", _("assigned to nobody"), _like(Filters(assignee=(NOBODY,))), ("non-assigné",)),
    State("claim", "réclamation", _("with an open claim"), _like(Filters(claim=OpenClaim.OPEN))),
    State("unread", "non-lu", _("not read since the buyer wrote"), lambda asker: Term(Q(unread=True))),
    State("urgent", "urgent", _("of high priority"), lambda asker: Term(Q(priority__gte=Priority.HIGH))),
    State("spam", "indésirable", _("marked as spam"), _of_status(Status.SPAM)),
    State("merged", "fusionné", _("merged into another ticket"), _of_status(Status.MERGED)),
)


def by_name(fold: Callable[[str], str]) -> Mapping[str, State]:
    """Every state by each of its names, folded."""
    return {fold(name): state for state in STATES for name in state.names}
