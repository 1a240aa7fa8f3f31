"""Deadline policies in words."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from connectors.models import Account
from connectors.registry import connectors
from inbox.deadlines.conditions import Conditions
from inbox.deadlines.targets import Targets
from inbox.models import Clock
from inbox.models.ticket import CLAIM
from inbox.tickets.topics import name_of_topic
from inbox.views.deadlines.deadline_words import working_length


def targets_words(targets: Targets, clock: str) -> str:
    """What a policy asks for, in one line."""
    return " · ".join((*_targets(targets, clock), *_warnings(targets))) or _("no deadline")


def conditions_words(conditions: Conditions, accounts: Mapping[int, Account]) -> str:
    """Whom a policy is for, in one line. accounts: by id."""
    return " · ".join(_conditions(conditions, accounts)) or _("every ticket")


def _targets(targets: Targets, clock: str) -> Iterator[str]:
    if clock == Clock.MARKETPLACE:
        if targets.hard:
            yield _("answer within %(length)s") % {"length": working_length(targets.hard)}
        if targets.soft:
            yield _("buyers wait patiently for %(length)s") % {"length": working_length(targets.soft)}
        return
    if targets.acknowledgement:
        yield _("acknowledge within %(length)s") % {"length": working_length(targets.acknowledgement)}
    if targets.first:
        yield _("first answer within %(length)s") % {"length": working_length(targets.first)}
    if targets.next:
        yield _("next answers within %(length)s") % {"length": working_length(targets.next)}
    if targets.resolution:
        yield _("solve within %(length)s") % {"length": working_length(targets.resolution)}
    if targets.days:
        yield ngettext("done by day %(n)d", "done by day %(n)d", targets.days) % {"n": targets.days}
    if targets.days and targets.past_closed_days:
        yield _("moved past closed days")


def _warnings(targets: Targets) -> Iterator[str]:
    """Where they are not those of the installation."""
    if targets.warn:
        yield _("warn %(lengths)s before") % {"lengths": ", ".join(working_length(one) for one in targets.warn)}
    elif targets.warn is not None:
        yield _("no warning before it is late")


def _conditions(conditions: Conditions, accounts: Mapping[int, Account]) -> Iterator[str]:
    labels = {slug: cls.label for slug, cls in connectors().items()}
    yield from sorted(labels.get(slug, slug) for slug in conditions.marketplaces)
    yield from sorted(str(accounts.get(number, f"#{number}")) for number in conditions.accounts)
    yield from sorted(conditions.channels)
    yield from (_("claims") if kind == CLAIM else _("conversations") for kind in sorted(conditions.kinds))
    yield from sorted({name_of_topic(code) for code in conditions.topics})
    yield from (_("level %(n)d") % {"n": level} for level in sorted(conditions.levels))
    yield from sorted(conditions.languages)
    yield from sorted(conditions.tags)
