"""Take in the figures by which a marketplace judges the seller, one a day each, and read how they have moved."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import OuterRef, Subquery

from connectors.incoming import IncomingIndicator
from connectors.models import Account
from inbox.models import Indicator, Standing

_CHANGING = ["label", "value", "threshold", "peers", "rating", "standing", "fetched_at"]
_WORST_FIRST = [Standing.BAD, Standing.WATCH, Standing.GOOD, ""]


@dataclass(frozen=True)
class IndicatorNow:
    """The latest of one figure, and the last day on which it was another one; before is None if it never was."""

    latest: Indicator
    before: Indicator | None


def take_in_indicators(account: Account, entries: Iterable[IncomingIndicator], *, now: datetime) -> int:
    """Store one row for each figure and day, the last told of each; return how many days were new or changed."""
    told = sorted(entries, key=lambda entry: entry.evaluated_at)
    rows = {(row.name, row.on): row for row in (_row(account, entry, now) for entry in told)}
    if not rows:
        return 0
    known = {
        (one.name, one.on): one
        for one in Indicator.objects.filter(
            account=account, name__in={name for name, _on in rows}, on__in={on for _name, on in rows}
        )
    }
    changed = [row for key, row in rows.items() if key not in known or _said(known[key]) != _said(row)]
    Indicator.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["account", "name", "on"], update_fields=_CHANGING
    )
    return len(changed)


def indicators_now(accounts: Collection[Account]) -> dict[int, list[IndicatorNow]]:
    """Each figure as it stands, by account id; what is bad first, then by its words. Two queries, however many."""
    rows = Indicator.objects.filter(account__in=accounts)
    newest = rows.order_by("account_id", "name", "-on").distinct("account_id", "name").values("pk")
    earlier = Indicator.objects.filter(
        account_id=OuterRef("account_id"), name=OuterRef("name"), on__lt=OuterRef("on")
    ).exclude(value=OuterRef("value"))
    latest = list(rows.filter(pk__in=newest).annotate(before=Subquery(earlier.order_by("-on").values("pk")[:1])))
    before = Indicator.objects.in_bulk([one.before for one in latest if one.before]) if latest else {}
    found: dict[int, list[IndicatorNow]] = defaultdict(list)
    for one in sorted(latest, key=lambda one: (_WORST_FIRST.index(one.standing), one.label)):
        found[one.account_id].append(IndicatorNow(one, before.get(one.before)))
    return found


def _row(account: Account, entry: IncomingIndicator, now: datetime) -> Indicator:
    return Indicator(
        account=account,
        name=entry.name[:100],
        on=_day(entry.evaluated_at),
        label=entry.label[:200],
        value=entry.value[:100],
        threshold=entry.threshold[:100],
        peers=entry.peers[:100],
        rating=entry.rating[:100],
        standing=entry.standing.value if entry.standing else "",
        fetched_at=now,
    )


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()


def _said(row: Indicator) -> tuple[str, ...]:
    return row.label, row.value, row.threshold, row.peers, row.rating, row.standing
