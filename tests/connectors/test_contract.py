"""The same questions for every marketplace: each connector answers them through its own simulator."""

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from connectors.abilities import MarksRead, PreviewsReplies, ReadsBack, RedirectSignIn, ReportsQuota
from connectors.base import Connector
from connectors.collaborators import Tools
from connectors.credentials import flat, nested
from connectors.errors import OutcomeUnknown, ReplyRefused, SignInAgain, TryLater, UnexpectedAnswer
from connectors.incoming import (
    Direction,
    Incoming,
    IncomingCopy,
    IncomingIndicator,
    IncomingMessage,
    IncomingNotice,
    RawPayload,
)
from connectors.outgoing import OutgoingReply
from connectors.registry import connector_class, connectors, simulators
from connectors.simulation import BuyerWrites, Simulator, Trouble, Written
from tests.connectors.tools import NOON, Clock, Store, make_tools

SELLER = "Shop_of-Tests"
BUYER = "Buyer-1"
SIMULATED = sorted(connectors().keys() & simulators().keys())

pytestmark = pytest.mark.parametrize("slug", SIMULATED)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def simulator(slug: str, clock: Clock) -> Iterator[Simulator]:
    simulated = simulators()[slug](now=clock)
    simulated.longest_hold = timedelta(seconds=1.5)
    simulated.start()
    yield simulated
    simulated.stop()


@pytest.fixture
def tools(simulator: Simulator, clock: Clock) -> Tools:
    return make_tools(simulator.environment(), now=clock, read_seconds=1.0)


@pytest.fixture
def connector(slug: str, simulator: Simulator, tools: Tools) -> Connector:
    """A connector that has signed in and knows who the seller is."""
    credentials = simulator.add_seller(SELLER)
    stranger = connector_class(slug)(credentials=credentials, identity={}, tools=tools)
    identity = json.loads(json.dumps(stranger.check().identity))
    return connector_class(slug)(credentials=credentials, identity=identity, tools=tools)


@pytest.fixture
def store(connector: Connector) -> Store:
    return Store(connector)


@pytest.fixture
def question(simulator: Simulator, connector: Connector) -> Written:
    return simulator.buyer_writes(
        BuyerWrites(SELLER, BUYER, "Où est mon colis ?", item_id="405900000001", item_title="Lampe")
    )


def pull_all(store: Store) -> None:
    """Every stream, once."""
    for stream in store.connector.streams:
        store.pull(stream.name)


def answer(store: Store, question: Written, text: str) -> OutgoingReply:
    """A reply to the question, with everything the connector said of it."""
    pull_all(store)
    [asked] = [message for message in store.messages() if message.external_id == question.message_id]
    return OutgoingReply(
        thread_id=asked.thread_id,
        body=text,
        key="reply-1",
        buyer_handle=asked.buyer.handle,
        item_id=asked.item_id,
        order_id=asked.order_id,
        answering=json.loads(json.dumps(dict(asked.answering))),
        quoted_text=asked.text,
        quoted_at=asked.written_at,
        quoted_author=asked.author,
    )


def lasting(store: Store) -> dict[tuple[str, str], str]:
    """The versions of everything stored but the figures of the day, which are new every day."""
    figures = {place for place, raw in store.raws.items() if isinstance(store.connector.read(raw), IncomingIndicator)}
    return {place: raw.version for place, raw in store.raws.items() if place not in figures}


def refusal(connector: Connector, raw: RawPayload) -> str:
    """What is wrong with a payload, in words."""
    with pytest.raises(UnexpectedAnswer) as caught:
        connector.read(raw)
    return str(caught.value)


def is_ours(entry: Incoming) -> bool:
    """Whether an entry says what the seller wrote, in the conversation or as a copy of it."""
    return isinstance(entry, IncomingCopy) or (isinstance(entry, IncomingMessage) and entry.direction is Direction.OUT)


# --- facts


