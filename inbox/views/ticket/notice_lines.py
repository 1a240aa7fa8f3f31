"""What marketplaces wrote to the shop itself, ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from connectors.models import Account, Notice
from inbox.models import LooseClaimEntry
from inbox.views.sentences import entry_in_own_language
from inbox.words.times import exact, moment

MOST = 20
LONGEST_SUBJECT = 80


@dataclass(frozen=True)
class NoticeLine:
    """has_html: it can be shown as the marketplace formatted it."""

    id: int
    subject: str
    text: str
    has_html: bool
    at: str
    exact: str


def notice_lines(account: Account, *, now: datetime) -> Sequence[NoticeLine]:
    """The newest first. Those that are entries about claims are read in one's own language, mails as they were sent."""
    notices = list(account.notices.order_by("-written_at")[:MOST])
    ids = [notice.external_id for notice in notices]
    entries = LooseClaimEntry.objects.filter(account=account, external_id__in=ids)
    of_claims = set(entries.values_list("external_id", flat=True))
    return [_line(notice, account, is_entry=notice.external_id in of_claims, now=now) for notice in notices]


def _line(notice: Notice, account: Account, *, is_entry: bool, now: datetime) -> NoticeLine:
    subject, text = notice.subject, notice.text
    if is_entry:
        labels = account.connector_class.code_labels
        subject, text = entry_in_own_language(subject), entry_in_own_language(text, labels)
    return NoticeLine(
        id=notice.pk,
        subject=subject or _shortened(text) or _("about somebody who was erased"),
        text=text,
        has_html=bool(notice.html),
        at=moment(notice.written_at, now=now),
        exact=exact(notice.written_at),
    )


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SUBJECT else text[: LONGEST_SUBJECT - 1] + "…"
