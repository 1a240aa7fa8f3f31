"""Buyers who keep writing, chase, and react to the shop."""

from datetime import datetime, timedelta
from pathlib import Path

from demo.memory import Performance
from demo.play import Player
from demo.scripts import load_scripts
from tests.demo.fake import NOON, FakeMarketplace, make_player, play_until

MINUTE = timedelta(minutes=1)


def begin(player: Player, script: str) -> Performance:
    """Let one conversation begin, and no other within the next year."""
    player.memory.write_note("opening_at", (NOON + timedelta(days=365)).isoformat())
    player.memory.save(Performance(0, script, "fake", opened_at=NOON, due_at=NOON))
    player.step(NOON)
    performance = player.memory.performance(0)
    assert performance
    return performance


def answer(marketplace: FakeMarketplace, performance: Performance, *, at: datetime) -> None:
    marketplace.seller_writes(seller="s", thread_id=performance.thread_id, text="Bonjour", at=at)


def texts(marketplace: FakeMarketplace) -> list[str]:
    return [line.text for line in marketplace.said_by("buyer")]


def test_about_one_new_message_every_20_seconds(tmp_path: Path) -> None:
    marketplace = FakeMarketplace()
    player = make_player(tmp_path, marketplace)
    player.memory.write_note("backlog", "laid")
    play_until(player, NOON, NOON + 60 * MINUTE)
    openings = [message for message in marketplace.messages if not message.thread_id]
    assert 120 <= len(openings) <= 190


def test_pace_ten_is_ten_times_as_fast(tmp_path: Path) -> None:
    marketplace = FakeMarketplace()
    player = make_player(tmp_path, marketplace, pace=10)
    player.memory.write_note("backlog", "laid")
    play_until(player, NOON, NOON + 6 * MINUTE)
    openings = [message for message in marketplace.messages if not message.thread_id]
    assert 120 <= len(openings) <= 190


def test_the_same_seed_makes_the_same_run(tmp_path: Path) -> None:
    first, second, other = FakeMarketplace(), FakeMarketplace(), FakeMarketplace()
    for name, marketplace, seed in (("a", first, 7), ("b", second, 7), ("c", other, 8)):
        player = make_player(tmp_path / name, marketplace, seed=seed)
        player.lay_backlog(NOON)
        play_until(player, NOON, NOON + 5 * MINUTE)
    assert first.lines == second.lines
    assert first.lines != other.lines


def test_a_restart_goes_on_and_repeats_nothing(tmp_path: Path) -> None:
    marketplace = FakeMarketplace()
    before = make_player(tmp_path, marketplace)
    before.lay_backlog(NOON)
    play_until(before, NOON, NOON + 5 * MINUTE)
    before.memory.close()
    after = make_player(tmp_path, marketplace)
    after.lay_backlog(NOON + 10 * MINUTE)
    play_until(after, NOON + 10 * MINUTE, NOON + 15 * MINUTE)
    openings = [(message.buyer, message.text) for message in marketplace.messages if not message.thread_id]
    assert len(openings) == len(set(openings))
    assert len({message.text for message in marketplace.messages if not message.thread_id}) > 85


def test_every_conversation_is_played_before_one_comes_round_again(tmp_path: Path) -> None:
    marketplace = FakeMarketplace()
    player = make_player(tmp_path, marketplace, pace=10)
    player.memory.write_note("backlog", "laid")
    play_until(player, NOON, NOON + 12 * MINUTE)
    played = [player.memory.performance(number) for number in range(len(load_scripts()))]
    assert {performance.script for performance in played if performance} == set(load_scripts())


def test_a_buyer_thanks_after_the_answer(tmp_path: Path) -> None:
    marketplace = FakeMarketplace()
    player = make_player(tmp_path, marketplace)
    performance = begin(player, "fr-annuler-erreur")
    answer(marketplace, performance, at=NOON + MINUTE)
    play_until(player, NOON + MINUTE, NOON + 3 * MINUTE)
    assert texts(marketplace)[1:] == ["ouf merci"]


def test_the_reaction_takes_a_human_moment(tmp_path: Path) -> None:
    marketplace = FakeMarketplace()
    player = make_player(tmp_path, marketplace)
    performance = begin(player, "fr-annuler-erreur")
    answer(marketplace, performance, at=NOON)
    player.step(NOON)
    player.step(NOON + timedelta(seconds=2))
    assert len(texts(marketplace)) == 1


