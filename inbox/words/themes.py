"""Topics by their names, in lists of what is asked."""

from django.utils.translation import gettext as _

from inbox.tickets.topics import name_of_topic


def theme_name(topic: str) -> str:
    """In the reader's language; also of what has no topic yet."""
    return name_of_topic(topic) if topic else _("not sorted yet")
