"""What buyers said in public: the list, one of them, and answering it once."""

from datetime import datetime

from django.http import Http404
from django.utils import timezone
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from connectors.models import Account
from connectors.registry import connectors
from inbox.api import cursors
from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.problems import wrong_field
from inbox.api.replies import BodyIn, Key
from inbox.feedback import answers, listing
from inbox.feedback.alarms import open_alarms
from inbox.feedback.moods import moods, tickets_at_risk
from inbox.feedback.to_answer import deal_with
from inbox.models import AlarmKind, Delivery, Feedback, User
from inbox.people.permissions import may_answer, may_see_accounts

router = Router(tags=["feedback"])

_ORDER = "-written_at"


class FeedbackQuery(BaseModel):
    """All optional, all must hold. account: an account's id. word: the marketplace's own word for the rating.

    unanswered: true = only what has no answer, and none on its way. to_answer: true = only bad ones of those, of which
    nobody has said that nothing is left to do.
    """

    marketplace: str | None = None
    account: int | None = Field(default=None, ge=1, lt=2**63)
    rating: int | None = Field(default=None, ge=1, le=5)
    word: str | None = Field(default=None, max_length=30)
    unanswered: bool = False
    to_answer: bool = False
    cursor: str | None = None
    limit: int = Field(default=50, ge=1, le=200)


class FeedbackOut(BaseModel):
    """rating: 1 to 5, null where the marketplace has no figure. answer: as published; null if there is none.

    typed: the last answer written here. delivery: how far it is, null if none was ever written; reason: why it is
    refused, not sure or still queued. answerable: whether an answer may be sent now. revisable: whether the buyer may
    still change it. dealt_at: when somebody said that nothing is left to do.
    """

    id: int
    external_id: str
    account: int
    marketplace: str
    ticket_id: int | None
    order_id: str | None
    item_id: str | None
    buyer_handle: str | None
    rating: int | None
    word: str | None
    text: str
    written_at: datetime
    answer: str | None
    answerable: bool
    revisable: bool
    dealt_at: datetime | None
    typed: str | None
    delivery: Delivery | None
    reason: str | None


class FeedbackPage(BaseModel):
    """next_cursor: give it back for the next page; null on the last one."""

    items: list[FeedbackOut]
    next_cursor: str | None


class MoodOut(BaseModel):
    """How content buyers are at one marketplace, in public and when asked.

    bad_in_a_row: marks of 1 or 2 since the last of 4 or 5. positive_share: of 90 days, from 0 to 1; null = no marks.
    alarms: run, share or both, if raised. tickets_at_risk: ids of open ones with a claim, late, or of somebody angry.
    """

    marketplace: str
    bad_in_a_row: int
    positive_share: float | None
    rated: int
    alarms: list[AlarmKind]
    tickets_at_risk: list[int]


class MoodList(BaseModel):
    items: list[MoodOut]


@router.get("/feedback/moods", response={200: MoodList, **problems(401, 403, 429)})
def get_moods(request: ApiRequest) -> MoodList:
    """By marketplace: runs of bad marks, the positive share, and the open tickets that may bring the next bad one."""
    require(request, may_see_accounts)
    now = timezone.now()
    accounts = list(Account.objects.defer("credentials", "identity"))
    alarms = list(open_alarms())
    return MoodList(
        items=[
            MoodOut(
                marketplace=name,
                bad_in_a_row=mood.run,
                positive_share=mood.positive_share,
                rated=mood.rated,
                alarms=[AlarmKind(one.kind) for one in alarms if one.marketplace == name],
                tickets_at_risk=[
                    ticket.pk
                    for ticket in tickets_at_risk([one for one in accounts if one.marketplace == name], now=now)
                ],
            )
            for name, mood in sorted(moods(accounts, now=now).items())
        ]
    )


@router.get("/feedback", response={200: FeedbackPage, **problems(401, 403, 422, 429)})
def get_feedback(request: ApiRequest, filters: Query[FeedbackQuery]) -> FeedbackPage:
    """What buyers said in public, the newest first."""
    user = require(request, may_answer)
    after = None
    if filters.cursor:
        last = cursors.read(filters.cursor, orders=[_ORDER])
        after = (last.at, last.id)
    found, following = listing.page_of(_wanted(filters), user, after=after, limit=filters.limit)
    return FeedbackPage(
        items=[_out(one) for one in found],
        next_cursor=cursors.written(cursors.Cursor(_ORDER, *following)) if following else None,
    )


@router.get("/feedback/{int:feedback_id}", response={200: FeedbackOut, **problems(401, 403, 404, 429)})
def get_one(request: ApiRequest, feedback_id: int) -> FeedbackOut:
    """One opinion: for an answer, what became of it."""
    return _out(_feedback_or_404(require(request, may_answer), feedback_id))


@router.post(
    "/feedback/{int:feedback_id}/answer",
    response={202: FeedbackOut, **problems(400, 401, 403, 404, 409, 413, 422, 429)},
)
def answer(request: ApiRequest, feedback_id: int, payload: BodyIn, idempotency_key: Key) -> Status[FeedbackOut]:
    """Queue the public answer; it leaves after the undo delay, and there can be only one.

    The same Idempotency-Key with the same body changes nothing; with another body it is a conflict.
    """
    user = require(request, may_answer)
    found = _feedback_or_404(user, feedback_id)
    now = timezone.now()
    answered = answers.answer(found, payload.body, by=user, now=now, idempotency_key=idempotency_key)
    return Status(202, _out(answered))


@router.post("/feedback/{int:feedback_id}/dealt-with", response={200: FeedbackOut, **problems(401, 403, 404, 429)})
def dealt_with(request: ApiRequest, feedback_id: int) -> FeedbackOut:
    """Nothing is left to do about it; saying so again changes nothing."""
    user = require(request, may_answer)
    return _out(deal_with(_feedback_or_404(user, feedback_id), by=user, now=timezone.now()))


def _wanted(filters: FeedbackQuery) -> listing.FeedbackFilters:
    """Raises ProblemError for an unknown marketplace."""
    if filters.marketplace is not None and filters.marketplace not in connectors():
        raise wrong_field("marketplace", f"not one of {', '.join(connectors())}")
    return listing.FeedbackFilters(
        marketplace=filters.marketplace or "",
        account=filters.account,
        ratings=(filters.rating, filters.rating) if filters.rating else None,
        word=filters.word or "",
        unanswered=filters.unanswered,
        to_answer=filters.to_answer,
    )


def _feedback_or_404(user: User, feedback_id: int) -> Feedback:
    visible = Feedback.objects.visible_to(user).select_related("account").defer("account__credentials")
    found: Feedback | None = visible.filter(id=feedback_id).first()
    if found is None:
        raise Http404
    return found


def _out(feedback: Feedback) -> FeedbackOut:
    return FeedbackOut(
        id=feedback.pk,
        external_id=feedback.external_id,
        account=feedback.account_id,
        marketplace=feedback.account.marketplace,
        ticket_id=feedback.ticket_id,
        order_id=feedback.order_id or None,
        item_id=feedback.item_id or None,
        buyer_handle=feedback.buyer_handle or None,
        rating=feedback.rating,
        word=feedback.word or None,
        text=feedback.text,
        written_at=feedback.written_at,
        answer=feedback.answer or None,
        answerable=answers.may_be_answered(feedback),
        revisable=feedback.revisable,
        dealt_at=feedback.dealt_at,
        typed=feedback.typed or None,
        delivery=Delivery(feedback.delivery) if feedback.delivery else None,
        reason=feedback.reason or None,
    )
