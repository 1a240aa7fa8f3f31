"""Proofs of erasure in words: they hold numbers only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inbox.models import ErasureReason, ErasureReceipt
from inbox.views.marks import Mark, mark_of
from inbox.words.times import exact, moment


@dataclass(frozen=True)
class ReceiptLine:
    """reference: the marketplace's id of its demand; empty where a person of the shop asked."""

    number: int
    mark: Mark
    why: str
    what: str
    reference: str
    at: str
    exact: str


def receipt_lines(receipts: Iterable[ErasureReceipt], *, now: datetime) -> Sequence[ReceiptLine]:
    return [
        ReceiptLine(
            number=receipt.pk,
            mark=mark_of(receipt.marketplace),
            why=_why(receipt),
            what=", ".join(_counted(receipt.counts)) or _("nothing was left to erase"),
            reference=receipt.reference,
            at=moment(receipt.at, now=now),
            exact=exact(receipt.at),
        )
        for receipt in receipts
    ]


def _why(receipt: ErasureReceipt) -> str:
    if receipt.reason == ErasureReason.ASKED and receipt.user:
        return _("asked for by %(who)s") % {"who": receipt.user}
    return str(ErasureReason(receipt.reason).label)


def _counted(counts: dict[str, int]) -> list[str]:
    """Only what there was any of, in one order."""
    kinds = (
        "tickets",
        "messages",
        "files",
        "orders",
        "claims",
        "feedback",
        "survey_answers",
        "notices",
        "views",
        "questions",
        "examples",
        "raw_items",
    )
    return [_words(kind, counts[kind]) for kind in kinds if counts.get(kind)]


def _words(kind: str, n: int) -> str:
    words = {
        "tickets": ngettext("%(n)d ticket", "%(n)d tickets", n),
        "messages": ngettext("%(n)d message", "%(n)d messages", n),
        "files": ngettext("%(n)d file", "%(n)d files", n),
        "orders": ngettext("%(n)d order", "%(n)d orders", n),
        "claims": ngettext("%(n)d claim", "%(n)d claims", n),
        "feedback": ngettext("%(n)d piece of feedback", "%(n)d pieces of feedback", n),
        "survey_answers": ngettext("%(n)d rating", "%(n)d ratings", n),
        "notices": ngettext("%(n)d notice", "%(n)d notices", n),
        "views": ngettext("%(n)d saved view", "%(n)d saved views", n),
        "questions": ngettext("%(n)d counted question", "%(n)d counted questions", n),
        "examples": ngettext("%(n)d example for learning", "%(n)d examples for learning", n),
        "raw_items": ngettext("%(n)d original", "%(n)d originals", n),
    }
    return words[kind] % {"n": n}
