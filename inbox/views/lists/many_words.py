"""What the page says of work on many tickets."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inbox.many.action import Wishes
from inbox.many.actions import ACTIONS
from inbox.many.jobs import can_be_repeated, can_be_undone
from inbox.many.reasons import Summary, summary_of
from inbox.models import BulkJob, BulkState
from inbox.models.bulk import UNDER_WAY
from inbox.tickets.topics import TOPICS
from inbox.words.times import exact, moment


@dataclass(frozen=True)
class JobLine:
    """words: how it stands, in one sentence. percent: of the tickets, for the bar, while it runs; else None."""

    id: int
    label: str | Promise
    wishes: str
    icon: str
    words: str
    at: str
    exact: str
    percent: int | None
    is_plan: bool
    has_work: bool
    can_be_undone: bool
    can_be_repeated: bool


def line_of(job: BulkJob, *, now: datetime) -> JobLine:
    told, action = summary_of(job), ACTIONS[job.action]
    return JobLine(
        id=job.pk,
        label=action.label,
        wishes=_wishes(job.wishes, now),
        icon=action.icon,
        words=_words(job, told),
        at=moment(job.made_at, now=now),
        exact=exact(job.made_at),
        percent=_percent(job, told),
        is_plan=job.state == BulkState.PLANNED,
        has_work=bool(told.waiting),
        can_be_undone=can_be_undone(job, now),
        can_be_repeated=can_be_repeated(job, [reason.code for reason in told.reasons]),
    )


def _percent(job: BulkJob, told: Summary) -> int | None:
    if job.state not in UNDER_WAY:
        return None
    through = told.settled if job.state == BulkState.WORKING else told.total - told.done
    return 100 * through // max(told.total, 1)


def _words(job: BulkJob, told: Summary) -> str:
    if job.state == BulkState.PLANNED:
        return _planned(told)
    if job.state == BulkState.WORKING:
        return _("%(done)d of %(total)d tickets") % {"done": told.settled, "total": told.total}
    if job.state == BulkState.UNDOING:
        return ngettext("Undoing: %(n)d ticket left", "Undoing: %(n)d tickets left", told.done) % {"n": told.done}
    if job.state == BulkState.UNDONE:
        return _after(_undone(told.undone), told.kept, _("%(n)d not undone"))
    return _after(_done(told.done), told.left, _("%(n)d left alone"))


def _planned(told: Summary) -> str:
    words = ngettext("%(n)d ticket", "%(n)d tickets", told.total) % {"n": told.total}
    left = ngettext("%(n)d of them will be left alone", "%(n)d of them will be left alone", told.left)
    return f"{words}, {left % {'n': told.left}}" if told.left else words


def _done(number: int) -> str:
    return ngettext("%(n)d ticket done", "%(n)d tickets done", number) % {"n": number}


def _undone(number: int) -> str:
    return ngettext("%(n)d ticket undone", "%(n)d tickets undone", number) % {"n": number}


def _after(words: str, others: int, pattern: str) -> str:
    return f"{words}, {pattern % {'n': others}}" if others else words


def _wishes(wishes: Wishes, now: datetime) -> str:
    """What the action was told, as short as it goes."""
    if "agent" in wishes:
        return wishes["name"] or _("nobody")
    if "template" in wishes:
        return str(wishes["name"])
    if "add" in wishes:
        return " ".join([*(f"+{tag}" for tag in wishes["add"]), *(f"−{tag}" for tag in wishes["remove"])])
    if "until" in wishes:
        until = wishes["until"]
        return moment(datetime.fromisoformat(until), now=now) if until else _("until the buyer writes")
    if "into" in wishes:
        return f"#{wishes['into']['id']}" if wishes["into"] else ""
    if "topic" in wishes:
        return str(TOPICS.get(wishes["topic"], "–"))
    if "level" in wishes:
        return str(wishes["level"] or "–")
    body: str = wishes.get("body", "")
    return f"“{body[:80]}…”" if len(body) > 80 else f"“{body}”" if body else ""
