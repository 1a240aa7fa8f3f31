"""The packs: the rules that hold everywhere (data/rules.toml), and what a marketplace's policy.toml makes of them."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from connectors.facts import ReplyLimits
from connectors.policy.finding import Level
from connectors.registry import HERE, connector_class, connectors

DATA = Path(__file__).parent / "data"
OWN = "policy.toml"


@dataclass(frozen=True)
class Rule:
    """names: what it is called, by language. reasons: a sentence by language, with {marketplace} and what the detector
    tells. source, read_on: who says so.
    """

    name: str
    names: Mapping[str, str]
    level: Level
    reasons: Mapping[str, str]
    source: str
    read_on: date


@dataclass(frozen=True)
class Pack:
    """What one marketplace forbids, and what is its own.

    names: how it is written, folded; others: the names of all other marketplaces. hosts: those that may be linked to
    (with all below them); mail_hosts: whose addresses are no outside ones. order_ids: how its numbers look.
    """

    marketplace: str
    label: str
    rules: Mapping[str, Rule]
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    mail_hosts: tuple[str, ...] = ()
    order_ids: tuple[re.Pattern[str], ...] = ()

    @property
    def limits(self) -> ReplyLimits:
        """What the connector says one reply may hold."""
        return connector_class(self.marketplace).limits


@cache
def pack_for(marketplace: str) -> Pack:
    """The pack of this marketplace; one that has no policy.toml is held to the common rules. Raises KeyError."""
    own = _own(marketplace)
    others = [name for slug in connectors() if slug != marketplace for name in _own(slug).get("names", ())]
    return Pack(
        marketplace=marketplace,
        label=connector_class(marketplace).label,
        rules=_rules(own.get("rules", {})),
        names=tuple(own.get("names", ())),
        others=tuple(others),
        hosts=tuple(own.get("hosts", ())),
        mail_hosts=tuple(own.get("mail_hosts", ())),
        order_ids=tuple(re.compile(rf"(?<![\w-]){shape}(?![\w-])") for shape in own.get("order_ids", ())),
    )


def rule_name(rule: str, language: str) -> str:
    """What a rule is called in this language ("fr", "fr-ca"), else in English; one of another version by its code."""
    about = _common().get(rule, {})
    return str(about.get(f"name_{language.partition('-')[0]}") or about.get("name_en") or rule)


@cache
def _own(marketplace: str) -> Mapping[str, Any]:
    path = HERE / connector_class(marketplace).__module__.split(".")[1] / OWN
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


@cache
def _common() -> Mapping[str, Any]:
    return tomllib.loads((DATA / "rules.toml").read_text(encoding="utf-8"))


def _rules(own: Mapping[str, Mapping[str, Any]]) -> dict[str, Rule]:
    """The common rules, each with what the marketplace says instead. Raises KeyError for one that does not exist."""
    common = _common()
    if unknown := set(own) - set(common):
        raise KeyError(f"no such rule: {', '.join(sorted(unknown))}")
    return {name: _rule(name, {**about, **own.get(name, {})}) for name, about in common.items()}


def _rule(name: str, about: Mapping[str, Any]) -> Rule:
    return Rule(
        name=name,
        names={"en": about["name_en"], "fr": about["name_fr"]},
        level=Level(about["level"]),
        reasons={"en": about["en"], "fr": about["fr"]},
        source=about["source"],
        read_on=about["read"],
    )
