"""What a report says: a sheet of headings and tables, the same for the mail and the PDF, in the active language."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from inbox.models import User
from inbox.people.permissions import may_see_all_figures
from inbox.proof.sheet import Row, Section, Sheet
from kpis.dashboard.alarms import alarms_for
from kpis.dashboard.asking import Asked
from kpis.dashboard.layout import TILES
from kpis.dashboard.numbers import ranked_numbers
from kpis.dashboard.tile import Tile, tile_of
from kpis.figures.catalogue import BY_SLUG
from kpis.models import Span
from kpis.words.changes import Change
from kpis.words.steps import period_words
from kpis.words.values import DASH

TAKEN_APART: Sequence[tuple[str, str]] = (
    ("answered_within_24h", "account"),
    ("late_marketplace", "part"),
    ("claims_opened", "part"),
    ("contacts", "topic"),
)
"""Figures and by which groups."""
MOST_GROUPS = 8


def sheet_of(asked: Asked, *, span: str, user: User, now: datetime) -> Sheet:
    tiles = [tile_of(BY_SLUG[slug], asked) for slug in TILES]
    missed = [tile for tile in tiles if tile.state == "bad"]
    alarms = alarms_for(user, now=now, sees_all=may_see_all_figures(user))
    title = _("Figures of the week") if span == Span.WEEK else _("Figures of the month")
    return Sheet(
        title=f"{title}, {period_words(asked.question)}",
        facts=[],
        holds=not missed,
        verdict=_verdict(tiles, missed),
        findings=[alarm.words for alarm in alarms],
        sections=[_comparison(tiles), *_taken_apart(asked)],
        page_words=_("Page {page} of {pages}"),
        lacking_words=_("[?] stands for characters that this document has no letters for."),
        language=get_language() or "",
        above_findings=_("Right now:") if alarms else "",
    )


def _verdict(tiles: Sequence[Tile], missed: Sequence[Tile]) -> str:
    if missed:
        return _("Missed: %(targets)s.") % {"targets": ", ".join(f"{tile.title} ({tile.value})" for tile in missed)}
    return _("Every target was reached.") if any(tile.state for tile in tiles) else _("Nothing to compare yet.")


def _comparison(tiles: Sequence[Tile]) -> Section:
    rows = [
        Row(
            cells=[tile.title, tile.value, tile.aim, _told(tile.since_before), _told(tile.since_last_year)],
            under=[tile.basis] if tile.basis else [],
            state="late" if tile.state == "bad" else "",
        )
        for tile in tiles
    ]
    columns = [_("Figure"), _("Value"), _("Target"), _("Against the period before"), _("Against last year")]
    return Section(_("At a glance"), columns, [34, 16, 18, 20, 18], rows)


def _taken_apart(asked: Asked) -> list[Section]:
    found = []
    for slug, by in TAKEN_APART:
        table = ranked_numbers(BY_SLUG[slug], asked, by, most=MOST_GROUPS)
        rows = [Row(cells=[line.label, line.value, *([line.cases] if table.has_cases else [])]) for line in table.lines]
        names = {"figure": BY_SLUG[slug].title, "group": table.heading.lower()}
        columns = [table.heading, _("Value"), *([_("Cases")] if table.has_cases else [])]
        widths = [60, 25, 15][: len(columns)]
        empty = _("Nothing of the kind in this period.")
        found.append(Section(_("%(figure)s, by %(group)s") % names, columns, widths, rows, empty=empty))
    return found


def _told(change: Change | None) -> str:
    return change.words if change else DASH
