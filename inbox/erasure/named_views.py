"""Views of the queue that people made to find one buyer."""

from django.db.models.fields.json import KeyTextTransform

from inbox.erasure.mentions import mentioned_in
from inbox.erasure.person import Person
from inbox.models import SavedView


def forget_views(person: Person) -> int:
    """Delete the views that name him, by their own name or by what they look for; return how many.

    Without his name such a view would look for something that nobody meant.
    """
    views = SavedView.objects.annotate(words=KeyTextTransform("q", "filters"), tags=KeyTextTransform("tag", "filters"))
    return views.filter(mentioned_in(person, "name", "words", "tags")).delete()[0]
