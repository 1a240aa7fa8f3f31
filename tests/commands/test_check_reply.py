"""`manage check_reply`."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

TEXT = "Appelez-moi au 06 12 34 56 78."


def answered(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], given: str, *words: str) -> list[str]:
    stdin = io.TextIOWrapper(io.BytesIO(given.encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    call_command("check_reply", *words)
    return capsys.readouterr().out.splitlines()


def test_one_text_has_its_findings_as_one_object(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = answered(monkeypatch, capsys, TEXT, "--marketplace", "ebay", "--json")
    (finding,) = json.loads(line)["findings"]
    assert list(finding) == ["rule", "level", "start", "end", "reason"]
    assert (finding["rule"], finding["level"]) == ("phone", "block")
    assert TEXT[finding["start"] : finding["end"]] == "06 12 34 56 78"


def test_many_texts_are_answered_line_by_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given: list[dict[str, Any]] = [
        {"marketplace": "ebay", "text": TEXT, "language": "fr"},
        {"marketplace": "email", "text": TEXT},
    ]
    lines = answered(monkeypatch, capsys, "\n".join(map(json.dumps, given)), "--jsonl")
    assert [len(json.loads(line)["findings"]) for line in lines] == [1, 0]


def test_signs_that_end_lines_elsewhere_are_part_of_a_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = json.dumps({"marketplace": "ebay", "text": f"Bonjour\u2028oui\x85{TEXT}"}, ensure_ascii=False)
    (line,) = answered(monkeypatch, capsys, given, "--jsonl")
    assert [one["rule"] for one in json.loads(line)["findings"]] == ["phone"]


def test_people_read_places_and_reasons(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    said = "\n".join(answered(monkeypatch, capsys, TEXT, "--marketplace", "ebay", "--reasons", "fr"))
    assert "06 12 34 56 78" in said
    assert "ne s'échange pas" in said


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        "{",
        '{"text": 3, "marketplace": "ebay"}',
        '{"marketplace": "ebay"}',
        '{"text": "x", "marketplace": "nowhere"}',
        '{"text": "x", "marketplace": "\\ud800"}',
    ],
)
def test_a_line_that_is_no_reply_is_answered_by_what_is_wrong_and_the_others_are_checked(
    line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = json.dumps({"marketplace": "ebay", "text": TEXT})
    wrong, right = answered(monkeypatch, capsys, f"{line}\n{good}", "--jsonl")
    assert set(json.loads(wrong)) == {"error"}
    assert json.loads(right)["findings"]


def test_an_unknown_marketplace_is_answered_with_those_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="ebay"):
        answered(monkeypatch, capsys, TEXT, "--marketplace", "nowhere")
