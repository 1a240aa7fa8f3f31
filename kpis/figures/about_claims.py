"""Figures about claims and disputes."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from inbox.models import ClaimKind
from kpis.figures.figure import Aggregation, Better, Figure, Source, Unit

_KINDS = tuple((str(value), label) for value, label in zip(ClaimKind.values, ClaimKind.labels, strict=True))
_OUTCOMES = (("won", _("won")), ("lost", _("lost")), ("refunded", _("refunded")), ("closed", _("closed")))

CLAIMS: Sequence[Figure] = (
    Figure(
        slug="claims_open",
        title=_("Open claims"),
        definition=_(
            "Claims and disputes that are open at the end of the period, or now if it is not over. It is open from "
            "when it was opened until its end, both as the marketplace tells them."
        ),
        unit=Unit.COUNT,
        aggregation=Aggregation.COUNT,
        better=Better.LOWER,
        sources=(Source.CLAIM,),
        parts=_KINDS,
        at_end=True,
    ),
    Figure(
        slug="claims_at_stake",
        title=_("Amount at stake"),
        definition=_(
            "The amounts of the claims that are open at the end of the period, or now if it is not over, as the "
            "marketplace gives them; one sum by currency. Claims without an amount are left out."
        ),
        unit=Unit.MONEY,
        aggregation=Aggregation.SUM,
        better=Better.LOWER,
        sources=(Source.CLAIM,),
        parts=_KINDS,
        at_end=True,
    ),
    Figure(
        slug="claims_opened",
        title=_("Claims opened"),
        definition=_("Claims and disputes, when they were opened, by their kind."),
        unit=Unit.COUNT,
        aggregation=Aggregation.COUNT,
        better=Better.LOWER,
        sources=(Source.CLAIM,),
        parts=_KINDS,
    ),
    Figure(
        slug="claims_amount",
        title=_("Amount claimed"),
        definition=_(
            "The amounts of claims and disputes, when they were opened, as the marketplace gives them; one sum by "
            "currency. Claims without an amount are left out."
        ),
        unit=Unit.MONEY,
        aggregation=Aggregation.SUM,
        better=Better.LOWER,
        sources=(Source.CLAIM,),
        parts=_KINDS,
    ),
    Figure(
        slug="claims_by_reason",
        title=_("Claims by reason"),
        definition=_("Claims and disputes, when they were opened, by their reason in the marketplace's own words."),
        unit=Unit.COUNT,
        aggregation=Aggregation.COUNT,
        better=Better.LOWER,
        sources=(Source.CLAIM,),
        has_many_parts=True,
    ),
    Figure(
        slug="claims_by_product",
        title=_("Claims by product"),
        definition=_("Claims and disputes, when they were opened, by the product they are about."),
        unit=Unit.COUNT,
        aggregation=Aggregation.COUNT,
        better=Better.LOWER,
        sources=(Source.CLAIM,),
        has_many_parts=True,
    ),
    Figure(
        slug="claims_ended",
        title=_("Claims ended"),
        definition=_(
            "Claims and disputes, when they ended: decided for the shop or for the buyer; else refunded if the ticket"
            " says that the buyer got his money or a part of it; else closed without a word."
        ),
        unit=Unit.COUNT,
        aggregation=Aggregation.COUNT,
        better=Better.NEITHER,
        sources=(Source.CLAIM,),
        parts=_OUTCOMES,
    ),
    Figure(
        slug="waited_before_claim",
        title=_("Wait before a claim"),
        definition=_(
            "Claims before which the buyer had written, in the same ticket or in another about the same order: how "
            "long he had been waiting for an answer when he opened it, nothing if he had been answered. Claims "
            "without a word before are left out. Median and 90th percentile are exact to 1 %."
        ),
        unit=Unit.SECONDS,
        aggregation=Aggregation.MEAN,
        better=Better.LOWER,
        sources=(Source.CLAIM,),
        parts=(("waiting", _("was waiting")), ("answered", _("had been answered"))),
    ),
    Figure(
        slug="claims_per_100_orders",
        title=_("Claims per 100 orders"),
        definition=_(
            "Claims and disputes, when they were opened, on a hundred orders placed in the same time. An order "
            "belongs to no person, language, topic, level or kind: such a wish narrows the claims only. Orders whose "
            "day is not known are left out."
        ),
        unit=Unit.PER_HUNDRED,
        aggregation=Aggregation.RATIO,
        better=Better.LOWER,
        sources=(
            Source.CLAIM,
            Source.ORDER,
        ),
        parts=(("claim", _("claims")), ("order", _("orders"))),
        ratio=("claim", "order"),
    ),
)
