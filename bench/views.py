"""Every view of the queue, built in and narrowed down, against the queue page; and kept numbers against counting."""

import argparse
import statistics
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from django.core.cache import cache
from django.http import QueryDict
from django.utils import timezone

from bench.fill import LEAD
from bench.found import tell_found
from bench.pages import blanks, measured, options_of, table
from bench.rounds import timed
from bench.sizes import database_of
from bench.table import show
from inbox.lists.filters import Filters
from inbox.lists.matching import matching
from inbox.lists.view_counts import counts_of
from inbox.lists.views import BUILT_IN, FIRST
from inbox.models import User
from inbox.models.ticket import TicketQuerySet

NARROWED = {
    "by language and level": "view=open&language=de&level=2",
    "by tag": "view=all&tag=vip",
    "by order state": "view=open&order=overdue",
    "by topic and assignee": "view=open&topic=refund&assignee=nobody",
    "by much that few have": "view=open&language=de&level=2&topic=refund&assignee=nobody&tag=vip",
    "by much that nobody has": "view=open&language=it&level=2&topic=refund&assignee=nobody&tag=garden",
    "by a language that nobody writes": "view=open&language=nl",
    "by a tag that few have, of all": "view=all&tag=garden",
    "by a tag that few have, of what is solved": "view=solved&tag=garden",
    "by a language that nobody writes, of all": "view=all&language=nl",
    "by a topic that nobody has, of what is solved": "view=solved&topic=invoice",
    "by a kind that nobody has, of the archive": "view=archive&kind=claim",
    "by a person, of all": "view=all&assignee={person}",
    "by account, due today": "view=open&account=2&left=today",
    "by an account where nobody waits, due today": "view=open&account=1&left=today",
}
ROUNDS = 9


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    options = options_of("views", arguments)
    pages = {f"view {view.name}": f"/?view={view.name}" for view in BUILT_IN.values()}
    pages |= {f"narrowed {name}": f"/?{query}" for name, query in NARROWED.items()}
    floor = f"view {FIRST.name}"
    table("bench views", measured(pages, options), floor=floor, options=options, write_to=write_to)
    tell_found("bench views", _found, options, write_to=write_to.with_stem("views-found"))
    _compare_numbers(options, write_to=write_to.with_stem("view-numbers"))


def _found() -> Mapping[str, TicketQuerySet]:
    lead, values, found = User.objects.get(email=LEAD), blanks(), {}
    for name, query in NARROWED.items():
        filters = Filters.read(QueryDict(query.format(**values)))
        found[name] = matching(filters, lead, now=timezone.now())
    return found


def _compare_numbers(options: argparse.Namespace, *, write_to: Path) -> None:
    """The numbers of all built-in views: as a page gets them, with nothing remembered, and by counting rows."""
    rows = []
    for size in options.sizes:
        with database_of(size):
            user = User.objects.get(email=LEAD)
            rows.append((f"{size:,}", *(_median_ms(way, user) for way in (_get, _get_anew, _count))))
    show(
        f"bench views: the numbers of {len(BUILT_IN)} views, median of {ROUNDS} rounds",
        ["tickets", "ms, as a page gets them", "ms, nothing remembered", "ms, counting rows"],
        rows,
        write_to=write_to,
        facts={"sizes": options.sizes, "rounds": ROUNDS},
    )


def _get(user: User) -> None:
    counts_of(list(BUILT_IN.values()), user, now=timezone.now())


def _get_anew(user: User) -> None:
    cache.clear()
    _get(user)


def _count(user: User) -> None:
    for name in BUILT_IN:
        matching(Filters(view=name), user, now=timezone.now()).count()


def _median_ms(way: Callable[[User], None], user: User) -> float:
    way(user)
    return statistics.median(timed(lambda: way(user)) for _ in range(ROUNDS)) * 1000
