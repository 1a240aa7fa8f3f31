"""The views of the queue: filters under a name, in an order."""

from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inbox.lists.filters import ME, NOBODY, Filters, LastWord, Left, OpenClaim, Solved
from inbox.lists.sorting import Sort
from inbox.models import SavedView, Status, User
from inbox.models.ticket import UNDER_WAY
from inbox.search.query import sort_meant


class Kind(StrEnum):
    """Who a view is from."""

    BUILT_IN = "built_in"
    TEAM = "team"
    OWN = "own"


@dataclass(frozen=True)
class ListView:
    """name: for addresses; of a view that people made, its number."""

    name: str
    label: str | Promise
    icon: str
    filters: Filters
    sort: Sort = Sort.URGENCY
    kind: Kind = Kind.BUILT_IN
    is_beside: bool = False
    """Folded away in the rail until somebody wants it."""

    @classmethod
    def of_saved(cls, saved: SavedView) -> "ListView":
        kind = Kind.TEAM if saved.is_shared else Kind.OWN
        sort = Sort(saved.sort) if saved.sort in set(Sort) else Sort.URGENCY
        icon = "users-round" if saved.is_shared else "bookmark"
        return cls(str(saved.pk), saved.name, icon, Filters.read(saved.filters), sort, kind)


_IN_WORK = (Status.OPEN.value, Status.WAITING.value)
_UNDER_WAY = tuple(status.value for status in UNDER_WAY)

_MAIN = (
    ListView("needs-answer", _("Needs an answer"), "inbox", Filters(status=_IN_WORK, left=Left.ANY)),
    ListView("late-today", _("Late today"), "alarm-clock", Filters(status=_UNDER_WAY, left=Left.TODAY)),
    ListView("mine", _("Mine"), "user-round", Filters(status=_IN_WORK, assignee=(ME,))),
    ListView("unassigned", _("Unassigned"), "user-round-x", Filters(status=_IN_WORK, assignee=(NOBODY,))),
    ListView("claims", _("With a claim"), "scale", Filters(claim=OpenClaim.OPEN)),
    ListView("waiting", _("Waiting for the buyer"), "hourglass", Filters(status=(Status.WAITING.value,))),
    ListView("snoozed", _("Snoozed"), "moon", Filters(status=(Status.SNOOZED.value,))),
)
_BESIDE = (
    ListView("open", _("All open"), "layers", Filters(status=_UNDER_WAY)),
    ListView("solved", _("Solved"), "circle-check-big", Filters(solved=Solved.RECENTLY), Sort.SOLVED),
    ListView("sent", _("Sent"), "reply", Filters(last=LastWord.OURS), Sort.NEWEST),
    ListView("archive", _("Archive"), "archive", Filters(solved=Solved.ARCHIVED), Sort.SOLVED),
    ListView("all", _("All tickets"), "tickets", Filters()),
    ListView("spam", _("Spam"), "shield-ban", Filters(status=(Status.SPAM.value,))),
)
BUILT_IN = {view.name: view for view in (*_MAIN, *(replace(view, is_beside=True) for view in _BESIDE))}
"""In the order in which they are shown."""

FIRST = next(iter(BUILT_IN.values()))


def find_view(name: str, user: User) -> ListView | None:
    """The view of that name, if the user has one."""
    if name in BUILT_IN:
        return BUILT_IN[name]
    if not (name.isdecimal() and name.isascii() and len(name) < 19):
        return None
    saved = SavedView.objects.visible_to(user).filter(pk=int(name)).first()
    return ListView.of_saved(saved) if saved else None


def view_called(name: str, user: User) -> ListView:
    """The same; the first view of all where there is none."""
    return find_view(name, user) or FIRST


def saved_views(user: User) -> list[ListView]:
    """All that people made and this user has: the team's first, then the user's own."""
    return [ListView.of_saved(saved) for saved in SavedView.objects.visible_to(user)]


def sort_of(view: ListView, filters: Filters, user: User) -> Sort:
    """The order in which the user sees a list: as chosen for its view, else the view's; of a search as it means."""
    if filters.q:
        return sort_meant(filters.q)
    chosen = user.list_sorts.get(view.name)
    return Sort(chosen) if chosen in offered_sorts(view) else view.sort


def offered_sorts(view: ListView) -> list[Sort]:
    """The orders that an index serves for this view."""
    filters = view.filters
    if filters.solved:
        return [Sort.SOLVED]
    if filters.claim or (filters.status and set(filters.status) <= set(UNDER_WAY)):
        return [Sort.URGENCY, Sort.NEWEST, Sort.WAIT, Sort.BUYER]
    return list(dict.fromkeys((view.sort, Sort.URGENCY, Sort.NEWEST)))
