"""The deadline policies that an account's tickets may go by."""

from collections.abc import Iterator
from dataclasses import dataclass

from connectors.models import Account
from inbox.deadlines.ready_made import name_of
from inbox.deadlines.rules import current_rules
from inbox.models import DeadlinePolicy
from inbox.views.deadlines.policy_words import targets_words


@dataclass(frozen=True)
class PolicyLine:
    """words: what it asks for."""

    name: str
    words: str


def policies_for(account: Account) -> Iterator[PolicyLine]:
    """Active ones that do not name other marketplaces or accounts, clock by clock, in order."""
    named = DeadlinePolicy.objects.in_bulk()
    for rules in current_rules().ordered.values():
        for rule in rules:
            wanted = rule.conditions
            if (account.marketplace in (wanted.marketplaces or {account.marketplace})) and (
                account.pk in (wanted.accounts or {account.pk})
            ):
                yield PolicyLine(name_of(named[rule.policy_id or 0]), targets_words(rule.targets, rule.clock))
