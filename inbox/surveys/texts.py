"""What a survey says to the buyer, in his language: the mail and the small page. Not the shop's interface texts.

texts.toml holds them, since buyers read more languages than the interface has.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from connectors.models import Account
from inbox.models import Ticket
from templates_app.models import ShopFacts

LANGUAGES = ("fr", "en", "de", "es", "it")
OTHERWISE = "en"


@cache
def texts() -> Mapping[str, Mapping[str, Any]]:
    """By language, then by name; `grades` are five, from the worst to the best."""
    with (Path(__file__).parent / "texts.toml").open("rb") as file:
        return tomllib.load(file)


def words_in(language: str) -> Mapping[str, Any]:
    """In this language, or in English where there are none."""
    return texts()[known(language)]


def known(language: str) -> str:
    """The language itself ("fr" of "fr-BE"), else English."""
    code = language.partition("-")[0].lower()
    return code if code in LANGUAGES else OTHERWISE


def language_for(ticket: Ticket) -> str:
    """What the buyer writes, else what buyers of his sales channel mostly do. ticket: with its account and buyer."""
    channels = ticket.account.connector_class.channel_languages
    usual = channels.get(ticket.channel) or channels.get("", "")
    return known(ticket.language or ticket.buyer.language or usual)


def shop_called(account: Account) -> str:
    """How the shop calls itself to buyers: as in reply templates, else as its account is called here."""
    return ShopFacts.current().name or account.name


def question_text(language: str, *, shop: str) -> str:
    """For a conversation in which no link may stand."""
    text: str = words_in(language)["in_conversation"]
    return (text % {"name": shop}).strip()


def mail_text(language: str, *, shop: str, link: str) -> str:
    text: str = words_in(language)["mail"]
    return (text % {"name": shop, "link": link}).strip()
