"""Policies that come with Guichet: one for each marketplace that is connected, from what its connector states; one for
level 2; and what French law gives for withdrawals and the legal guarantee.

They are made once, when the first account of a marketplace is connected, and are the shop's to change from then on. As
long as nobody gives them another name, they are called as name_of() says, in the reader's language.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from connectors.base import Connector
from connectors.facts import WorkingDays
from connectors.models import Account
from connectors.registry import connector_class
from inbox.deadlines import calendar_names
from inbox.deadlines.conditions import Conditions
from inbox.deadlines.targets import Targets
from inbox.models import Calendar, CalendarVersion, Clock, DeadlinePolicy, PolicyVersion
from inbox.models.ticket import CLAIM

_HOUR = timedelta(hours=1)
_FRANCE: Final = WorkingDays(calendar_names.FRANCE, "Europe/Paris")
_CLAIMS = ":claims"


@dataclass(frozen=True)
class ReadyMade:
    """One such policy. code: stored, and stays."""

    code: str
    clock: Clock
    conditions: Conditions = field(default_factory=Conditions)
    targets: Targets = field(default_factory=Targets)
    working_days: WorkingDays | None = None


FOR_EVERYBODY: Final = (
    ReadyMade(
        "company:level-2",
        Clock.COMPANY,
        Conditions(levels=frozenset({2})),
        Targets(first=72 * _HOUR, next=72 * _HOUR, acknowledgement=24 * _HOUR),
    ),
    # L221-21: acknowledge without delay; the law gives no figure. L221-24: refund at the latest fourteen days after the
    # seller was told. L221-19: a last day that is a Saturday, a Sunday or a holiday moves to the next working day.
    ReadyMade(
        "statutory:fr-withdrawal",
        Clock.STATUTORY,
        Conditions(topics=frozenset({"withdrawal"})),
        Targets(acknowledgement=24 * _HOUR, days=14, past_closed_days=True, warn=(72 * _HOUR, 24 * _HOUR, 4 * _HOUR)),
        _FRANCE,
    ),
    # L217-10: repair or replacement within thirty days of the request.
    ReadyMade(
        "statutory:fr-guarantee",
        Clock.STATUTORY,
        Conditions(topics=frozenset({"guarantee"})),
        Targets(days=30, warn=(7 * 24 * _HOUR, 48 * _HOUR, 4 * _HOUR)),
        _FRANCE,
    ),
)


_NAMES: Final = {
    "company:level-2": gettext_lazy("Level 2: acknowledge first, then answer"),
    "statutory:fr-withdrawal": gettext_lazy("Withdrawal: acknowledge at once, refund within 14 days (France)"),
    "statutory:fr-guarantee": gettext_lazy("Legal guarantee: repair or replace within 30 days (France)"),
}


def name_of(policy: DeadlinePolicy) -> str:
    """What a policy is called: as the shop named it, else in the reader's language."""
    if policy.name:
        return policy.name
    if policy.ready_made in _NAMES:
        return str(_NAMES[policy.ready_made])
    slug = policy.ready_made.removeprefix("marketplace:")
    label = connector_class(slug.removesuffix(_CLAIMS)).label
    return gettext("%(marketplace)s: claims") % {"marketplace": label} if slug.endswith(_CLAIMS) else label


def name_to_keep(policy: DeadlinePolicy, wanted: str) -> str:
    """What is stored if it is to be called so: nothing where that is our own name for it, in whichever language."""
    unnamed = DeadlinePolicy(ready_made=policy.ready_made)
    for code, _label in settings.LANGUAGES if policy.ready_made else ():
        with translation.override(code):
            if wanted == name_of(unnamed):
                return ""
    return wanted


def account_saved(*, instance: Account, created: bool, **_: Any) -> None:
    """Receiver of post_save (inbox/apps.py): a marketplace's first account brings its policies along."""
    if created:
        make_ready(instance.marketplace, now=instance.created_at)


def make_ready(marketplace: str, now: datetime) -> None:
    """Make what is missing of the policies for this marketplace, and of those for everybody. Two at once make one."""
    wanted = {policy.code: policy for policy in (*of_marketplace(connector_class(marketplace)), *FOR_EVERYBODY)}
    known = DeadlinePolicy.objects.filter(ready_made__in=wanted).values_list("ready_made", flat=True)
    for code in known:
        del wanted[code]
    for policy in wanted.values():
        _make(policy, now)


def of_marketplace(connector: type[Connector]) -> Iterator[ReadyMade]:
    """What the connector states, as policies: claims first, where they have a deadline of their own."""
    window = connector.reply_window
    mine = frozenset({connector.slug})
    if window.claims is not None:
        yield ReadyMade(
            f"marketplace:{connector.slug}{_CLAIMS}",
            Clock.MARKETPLACE,
            Conditions(marketplaces=mine, kinds=frozenset({CLAIM})),
            Targets(hard=window.claims),
        )
    yield ReadyMade(
        f"marketplace:{connector.slug}",
        Clock.MARKETPLACE,
        Conditions(marketplaces=mine),
        Targets(soft=window.soft, hard=window.hard),
        window.working_days,
    )


def working_days_spec(days: WorkingDays) -> Mapping[str, Any]:
    """The calendar of a country's working days, as WorkCalendar.from_spec() reads it."""
    slots = [{"weekday": weekday, "from": "00:00", "to": "24:00"} for weekday in range(1, 6)]
    return {"zone": days.zone, "slots": slots, "holidays": {"country": days.country}}


def working_days_name(days: WorkingDays) -> str:
    """The name under which that calendar is kept: in the language of the installation."""
    with translation.override(settings.LANGUAGE_CODE):
        return calendar_names.working_days_name(days.country)


def _make(policy: ReadyMade, now: datetime) -> None:
    with transaction.atomic():
        last = DeadlinePolicy.objects.filter(clock=policy.clock).order_by("-position").first()
        row, created = DeadlinePolicy.objects.get_or_create(
            ready_made=policy.code,
            defaults={"clock": policy.clock, "position": last.position + 1 if last else 1},
        )
        if created:
            PolicyVersion.objects.create(
                policy=row,
                number=1,
                conditions=policy.conditions.as_spec(),
                targets=policy.targets.as_spec(),
                calendar=_calendar_of(policy.working_days, now) if policy.working_days else None,
                made_at=now,
            )


def _calendar_of(days: WorkingDays, now: datetime) -> Calendar:
    """The calendar of that name; made if there is none."""
    calendar, created = Calendar.objects.get_or_create(name=working_days_name(days), removed_at=None)
    if created:
        CalendarVersion.objects.create(calendar=calendar, number=1, spec=working_days_spec(days), made_at=now)
    return calendar