def test_the_facts_are_complete(slug: str) -> None:
    cls = connectors()[slug]
    assert cls.slug == slug == slug.lower()
    assert cls.label
    assert timedelta(0) < cls.reply_window.soft
    assert timedelta(0) < cls.reply_window.hard
    assert cls.reply_window.source
    assert cls.limits.max_characters > 0
    assert cls.limits.count("") == 0
    assert cls.limits.count("abc") == 3
    assert all(timedelta(0) < stream.busy <= stream.calm for stream in cls.streams)


def test_names_of_streams_and_credentials_are_unique(slug: str) -> None:
    cls = connectors()[slug]
    names = [stream.name for stream in cls.streams]
    fields = [field.name for field in cls.credential_fields]
    assert len(names) == len(set(names)) > 0
    assert len(fields) == len(set(fields)) > 0


def test_settings_carry_the_marketplaces_name(slug: str, simulator: Simulator) -> None:
    declared = {setting.name for setting in connectors()[slug].environment}
    assert set(simulator.environment()) <= declared


def test_base_urls_default_to_the_real_marketplace(slug: str) -> None:
    urls = [setting.default for setting in connectors()[slug].environment if setting.name.endswith("_URL")]
    assert all(urlsplit(url).scheme == "https" for url in urls if url)


def test_the_folder_tells_about_itself(slug: str) -> None:
    from connectors.registry import HERE

    assert "\n## Connecting\n" in (HERE / slug / "README.md").read_text()
    assert (HERE / slug / "samples" / "SOURCES.md").is_file()


# --- signing in


def test_check_names_the_seller(slug: str, simulator: Simulator, tools: Tools) -> None:
    facts = connectors()[slug](credentials=simulator.add_seller(SELLER), identity={}, tools=tools).check()
    assert SELLER.casefold() in facts.name.casefold()
    assert facts.missing == ()


def test_check_with_wrong_credentials_asks_to_sign_in_again(slug: str, simulator: Simulator, tools: Tools) -> None:
    fields = connectors()[slug].credential_fields
    given = flat(simulator.add_seller(SELLER))
    credentials = nested(given | {field.name: "wrong" for field in fields if field.secret and field.name in given})
    with pytest.raises(SignInAgain):
        connectors()[slug](credentials=credentials, identity={}, tools=tools).check()


def test_the_sign_in_page_carries_the_state(slug: str, tools: Tools) -> None:
    connector = connectors()[slug](credentials={}, identity={}, tools=tools)
    if not isinstance(connector, RedirectSignIn):
        pytest.skip("no sign-in by redirect")
    url = connector.sign_in_url(state="state-1", locale="fr")
    assert "state-1" in url
    assert all(field.name for field in connector.app_fields)


# --- pulling


def test_a_question_arrives_whole(store: Store, question: Written) -> None:
    pull_all(store)
    [message] = store.messages()
    assert message.external_id == question.message_id
    assert message.thread_id == question.thread_id
    assert message.direction is Direction.IN
    assert message.text == "Où est mon colis ?"
    assert message.author.casefold() == BUYER.casefold()
    assert message.buyer.handle
    assert abs(message.written_at - NOON) < timedelta(seconds=1)
    assert message.written_at.utcoffset() == timedelta(0)


def test_an_answer_typed_at_the_marketplace_arrives_as_ours(
    store: Store, simulator: Simulator, question: Written, clock: Clock
) -> None:
    clock.forward(minutes=5)
    simulator.seller_writes(seller=SELLER, thread_id=question.thread_id, text="Demain.")
    pull_all(store)
    [asked] = [message for message in store.messages() if message.direction is Direction.IN]
    [typed] = [entry for entry in store.items() if is_ours(entry)]
    assert isinstance(typed, IncomingMessage | IncomingCopy)
    assert typed.text == "Demain."
    if isinstance(typed, IncomingMessage):
        assert typed.buyer.handle.casefold() == asked.buyer.handle.casefold()
    else:
        assert typed.buyer_name.casefold() == BUYER.casefold()


