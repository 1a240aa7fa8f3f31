"""Blank a person in what he bought and said publicly, and in notices. Amounts, states, ratings and times stay."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Lower

from connectors.models import Notice
from inbox.erasure.mentions import mentioned_in
from inbox.erasure.person import Person
from inbox.models import Feedback, LooseClaimEntry, LooseCopy, Order, SurveyAnswer


def forget_orders(person: Person) -> int:
    """The number of an order stays, since the shop's books name it; of the buyer nothing but his country does."""
    orders = Order.objects.filter(pk__in=person.order_ids)
    return orders.update(
        buyer_name="", buyer_handle="", city="", tracking="", buyer_note="", problem="", next_try_at=None
    )


def forget_feedback(person: Person) -> int:
    rows = Feedback.objects.filter(pk__in=list(person.feedback.values_list("pk", flat=True)))
    return rows.update(buyer_handle="", text="", answer="", typed="", reason="", idempotency_key="", answerable=False)


def forget_survey_answers(person: Person) -> int:
    """The mark stays, for the figures."""
    rows = SurveyAnswer.objects.filter(pk__in=list(person.survey_answers.values_list("pk", flat=True)))
    return rows.update(comment="", author="")


def forget_loose(person: Person, *, now: datetime) -> list[str]:
    """What found no conversation, or was shown till it did; return the ids under which it came."""
    names = {name.lower() for name in person.full_names}
    copies = LooseCopy.objects.annotate(lower=Lower("buyer_name")).filter(account=person.account)
    copies = copies.filter(Q(order_id__in=person.order_numbers) | Q(order_id="", lower__in=names))
    handle = Lower(KeyTextTransform("handle", KeyTransform("buyer", "entry")))
    entries = LooseClaimEntry.objects.annotate(handle=handle).filter(account=person.account)
    entries = entries.filter(Q(order_id__in=person.order_numbers) | Q(handle__in=person.names))
    ids = [*copies.values_list("external_id", flat=True), *entries.values_list("external_id", flat=True)]
    blank = LooseCopy.objects.filter(account=person.account, external_id__in=ids)
    blank.update(subject="", text="", buyer_name="", order_id="", placed_at=now)
    LooseClaimEntry.objects.filter(account=person.account, external_id__in=ids).delete()
    return ids


def forget_notices(person: Person, external_ids: Collection[str]) -> list[str]:
    """Blank the account's notices with these ids, and those that mention him; return the ids of all blanked.

    The rows stay, so that none comes back.
    """
    notices = Notice.objects.filter(account=person.account)
    about = Q(external_id__in=external_ids) | mentioned_in(person, "subject", "text", "html")
    found = list(notices.filter(about).values_list("external_id", flat=True))
    notices.filter(external_id__in=found).update(subject="", text="", html="")
    return found
