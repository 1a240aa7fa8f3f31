"""What is shown on an account's page, belongs to no conversation and starts no clock."""

from collections.abc import Iterable
from datetime import datetime

from connectors.incoming import IncomingNotice
from connectors.models import Account, Notice
from inbox.bulk import insert_new

_FIELDS = ["account", "external_id", "subject", "text", "html", "written_at", "fetched_at"]


def take_in_notices(account: Account, notices: Iterable[IncomingNotice], *, now: datetime) -> int:
    """Store those that are not known yet; return how many there were."""
    rows = [
        (account.id, notice.external_id, notice.subject, notice.text, notice.html, notice.written_at, now)
        for notice in notices
    ]
    return len(insert_new(Notice, _FIELDS, rows, returning=["id"]))
