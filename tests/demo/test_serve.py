"""Serving a whole demo: settings, accounts, readiness, one at a time, and a clean stop."""

import json
import logging
import socket
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest

from demo import marketplaces
from demo.__main__ import main
from demo.marketplaces import environment
from demo.places import Places, write_privately
from demo.serve import Wishes, serve
from tests.demo.fake import FakeMarketplace


class Listening(FakeMarketplace):
    """A fake that really has a port, as a simulator has."""

    opened: ClassVar[list["Listening"]] = []

    def start(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.socket = socket.create_server((host, port))
        Listening.opened.append(self)

    def stop(self) -> None:
        self.socket.close()

    def environment(self) -> dict[str, str]:
        return {"FAKE_URL": f"http://127.0.0.1:{self.socket.getsockname()[1]}"}


@pytest.fixture(autouse=True)
def _one_marketplace(monkeypatch: pytest.MonkeyPatch) -> None:
    Listening.opened.clear()
    monkeypatch.setattr(marketplaces, "simulators", lambda: {"fake": Listening})
    monkeypatch.setattr(marketplaces, "connectors", lambda: {"fake": SimpleNamespace(label="Bazaar")})


@contextmanager
def served(data: Path, *, corpus: Path | None = None) -> Iterator[Places]:
    places, stopping = Places(data), threading.Event()
    thread = threading.Thread(target=serve, args=(places, Wishes(10, 1, corpus)), kwargs={"stopping": stopping})
    thread.start()
    try:
        _wait_for(places.ready)
        yield places
    finally:
        stopping.set()
        thread.join(timeout=60)


def _wait_for(path: Path) -> None:
    for _ in range(6000):
        if path.exists():
            return
        time.sleep(0.01)
    raise AssertionError(f"{path.name} never came")


def test_the_same_ports_are_told_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["environment", "--data", str(tmp_path)]) == 0
    first = capsys.readouterr().out
    assert main(["environment", "--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out == first
    assert first.startswith("FAKE_URL=http://127.0.0.1:")


def test_another_port_is_chosen_when_the_old_one_is_taken(tmp_path: Path) -> None:
    first = environment(Places(tmp_path))
    with closing(socket.create_server(("127.0.0.1", int(first["FAKE_URL"].rpartition(":")[2])))):
        assert environment(Places(tmp_path)) != first


def test_it_serves_where_the_environment_said(tmp_path: Path) -> None:
    told = environment(Places(tmp_path))
    with served(tmp_path):
        assert Listening.opened[-1].environment() == told
        assert environment(Places(tmp_path)) == told


def test_when_it_is_ready_the_backlog_lies_there_and_the_accounts_are_written(tmp_path: Path) -> None:
    with served(tmp_path) as places:
        assert len(Listening.opened[-1].said_by("buyer")) > 60
        accounts = json.loads(places.accounts.read_text(encoding="utf-8"))
        assert [set(account) for account in accounts] == [{"marketplace", "name", "credentials"}] * 2
        assert {account["name"] for account in accounts} == {"Maison Lavande", "Grand Large Sport"}
        assert stat.S_IMODE(places.accounts.stat().st_mode) == 0o600


def test_nothing_is_called_ready_after_the_stop(tmp_path: Path) -> None:
    with served(tmp_path) as places:
        pass
    assert not places.ready.exists()
    assert Listening.opened[-1].socket.fileno() == -1


def test_the_settings_of_a_running_demo_can_be_asked_for(tmp_path: Path) -> None:
    with served(tmp_path):
        assert environment(Places(tmp_path)) == Listening.opened[-1].environment()


def test_a_second_start_is_refused_and_leaves_the_first_one_ready(tmp_path: Path) -> None:
    with served(tmp_path) as places:
        assert main(["serve", "--data", str(tmp_path)]) == 1
        assert places.ready.exists()


def test_a_taken_port_stops_the_start_with_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = environment(Places(tmp_path))
    with closing(socket.create_server(("127.0.0.1", int(told["FAKE_URL"].rpartition(":")[2])))):
        assert main(["serve", "--data", str(tmp_path)]) == 1
    assert not Places(tmp_path).ready.exists()


def test_a_missing_corpus_stops_the_start(tmp_path: Path) -> None:
    assert main(["serve", "--data", str(tmp_path), "--corpus", str(tmp_path / "none.jsonl")]) == 1


def test_the_log_holds_no_text_and_no_name_of_a_buyer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "demo")
    with served(tmp_path):
        buyers = {message.buyer for message in Listening.opened[-1].messages}
        texts = {message.text for message in Listening.opened[-1].messages}
    assert not any(word in caplog.text for word in buyers | {text for text in texts if len(text) > 12})


def test_the_corpus_is_played_beside_the_buyers(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text('{"text": "du corpus"}\n', encoding="utf-8")
    with served(tmp_path / "data", corpus=corpus):
        for _ in range(300):
            if any(message.text == "du corpus" for message in Listening.opened[-1].messages):
                break
            time.sleep(0.01)
    assert [message.text for message in Listening.opened[-1].messages].count("du corpus") == 1


def test_a_private_file_replaces_a_public_one(tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"
    path.write_text("old")
    path.chmod(0o644)
    write_privately(path, "new")
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("new", 0o600)


def test_csv_files_are_converted_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "messages.csv"
    table.write_text("text,intent,lang\nbonjour,hello,fr\n", encoding="utf-8")
    assert main(["convert", str(table)]) == 0
    assert json.loads(capsys.readouterr().out) == {"text": "bonjour", "language": "fr", "intent": "hello"}


@pytest.mark.parametrize("pace", ["0", "-1", "fast"])
def test_a_pace_that_makes_no_sense_is_refused(pace: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["serve", "--data", str(tmp_path), "--pace", pace])
