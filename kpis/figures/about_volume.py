"""Figures about how much there is to do."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from kpis.figures.figure import Aggregation, Better, Figure, Source, Unit

_AGES = (
    ("under_8h", _("less than 8 hours")),
    ("under_24h", _("8 to 24 hours")),
    ("under_3d", _("1 to 3 days")),
    ("under_7d", _("3 to 7 days")),
    ("longer", _("longer than 7 days")),
)

VOLUME: Sequence[Figure] = (
    Figure(
        slug="contacts",
        title=_("Contacts"),
        definition=_(
            "Conversations that buyers began, when they began. Claims, spam and tickets that were merged into others "
            "are left out."
        ),
        unit=Unit.COUNT,
        aggregation=Aggregation.COUNT,
        better=Better.NEITHER,
        sources=(Source.TICKET,),
        crossed="topic",
    ),
    Figure(
        slug="contacts_by_product",
        title=_("Contacts by product"),
        definition=_(
            "Conversations that buyers began, when they began, by the product they are about. Claims, spam and "
            "tickets that were merged into others are left out."
        ),
        unit=Unit.COUNT,
        aggregation=Aggregation.COUNT,
        better=Better.NEITHER,
        sources=(Source.TICKET,),
        has_many_parts=True,
    ),
    Figure(
        slug="contacts_per_100_orders",
        title=_("Contacts per 100 orders"),
        definition=_(
            "Conversations that buyers began on a hundred orders placed in the same time. An order belongs to no "
            "person, language, topic, level or kind: such a wish narrows the conversations only. Claims, spam, merged"
            " tickets, and orders whose day is not known are left out."
        ),
        unit=Unit.PER_HUNDRED,
        aggregation=Aggregation.RATIO,
        better=Better.LOWER,
        sources=(
            Source.TICKET,
            Source.ORDER,
        ),
        parts=(("contact", _("contacts")), ("order", _("orders"))),
        ratio=("contact", "order"),
    ),
    Figure(
        slug="messages",
        title=_("Messages in and out"),
        definition=_(
            "Messages of buyers, and replies that their marketplace accepted, automatic ones and those typed on its "
            "own site included, at the marketplace's time. Notes, entries of the marketplace and spam are left out."
        ),
        unit=Unit.COUNT,
        aggregation=Aggregation.COUNT,
        better=Better.NEITHER,
        sources=(Source.MESSAGE,),
        parts=(("in", _("in")), ("out", _("out"))),
    ),
    Figure(
        slug="backlog",
        title=_("Waiting for an answer"),
        definition=_(
            "Buyers who wait for an answer at the end of the period, or now if it is not over, by how long they have "
            "been waiting then."
        ),
        unit=Unit.COUNT,
        aggregation=Aggregation.COUNT,
        better=Better.LOWER,
        sources=(Source.WAITING,),
        parts=_AGES,
        at_end=True,
    ),
    Figure(
        slug="arrivals_by_hour",
        title=_("Arrivals by hour of the week"),
        definition=_(
            "Messages of buyers by the hour of the week on the clock of the figures' zone; 0 is Monday from midnight "
            "to one. Automatic mails and spam are left out."
        ),
        unit=Unit.COUNT,
        aggregation=Aggregation.COUNT,
        better=Better.NEITHER,
        sources=(Source.MESSAGE,),
        has_many_parts=True,
    ),
    Figure(
        slug="staffing_by_hour",
        title=_("Staffing by hour of the week"),
        definition=_(
            "Hours in which a person wrote at least one reply that a marketplace accepted: one for each person, "
            "account and hour, by the hour of the week; 0 is Monday from midnight to one. Automatic replies and those"
            " typed on the marketplace's own site are left out."
        ),
        unit=Unit.COUNT,
        aggregation=Aggregation.COUNT,
        better=Better.NEITHER,
        sources=(Source.MESSAGE,),
        has_many_parts=True,
    ),
)
