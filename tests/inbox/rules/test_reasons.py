"""Why something was not done is said in the language of whoever reads it, whatever language the worker has."""

from collections import Counter
from importlib import import_module
from pkgutil import walk_packages

import pytest
from django.utils import translation

import inbox
from connectors.policy import check, pack_for
from inbox.answering.automatic import NoTextIn, NotKnownHere, TemplateBroken
from inbox.errors import AccountAway, InboxError, OneOfMany, ReplyTooLong, Unexpected, WrongRecipient
from inbox.rules.actions.errors import NobodyThere, NoTemplate, NoWebhook
from inbox.rules.outcomes import LeftAlone, Outcome, OutcomeState, so_already
from inbox.rules.reasons import reason_of, words_of
from inbox.sending.automatic import AutomaticReplyForbidden

ERRORS: list[tuple[InboxError, str, str]] = [
    (NobodyThere(name="Tom"), "Tom may not see", "Tom ne peut pas voir"),
    (NoTemplate(), "The template is not published", "Le modèle n’est pas publié"),
    (NoWebhook(), "The webhook is switched off", "Le webhook est désactivé"),
    (AccountAway(account="Shop"), "The account Shop cannot send", "Shop"),
    (ReplyTooLong(marketplace="eBay", characters=12, limit=10), "2 characters too long", "en a 2 de trop"),
    (WrongRecipient(marketplace="eBay", allowed=()), "goes to the buyer", "acheteur"),
    (NoTextIn("de"), "German", "allemand"),
    (NotKnownHere(["tracking.number", "order.number"]), "tracking number", "numéro de suivi"),
    (TemplateBroken(), "cannot be filled in", "ne peut pas être rempli"),
    (Unexpected(what="KeyError"), "Something went wrong here (KeyError)", "KeyError"),
    (so_already(), "it is so already", "c’est déjà le cas"),
    (LeftAlone("%(marketplace)s does not count automatic answers", marketplace="eBay"), "eBay does not", "eBay ne"),
    (AutomaticReplyForbidden(check("www.x.fr", pack=pack_for("ebay"))), "(link)", "(lien)"),
]


@pytest.mark.parametrize(("error", "english", "french"), ERRORS, ids=lambda one: type(one).__name__)
def test_a_reason_is_said_in_the_readers_language(error: InboxError, english: str, french: str) -> None:
    with translation.override("fr"):
        kept = Outcome("tag", OutcomeState.FAILED, reason_of(error)).as_json()
    assert kept["why"]["error"] == type(error).__name__
    with translation.override("en"):
        assert english in Outcome.of_json(kept).why
    with translation.override("fr"):
        assert french in Outcome.of_json(kept).why
        assert Outcome.of_json(kept).why == str(error)


@pytest.mark.parametrize(
    "reason",
    [
        "as it was said",
        {"error": "GoneSince", "values": {}, "said": "as it was said"},
        {"error": "NobodyThere", "values": {"person": 3}, "said": "as it was said"},
    ],
    ids=["older row", "error gone", "other values"],
)
def test_what_is_not_known_any_more_is_said_as_it_was_said_then(reason: dict[str, object] | str) -> None:
    assert words_of(reason) == "as it was said"


def test_a_reason_that_cannot_be_kept_in_parts_is_kept_as_it_was_said() -> None:
    error = OneOfMany("no buyer waits for an answer", what=object())  # type: ignore[arg-type]
    with translation.override("en"):
        assert words_of(reason_of(error)) == "no buyer waits for an answer"


def test_each_error_has_a_name_of_its_own() -> None:
    for module in walk_packages(inbox.__path__, "inbox."):
        if ".migrations" not in module.name and ".management" not in module.name:
            import_module(module.name)
    names = Counter(kind.__name__ for kind in _all(InboxError))
    assert [name for name, many in names.items() if many > 1] == []


def _all(kind: type[InboxError]) -> list[type[InboxError]]:
    return [one for sub in kind.__subclasses__() for one in (sub, *_all(sub))]
