"""The marketplace's own request for a review, for a ticket's order: allowed or not day by day, done once."""

import logging
from datetime import datetime, timedelta

from connectors.abilities import OrderAction, RequestsReviews
from connectors.accounts import connector_for
from connectors.errors import MarketplaceError
from inbox.models import LeftOut, Message, Survey
from inbox.orders.actions import act, has_actions
from inbox.orders.errors import ActionRefused, ActionTakenAlready

log = logging.getLogger(__name__)

LOOK_AGAIN = timedelta(days=1)
GIVE_UP_AFTER = timedelta(days=45)
"""After the solution; by then every marketplace's window for an order of that time is over."""


def request_review(survey: Survey, now: datetime) -> None:
    """Have it asked for if it is possible today; else look again tomorrow, or give up. Calls the marketplace."""
    ticket = survey.ticket
    connector = connector_for(ticket.account)
    if not has_actions(ticket) or not isinstance(connector, RequestsReviews):
        _left_out(survey)
        return
    try:
        action = next((one for one in connector.order_actions(ticket.order_id) if _is_it(one, connector)), None)
    except MarketplaceError as error:
        log.info("survey %s: asked again later (%s)", survey.pk, type(error).__name__)
        _look_again(survey, now)
        return
    if action is None or action.reason:
        _look_again(survey, now)
        return
    _request(survey, action, now)


def _is_it(action: OrderAction, connector: RequestsReviews) -> bool:
    return action.name == connector.review_action


def _request(survey: Survey, action: OrderAction, now: datetime) -> None:
    """The entry in the conversation is written before the call, so that a worker that dies never asks twice."""
    key = f"survey-{survey.pk}"
    try:
        entry = act(survey.ticket, action=action, values={}, files=(), by=None, now=now, key=key)
    except ActionTakenAlready:
        entry = Message.objects.get(ticket=survey.ticket, idempotency_key=f"action-0-{key}")
    except ActionRefused:
        _look_again(survey, now)
        return
    survey.asked_at, survey.message = now, entry
    survey.save(update_fields=["asked_at", "message"])


def _look_again(survey: Survey, now: datetime) -> None:
    if now - survey.solved_at > GIVE_UP_AFTER:
        _left_out(survey)
        return
    survey.due_at = now + LOOK_AGAIN
    survey.save(update_fields=["due_at"])


def _left_out(survey: Survey) -> None:
    survey.left_out = LeftOut.NOT_ALLOWED
    survey.save(update_fields=["left_out"])
