"""Who a buyer is: one person at one account, under every name ever seen."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from connectors.incoming import IncomingMessage, Person
from connectors.models import Account
from inbox.bulk import insert_new, insert_objects, next_ids, update_rows
from inbox.models import Buyer, BuyerHandle
from inbox.names import same_person


def buyers_of(account: Account, threads: Mapping[str, Sequence[IncomingMessage]], now: datetime) -> dict[str, Buyer]:
    """The buyer of each conversation; known by any name ever seen, else made."""
    buyers = buyers_named(account, {thread_id: thread[0].buyer for thread_id, thread in threads.items() if thread}, now)
    _learn_names(buyers, threads)
    return buyers


def buyers_named(account: Account, people: Mapping[str, Person], now: datetime) -> dict[str, Buyer]:
    """The buyer whom each person is, under the same keys; made if there is none yet."""
    names = {name for person in people.values() for name in _names(person)}
    rows = BuyerHandle.objects.filter(account=account, handle__in=names).select_related("buyer")
    by_name = {row.handle: row.buyer for row in rows}
    missing: dict[str, Person] = {}
    for person in people.values():
        if not any(name in by_name for name in _names(person)):
            missing.setdefault(_names(person)[0], person)
    made = [
        Buyer(id=buyer_id, account=account, handle=person.handle[:255], name=person.name[:255], created_at=now)
        for buyer_id, person in zip(next_ids(Buyer, len(missing)), missing.values(), strict=True)
    ]
    insert_objects(made)
    by_name.update(zip(missing, made, strict=True))
    handles = []
    for person in people.values():
        buyer = next(by_name[name] for name in _names(person) if name in by_name)
        for name in _names(person):
            if name not in by_name or name in missing:
                handles.append((account.id, buyer.id, name))
            by_name.setdefault(name, buyer)
    insert_new(BuyerHandle, ["account", "buyer", "handle"], handles)
    return {
        thread_id: next(by_name[name] for name in _names(person) if name in by_name)
        for thread_id, person in people.items()
    }


def _learn_names(buyers: Mapping[str, Buyer], threads: Mapping[str, Sequence[IncomingMessage]]) -> None:
    """Give buyers known by an address only the name that a later message tells."""
    learnt = []
    for thread_id, buyer in buyers.items():
        name = next((message.buyer.name for message in threads[thread_id] if message.buyer.name), "")
        if name and not buyer.name:
            buyer.name = name[:255]
            learnt.append(buyer)
    update_rows(Buyer, ["name"], learnt)


def _names(person: Person) -> list[str]:
    return [same_person(name) for name in (person.user_id, person.handle) if name] or [""]
