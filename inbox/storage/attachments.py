"""Keep our own copy of the files buyers send, since the marketplace's links end."""

import logging
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db.models import Q

from connectors.accounts import connector_for
from connectors.errors import MarketplaceError
from connectors.files import FileRefused, fetch_file
from connectors.locks import advisory_lock_or_not
from inbox.changes import bump_on_commit
from inbox.models import Attachment

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
SHOWN_INLINE = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
OPENED_INLINE = SHOWN_INLINE | {"application/pdf", "text/plain"}
"""What a browser may open by itself: nothing in it can act on our pages. Browsers read PDF in a viewer of its own, and
take plain text for nothing else, since SecurityMiddleware forbids them to guess."""


def fetch_due(now: datetime, *, at_most: int = 20) -> int:
    """Fetch files that are still at the marketplace; one worker at a time. Returns how many arrived."""
    with advisory_lock_or_not("attachments") as taken:
        if not taken:
            return 0
        due = Attachment.objects.filter(Q(next_try_at=None) | Q(next_try_at__lte=now), file="", problem="").exclude(
            url=""
        )
        return sum(fetch(attachment, now=now) for attachment in due.select_related("message__account")[:at_most])


def fetch(attachment: Attachment, *, now: datetime) -> bool:
    """Fetch one file. What cannot be had is noted with its reason and, if it may work later, tried again."""
    connector = connector_for(attachment.message.account)
    try:
        found = fetch_file(connector.tools.http, attachment.url, connector.file_sources())
    except FileRefused as error:
        attachment.problem = str(error)
        attachment.save(update_fields=["problem"])
        return False
    except MarketplaceError as error:
        attachment.attempts += 1
        attachment.next_try_at = now + timedelta(minutes=2) * 2**attachment.attempts
        attachment.problem = str(error) if attachment.attempts >= MOST_ATTEMPTS else ""
        attachment.save(update_fields=["attempts", "next_try_at", "problem"])
        log.info("attachment %s: %s", attachment.pk, type(error).__name__)
        return False
    attachment.content_type, attachment.size = found.content_type, len(found.content)
    attachment.file.save(str(attachment.pk), ContentFile(found.content), save=False)
    attachment.save(update_fields=["file", "content_type", "size"])
    bump_on_commit([attachment.message.ticket_id])
    return True
