"""Which shop and ticket a rating of a file belongs with, by the number of its order."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from connectors.models import Account
from inbox.models import Order, SurveyAnswer, Ticket
from inbox.models.ticket import CLAIM


def match_to_orders(answers: Sequence[SurveyAnswer]) -> None:
    """Set account and ticket of those without, as far as there is one; nothing is saved.

    A number that several shops have stays unmatched: nobody knows which of them is meant.
    """
    loose = [one for one in answers if one.order_id and one.ticket_id is None]
    accounts = _accounts_of({one.order_id for one in loose})
    tickets = _tickets_of(set(accounts))
    for one in loose:
        one.account_id = one.account_id or accounts.get(one.order_id)
        one.ticket_id = _best(tickets.get(one.order_id, ()), one)


def match_to_arrivals(account: Account, order_ids: Collection[str]) -> None:
    """After tickets and orders came: give them the ratings that came before. One query if there are none."""
    if not order_ids:
        return
    loose = list(SurveyAnswer.objects.filter(ticket=None, order_id__in=order_ids))
    if loose:
        match_to_orders(loose)
        matched = [one for one in loose if one.account_id == account.pk]
        SurveyAnswer.objects.bulk_update(matched, ["account", "ticket"])


def _accounts_of(order_ids: Collection[str]) -> Mapping[str, int]:
    """By the number of an order; without those of several shops."""
    found: dict[str, set[int]] = defaultdict(set)
    for model in (Order.objects.filter(external_id__in=order_ids), Ticket.objects.filter(order_id__in=order_ids)):
        column = "external_id" if model.model is Order else "order_id"
        for order_id, account_id in model.values_list(column, "account_id"):
            found[order_id].add(account_id)
    return {order_id: accounts.pop() for order_id, accounts in found.items() if len(accounts) == 1}


def _tickets_of(order_ids: Collection[str]) -> Mapping[str, Sequence[Ticket]]:
    found: dict[str, list[Ticket]] = defaultdict(list)
    for ticket in Ticket.objects.listed().filter(order_id__in=order_ids):
        found[ticket.order_id].append(ticket)
    return found


def _best(tickets: Iterable[Ticket], answer: SurveyAnswer) -> int | None:
    """The newest that was there when the rating was given, a conversation before a claim; else the newest."""

    def rank(ticket: Ticket) -> tuple[bool, bool, datetime, int]:
        return ticket.created_at <= answer.answered_at, ticket.kind != CLAIM, ticket.created_at, ticket.pk

    ranked = sorted(tickets, key=rank)
    return ranked[-1].pk if ranked else None