def test_a_buyer_asks_on_and_on_as_long_as_he_is_answered(tmp_path: Path) -> None:
    marketplace = FakeMarketplace()
    player = make_player(tmp_path, marketplace)
    performance = begin(player, "fr-montre-buee")
    answer(marketplace, performance, at=NOON)
    play_until(player, NOON, NOON + 2 * MINUTE)
    answer(marketplace, performance, at=NOON + 2 * MINUTE)
    play_until(player, NOON + 2 * MINUTE, NOON + 4 * MINUTE)
    assert [line.thread_id for line in marketplace.said_by("buyer")] == [performance.thread_id] * 3
    assert texts(marketplace)[-1] == "Parfait, merci."


def test_a_buyer_chases_while_nobody_answers(tmp_path: Path) -> None:
    marketplace = FakeMarketplace()
    player = make_player(tmp_path, marketplace)
    begin(player, "fr-relance-seule")
    play_until(player, NOON, NOON + 30 * MINUTE)
    assert texts(marketplace)[1] == "???"
    assert len(texts(marketplace)) == 3


def test_nobody_chases_after_an_answer(tmp_path: Path) -> None:
    marketplace = FakeMarketplace()
    player = make_player(tmp_path, marketplace)
    performance = begin(player, "fr-relance-seule")
    answer(marketplace, performance, at=NOON)
    play_until(player, NOON, NOON + 30 * MINUTE)
    assert len(texts(marketplace)) == 1


def test_an_answer_in_the_middle_of_a_burst_does_not_silence_the_buyer(tmp_path: Path) -> None:
    marketplace = FakeMarketplace()
    player = make_player(tmp_path, marketplace)
    performance = begin(player, "fr-colis-perdu")
    answer(marketplace, performance, at=NOON)
    play_until(player, NOON, NOON + 5 * MINUTE)
    assert texts(marketplace)[-1] == "donc avec vous"


def test_a_colleague_answers_on_the_marketplaces_own_site(tmp_path: Path) -> None:
    marketplace = FakeMarketplace()
    player = make_player(tmp_path, marketplace)
    performance = begin(player, "fr-annuler-delai")
    answer(marketplace, performance, at=NOON)
    play_until(player, NOON, NOON + 5 * MINUTE)
    assert "Elle a quitté l'entrepôt" in marketplace.said_by("seller")[-1].text
    assert texts(marketplace)[-1] == "d'accord je le refuserai"


def test_replies_in_unknown_threads_disturb_nobody(tmp_path: Path) -> None:
    marketplace = FakeMarketplace()
    player = make_player(tmp_path, marketplace)
    begin(player, "fr-merci-simple")
    marketplace.seller_writes(seller="s", thread_id="unknown", text="Bonjour")
    play_until(player, NOON, NOON + MINUTE)
    assert len(texts(marketplace)) == 1


def test_notices_come_in_between(tmp_path: Path) -> None:
    marketplace = FakeMarketplace()
    player = make_player(tmp_path, marketplace, pace=10)
    player.memory.write_note("backlog", "laid")
    play_until(player, NOON, NOON + 5 * MINUTE)
    assert len(marketplace.said_by("notice")) >= 5


def test_a_conversation_that_an_upgrade_took_away_is_forgotten(tmp_path: Path) -> None:
    before = make_player(tmp_path, FakeMarketplace())
    before.memory.save(Performance(0, "no-such-script", "fake", opened_at=NOON, due_at=NOON))
    before.memory.close()
    after = make_player(tmp_path, FakeMarketplace())
    assert after.memory.next_due() is None


def test_a_conversation_that_an_upgrade_made_shorter_is_over(tmp_path: Path) -> None:
    marketplace = FakeMarketplace()
    player = make_player(tmp_path, marketplace)
    player.memory.write_note("opening_at", (NOON + timedelta(days=365)).isoformat())
    player.memory.save(
        Performance(0, "fr-merci-simple", "fake", opened_at=NOON, thread_id="t", position=9, due_at=NOON)
    )
    player.step(NOON)
    assert (marketplace.lines, player.memory.next_due()) == ([], None)
