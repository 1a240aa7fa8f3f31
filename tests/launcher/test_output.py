from pathlib import Path

import pytest

from launcher import output
from launcher.output import Lines, LogFile


def test_lines_are_cut_where_they_end_however_they_arrive() -> None:
    lines = Lines()
    assert lines.feed(b"on") == []
    assert lines.feed(b"e\r\ntwo\nth") == [b"one", b"two"]
    assert lines.rest() == [b"th"]


def test_a_full_log_file_is_put_aside_and_few_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "FILE_SIZE", 5)
    log = LogFile(tmp_path / "web.log")
    for line in (b"first", b"second", b"third", b"fourth", b"fifth"):
        log.write(line)
    log.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["web.log", "web.log.1", "web.log.2", "web.log.3"]
    assert (tmp_path / "web.log.1").read_bytes() == b"fifth\n"
    assert (tmp_path / "web.log.3").read_bytes() == b"third\n"
