"""Topics by their names, where no ticket says which marketplace's they are."""

from django.utils.translation import gettext as _

from connectors.registry import connectors
from inbox.tickets.topics import TOPICS


def theme_name(topic: str) -> str:
    """The name of a topic in the reader's language; a code that nobody knows as it came."""
    if not topic:
        return _("not sorted yet")
    if topic in TOPICS:
        return str(TOPICS[topic])
    labels = (connector.topic_labels.get(topic) for connector in connectors().values())
    return _(next(filter(None, labels), topic))
