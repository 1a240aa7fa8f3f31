"""What there is to choose among for whoever looks at a page."""

from inbox.models import User
from inbox.people.preferences import frame_of
from inbox.views.lists.filter_fields import Offer
from inbox.views.request import Request


def offer_of(request: Request) -> Offer:
    """The accounts that the user knows, and all the people."""
    people = User.objects.filter(is_active=True).order_by("first_name", "last_name", "email")
    return Offer(frame_of(request).accounts, list(people))
