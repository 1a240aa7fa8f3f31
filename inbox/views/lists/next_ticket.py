"""Which ticket comes next, for whoever has dealt with one and wants to go on."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from inbox.lists.filters import Filters
from inbox.lists.matching import in_view
from inbox.lists.pages import page_of, place_of
from inbox.lists.views import sort_of, view_called
from inbox.models import Message, Ticket, User
from inbox.sending.reply_states import NOT_THROUGH


def next_ticket(filters: Filters, user: User, *, left: Ticket, now: datetime) -> Ticket | None:
    """The ticket after `left` in the list, from its end on the first one; None if nobody else is left in it.

    left: as it stood when it was dealt with. Tickets with a reply on its way are passed over: they need nobody now.
    """
    view = view_called(filters.view, user)
    sort = sort_of(view, filters, user)
    on_its_way = Message.objects.filter(ticket=OuterRef("pk"), delivery__in=NOT_THROUGH)
    others = in_view(view, filters, user=user, now=now).exclude(pk=left.pk).exclude(Exists(on_its_way))
    following = (
        page_of(others, sort, after=place_of(left, sort), limit=1)[0] or page_of(others, sort, after=None, limit=1)[0]
    )
    return following[0] if following else None
