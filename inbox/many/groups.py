"""The tickets of a job, put together by what becomes of them: how many, and the first of each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inbox.models import BulkJob, ChangeState, Ticket

SHOWN = 50
"""Of each group, one by one."""
MOST_REASONS = 8
"""So many get a group of their own, the most frequent; the tickets of all others are one group."""

_IN_ORDER = [*ChangeState]


@dataclass(frozen=True)
class Member:
    """reason: why it is left alone or was not undone, where the group does not say it."""

    ticket: Ticket
    reason: str = ""


@dataclass(frozen=True)
class Group:
    """Tickets with which the same happens. reason: why they are left alone or were not undone; empty if nothing is
    wrong, or where each of them has a reason of its own.

    number: of all of them. first: at most SHOWN that the reader may still see, by number.
    """

    state: ChangeState
    reason: str
    number: int
    first: Sequence[Member]


def groups_of(job: BulkJob) -> list[Group]:
    """What is or will be done first, then what is not, the most frequent reason first. Two queries."""
    rows = job.changes.order_by("ticket_id").values_list("state", "reason", "ticket_id")
    members: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for state, reason, ticket_id in rows:
        members[state, reason].append((ticket_id, ""))
    groups = _few(members)
    wanted = [ticket_id for group in groups.values() for ticket_id, _ in group[:SHOWN]]
    tickets = Ticket.objects.visible_to(job.user).select_related("account").in_bulk(wanted)
    return [_group(state, reason, found, tickets) for (state, reason), found in groups.items()]


def _few(members: Mapping[tuple[str, str], list[tuple[int, str]]]) -> dict[tuple[str, str], list[tuple[int, str]]]:
    """In order. Rare reasons, which may be as many as there are tickets, become one group of each state."""
    by_number = sorted(members.items(), key=lambda one: (_IN_ORDER.index(ChangeState(one[0][0])), -len(one[1])))
    kept = dict(by_number[: MOST_REASONS + 1] if len(by_number) > MOST_REASONS + 2 else by_number)
    for (state, reason), found in by_number[len(kept) :]:
        kept.setdefault((state, ""), []).extend((ticket_id, reason) for ticket_id, _ in found)
    return kept


def _group(state: str, reason: str, found: Sequence[tuple[int, str]], tickets: Mapping[int, Ticket]) -> Group:
    first = [Member(tickets[ticket_id], why) for ticket_id, why in found[:SHOWN] if ticket_id in tickets]
    return Group(ChangeState(state), reason, len(found), first)
