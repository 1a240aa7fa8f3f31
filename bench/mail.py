"""How mails of other projects' test collections are read: shares as expected, crashes, time and memory.

Each mail is read in a process of its own, so that a crash is counted and the peak memory is that mail's.
"""

import argparse
import email
import os
import pickle
import resource
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.mail_corpora import CorpusMail, corpus_mails, quote_pairs
from bench.mail_expectation import digest, judged
from bench.mail_quotes import PairResult, quote_results
from bench.table import show
from connectors.mail.mail import Mail
from connectors.mail.parse import read_mail

FIELDS = ("from", "subject", "text", "attachments")
AIMS = {"from": 0.98, "subject": 0.98, "text": 0.95, "attachments": 0.95}
LANGUAGES_OF_THE_AIM = ("fr", "de", "es", "it", "en")


@dataclass(frozen=True)
class Reading:
    """One mail read once. mail: None after a crash. fields: as expected or not."""

    corpus: str
    name: str
    mail: Mail | None
    seconds: float
    megabytes: float
    fields: Mapping[str, bool]
    sound: bool


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    parser = argparse.ArgumentParser(prog="./guichet bench mail")
    parser.add_argument("--corpus", type=Path, required=True, help="the folder that holds the corpora")
    parser.add_argument("--failures", action="store_true", help="name every mail that is not read as expected")
    options = parser.parse_args(arguments)
    readings = [_read(mail) for mail in corpus_mails(options.corpus)]
    pairs = quote_results(quote_pairs(options.corpus))
    if not readings and not pairs:
        raise SystemExit(f"There are no corpora in {options.corpus}.")
    if options.failures:
        _print_failures(readings, pairs)
    _show_mails(readings, write_to=write_to)
    _show_quotes(pairs, write_to=write_to.with_name(f"{write_to.stem}-quotes.json"))


def _read(one: CorpusMail) -> Reading:
    mail, seconds, megabytes = _in_a_process(one.raw)
    if mail is None:
        return Reading(one.corpus, one.name, None, seconds, megabytes, {}, sound=False)
    sound = mail.digest == digest(one.raw) and read_mail(one.raw) == mail and _has_something_to_show(mail, one.raw)
    return Reading(one.corpus, one.name, mail, seconds, megabytes, judged(mail, one.expected), sound)


def _in_a_process(raw: bytes) -> tuple[Mail | None, float, float]:
    """The mail (None if reading it broke), seconds, and the process's peak memory in MB."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiving)
        with os.fdopen(sending, "wb") as pipe:
            started = time.perf_counter()
            mail = read_mail(raw)
            seconds = time.perf_counter() - started
            pickle.dump((mail, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024), pipe)
        os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return pickle.loads(answer) if answer else (None, 0.0, 0.0)


def _has_something_to_show(mail: Mail, raw: bytes) -> bool:
    """A ticket made of it is not empty: it has text if there was any, else a file or what its headers say."""
    if not mail.text.strip() and _has_plain_text(raw):
        return False
    return bool(mail.text.strip() or mail.files or mail.subject or mail.sender or mail.headers or not raw.strip())


def _has_plain_text(raw: bytes) -> bool:
    """Whether the standard library finds plain text in it, other than files written into the text."""
    parts = email.message_from_bytes(raw).walk()
    texts = [part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/plain"]
    return any(isinstance(text, bytes) and text.strip() and b"begin " not in text for text in texts)


def _show_mails(readings: Sequence[Reading], *, write_to: Path) -> None:
    by_corpus: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        by_corpus[reading.corpus].append(reading)
    rows = [_row(corpus, found) for corpus, found in by_corpus.items()]
    columns = ["corpus", "mails", *FIELDS, "sound", "crashes", "slowest s", "peak MB"]
    show(
        "bench mail: share of mails read as expected (sound: same twice, never empty)",
        columns,
        [*rows, _row("all", readings)],
        write_to=write_to,
        facts={"aims": AIMS},
    )


def _row(name: str, readings: Sequence[Reading]) -> tuple[object, ...]:
    shares = [_share(reading.fields[field] for reading in readings if field in reading.fields) for field in FIELDS]
    return (
        *(name, len(readings), *shares, _share(reading.sound for reading in readings)),
        sum(reading.mail is None or "as it is" in " ".join(reading.mail.problems[:1]) for reading in readings),
        f"{max((reading.seconds for reading in readings), default=0):.3f}",
        round(max((reading.megabytes for reading in readings), default=0)),
    )


def _show_quotes(pairs: Sequence[PairResult], *, write_to: Path) -> None:
    languages = sorted({pair.language for pair in pairs})
    rows = [_quote_row(language, [pair for pair in pairs if pair.language == language]) for language in languages]
    aimed = [pair for pair in pairs if pair.language in LANGUAGES_OF_THE_AIM]
    rows += [_quote_row(", ".join(LANGUAGES_OF_THE_AIM), aimed), _quote_row("all", pairs)]
    columns = ["language", "pairs", "as expected"]
    show("bench mail: quoted replies cut as expected", columns, rows, write_to=write_to, facts={})


def _quote_row(name: str, pairs: Sequence[PairResult]) -> tuple[str, int, str]:
    return name, len(pairs), _share(pair.right for pair in pairs)


def _share(outcomes: Iterable[bool]) -> str:
    found = list(outcomes)
    return f"{100 * sum(found) / len(found):.1f} % of {len(found)}" if found else "-"


def _print_failures(readings: Sequence[Reading], pairs: Sequence[PairResult]) -> None:
    for reading in readings:
        wrong = [field for field, right in reading.fields.items() if not right]
        if wrong or not reading.sound:
            print(f"{reading.corpus}/{reading.name}: {', '.join(wrong) or 'not sound'}")
    for pair in pairs:
        if not pair.right:
            print(f"reply-quotes/{pair.name} ({pair.language}): not cut as expected")
