"""Pushes of an account in words: do they come, what is told, and what stands against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from connectors.accounts import installation_connector
from connectors.models import Account, PushDestination, PushEntry, PushSubscription
from connectors.push import PushState, ReceivesPush
from inbox.push import trust
from inbox.push.upkeep import endpoint_url
from inbox.views.sentences import in_own_language
from inbox.words.times import at_moment, exact

TEST_LASTS = timedelta(hours=1)
"""So long the page says what came of a test."""


@dataclass(frozen=True)
class TopicLine:
    """state: "on" or "off"; words: the same in words. heard: when the last push about it came."""

    label: str
    words: str
    state: str
    problem: str
    heard: str
    heard_exact: str


@dataclass(frozen=True)
class PushPanel:
    """summary: the one sentence that matters, state: fine, late or paused. problem: why it cannot work now.

    endpoint, secret, help: what a person enters at the marketplace by himself; empty for who may not know.
    """

    summary: str
    state: str
    is_wanted: bool
    can_be_on: bool
    can_be_tested: bool
    problem: str
    notes: Sequence[str]
    topics: Sequence[TopicLine]
    endpoint: str = ""
    secret: str = ""
    help: str = ""


def panel_of(account: Account, *, now: datetime, with_secret: bool) -> PushPanel | None:
    """None where the marketplace pushes nothing."""
    connector = installation_connector(account.marketplace)
    if not isinstance(connector, ReceivesPush):
        return None
    row = PushDestination.objects.filter(slug=account.marketplace).first()
    subscriptions = _subscriptions(row, account)
    own = [one for one in subscriptions if one.account_id is not None]
    obstacle = connector.endpoint_problem(endpoint_url(account.marketplace))
    problem = obstacle or (row.problem if row and account.wants_push else "")
    summary, state = _summary(account, row, own, problem=problem, now=now)
    labels = {topic.name: _(topic.label) for topic in connector.push_topics}
    return PushPanel(
        summary=summary,
        state=state,
        is_wanted=account.wants_push,
        can_be_on=not obstacle,
        can_be_tested=any(one.state == PushState.ON for one in own),
        problem=in_own_language(problem),
        notes=_notes(row, own, now=now) if row and account.wants_push else (),
        topics=[_line(one, labels, now=now) for one in subscriptions],
        endpoint=row.endpoint if row and with_secret else "",
        secret=row.verification_token if row and with_secret else "",
        help=_(connector.push_help) if connector.push_help else "",
    )


def _subscriptions(row: PushDestination | None, account: Account) -> Sequence[PushSubscription]:
    """The account's own, then the installation's."""
    if row is None:
        return ()
    found = row.subscriptions.filter(account=account).union(row.subscriptions.filter(account=None))
    return sorted(found, key=lambda one: (one.account_id is None, one.id))


def _summary(
    account: Account, row: PushDestination | None, own: Sequence[PushSubscription], *, problem: str, now: datetime
) -> tuple[str, str]:
    marketplace = {"marketplace": account.marketplace_label}
    if not account.wants_push:
        return _("Off: Guichet looks by itself for what is new."), "paused"
    if problem:
        return _("Not working: Guichet looks by itself as often as without."), "late"
    if row is None or row.checked_at is None or not own:
        return _("Being set up at %(marketplace)s.") % marketplace, "paused"
    if not any(one.state == PushState.ON for one in own):
        return _("%(marketplace)s tells nothing: Guichet looks by itself as often as without.") % marketplace, "late"
    if trust.relied_upon(account, now=now):
        return _("%(marketplace)s tells what is new; Guichet looks by itself less often.") % marketplace, "fine"
    return _("On, but not relied upon: Guichet looks by itself as often as without."), "late"


def _notes(row: PushDestination, own: Sequence[PushSubscription], *, now: datetime) -> Sequence[str]:
    notes = []
    if row.last_received_at:
        notes.append(_("last push %(time)s") % {"time": at_moment(row.last_received_at, now=now)})
    if row.checked_at:
        notes.append(_("checked %(time)s") % {"time": at_moment(row.checked_at, now=now)})
    if row.repaired_at:
        notes.append(_("had been given up, set right %(time)s") % {"time": at_moment(row.repaired_at, now=now)})
    if any(one.missed_at and (one.last_received_at is None or one.last_received_at < one.missed_at) for one in own):
        notes.append(_("something new came that no push had announced"))
    return [*notes, *(_test_words(one, row.slug) for one in own if one.tested_at and now - one.tested_at < TEST_LASTS)]


def _test_words(tested: PushSubscription, slug: str) -> str:
    came = PushEntry.objects.filter(slug=slug, topic=tested.topic, received_at__gte=tested.tested_at).exists()
    return _("the test came through") if came else _("the test has not come through yet")


def _line(one: PushSubscription, labels: dict[str, str], *, now: datetime) -> TopicLine:
    is_on = one.state == PushState.ON
    return TopicLine(
        label=labels.get(one.topic, one.topic),
        words=_("on") if is_on else _("off"),
        state="on" if is_on else "off",
        problem=in_own_language(one.problem),
        heard=at_moment(one.last_received_at, now=now) if one.last_received_at else "",
        heard_exact=exact(one.last_received_at) if one.last_received_at else "",
    )
