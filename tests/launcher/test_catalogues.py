import os
from pathlib import Path

import pytest

from launcher import catalogues
from launcher.errors import CannotStart


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A French catalogue in a checkout of its own."""
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    source = tmp_path / "inbox" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Queue"\nmsgstr "File"\n')
    return source


def test_a_catalogue_is_compiled_once(source: Path) -> None:
    compiled = source.with_suffix(".mo")
    catalogues.compile_catalogues()
    assert b"File" in compiled.read_bytes()
    before = compiled.stat().st_mtime_ns
    catalogues.compile_catalogues()
    assert compiled.stat().st_mtime_ns == before


def test_a_changed_catalogue_is_compiled_again(source: Path) -> None:
    catalogues.compile_catalogues()
    source.write_text(source.read_text().replace("File", "La file"))
    later = source.stat().st_mtime + 10
    os.utime(source, (later, later))
    catalogues.compile_catalogues()
    assert b"La file" in source.with_suffix(".mo").read_bytes()


def test_a_faulty_catalogue_is_named(source: Path) -> None:
    source.write_bytes(b"\xff\xfe not a catalogue")
    with pytest.raises(CannotStart, match=r"The translations in .*django\.po cannot be compiled"):
        catalogues.compile_catalogues()
    assert not source.with_suffix(".mo").exists()


def test_an_uncertain_translation_is_left_out_and_the_others_are_not(source: Path) -> None:
    header, queue = source.read_text().split("\n\n")
    source.write_text(f'#, fuzzy\n{header}\n\n{queue}\n#, fuzzy\nmsgid "Rule"\nmsgstr "Perhaps"\n')
    catalogues.compile_catalogues()
    compiled = source.with_suffix(".mo").read_bytes()
    assert b"File" in compiled
    assert b"Perhaps" not in compiled
