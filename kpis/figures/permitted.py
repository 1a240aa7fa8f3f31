"""What a person may ask: a lead everything, an agent what he did himself, an outside agent nothing."""

from django.core.exceptions import PermissionDenied

from inbox.models import User
from inbox.people.permissions import may_see_all_figures, may_see_figures
from kpis.figures.question import Question


def permitted(question: Question, user: User) -> Question:
    """The question as this user may ask it. Raises PermissionDenied."""
    if not may_see_figures(user):
        raise PermissionDenied
    return question if may_see_all_figures(user) else question.narrowed_to(user.pk)
