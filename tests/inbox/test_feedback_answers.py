"""Answering feedback: once, after the undo delay, never twice by itself, and the typed text is never lost."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest

from connectors.abilities import AnswersFeedback
from connectors.errors import MarketplaceError, OutcomeUnknown, ReplyRefused, SignInAgain, TryLater, UnexpectedAnswer
from connectors.models import Account, AccountState
from inbox.errors import (
    AccountAway,
    AlreadyLeft,
    AnsweredAlready,
    EmptyReply,
    InboxError,
    KeyUsedDifferently,
    NotAnswerable,
    NotSettled,
    ReplyTooLong,
)
from inbox.feedback import answers
from inbox.feedback.delivery import send_due
from inbox.models import Feedback, User
from inbox.sending.delivery import MOST_ATTEMPTS
from tests.inbox.fake_marketplace import PostboxConnector
from tests.make import DAY, HOUR, NINE, make_feedback

pytestmark = pytest.mark.django_db

UNDO = timedelta(seconds=10)
SORRY = "We are sorry. Write to us and we put it right."


class Board(PostboxConnector, AnswersFeedback):
    """Publishes answers, and does what a test wants instead, one error after the other."""

    longest_feedback_answer = 500
    published: ClassVar[list[tuple[str, str, str]]] = []
    answers: ClassVar[list[MarketplaceError]] = []

    def answer_feedback(self, feedback_id: str, *, buyer_handle: str, text: str) -> None:
        if self.answers:
            raise self.answers.pop(0)
        self.published.append((feedback_id, buyer_handle, text))


@pytest.fixture
def board(postbox: Account, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Board]]:
    monkeypatch.setattr(Account, "connector_class", Board)
    monkeypatch.setattr("connectors.accounts.connector_class", lambda slug: Board)
    yield Board
    Board.published.clear()
    Board.answers.clear()


@pytest.fixture
def opinion(postbox: Account, board: type[Board]) -> Feedback:
    return make_feedback(account=postbox, external_id="f1", buyer_handle="jeanne_d", answerable=True)


def answer(opinion: Feedback, by: User, text: str = SORRY, **fields: Any) -> Feedback:
    return answers.answer(opinion, text, by=by, now=fields.pop("now", NINE), **fields)


def state(opinion: Feedback) -> tuple[str, str]:
    opinion.refresh_from_db()
    return opinion.delivery, opinion.answer


def test_an_answer_leaves_after_the_undo_delay_and_once(opinion: Feedback, agent: User, board: type[Board]) -> None:
    answer(opinion, agent)
    assert state(opinion) == ("queued", "")
    assert send_due(NINE + UNDO / 2) == 0
    assert send_due(NINE + UNDO) == 1
    assert send_due(NINE + HOUR) == 0
    assert board.published == [("f1", "jeanne_d", SORRY)]
    assert state(opinion) == ("accepted", SORRY)
    assert (opinion.answered_by, opinion.answerable) == (agent, False)


def test_it_can_be_taken_back_until_it_leaves_and_its_text_stays(
    opinion: Feedback, agent: User, board: type[Board]
) -> None:
    answer(opinion, agent)
    answers.cancel(opinion)
    send_due(NINE + HOUR)
    assert state(opinion) == ("cancelled", "")
    assert opinion.typed == SORRY
    answer(opinion, agent, "Better words.")
    send_due(NINE + UNDO)
    assert board.published == [("f1", "jeanne_d", "Better words.")]
    with pytest.raises(AlreadyLeft):
        answers.cancel(opinion)


def test_a_refusal_says_why_keeps_the_text_and_lets_one_try_again(
    opinion: Feedback, agent: User, board: type[Board]
) -> None:
    board.answers.append(ReplyRefused("it contains a link"))
    answer(opinion, agent)
    send_due(NINE + UNDO)
    assert state(opinion) == ("refused", "")
    assert (opinion.reason, opinion.typed) == ("it contains a link", SORRY)
    answer(opinion, agent, "Without a link.")
    send_due(NINE + UNDO)
    assert state(opinion) == ("accepted", "Without a link.")


@pytest.mark.parametrize("error", [OutcomeUnknown("no answer"), UnexpectedAnswer("status 218")])
def test_an_answer_that_may_have_arrived_is_never_sent_again_by_itself(
    opinion: Feedback, agent: User, board: type[Board], error: MarketplaceError
) -> None:
    board.answers.append(error)
    answer(opinion, agent)
    send_due(NINE + UNDO)
    send_due(NINE + DAY)
    assert state(opinion) == ("unsure", "")
    assert board.published == []
    with pytest.raises(AnsweredAlready):
        answer(opinion, agent)


def test_a_worker_that_dies_while_sending_leaves_it_unsure(opinion: Feedback, agent: User, board: type[Board]) -> None:
    answer(opinion, agent)
    Feedback.objects.update(delivery="sending", attempts=1, send_after=NINE)
    send_due(NINE + timedelta(seconds=30))
    assert state(opinion)[0] == "sending"
    send_due(NINE + HOUR)
    assert state(opinion)[0] == "unsure"
    assert board.published == []


def test_a_person_settles_what_nobody_knows(opinion: Feedback, agent: User, board: type[Board]) -> None:
    with pytest.raises(NotSettled):
        answers.confirm_published(opinion)
    Feedback.objects.update(delivery="unsure", typed=SORRY)
    answers.confirm_published(opinion)
    assert state(opinion) == ("accepted", SORRY)


def test_a_person_who_does_not_see_it_there_may_send_it_again(
    opinion: Feedback, agent: User, board: type[Board]
) -> None:
    Feedback.objects.update(delivery="unsure", typed=SORRY)
    answers.confirm_not_published(opinion)
    assert state(opinion) == ("refused", "")
    answer(opinion, agent)
    send_due(NINE + UNDO)
    assert [text for *_, text in board.published] == [SORRY]


def test_a_call_without_effect_is_repeated_with_patience(opinion: Feedback, agent: User, board: type[Board]) -> None:
    board.answers += [TryLater("busy", timedelta(minutes=2)), TryLater("busy")]
    answer(opinion, agent)
    at = NINE + UNDO
    send_due(at)
    assert state(opinion)[0] == "queued"
    assert send_due(at + timedelta(minutes=1)) == 0
    send_due(at + timedelta(minutes=3))
    send_due(at + timedelta(minutes=30))
    assert state(opinion) == ("accepted", SORRY)
    assert len(board.published) == 1


def test_patience_ends_and_says_so(opinion: Feedback, agent: User, board: type[Board]) -> None:
    board.answers += [TryLater("busy")] * MOST_ATTEMPTS
    answer(opinion, agent)
    for number in range(1, MOST_ATTEMPTS + 1):
        send_due(NINE + number * HOUR)
    assert state(opinion)[0] == "refused"
    assert (opinion.reason, opinion.typed) == ("busy", SORRY)


def test_an_account_without_access_to_feedback_goes_on_with_its_messages(
    opinion: Feedback, agent: User, board: type[Board]
) -> None:
    board.answers.append(SignInAgain("the consent does not cover feedback"))
    answer(opinion, agent)
    send_due(NINE + UNDO)
    assert state(opinion)[0] == "refused"
    assert Account.objects.get().state == AccountState.OK


def test_an_account_that_cannot_send_keeps_its_answers(
    opinion: Feedback, agent: User, postbox: Account, board: type[Board]
) -> None:
    answer(opinion, agent)
    Account.objects.update(state=AccountState.PAUSED)
    assert send_due(NINE + HOUR) == 0
    assert state(opinion)[0] == "queued"


def test_one_that_is_busy_holds_up_only_its_own_account(
    opinion: Feedback, agent: User, postbox: Account, board: type[Board]
) -> None:
    second = make_feedback(account=postbox, external_id="f2", answerable=True)
    board.answers.append(TryLater("busy"))
    answer(opinion, agent)
    answer(second, agent)
    assert send_due(NINE + UNDO) == 1
    assert state(second)[0] == "queued"


def test_the_same_key_with_the_same_text_is_one_answer(opinion: Feedback, agent: User, board: type[Board]) -> None:
    answer(opinion, agent, idempotency_key="k")
    answer(opinion, agent, idempotency_key="k", now=NINE + UNDO / 2)
    send_due(NINE + UNDO)
    answer(opinion, agent, idempotency_key="k", now=NINE + HOUR)
    send_due(NINE + DAY)
    assert len(board.published) == 1
    with pytest.raises(KeyUsedDifferently):
        answer(opinion, agent, "Other words.", idempotency_key="k")


@pytest.mark.parametrize(
    ("fields", "text", "error"),
    [
        ({}, " \n", EmptyReply),
        ({}, "x" * 501, ReplyTooLong),
        ({"answerable": False}, SORRY, NotAnswerable),
        ({"answer": "Sorry.", "answerable": False}, SORRY, AnsweredAlready),
        ({"delivery": "queued"}, SORRY, AnsweredAlready),
    ],
)
def test_what_cannot_be_sent_is_refused_at_once(
    opinion: Feedback, agent: User, fields: dict[str, Any], text: str, error: type[InboxError]
) -> None:
    Feedback.objects.update(**fields)
    with pytest.raises(error):
        answer(opinion, agent, text)
    assert Feedback.objects.get().typed == ""


def test_an_account_that_is_paused_takes_no_answer(opinion: Feedback, agent: User) -> None:
    Account.objects.update(state=AccountState.PAUSED)
    with pytest.raises(AccountAway):
        answer(opinion, agent)


def test_a_marketplace_without_answers_takes_none(account: Account, agent: User) -> None:
    opinion = make_feedback(account=account, answerable=True)
    Account.objects.filter(pk=account.pk).update(marketplace="amazon")
    with pytest.raises(NotAnswerable):
        answer(opinion, agent)


def test_five_hundred_characters_are_not_too_many(opinion: Feedback, agent: User) -> None:
    assert answer(opinion, agent, "é" * 500).typed == "é" * 500


def test_line_ends_count_as_one_character_however_a_browser_sends_them(opinion: Feedback, agent: User) -> None:
    at: datetime = NINE
    assert answer(opinion, agent, "a\r\n" * 166 + "b", now=at).typed == "a\n" * 166 + "b"