def test_a_notice_of_the_marketplace_is_no_message(store: Store, simulator: Simulator) -> None:
    simulator.marketplace_writes(seller=SELLER, subject="Relevé", html="<p>Votre relevé est prêt</p>")
    pull_all(store)
    [notice] = [item for item in store.items() if isinstance(item, IncomingNotice | IncomingMessage)]
    assert isinstance(notice, IncomingNotice)
    assert "Votre relevé est prêt" in notice.text
    assert "<p>" not in notice.text


def test_pulling_again_brings_nothing_new(store: Store, question: Written, clock: Clock) -> None:
    pull_all(store)
    before = lasting(store)
    clock.forward(hours=30)
    pull_all(store)
    assert lasting(store) == before


def test_pages_and_cursors_can_be_stored_as_json(store: Store, question: Written) -> None:
    for page in store.connector.fetch(store.request(store.connector.streams[0].name, since=NOON - timedelta(days=1))):
        json.dumps(page.cursor)
        json.dumps([item.body for item in page.items])


def test_reading_is_pure(store: Store, question: Written, simulator: Simulator) -> None:
    pull_all(store)
    simulator.stop()
    assert store.items() == store.items()


def test_every_message_of_a_busy_month_arrives_once(store: Store, simulator: Simulator, connector: Connector) -> None:
    chance = random.Random(7)
    written = [_write_something(simulator, chance, number) for number in range(300)]
    pull_all(store)
    assert sorted(message.external_id for message in store.messages()) == sorted(written)


def _write_something(simulator: Simulator, chance: random.Random, number: int) -> str:
    at = NOON - timedelta(minutes=chance.randrange(40_000))
    buyer = f"buyer-{chance.randrange(120)}"
    return simulator.buyer_writes(BuyerWrites(SELLER, buyer, f"message {number}", at=at)).message_id


def test_a_late_message_is_not_missed(store: Store, simulator: Simulator, question: Written, clock: Clock) -> None:
    pull_all(store)
    clock.forward(minutes=5)
    simulator.buyer_writes(BuyerWrites(SELLER, "late-one", "late", at=NOON - timedelta(hours=5)))
    pull_all(store)
    assert "late" in store.texts()


def test_history_begins_where_asked(store: Store, simulator: Simulator, connector: Connector) -> None:
    simulator.buyer_writes(BuyerWrites(SELLER, "old-one", "old", at=NOON - timedelta(days=50)))
    simulator.buyer_writes(BuyerWrites(SELLER, "new-one", "new", at=NOON - timedelta(days=5)))
    store.pull(store.connector.streams[0].name, since=NOON - timedelta(days=30))
    assert store.texts() == ["new"]


def test_a_backfill_reaches_further_back(store: Store, simulator: Simulator, connector: Connector) -> None:
    simulator.buyer_writes(BuyerWrites(SELLER, "old-one", "old", at=NOON - timedelta(days=50)))
    stream = store.connector.streams[0].name
    store.pull(stream, since=NOON - timedelta(days=30))
    store.pull(stream, since=NOON - timedelta(days=60), until=NOON - timedelta(days=40))
    assert "old" in store.texts()


@pytest.mark.parametrize(
    "text",
    ["<b>gras</b> & <script>alert(1)</script>", "😀 ünïcödé \u202e", "line 1\nline 2", "x" * 100_000],
    ids=["markup", "unicode", "lines", "long"],
)
def test_the_buyers_words_arrive_as_he_wrote_them(store: Store, simulator: Simulator, text: str) -> None:
    simulator.buyer_writes(BuyerWrites(SELLER, BUYER, text))
    pull_all(store)
    assert store.texts() == [text]


