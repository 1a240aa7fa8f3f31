"""Lists that addresses are known by (data/addresses.toml)."""

import tomllib

from connectors.policy.packs import DATA

_LISTS = tomllib.loads((DATA / "addresses.toml").read_text(encoding="utf-8"))

TOP_LEVELS = frozenset(_LISTS["top_levels"])
WORDLIKE_TOP_LEVELS = frozenset(_LISTS["wordlike_top_levels"])
MAIL_PROVIDERS = tuple(_LISTS["mail_providers"])
PROVIDER_NAMES = frozenset(host.partition(".")[0] for host in MAIL_PROVIDERS)
SURE_PROVIDERS = tuple(_LISTS["sure_providers"])
CARRIER_HOSTS = tuple(_LISTS["carrier_hosts"])
ODR_HOSTS = tuple(_LISTS["odr_hosts"])
SHORT_HOSTS = tuple(_LISTS["short_hosts"])
NETWORKS = tuple(_LISTS["networks"])
SPELLED_AT = tuple(_LISTS["spelled_at"])
SPELLED_DOT = tuple(_LISTS["spelled_dot"])
