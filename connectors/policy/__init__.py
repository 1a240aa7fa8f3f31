"""What a marketplace and the law forbid in a reply, found before it is sent. Plain Python, no clock, no network.

    check(text, pack=pack_for("bazaar"), facts=ReplyFacts(language="fr"))  ->  (Finding, …), in the order of the text

Whoever has a text that a buyer may read calls this one function: the composer, the outbox, the API, and a reply
template when it is saved, filled with sample values. docs/policy.md tells where the rules are and how to add one.
"""

from connectors.policy.addresses.hosts import host_in
from connectors.policy.checking import check
from connectors.policy.facts import AttachedFile, ReplyFacts
from connectors.policy.finding import Finding, Level
from connectors.policy.packs import Pack, Rule, pack_for, rule_name
from connectors.policy.personal import personal_data_in

__all__ = [
    "AttachedFile",
    "Finding",
    "Level",
    "Pack",
    "ReplyFacts",
    "Rule",
    "check",
    "host_in",
    "pack_for",
    "personal_data_in",
    "rule_name",
]
