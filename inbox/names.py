"""Names that come from outside, as they fit into the database."""

import hashlib

_LONGEST = 255


def fitting(name: str) -> str:
    """The name itself, or its digest where it is longer than a column takes; the same name always gives the same."""
    if len(name) <= _LONGEST:
        return name
    return f"sha256:{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()}"


def same_person(name: str) -> str:
    """A buyer's name as it is kept to be found again (BuyerHandle, Order.buyer_handle): case does not matter."""
    return fitting(name.lower())
