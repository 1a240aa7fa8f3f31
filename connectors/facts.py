"""Facts a connector states about its marketplace, and what it finds out about an account."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class SoftMeaning(StrEnum):
    """What happens at the soft threshold. impatience: buyers lose patience. chaser: they write again."""

    IMPATIENCE = "impatience"
    CHASER = "chaser"


@dataclass(frozen=True)
class WorkingDays:
    """Monday to Friday, whole days, without the public holidays of a country. zone: where its days begin."""

    country: str
    zone: str


@dataclass(frozen=True)
class ReplyWindow:
    """How long a seller has to answer a buyer. `hard`: the deadline.

    soft: always by the wall clock, so it may be after the deadline; soft_means says what it is.
    working_days: whose days the deadline counts on; None = day and night, every day.
    claims: the deadline of a claim, day and night, where it is another one.
    any_answer_counts: True = any answer of a person stops the marketplace's clock, also one that only says that more
    will follow. False = it does not. None = nobody there measures it, or nobody says.
    """

    soft: timedelta
    hard: timedelta
    source: str
    soft_means: SoftMeaning = SoftMeaning.IMPATIENCE
    working_days: WorkingDays | None = None
    claims: timedelta | None = None
    any_answer_counts: bool | None = None


@dataclass(frozen=True)
class CountedClaims:
    """Which claims a figure of the marketplace counts, on a hundred orders, so that our own count can stand beside it.

    kind: of this kind only. reasons: for one of these only, in the marketplace's own words. Neither: all claims.
    """

    kind: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReplyLimits:
    """What one reply may hold. `count` measures a text in the marketplace's own way.

    attachments: how many files; largest_files: bytes of all of them together; file_types: endings allowed.
    """

    max_characters: int
    attachments: int = 0
    largest_files: int = 0
    file_types: tuple[str, ...] = ()
    count: Callable[[str], int] = len


@dataclass(frozen=True)
class CredentialField:
    """One value a person or script supplies. `help` is shown under the field (English msgid).

    name: with a dot, a value of a group ("mailbox.host"). optional_group: the group may be left out as a whole;
    `required` then means: if anything else of the group is given. default: what the form starts with.
    choices: the values allowed, and what each is called (English msgid) where it does not speak for itself.
    many: a list of values. number: a whole number, as a number or as text.
    unless: a group that may be given instead of a required value, such as "mailbox.oauth" for a password.
    """

    name: str
    label: str
    secret: bool = False
    required: bool = True
    help: str = ""
    default: str = ""
    choices: Mapping[str, str] | tuple[str, ...] = ()
    many: bool = False
    number: bool = False
    optional_group: bool = False
    unless: str = ""


@dataclass(frozen=True)
class EnvironmentSetting:
    """A value read once from the environment by config/settings.py, e.g. a base URL."""

    name: str
    default: str
    secret: bool = False


@dataclass(frozen=True)
class StreamFacts:
    """One thing to poll, the most urgent first. `busy`: interval in working hours without push; `calm`: otherwise.

    name: "messages" and "claims" for those, so that they can be asked for at any marketplace.
    vital: without it the account is not in sync. What is not says by itself that it cannot be read; the rest goes on.
    reach: how far back its first pull goes at least; the messages of a month may be about the orders of three.
    """

    name: str
    busy: timedelta
    calm: timedelta
    vital: bool = True
    reach: timedelta = timedelta(0)


@dataclass(frozen=True)
class AccountFacts:
    """What check() found out.

    name: the seller as the marketplace calls him.
    identity: JSON-able; stored on the account and handed to the next connector instance.
    sign_in_ends_at: when the seller must consent again, where that is known.
    missing: sentences, each one thing that will not work and why; empty when all is well.
    """

    name: str
    identity: Mapping[str, Any]
    sign_in_ends_at: datetime | None = None
    missing: tuple[str, ...] = ()
