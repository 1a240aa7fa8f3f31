"""Forget a person where texts were learnt from: what was learnt with his name in it is learnt anew the next night."""

from inbox.erasure.mentions import mentioned_in
from inbox.erasure.person import Person
from inbox.models import TopicModel, TrainingExample
from inbox.understanding.folding import words_of
from inbox.understanding.learning.keeping import knows_any

_SHORTEST = 4
"""Letters; shorter parts of a name are words of any language."""


def forget_learnt(person: Person) -> int:
    """Return how many examples mentioned him. Until the night the phrase lists tell topics alone."""
    parts = {part for name in (*person.names, *person.full_names) for part in words_of(name) if len(part) >= _SHORTEST}
    newest = TopicModel.objects.order_by("-pk").first()
    if newest is not None and knows_any(newest, parts):
        newest.delete()
    gone, _ = TrainingExample.objects.filter(mentioned_in(person, "text")).delete()
    return gone
