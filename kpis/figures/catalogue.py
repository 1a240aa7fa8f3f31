"""All figures, in the order in which they are shown."""

from collections.abc import Mapping, Sequence

from kpis.figures.about_answers import ANSWERS
from kpis.figures.about_claims import CLAIMS
from kpis.figures.about_deadlines import DEADLINES
from kpis.figures.about_opinions import OPINIONS
from kpis.figures.about_solutions import SOLUTIONS
from kpis.figures.about_volume import VOLUME
from kpis.figures.about_writing import WRITING
from kpis.figures.figure import Figure

FIGURES: Sequence[Figure] = (*ANSWERS, *DEADLINES, *SOLUTIONS, *OPINIONS, *CLAIMS, *VOLUME, *WRITING)
BY_SLUG: Mapping[str, Figure] = {figure.slug: figure for figure in FIGURES}
