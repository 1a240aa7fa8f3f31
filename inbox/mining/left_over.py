"""What of one buyer's is left in a text that everybody is to read."""

import re
from typing import Final

from django.db.models import Q

from inbox.models import Order

_NUMBER: Final = re.compile(r"(?=[\w-]*\d)[\w-]{6,100}")


def numbers_left_in(text: str) -> list[str]:
    """Numbers of orders and parcels that a buyer has; [] if there are none."""
    numbers = set(_NUMBER.findall(text))
    if not numbers:
        return []
    orders = Order.objects.filter(Q(external_id__in=numbers) | Q(tracking__in=numbers))
    known = {value for pair in orders.values_list("external_id", "tracking") for value in pair}
    return sorted(numbers & known)
