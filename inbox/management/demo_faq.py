"""The demo's FAQ: a few entries (demo_faq.toml), and the public page of one shop."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from django.utils.text import slugify

from connectors.models import Account
from inbox.models import PublicFaq, User
from templates_app import faq_entries
from templates_app.models import FaqEntry

ENTRIES = Path(__file__).with_name("demo_faq.toml")


def make_faq(*, by: User, now: datetime) -> None:
    """Once: where there are entries already, nothing is added; what a visitor switched off stays off."""
    if FaqEntry.objects.exists():
        return
    for place, about in enumerate(tomllib.loads(ENTRIES.read_text("utf-8"))["entry"]):
        entry = FaqEntry(
            topic=about["topic"],
            language=about["language"],
            question=about["question"],
            answer=about["answer"].strip(),
            is_public=about["public"],
            position=place,
            review_on=(now + timedelta(days=about["review_in_days"])).date(),
        )
        faq_entries.keep(entry, by=by, now=now)
    first = Account.objects.order_by("id").first()
    if first is not None:
        PublicFaq.objects.get_or_create(account=first, defaults={"slug": slugify(first.name)[:60], "is_on": True})
