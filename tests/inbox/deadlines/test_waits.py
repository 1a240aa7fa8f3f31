"""The clock of a ticket, as pure functions."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from inbox.deadlines.response import Entry, EntryKind, waits
from inbox.models.cycle import EndReason, is_met

NINE = datetime(2026, 11, 16, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def buyer(at: datetime, *, seen_at: datetime | None = None) -> Entry:
    return Entry(EntryKind.BUYER, at, seen_at or at, message_id=int(at.timestamp()))


def answer(at: datetime) -> Entry:
    return Entry(EntryKind.ANSWER, at, at, message_id=int(at.timestamp()))


def care(at: datetime) -> Entry:
    """A question of the marketplace's own people."""
    return Entry(EntryKind.BUYER, at, at, message_id=int(at.timestamp()), of_buyer=False)


def to_care(at: datetime) -> Entry:
    return Entry(EntryKind.ANSWER, at, at, message_id=int(at.timestamp()), of_buyer=False)


def ended(at: datetime) -> Entry:
    return Entry(EntryKind.ENDED_BY_HAND, at, at, reason="no_answer_needed")


def test_the_oldest_unanswered_message_opens_the_wait() -> None:
    (wait,) = waits([buyer(NINE + HOUR), buyer(NINE)])
    assert wait.opened_at == NINE
    assert wait.ended_at is None


def test_a_second_question_opens_no_second_wait() -> None:
    (wait,) = waits([buyer(NINE), buyer(NINE + HOUR)])
    assert wait.opened_at == NINE


def test_the_first_answer_ends_the_wait_and_the_second_changes_nothing() -> None:
    (wait,) = waits([buyer(NINE), answer(NINE + HOUR), answer(NINE + 2 * HOUR)])
    assert wait.ended_at == NINE + HOUR
    assert wait.end_reason == EndReason.ANSWERED


def test_an_answer_typed_on_the_marketplace_counts_with_its_own_time() -> None:
    outside = Entry(EntryKind.OUTSIDE, NINE + HOUR, NINE + 5 * HOUR, message_id=7)
    (wait,) = waits([buyer(NINE), outside])
    assert wait.ended_at == NINE + HOUR
    assert wait.end_reason == EndReason.ANSWERED_OUTSIDE
    assert wait.answered_by == 7


def test_an_answer_before_any_question_opens_nothing() -> None:
    assert waits([answer(NINE)]) == []


def test_a_late_buyer_message_older_than_our_answer_leaves_nobody_waiting() -> None:
    found = waits([buyer(NINE, seen_at=NINE + 5 * HOUR), answer(NINE + HOUR)])
    assert all(wait.ended_at for wait in found)


def test_writing_again_after_the_answer_opens_the_next_wait() -> None:
    first, second = waits([buyer(NINE), answer(NINE + HOUR), buyer(NINE + 2 * HOUR)])
    assert first.ended_at == NINE + HOUR
    assert second.opened_at == NINE + 2 * HOUR
    assert second.ended_at is None


def test_an_ending_by_hand_does_not_cover_what_nobody_had_seen() -> None:
    unseen = buyer(NINE + HOUR, seen_at=NINE + 4 * HOUR)
    first, second = waits([buyer(NINE), unseen, ended(NINE + 2 * HOUR)])
    assert first.ended_at == NINE + 2 * HOUR
    assert second.opened_at == NINE + HOUR
    assert second.ended_at is None


def test_an_answer_at_the_same_instant_as_the_question_answers_it() -> None:
    (wait,) = waits([answer(NINE), buyer(NINE)])
    assert wait.ended_at == NINE


def test_an_answer_to_customer_care_does_not_stop_the_buyers_clock() -> None:
    (wait,) = waits([buyer(NINE), to_care(NINE + HOUR)])
    assert (wait.opened_at, wait.ended_at) == (NINE, None)


def test_an_answer_to_customer_care_ends_the_wait_that_care_had_opened() -> None:
    (wait,) = waits([care(NINE), to_care(NINE + HOUR)])
    assert (wait.opened_at, wait.ended_at, wait.end_reason) == (NINE, NINE + HOUR, EndReason.ANSWERED)


def test_a_buyer_who_wrote_after_care_waits_on_from_his_own_time() -> None:
    first, second = waits([care(NINE), buyer(NINE + HOUR), to_care(NINE + 2 * HOUR)])
    assert (first.opened_at, first.ended_at) == (NINE, NINE + 2 * HOUR)
    assert (second.opened_at, second.ended_at) == (NINE + HOUR, None)


def test_care_that_wrote_after_the_buyer_is_answered_without_a_wait_of_its_own() -> None:
    (wait,) = waits([buyer(NINE), care(NINE + HOUR), to_care(NINE + 2 * HOUR), answer(NINE + 3 * HOUR)])
    assert (wait.opened_at, wait.ended_at) == (NINE, NINE + 3 * HOUR)


def test_an_answer_to_the_buyer_is_read_by_care_too() -> None:
    (wait,) = waits([care(NINE), buyer(NINE + HOUR), answer(NINE + 2 * HOUR)])
    assert (wait.opened_at, wait.ended_at) == (NINE, NINE + 2 * HOUR)


def test_exactly_at_the_deadline_is_in_time() -> None:
    assert is_met(NINE + DAY, NINE + DAY, NINE + DAY)
    assert is_met(NINE + DAY, NINE + DAY + timedelta(microseconds=1), NINE + DAY) is False


minutes = st.integers(min_value=0, max_value=10_000).map(lambda n: NINE + n * timedelta(minutes=1))
kinds = st.one_of(*(minutes.map(kind) for kind in (buyer, answer, ended, care, to_care)))
entries = st.lists(kinds, max_size=12)


@given(entries, st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(log: list[Entry], random: object) -> None:
    shuffled = list(log)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert [(w.opened_at, w.ended_at) for w in waits(log)] == [(w.opened_at, w.ended_at) for w in waits(shuffled)]


@given(entries)
def test_only_the_last_wait_can_be_open_and_no_wait_ends_before_it_opens(log: list[Entry]) -> None:
    found = waits(log)
    assert all(wait.ended_at is not None for wait in found[:-1])
    assert all(wait.ended_at is None or wait.ended_at >= wait.opened_at for wait in found)


@given(entries, minutes)
def test_another_answer_never_leaves_a_buyer_waiting_longer(log: list[Entry], at: datetime) -> None:
    def waiting_since(entries: list[Entry]) -> datetime:
        found = waits(entries)
        return found[-1].opened_at if found and found[-1].ended_at is None else NINE + 365 * DAY

    assert waiting_since([*log, answer(at)]) >= waiting_since(log)
