"""The demo's FAQ: there from the start, public where it says so, and never put back behind a visitor's back."""

from datetime import timedelta
from pathlib import Path

import pytest

from connectors.models import Account
from inbox.forms.faq import FaqEntryForm
from inbox.management.demo_faq import make_faq
from inbox.mining.coverage import coverage
from inbox.mining.mining import mine
from inbox.mining.questions import Period
from inbox.models import PublicFaq, User
from templates_app.models import FaqEntry
from tests.make import DAY, NINE, make_message, make_ticket

pytestmark = pytest.mark.django_db


def test_one_shop_shows_entries_in_three_languages(account: Account, owner: User) -> None:
    make_faq(by=owner, now=NINE)
    assert PublicFaq.objects.get().is_on
    shown = FaqEntry.objects.public_for(account.pk)
    assert set(shown.values_list("language", flat=True)) == {"fr", "en", "de"}
    assert FaqEntry.objects.stale(NINE.date()).count() == 1
    assert FaqEntry.objects.filter(is_public=False).exists()


def test_each_entry_is_one_that_a_lead_could_have_written(account: Account, owner: User) -> None:
    make_faq(by=owner, now=NINE)
    forms = [FaqEntryForm(_typed(entry), instance=entry) for entry in FaqEntry.objects.all()]
    assert [form.errors for form in forms if not form.is_valid()] == []


def test_what_was_taken_out_does_not_come_back(account: Account, owner: User) -> None:
    make_faq(by=owner, now=NINE)
    FaqEntry.objects.exclude(language="de").delete()
    PublicFaq.objects.update(is_on=False)
    make_faq(by=owner, now=NINE)
    assert set(FaqEntry.objects.values_list("language", flat=True)) == {"de"}
    assert not PublicFaq.objects.get().is_on


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("fr", "Pouvez-vous me dire où en est mon colis ?"),
        ("fr", "qui paie le retour ?"),
        ("fr", "Comment se passe le retour s'il vous plaît ?"),
        ("en", "Does it come with a UK plug or do I need an adaptor?"),
        ("en", "And do I have to pay for the postage?"),
        ("de", "Wie läuft die Rücksendung nach Frankreich ab und wer trägt die Kosten?"),
    ],
)
def test_entries_answer_what_buyers_of_the_demo_ask(account: Account, owner: User, language: str, asked: str) -> None:
    assert asked in Path(f"demo/conversations/{language}.txt").read_text("utf-8")
    make_faq(by=owner, now=NINE)
    make_message(make_ticket(account=account, language=language), body_text=asked, language=language)
    mine(NINE + DAY)
    period = Period.last(timedelta(days=7), now=NINE + DAY)
    assert [(one.asked, one.in_faq) for one in coverage(period)] == [(1, 1)]


def _typed(entry: FaqEntry) -> dict[str, str]:
    names = ("question", "answer", "topic", "language", "review_on")
    return {name: str(getattr(entry, name)) for name in names} | ({"is_public": "on"} if entry.is_public else {})
