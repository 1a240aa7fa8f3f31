"""Where buyers are discontent, ready to print above what they said: the alarm, and what may bring the next one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from connectors.models import Account
from inbox.feedback.alarms import open_alarms
from inbox.feedback.moods import Mood, moods, tickets_at_risk
from inbox.models import AlarmKind, Ticket, User
from inbox.people.permissions import may_see_accounts
from inbox.views.marks import Mark, mark_of
from inbox.words.times import moment


@dataclass(frozen=True)
class AlarmLine:
    """says: what is wrong. share: the positive share with its basis. since: when the alarm was raised."""

    mark: Mark
    says: str
    share: str
    since: str
    tickets: Sequence[Ticket]


def alarm_lines(user: User, accounts: Sequence[Account], *, now: datetime) -> Sequence[AlarmLine]:
    """One for each marketplace with an open alarm; none for outside agents, who see a part only. One query if calm."""
    kinds: dict[str, list[str]] = defaultdict(list)
    since: dict[str, datetime] = {}
    for alarm in open_alarms() if may_see_accounts(user) else ():
        kinds[alarm.marketplace].append(alarm.kind)
        since.setdefault(alarm.marketplace, alarm.raised_at)
    concerned = [account for account in accounts if account.marketplace in kinds]
    found = moods(concerned, now=now) if concerned else {}
    return [
        AlarmLine(
            mark=mark_of(name),
            says=_says(mood, kinds[name]),
            share=_share(mood),
            since=moment(since[name], now=now),
            tickets=tickets_at_risk([one for one in concerned if one.marketplace == name], now=now),
        )
        for name, mood in found.items()
    ]


def _says(mood: Mood, kinds: Sequence[str]) -> str:
    if AlarmKind.RUN in kinds:
        return _("%(n)d bad ratings in a row") % {"n": mood.run}
    return _("only %(n)s %% of the ratings are positive") % {"n": round(100 * (mood.positive_share or 0))}


def _share(mood: Mood) -> str:
    if mood.positive_share is None:
        return ""
    words = _("%(percent)d %% positive in 90 days (%(good)d of %(rated)d)")
    return words % {"percent": round(mood.positive_share * 100), "good": mood.good, "rated": mood.rated}
