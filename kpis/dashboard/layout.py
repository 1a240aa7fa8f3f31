"""Which figures the page shows, where, and as what. What stands nowhere here comes in a list at the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kpis.dashboard.judged import OURS
from kpis.dashboard.moods import SHARE as MOOD
from kpis.dashboard.own_count import CLAIMS, PER_ORDERS
from kpis.dashboard.people import HARD, NIGHT, SHOWN
from kpis.figures.catalogue import FIGURES
from kpis.figures.figure import Aggregation, Figure
from kpis.words.steps import HOURLY


class Shape(StrEnum):
    LINE = "line"
    COLUMNS = "columns"
    RANKED = "ranked"
    DISTRIBUTION = "distribution"
    HEAT = "heat"


class Width(StrEnum):
    THIRD = "third"
    HALF = "half"
    WIDE = "wide"


@dataclass(frozen=True)
class PanelPlan:
    """by: the groups of a ranked panel. beside: another figure of hours of the week, in the same map."""

    slug: str
    shape: Shape
    by: str = ""
    beside: str = ""
    width: Width = Width.HALF


@dataclass(frozen=True)
class PartPlan:
    title: str | Promise
    panels: Sequence[PanelPlan]


TILES: Sequence[str] = (
    "answered_within_24h",
    "response_time",
    "solved_at_first_contact",
    "exchanges_per_ticket",
    "positive_share",
)

PARTS: Sequence[PartPlan] = (
    PartPlan(
        _("Are buyers answered in time?"),
        (
            PanelPlan("in_time_marketplace", Shape.LINE),
            PanelPlan("response_time", Shape.LINE),
            PanelPlan("response_time", Shape.DISTRIBUTION),
            PanelPlan("late_marketplace", Shape.COLUMNS),
            PanelPlan("in_time_marketplace", Shape.RANKED, by="account"),
            PanelPlan("late_company", Shape.RANKED, by="part"),
        ),
    ),
    PartPlan(
        _("Are they content?"),
        (
            PanelPlan("positive_share", Shape.LINE),
            PanelPlan("positive_share", Shape.RANKED, by="account"),
        ),
    ),
    PartPlan(
        _("Where does it cost money?"),
        (
            PanelPlan("claims_at_stake", Shape.COLUMNS),
            PanelPlan("claims_ended", Shape.COLUMNS),
            PanelPlan("claims_opened", Shape.RANKED, by="part", width=Width.THIRD),
            PanelPlan("claims_by_reason", Shape.RANKED, by="part", width=Width.THIRD),
            PanelPlan("claims_by_product", Shape.RANKED, by="part", width=Width.THIRD),
        ),
    ),
    PartPlan(
        _("How much does it take?"),
        (
            PanelPlan("solved_at_first_contact", Shape.LINE),
            PanelPlan("exchanges_per_ticket", Shape.LINE),
            PanelPlan("exchanges_per_ticket", Shape.RANKED, by="topic"),
            PanelPlan("time_to_solve", Shape.LINE),
        ),
    ),
    PartPlan(
        _("What comes in, and when?"),
        (
            PanelPlan("messages", Shape.COLUMNS),
            PanelPlan("backlog", Shape.COLUMNS),
            PanelPlan("arrivals_by_hour", Shape.HEAT, beside="staffing_by_hour", width=Width.WIDE),
            PanelPlan("contacts", Shape.RANKED, by="topic"),
            PanelPlan("contacts_by_product", Shape.RANKED, by="part"),
        ),
    ),
)


def asked_apart(step: str) -> Mapping[str, Sequence[Figure]]:
    """By group, all figures of which the page shows it. step: in which its charts go through the period."""
    wanted: dict[str, list[str]] = {"marketplace": [MOOD], "account": [OURS, CLAIMS, PER_ORDERS], "part": [*HOURLY]}
    wanted |= {"agent": [*SHOWN, HARD, NIGHT], step: [*TILES]}
    for panel in (panel for part in PARTS for panel in part.panels):
        by = step if panel.shape in (Shape.LINE, Shape.COLUMNS) else panel.by
        if by and by != "part":
            wanted.setdefault(by, []).append(panel.slug)
    return {by: [figure for figure in FIGURES if figure.slug in slugs] for by, slugs in wanted.items()}


def others(*, with_people: bool) -> Sequence[Figure]:
    """Figures that have no place of their own; they stand in a list at the end."""
    panels = [panel for part in PARTS for panel in part.panels]
    placed = {*TILES, *(one.slug for one in panels), *(one.beside for one in panels)}
    placed |= {HARD, NIGHT, *SHOWN} if with_people else set()
    return [figure for figure in FIGURES if figure.slug not in placed]


def plans_of(figure: Figure) -> Sequence[PanelPlan]:
    """Of the figure's own page."""
    if figure.slug in HOURLY:
        beside = next((one for one in HOURLY if one != figure.slug), "")
        return (PanelPlan(figure.slug, Shape.HEAT, beside=beside, width=Width.WIDE),)
    counted = figure.aggregation in (Aggregation.COUNT, Aggregation.SUM)
    course = PanelPlan(figure.slug, Shape.COLUMNS if counted else Shape.LINE, width=Width.WIDE)
    spread = PanelPlan(figure.slug, Shape.DISTRIBUTION, width=Width.WIDE)
    return (course, spread) if figure.has_lengths else (course,)
