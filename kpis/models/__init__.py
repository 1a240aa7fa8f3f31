"""What is kept of figures. One file per concept; import from here."""

from kpis.models.annotation import Annotation, AnnotationKind
from kpis.models.look import AskedLook
from kpis.models.mark import Mark
from kpis.models.open_stretch import OpenStretch
from kpis.models.progress import FigureProgress, RollupClock
from kpis.models.report import Report, ReportWish, Span
from kpis.models.row import FigureRow, Grain
from kpis.models.target import FigureTarget

__all__ = [
    "Annotation",
    "AnnotationKind",
    "AskedLook",
    "FigureProgress",
    "FigureRow",
    "FigureTarget",
    "Grain",
    "Mark",
    "OpenStretch",
    "Report",
    "ReportWish",
    "RollupClock",
    "Span",
]
