"""`bench mail` over a corpus of two made-up mails."""

import json
from pathlib import Path

import pytest

from bench import mail

MAIL = "From: Zoé <zoe@example.com>\nSubject: Colis\n\nBonjour"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "zammad-mails" / "mails"
    folder.mkdir(parents=True)
    (folder / "right.eml").write_text(MAIL, "utf-8")
    (folder / "wrong.eml").write_text(MAIL, "utf-8")
    expected = {"from_email": "zoe@example.com", "from_display_name": "Zoé", "attachments": []}
    found = {
        "right": {**expected, "subject": "Colis", "body_text": "Bonjour"},
        "wrong": {**expected, "subject": "Autre chose", "body_text": "Au revoir"},
    }
    (tmp_path / "zammad-mails" / "expected.json").write_text(json.dumps(found), "utf-8")
    pair = {"lang": "fr", "match": "exact", "body": "Oui.\n\nLe 1 mai 2026 à 9:00, A <a@b.fr> a écrit :\n> Non ?"}
    (tmp_path / "reply-quotes").mkdir()
    (tmp_path / "reply-quotes" / "pairs.json").write_text(json.dumps({"a/1": {**pair, "reply": "Oui."}}), "utf-8")
    return tmp_path


def test_shares_are_counted_and_failures_named(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mail.run(["--corpus", str(corpus), "--failures"], write_to=corpus / "mail.json")
    row = json.loads((corpus / "mail.json").read_text())["rows"][-1]
    assert row[:7] == ["all", 2, "100.0 % of 2", "50.0 % of 2", "50.0 % of 2", "100.0 % of 2", "100.0 % of 2"]
    assert "zammad-mails/wrong: subject, text" in capsys.readouterr().out


def test_quotes_have_their_own_table(corpus: Path) -> None:
    mail.run(["--corpus", str(corpus)], write_to=corpus / "mail.json")
    assert json.loads((corpus / "mail-quotes.json").read_text())["rows"][-1] == ["all", 1, "100.0 % of 1"]


def test_a_folder_without_corpora_says_so(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no corpora"):
        mail.run(["--corpus", str(tmp_path)], write_to=tmp_path / "mail.json")
