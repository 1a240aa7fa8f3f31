"""How much a refund mail says was refunded, all of it once.

The table has a row for each item, and columns whose number and order vary; sometimes a total, sometimes none.
Source: mails published by others, 2026.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from connectors.amazon.money import amounts_in
from connectors.amazon.page import page_from
from connectors.incoming import Money
from connectors.mail.mail import Mail

Rows = Sequence[Sequence[str]]
LONGEST_LABEL = 80

_REFUND = re.compile(
    r"refund|rembours|rimbors|erstatt|reembols|terugbetal|zwrot|zwróc|återbetal|iade|返金", re.IGNORECASE
)
_TOTAL = re.compile(r"total|totaal|gesamt|summe|suma|łącz|razem|summa|toplam|合計", re.IGNORECASE)
_ONLY_TOTAL = re.compile(
    r"(grand )?(totale?|totaal|gesamt(betrag|summe)?|summe|suma|razem|summa|toplam|合計)( g[eé]n[eé]rale?)?\s*[:：]?",
    re.IGNORECASE,
)


def refunded(mail: Mail, *, currency: str) -> Money | None:
    """The sum refunded with this mail; None if it cannot be told."""
    rows: Rows = page_from(mail.html).rows or _rows_of(mail.text)
    return (
        _beside(rows, lambda label: bool(_TOTAL.search(label) and _REFUND.search(label)), currency=currency)
        or _below(rows, currency=currency)
        or _beside(rows, lambda label: bool(_REFUND.search(label)), currency=currency)
        or _beside(rows, lambda label: bool(_ONLY_TOTAL.fullmatch(label)), currency=currency)
        or only_amount(mail.text, currency=currency)
    )


def only_amount(text: str, *, currency: str) -> Money | None:
    """The amount a text names, if it names only one (as often as it likes)."""
    found = set(amounts_in(text, currency=currency))
    return found.pop() if len(found) == 1 else None


def _beside(rows: Rows, fits: Callable[[str], bool], *, currency: str) -> Money | None:
    """The last amount of the first row whose first cell is a fitting label (and no amount itself)."""
    for row in rows:
        if len(row) < 2 or len(row[0]) > LONGEST_LABEL or not fits(row[0].strip()):
            continue
        if found := [money for cell in row[1:] for money in amounts_in(cell, currency=currency)]:
            return found[-1]
    return None


def _below(rows: Rows, *, currency: str) -> Money | None:
    """The sum of the columns whose heading speaks of a refund: of the column of totals alone if there is one."""
    for number, head in enumerate(rows):
        headed = [at for at, cell in enumerate(head) if _REFUND.search(cell) and not any(amounts_in(cell, currency=""))]
        if len(head) < 2 or not headed:
            continue
        totals = [at for at in headed if _TOTAL.search(head[at])]
        items = [
            row for row in rows[number + 1 :] if len(row) == len(head) and not _ONLY_TOTAL.fullmatch(row[0].strip())
        ]
        if found := _sum((row[at] for row in items for at in totals or headed), currency=currency):
            return found
    return None


def _sum(cells: Iterable[str], *, currency: str) -> Money | None:
    """The first amounts of some cells together; None if there are none, or in several currencies."""
    found = [money for cell in cells for money in list(amounts_in(cell, currency=currency))[:1]]
    if len({money.currency for money in found}) != 1:
        return None
    return Money(sum((money.amount for money in found), Decimal(0)), found[0].currency)


def _rows_of(text: str) -> list[tuple[str, ...]]:
    """Rows of a plain text: columns are set apart by tabs, bars or several spaces; a label by its colon."""
    return [
        tuple(re.split(r"\t+|\s*\|\s*|\s{2,}|(?<=[:：])\s", line.strip())) for line in text.split("\n") if line.strip()
    ]
