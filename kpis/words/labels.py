"""What the groups of a figure are called on a page and in a file, where that is more than what they are stored as."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from connectors.registry import connectors
from inbox.mining.products import titles_of
from kpis.figures.ask import Row
from kpis.figures.figure import Figure
from kpis.words.groups import HEADINGS
from kpis.words.steps import HOURLY, TIMES, hour_words, step_long

BY_PRODUCT = ("claims_by_product", "contacts_by_product")
BY_REASON = ("claims_by_reason",)
"""Figures whose parts are products, or reasons as marketplaces write them."""
_HEADINGS_OF_PARTS: Mapping[str, Callable[[], str]] = {
    **dict.fromkeys(BY_PRODUCT, lambda: _("Product")),
    **dict.fromkeys(BY_REASON, lambda: _("Reason")),
    **dict.fromkeys(HOURLY, lambda: _("Hour of the week")),
    **dict.fromkeys(("late_marketplace", "late_company"), lambda: _("Cause")),
    **dict.fromkeys(("positive_share", "rating"), lambda: _("Source")),
    "claims_ended": lambda: _("Outcome"),
    "backlog": lambda: _("Waiting for"),
}
"""Where they are not just kinds."""


def heading_of(figure: Figure, by: str) -> str:
    """Of the column with the groups."""
    if by == "part" and figure.slug in _HEADINGS_OF_PARTS:
        return _HEADINGS_OF_PARTS[figure.slug]()
    return HEADINGS[by]()


def labels_of(figure: Figure, by: str, rows: Sequence[Row]) -> Mapping[str, str]:
    """By group; of products one query. What two are called is told with its marketplace, or the product's number."""
    titles = titles_of([row.group for row in rows if row.group]) if _is_product(figure, by) else {}
    labels = {row.group: titles.get(row.group) or _label(figure, by, row) for row in rows}
    often = Counter(labels.values())
    if titles:
        return {group: f"{label} ({group})" if often[label] > 1 else label for group, label in labels.items()}
    return {group: _told_apart(group, label) if often[label] > 1 else label for group, label in labels.items()}


def part_words(figure: Figure, part: str) -> str:
    """Of one case's part."""
    if figure.slug in HOURLY and part.isdecimal():
        return hour_words(int(part))
    known = {code: str(title) for code, title in figure.parts}
    return known.get(part) or (words_of_code(part) if figure.slug in BY_REASON else part)


def words_of_code(code: str) -> str:
    """What the marketplace that writes this code calls it, in the reader's language; else the code."""
    name, _marketplace = _of_marketplace(code)
    return _(name) if name else code


def _told_apart(code: str, label: str) -> str:
    _name, marketplace = _of_marketplace(code)
    return f"{label} ({marketplace})" if marketplace else label


def _of_marketplace(code: str) -> tuple[str, str]:
    """An English msgid, and the label of the marketplace that writes this code; both empty of any other."""
    for connector in connectors().values():
        for known in (connector.topic_labels, connector.code_labels):
            if code in known:
                return known[code], connector.label
    return "", ""


def _label(figure: Figure, by: str, row: Row) -> str:
    if by in TIMES:
        return step_long(by, date.fromisoformat(row.group))
    if by == "part" and figure.slug in HOURLY and row.group.isdecimal():
        return hour_words(int(row.group))
    if not row.group and by not in ("agent", "channel"):
        return pgettext("of a group", "not known")
    is_code = row.label == row.group and (by in ("topic", "channel") or figure.slug in BY_REASON)
    return words_of_code(row.group) if is_code else row.label


def _is_product(figure: Figure, by: str) -> bool:
    return by == "part" and figure.slug in BY_PRODUCT