def test_what_cannot_be_stored_is_replaced(store: Store, simulator: Simulator) -> None:
    simulator.buyer_writes(BuyerWrites(SELLER, BUYER, "a\x00b\ud800c"))
    pull_all(store)
    [text] = store.texts()
    assert "\x00" not in text
    text.encode()


@pytest.mark.parametrize(
    "trouble",
    [Trouble.TOO_MANY, Trouble.SERVER_ERROR, Trouble.UNAVAILABLE, Trouble.TIMEOUT_BEFORE, Trouble.CONNECTION_CUT],
)
def test_a_bad_moment_while_pulling_loses_nothing(
    store: Store, simulator: Simulator, question: Written, trouble: Trouble
) -> None:
    simulator.trouble(trouble)
    with pytest.raises(TryLater):
        pull_all(store)
    pull_all(store)
    assert len(store.messages()) == 1


def test_an_unreadable_answer_stops_the_pull_and_loses_nothing(
    store: Store, simulator: Simulator, question: Written
) -> None:
    simulator.trouble(Trouble.MALFORMED)
    with pytest.raises(UnexpectedAnswer):
        pull_all(store)
    pull_all(store)
    assert len(store.messages()) == 1


def test_an_expired_token_is_renewed_in_passing(store: Store, simulator: Simulator, question: Written) -> None:
    if Trouble.TOKEN_EXPIRED not in simulator.troubles:
        pytest.skip("signs in without tokens")
    simulator.trouble(Trouble.TOKEN_EXPIRED)
    pull_all(store)
    assert len(store.messages()) == 1


def test_an_unreadable_payload_is_refused_with_a_reason(store: Store, question: Written) -> None:
    pull_all(store)
    kinds = {raw.kind for raw in store.raws.values()}
    assert kinds
    assert all(refusal(store.connector, RawPayload(kind, "key", {"garbage": True})) for kind in kinds)


# --- sending


def test_a_reply_is_received_once_and_comes_back_as_ours(
    store: Store, simulator: Simulator, question: Written, clock: Clock
) -> None:
    clock.forward(minutes=5)
    sent = store.connector.send(answer(store, question, "Il arrive demain."))
    [received] = simulator.replies()
    assert (received.text, received.thread_id, received.through_api) == ("Il arrive demain.", question.thread_id, True)
    assert received.message_id == sent.message_id
    pull_all(store)
    ours = [message for message in store.messages() if message.direction is Direction.OUT]
    assert {message.external_id for message in ours} <= {sent.message_id}
    if isinstance(store.connector, ReadsBack):
        assert [message.text for message in ours] == ["Il arrive demain."]


def test_a_reply_of_the_longest_length_is_taken(store: Store, simulator: Simulator, question: Written) -> None:
    text = "é" * store.connector.limits.max_characters
    store.connector.send(answer(store, question, text))
    assert simulator.replies()[0].text == text


def test_a_longer_reply_is_refused_before_it_leaves(store: Store, simulator: Simulator, question: Written) -> None:
    with pytest.raises(ReplyRefused):
        store.connector.send(answer(store, question, "é" * (store.connector.limits.max_characters + 1)))
    assert simulator.replies() == ()


def test_an_empty_reply_is_refused(store: Store, simulator: Simulator, question: Written) -> None:
    with pytest.raises(ReplyRefused):
        store.connector.send(answer(store, question, " \n"))
    assert simulator.replies() == ()


def test_a_refusal_is_told_in_the_marketplaces_words(store: Store, simulator: Simulator, question: Written) -> None:
    reply = answer(store, question, "Bonjour")
    simulator.trouble(Trouble.REFUSED)
    with pytest.raises(ReplyRefused) as caught:
        store.connector.send(reply)
    assert len(str(caught.value)) > 20
    assert simulator.replies() == ()


