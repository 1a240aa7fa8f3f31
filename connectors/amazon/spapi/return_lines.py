"""What the returns report says of one return, a line each: the words before are ours, the values Amazon's own."""

from collections.abc import Mapping
from typing import Final

from connectors.text import entry_line as _

LINES: Final[Mapping[str, tuple[str, ...]]] = {
    _("Return request: %(words)s"): ("status",),
    _("Item: %(words)s"): ("quantity", "title", "sku"),
    _("Reason: %(words)s"): ("reason",),
    _("Resolution: %(words)s"): ("resolution",),
    _("Return authorisation: %(words)s"): ("rma", "own_rma"),
    _("Parcel: %(words)s"): ("carrier", "tracking"),
    _("Delivered: %(words)s"): ("delivered",),
    _("Refunded: %(words)s"): ("refunded", "currency"),
}
"""Each line with the columns that fill it."""


def text_of(row: Mapping[str, str]) -> str:
    """The lines that have anything to say."""
    filled = ((line, " ".join(filter(None, (row.get(name, "") for name in names)))) for line, names in LINES.items())
    return "\n".join(line % {"words": value} for line, value in filled if value)
