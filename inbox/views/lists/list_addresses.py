"""Where a list of tickets is found."""

from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from inbox.lists.filters import Filters


def addresses(filters: Filters, *, shown_at: datetime) -> dict[str, str]:
    """Where a list of these filters is found, and where the page asks what moved since it was drawn."""
    given = f"&{filters.query}" if filters.query else ""
    return {
        "list_url": reverse("queue"),
        "changes_url": f"{reverse('list_changes')}?{urlencode({'shown_at': shown_at.isoformat()})}{given}",
        "query": filters.query,
    }
