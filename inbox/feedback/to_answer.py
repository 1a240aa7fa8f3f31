"""Bad opinions that somebody has to do something about: answer, ask for a revision, or say that nothing is left."""

from datetime import datetime

from inbox.feedback.answers import show
from inbox.models import Feedback, User


def deal_with(feedback: Feedback, *, by: User, now: datetime) -> Feedback:
    """Nothing is left to do about it. Saying so again changes nothing."""
    if Feedback.objects.filter(pk=feedback.pk, dealt_at=None).update(dealt_at=now, dealt_by=by):
        show(feedback)
    feedback.refresh_from_db()
    return feedback