@pytest.mark.parametrize("trouble", [Trouble.TOO_MANY, Trouble.UNAVAILABLE])
def test_a_reply_that_surely_did_not_arrive_may_be_repeated(
    store: Store, simulator: Simulator, question: Written, trouble: Trouble
) -> None:
    reply = answer(store, question, "Bonjour")
    simulator.trouble(trouble)
    with pytest.raises(TryLater):
        store.connector.send(reply)
    assert simulator.replies() == ()


@pytest.mark.parametrize(
    "trouble", [Trouble.TIMEOUT_BEFORE, Trouble.TIMEOUT_AFTER, Trouble.CONNECTION_CUT, Trouble.MALFORMED]
)
def test_a_reply_without_answer_is_left_open_and_never_repeated(
    store: Store, simulator: Simulator, question: Written, trouble: Trouble
) -> None:
    store.connector.check()
    reply = answer(store, question, "Bonjour")
    simulator.trouble(trouble)
    with pytest.raises(OutcomeUnknown):
        store.connector.send(reply)
    assert len(simulator.replies()) == (0 if trouble is Trouble.TIMEOUT_BEFORE else 1)


def test_an_open_outcome_is_settled_by_reading_back(
    connector: Connector, simulator: Simulator, question: Written
) -> None:
    if not isinstance(connector, ReadsBack):
        pytest.skip("cannot read back")
    connector.check()
    simulator.trouble(Trouble.TIMEOUT_AFTER)
    with pytest.raises(OutcomeUnknown):
        connector.send(OutgoingReply(question.thread_id, "Bonjour", buyer_handle=BUYER))
    entries = [connector.read(raw) for page in connector.reread(question.thread_id) for raw in page.items]
    messages = [entry for entry in entries if isinstance(entry, IncomingMessage)]
    assert [message.text for message in messages if message.direction is Direction.OUT] == ["Bonjour"]


def test_an_expired_token_does_not_double_a_reply(store: Store, simulator: Simulator, question: Written) -> None:
    if Trouble.TOKEN_EXPIRED not in simulator.troubles:
        pytest.skip("signs in without tokens")
    reply = answer(store, question, "Bonjour")
    simulator.trouble(Trouble.TOKEN_EXPIRED)
    store.connector.send(reply)
    assert len(simulator.replies()) == 1


# --- abilities


def test_marking_read_may_be_repeated(connector: Connector, question: Written) -> None:
    if not isinstance(connector, MarksRead):
        pytest.skip("cannot mark as read")
    connector.mark_read(question.thread_id)
    connector.mark_read(question.thread_id)


def test_quotas_are_reported(connector: Connector) -> None:
    if not isinstance(connector, ReportsQuota):
        pytest.skip("reports no quota")
    assert all(0 <= left.remaining <= left.limit for left in connector.quotas())


def test_a_preview_holds_the_text_sends_nothing_and_refuses_what_sending_refuses(
    store: Store, simulator: Simulator, question: Written
) -> None:
    if not isinstance(store.connector, PreviewsReplies):
        pytest.skip("shows a reply as it was typed")
    assert store.connector.preview(answer(store, question, "Il arrive demain.")).text == "Il arrive demain."
    with pytest.raises(ReplyRefused):
        store.connector.preview(answer(store, question, "é" * (store.connector.limits.max_characters + 1)))
    assert simulator.replies() == ()


def test_no_error_tells_a_secret_or_a_buyers_words(store: Store, simulator: Simulator, question: Written) -> None:
    given = flat(store.connector.credentials)
    secrets = [given[field.name] for field in store.connector.credential_fields if field.secret and field.name in given]
    reply = answer(store, question, "mots de l'acheteur")
    for trouble in sorted(simulator.troubles):
        simulator.trouble(trouble)
        with pytest.raises(Exception) as caught:  # noqa: PT011
            _send_and_stop(store.connector, reply)
        assert not any(secret in str(caught.value) for secret in [*secrets, "mots de l'acheteur"])


def _send_and_stop(connector: Connector, reply: OutgoingReply) -> None:
    connector.send(reply)
    raise RuntimeError("sent")
