"""Ready-made rules can be added, and what they say is allowed where it goes."""

import pytest

from connectors.policy import Level, ReplyFacts, check, pack_for
from connectors.registry import connectors
from inbox.answering.automatic import SAID_TO_BE_AUTOMATIC
from inbox.models import User
from inbox.rules.ready_made.offer import READY_MADE, add, not_added
from inbox.rules.ready_made.texts import bodies_of
from inbox.sending.automatic import NOT_COUNTED
from templates_app.filling.fill import fill
from templates_app.models import ReplyTemplate
from templates_app.placeholders import sample_facts
from tests.make import NINE

OWN = [one.template for one in READY_MADE.values() if bodies_of(one.template)]
TEXTS = [(code, language) for code in OWN for language in bodies_of(code)]


@pytest.mark.parametrize(("code", "language"), TEXTS)
def test_no_marketplace_that_counts_automatic_words_forbids_them(code: str, language: str) -> None:
    filled = fill(bodies_of(code)[language], sample_facts(), language=language)
    assert filled.is_sendable
    number = str(sample_facts()["order"]["number"])
    facts = ReplyFacts(language=language, own_numbers=(number,), acknowledges=True)
    text = f"{filled.text}\n\n{SAID_TO_BE_AUTOMATIC[language]}"
    packs = [pack for pack in map(pack_for, connectors()) if pack.rules[NOT_COUNTED].level == Level.NOTE]
    found = [finding for pack in packs for finding in check(text, pack=pack, facts=facts)]
    assert [finding for finding in found if finding.level in (Level.BLOCK, Level.WARN)] == []


@pytest.mark.django_db
@pytest.mark.usefixtures("starter_library")
def test_each_is_added_once_and_switched_off(lead: User) -> None:
    rules = [add(one, by=lead, now=NINE) for one in READY_MADE.values()]
    again = [add(one, by=lead, now=NINE) for one in READY_MADE.values()]
    assert [rule.pk for rule in rules] == [rule.pk for rule in again]
    assert not any(rule.active for rule in rules)
    assert not_added() == []
    assert ReplyTemplate.objects.filter(ready_made__in=OWN).count() == len(OWN)
