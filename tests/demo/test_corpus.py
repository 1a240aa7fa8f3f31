"""Messages from a file: each once, in order, and the unreadable ones are counted."""

import json
import logging
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from demo.convert import Conversion
from demo.corpus import CorpusPlayer, read_line
from tests.demo.fake import NOON, FakeMarketplace, make_stage


def write_corpus(folder: Path, lines: list[str]) -> Path:
    path = folder / "corpus.jsonl"
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def line(text: str) -> str:
    return json.dumps({"text": text, "language": "fr", "intent": "refund"}, ensure_ascii=False)


def play(player: CorpusPlayer, *, times: int, now: datetime = NOON) -> datetime:
    for _ in range(times):
        now = player.step(now)
    return now


def test_every_line_becomes_one_conversation_in_order(tmp_path: Path) -> None:
    marketplace = FakeMarketplace()
    path = write_corpus(tmp_path, [line(f"message {number}") for number in range(50)])
    play(CorpusPlayer(path, stage=make_stage(tmp_path, marketplace), pace=1), times=80)
    assert [message.text for message in marketplace.messages] == [f"message {number}" for number in range(50)]
    assert len({message.buyer for message in marketplace.messages}) == 50


def test_2600_lines_take_a_few_minutes(tmp_path: Path) -> None:
    path = write_corpus(tmp_path, [line("bonjour")] * 2600)
    player = CorpusPlayer(path, stage=make_stage(tmp_path, FakeMarketplace()), pace=1)
    assert play(player, times=2600) - NOON < timedelta(minutes=6)


def test_a_restart_goes_on_with_the_next_line(tmp_path: Path) -> None:
    marketplace = FakeMarketplace()
    path = write_corpus(tmp_path, [line(f"message {number}") for number in range(10)])
    first = make_stage(tmp_path, marketplace)
    play(CorpusPlayer(path, stage=first, pace=1), times=4)
    first.memory.close()
    play(CorpusPlayer(path, stage=make_stage(tmp_path, marketplace), pace=1), times=20)
    assert [message.text for message in marketplace.messages] == [f"message {number}" for number in range(10)]


def test_bad_lines_are_counted_with_their_reason(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "demo")
    bad = ["{", "[1]", '{"text": "  "}', '{"text": 7}', '{"text": "secret words", "language": 3}']
    path = write_corpus(tmp_path, [*bad, line("bonne ligne")])
    marketplace = FakeMarketplace()
    play(CorpusPlayer(path, stage=make_stage(tmp_path, marketplace), pace=1), times=9)
    assert [message.text for message in marketplace.messages] == ["bonne ligne"]
    assert "line 1 skipped: not JSON" in caplog.text
    assert "all 6 lines done, 5 skipped (2 no text; 1 not JSON; 1 not an object" in caplog.text
    assert "secret words" not in caplog.text


def test_a_file_without_a_last_line_end_is_read_to_the_end(tmp_path: Path) -> None:
    marketplace = FakeMarketplace()
    path = tmp_path / "corpus.jsonl"
    path.write_text(line("une seule"), encoding="utf-8")
    play(CorpusPlayer(path, stage=make_stage(tmp_path, marketplace), pace=1), times=3)
    assert [message.text for message in marketplace.messages] == ["une seule"]


def test_a_separator_inside_a_text_does_not_end_the_line(tmp_path: Path) -> None:
    marketplace = FakeMarketplace()
    path = write_corpus(tmp_path, [line("one\u2028two")])
    play(CorpusPlayer(path, stage=make_stage(tmp_path, marketplace), pace=1), times=2)
    assert [message.text for message in marketplace.messages] == ["one\u2028two"]


def test_what_the_marketplace_cannot_carry_is_skipped_too(tmp_path: Path) -> None:
    class Choosy(FakeMarketplace):
        def _add(self, line: object) -> object:  # type: ignore[override]
            raise ValueError("too long")

    path = write_corpus(tmp_path, [line("bonjour")])
    player = CorpusPlayer(path, stage=make_stage(tmp_path, Choosy()), pace=1)
    play(player, times=2)
    assert player.skipped == {"too long": 1}


def test_csv_rows_become_lines_that_can_be_read_back() -> None:
    rows = ["text,intent,lang\n", '"bonjour, où est\n', 'mon colis ?",delivery,fr\n', ",delivery,fr\n", "hello,x,en\n"]
    conversion = Conversion()
    messages = [read_line(one) for one in conversion.lines(rows)]
    assert [(message.text, message.language, message.intent) for message in messages] == [
        ("bonjour, où est\nmon colis ?", "fr", "delivery"),
        ("hello", "en", "x"),
    ]
    assert (conversion.written, conversion.skipped) == (2, {"no text": 1})


def test_conversion_stops_at_its_limit() -> None:
    rows = ["text,intent,lang\n", *["hello,x,en\n"] * 9]
    assert len(list(Conversion().lines(rows, limit=4))) == 4


def test_a_csv_file_without_texts_is_refused() -> None:
    with pytest.raises(ValueError, match="no column called text"):
        list(Conversion().lines(["utterance,lang\n", "hello,en\n"]))
