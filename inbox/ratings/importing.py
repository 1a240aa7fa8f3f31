"""Keep the ratings of a file. The same file again changes nothing; a newer one changes what it says anew."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from connectors.models import Account
from inbox.erasure.tombstones import Mark, erased_at
from inbox.models import SurveyAnswer
from inbox.ratings.matching import match_to_orders
from inbox.ratings.reading import ReadRating

_SAID = ("order_id", "rating", "comment", "author", "answered_at", "account_id", "ticket_id")


@dataclass(frozen=True)
class Kept:
    """Of new and changed ones: unmatched name an order that nobody knows (yet), without_order name none."""

    new: int
    changed: int
    same: int
    unmatched: int
    without_order: int


def keep_ratings(ratings: Sequence[ReadRating], *, source: str, now: datetime) -> Kept:
    """Store them. Of an erased buyer's order only the mark is kept: his words do not come back."""
    with transaction.atomic():
        known = _known(source, ratings)
        new: list[tuple[SurveyAnswer, list[Any]]] = []
        changed: list[tuple[SurveyAnswer, list[Any]]] = []
        for one in ratings:
            row = known.get(one.external_id) or SurveyAnswer(source=source, external_id=one.external_id)
            before = [getattr(row, name, None) for name in _SAID]
            _take_over(row, one)
            (new if row.pk is None else changed).append((row, before))
        rows = [row for row, _ in (*new, *changed)]
        match_to_orders(rows)
        _forget_erased(rows)
        really = [row for row, before in changed if [getattr(row, name) for name in _SAID] != before]
        for row in (*(row for row, _ in new), *really):
            row.changed_at = now
        SurveyAnswer.objects.bulk_create([row for row, _ in new], batch_size=1000, ignore_conflicts=True)
        SurveyAnswer.objects.bulk_update(really, [*_SAID, "changed_at"], batch_size=1000)
    touched = [*(row for row, _ in new), *really]
    unmatched = sum(row.account_id is None and row.order_id != "" for row in touched)
    without_order = sum(row.account_id is None and row.order_id == "" for row in touched)
    return Kept(len(new), len(really), len(changed) - len(really), unmatched, without_order)


def _known(source: str, ratings: Iterable[ReadRating]) -> Mapping[str, SurveyAnswer]:
    """Locked, since the same file may come twice at once."""
    names = [one.external_id for one in ratings]
    rows = SurveyAnswer.objects.select_for_update().filter(source=source, external_id__in=names)
    return {row.external_id: row for row in rows.order_by("id")}


def _take_over(row: SurveyAnswer, one: ReadRating) -> None:
    row.order_id, row.rating, row.comment = one.order_id, one.rating, one.comment
    row.author, row.answered_at = one.author, one.written_at


def _forget_erased(rows: Iterable[SurveyAnswer]) -> None:
    by_account: dict[int, list[SurveyAnswer]] = {}
    for row in rows:
        if row.account_id is not None and row.order_id:
            by_account.setdefault(row.account_id, []).append(row)
    for account in Account.objects.defer("credentials", "identity").filter(pk__in=by_account):
        rows_here = by_account[account.pk]
        erased = {mark.value for mark in erased_at(account, {Mark("order", row.order_id) for row in rows_here})}
        for row in rows_here:
            if row.order_id in erased:
                row.comment = row.author = ""
