"""Everything at one account that is of one person: what erasing takes away and exporting hands out."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from connectors.models import Account
from inbox.erasure.tombstones import Mark, name_mark
from inbox.models import (
    Buyer,
    BuyerHandle,
    Claim,
    Feedback,
    Message,
    Order,
    OrderMatch,
    SurveyAnswer,
    Ticket,
)
from inbox.models.feedback import FeedbackQuerySet
from inbox.models.order import OrderQuerySet
from inbox.models.survey import SurveyAnswerQuerySet
from inbox.names import same_person

_CERTAIN = ("", OrderMatch.SURE, OrderMatch.CHOSEN)


@dataclass(frozen=True)
class Person:
    """One person at one account. buyers: usually one; none for somebody who only bought or left feedback.

    names: every handle, user id and address, in lower case.
    """

    account: Account
    buyers: tuple[Buyer, ...]
    names: frozenset[str]

    def as_known_now(self) -> "Person":
        """The same person after a pull may have brought more."""
        buyers = tuple(Buyer.objects.filter(pk__in=[buyer.pk for buyer in self.buyers]).select_related("account"))
        return Person(self.account, buyers, self.names | {name for buyer in buyers for name in _names_of(buyer)})

    @property
    def tickets(self) -> QuerySet[Ticket]:
        return Ticket.objects.filter(buyer__in=self.buyers).order_by("id")

    @property
    def messages(self) -> QuerySet[Message]:
        return Message.objects.filter(ticket__buyer__in=self.buyers).order_by("written_at", "id")

    @property
    def claims(self) -> QuerySet[Claim]:
        return Claim.objects.filter(ticket__buyer__in=self.buyers).order_by("opened_at", "id")

    @property
    def orders(self) -> OrderQuerySet:
        return Order.objects.filter(account=self.account, pk__in=self.order_ids).order_by("placed_at", "id")

    @property
    def feedback(self) -> FeedbackQuerySet:
        his = Q(pk__in=_feedback_called(self.names).filter(account=self.account).values("pk")) | Q(
            ticket__buyer__in=self.buyers
        )
        if self.order_numbers:
            his |= Q(order_id__in=self.order_numbers)
        return Feedback.objects.filter(his, account=self.account).order_by("written_at", "id")

    @property
    def survey_answers(self) -> SurveyAnswerQuerySet:
        """About his tickets and his orders; also those of a file under his full name whose order nobody knows."""
        his = Q(ticket__buyer__in=self.buyers)
        here = Q(account=self.account) | Q(account=None)
        if self.order_numbers:
            his |= here & Q(order_id__in=self.order_numbers)
        for name in self.full_names:
            his |= here & Q(ticket=None, author__iexact=name)
        return SurveyAnswer.objects.filter(his).order_by("answered_at", "id")

    @cached_property
    def order_ids(self) -> frozenset[int]:
        """By his name, and those his tickets are surely about, unless they name somebody else."""
        sure = self.tickets.filter(order_match__in=_CERTAIN).exclude(order_id="").values_list("order_id", flat=True)
        of_tickets = Order.objects.filter(account=self.account, external_id__in=set(sure))
        others = BuyerHandle.objects.filter(account=self.account, handle=OuterRef("buyer_handle"))
        of_tickets = of_tickets.exclude(Exists(others.exclude(buyer__in=self.buyers)))
        named = Order.objects.filter(account=self.account, buyer_handle__in=self.names)
        return frozenset((*of_tickets.values_list("pk", flat=True), *named.values_list("pk", flat=True)))

    @cached_property
    def order_numbers(self) -> frozenset[str]:
        return frozenset(Order.objects.filter(pk__in=self.order_ids).values_list("external_id", flat=True))

    @cached_property
    def thread_ids(self) -> frozenset[str]:
        return frozenset(self.tickets.values_list("thread_id", flat=True))

    @cached_property
    def full_names(self) -> frozenset[str]:
        """What he is called in full. A first name alone is of too many people to be looked for."""
        seen = {buyer.name for buyer in self.buyers} | set(self.tickets.values_list("buyer_name", flat=True))
        seen |= set(self.orders.values_list("buyer_name", flat=True))
        return frozenset(name for name in seen if " " in name.strip())

    @cached_property
    def marks(self) -> frozenset[Mark]:
        """By what a marketplace's words are known to be about him."""
        marks = {name_mark(name) for name in self.names}
        marks |= {Mark("thread", thread_id) for thread_id in self.thread_ids}
        marks |= {Mark("order", number) for number in self.order_numbers}
        marks |= {Mark("claim", name) for name in self.claims.values_list("external_id", flat=True)}
        marks |= {Mark("feedback", name) for name in self.feedback.values_list("external_id", flat=True)}
        return frozenset(marks)


def person_of(buyer: Buyer) -> Person:
    """Who the buyer is, under all his names."""
    return Person(buyer.account, (buyer,), _names_of(buyer))


def people_called(marketplace: str, names: Collection[str]) -> list[Person]:
    """Whoever has one of these names, at every account of the marketplace: three indexed queries for a stranger."""
    wanted = frozenset(same_person(name) for name in names if name)
    if not wanted:
        return []
    handles = BuyerHandle.objects.filter(handle__in=wanted, account__marketplace=marketplace)
    orders = Order.objects.filter(account__marketplace=marketplace, buyer_handle__in=wanted).exclude(buyer_handle="")
    feedback = _feedback_called(wanted).filter(account__marketplace=marketplace)
    buyers: dict[Account, dict[int, Buyer]] = {}
    for row in handles.select_related("buyer", "account"):
        buyers.setdefault(row.account, {})[row.buyer_id] = row.buyer
    for order in orders.select_related("account"):
        buyers.setdefault(order.account, {})
    for opinion in feedback.select_related("account"):
        buyers.setdefault(opinion.account, {})
    return [
        Person(account, tuple(found.values()), wanted.union(*map(_names_of, found.values())))
        for account, found in sorted(buyers.items(), key=lambda pair: pair[0].pk)
    ]


def _feedback_called(names: Collection[str]) -> QuerySet[Feedback]:
    return Feedback.objects.annotate(lower=Lower("buyer_handle")).filter(lower__in=names).exclude(buyer_handle="")


def _names_of(buyer: Buyer) -> frozenset[str]:
    handles = BuyerHandle.objects.filter(buyer=buyer).values_list("handle", flat=True)
    return frozenset({same_person(buyer.handle), *handles}) - {""}
