"""Which figures the page shows, where, and as what. What stands nowhere here comes in a list at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kpis.figures.catalogue import FIGURES
from kpis.figures.figure import Aggregation, Figure


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
    """by: the groups of a ranked panel."""

    slug: str
    shape: Shape
    by: str = ""
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

_PARTS: Sequence[PartPlan] = (
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
            PanelPlan("arrivals_by_hour", Shape.HEAT),
            PanelPlan("staffing_by_hour", Shape.HEAT),
            PanelPlan("contacts", Shape.RANKED, by="topic"),
            PanelPlan("contacts_by_product", Shape.RANKED, by="part"),
        ),
    ),
)
_OF_PEOPLE = PartPlan(
    _("Who does what?"),
    (
        PanelPlan("answers", Shape.RANKED, by="agent", width=Width.THIRD),
        PanelPlan("answered_within_24h", Shape.RANKED, by="agent", width=Width.THIRD),
        PanelPlan("solved_at_first_contact", Shape.RANKED, by="agent", width=Width.THIRD),
        PanelPlan("positive_share", Shape.RANKED, by="agent", width=Width.THIRD),
        PanelPlan("hard_topics", Shape.RANKED, by="agent", width=Width.THIRD),
        PanelPlan("night_share", Shape.RANKED, by="agent", width=Width.THIRD),
    ),
)


def parts(*, with_people: bool) -> Sequence[PartPlan]:
    """The parts of the page, from the top."""
    return (*_PARTS, _OF_PEOPLE) if with_people else _PARTS


def others(*, with_people: bool) -> Sequence[Figure]:
    """Figures that have neither a tile nor a panel; they stand in a list at the end."""
    placed = {panel.slug for part in parts(with_people=with_people) for panel in part.panels} | {*TILES}
    return [figure for figure in FIGURES if figure.slug not in placed]


def usual_shape(figure: Figure) -> Shape:
    """Of the figure's own page."""
    if figure.slug in HOURLY:
        return Shape.HEAT
    counted = figure.aggregation in (Aggregation.COUNT, Aggregation.SUM)
    return Shape.COLUMNS if counted else Shape.LINE


HOURLY = ("arrivals_by_hour", "staffing_by_hour")
"""Their parts are hours of the week."""
