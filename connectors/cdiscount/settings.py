"""Where Octopia is, and what its documentation leaves open: one setting each, read from the environment only.

Source: the project's fact sheet of Octopia's Seller API v2, sections 1, 2.1, 2.4 and 2.5, read 2026-11. What it marks
as unverified is decided here, so that a real account needs a changed setting and no changed code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from connectors.collaborators import Rate
from connectors.facts import EnvironmentSetting

ENVIRONMENT = (
    EnvironmentSetting("OCTOPIA_API_URL", "https://api.octopia-io.net/seller/v2"),
    EnvironmentSetting("OCTOPIA_AUTH_URL", "https://auth.octopia-io.net"),
    EnvironmentSetting("OCTOPIA_REPLY_SHAPE", "receiver"),
    EnvironmentSetting("OCTOPIA_PATCH_KEY", "op"),
    EnvironmentSetting("OCTOPIA_PATCH_TYPE", "application/json"),
    EnvironmentSetting("OCTOPIA_OPENS_BY", "orderId"),
    EnvironmentSetting("OCTOPIA_PAGE_SIZE", "100"),
    EnvironmentSetting("OCTOPIA_CALLS_PER_MINUTE", "600"),
)
_DEFAULTS = {setting.name: setting.default for setting in ENVIRONMENT}


class ReplyShape(StrEnum):
    """How `POST /messages` names who gets it: "the two disagree; trust the downloaded YAML" (fact sheet, 2.4).

    RECEIVER: the current form (a client of 2026-01). RECEIVERS: the older one (a production program of 2023).
    """

    RECEIVER = "receiver"
    RECEIVERS = "receivers"


class PatchKey(StrEnum):
    """How a change is written: `op` as RFC 6902 says, or `opt` with values as texts.

    The only public client sends `opt`; "whether this copies the vendor's contract or is a slip is unverified" (2.5).
    """

    OP = "op"
    OPT = "opt"


class OrderName(StrEnum):
    """What `POST /discussions` has under `orderId` (2.4): an order has an `orderId` ("SCID…") and a `reference` (5)."""

    ORDER_ID = "orderId"
    REFERENCE = "reference"


@dataclass(frozen=True)
class Settings:
    """api, auth: base URLs without a slash at the end. rate: an assumption, since no call limit is published.

    patch_type: the media type of changes; "another client sends application/json-patch+json on all calls" (2.5).
    """

    api: str
    auth: str
    reply_shape: ReplyShape
    patch_key: PatchKey
    patch_type: str
    opens_by: OrderName
    page_size: int
    rate: Rate


def settings_from(given: Mapping[str, str]) -> Settings:
    """Raises ValueError naming the setting and what it may be."""
    per_minute = _number(given, "OCTOPIA_CALLS_PER_MINUTE")
    return Settings(
        api=_text(given, "OCTOPIA_API_URL").rstrip("/"),
        auth=_text(given, "OCTOPIA_AUTH_URL").rstrip("/"),
        reply_shape=ReplyShape(_choice(given, "OCTOPIA_REPLY_SHAPE", tuple(ReplyShape))),
        patch_key=PatchKey(_choice(given, "OCTOPIA_PATCH_KEY", tuple(PatchKey))),
        patch_type=_choice(given, "OCTOPIA_PATCH_TYPE", ("application/json", "application/json-patch+json")),
        opens_by=OrderName(_choice(given, "OCTOPIA_OPENS_BY", tuple(OrderName))),
        page_size=_number(given, "OCTOPIA_PAGE_SIZE"),
        rate=Rate(burst=per_minute, per_second=per_minute / 60),
    )


def _text(given: Mapping[str, str], name: str) -> str:
    return given.get(name) or _DEFAULTS[name]


def _choice(given: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = _text(given, name)
    if value not in allowed:
        raise ValueError(f"{name} is {value!r}; it must be one of {', '.join(allowed)}")
    return value


def _number(given: Mapping[str, str], name: str) -> int:
    value = _text(given, name)
    if not value.isdigit() or int(value) < 1:
        raise ValueError(f"{name} is {value!r}; it must be a whole number above 0")
    return int(value)
