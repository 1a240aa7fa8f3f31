"""Figures about how content buyers are."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inbox.models.survey import BY_SURVEY
from inbox.ratings.forms import FORMS
from kpis.figures.figure import Aggregation, Better, Figure, Source, Unit

_FILES = tuple((form.slug, form.label) for form in FORMS.values())
_SOURCES: Sequence[tuple[str, str | Promise]] = (
    ("feedback", _("marketplace feedback")),
    (BY_SURVEY, _("your survey")),
    *_FILES,
)

OPINIONS: Sequence[Figure] = (
    Figure(
        slug="positive_share",
        title=_("Positive opinions"),
        definition=_(
            "The share of buyers' ratings of 4 or 5 among all with a figure, when they were given: in public "
            "feedback, in answers to your own survey, and in files of ratings. The person is whose ticket it was. "
            "Ratings of files that belong to no account are left out."
        ),
        unit=Unit.SHARE,
        aggregation=Aggregation.SHARE,
        better=Better.HIGHER,
        sources=(
            Source.FEEDBACK,
            Source.SURVEY,
        ),
        parts=_SOURCES,
        target=0.8,
        crossed="agent",
    ),
    Figure(
        slug="rating",
        title=_("Rating"),
        definition=_(
            "The mean of buyers' ratings from 1 to 5, when they were given: in public feedback, in answers to your "
            "own survey, and in files of ratings. The person is whose ticket it was. Ratings of files that belong to "
            "no account are left out."
        ),
        unit=Unit.RATING,
        aggregation=Aggregation.MEAN,
        better=Better.HIGHER,
        sources=(
            Source.FEEDBACK,
            Source.SURVEY,
        ),
        parts=_SOURCES,
    ),
)
