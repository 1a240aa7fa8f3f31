"""`python -m demo`: environment, serve and convert. See demo/README.md."""

import argparse
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from demo.convert import Conversion
from demo.lock import AlreadyServing
from demo.marketplaces import PortTaken, environment
from demo.places import Places
from demo.serve import Wishes, serve


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="demo: %(message)s", stream=sys.stderr)
    try:
        return int(options.run(options))
    except (AlreadyServing, PortTaken, OSError) as error:
        logging.getLogger("demo").error("%s", error)
        return 1


def _environment(options: argparse.Namespace) -> int:
    for name, value in sorted(environment(Places(options.data)).items()):
        print(f"{name}={value}")
    return 0


def _serve(options: argparse.Namespace) -> int:
    stopping = threading.Event()

    def stop(_signum: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    wishes = Wishes(pace=options.pace, seed=options.seed, corpus=options.corpus)
    serve(Places(options.data), wishes, stopping=stopping)
    return 0


def _convert(options: argparse.Namespace) -> int:
    status = 0
    for path in options.files:
        conversion = Conversion()
        try:
            with path.open(encoding="utf-8-sig", errors="replace", newline="") as rows:
                for line in conversion.lines(rows, limit=options.limit):
                    sys.stdout.write(line + "\n")
        except (OSError, ValueError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            status = 1
        reasons = ", ".join(f"{count} {reason}" for reason, count in conversion.skipped.items())
        print(f"{path.name}: {conversion.written} messages, skipped: {reasons or 'none'}", file=sys.stderr)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    commands = parser.add_subparsers(required=True)

    describe = commands.add_parser("environment", help="print the settings that point the application here")
    _takes_data(describe)
    describe.set_defaults(run=_environment)

    play = commands.add_parser("serve", help="simulate marketplaces and their buyers until stopped")
    _takes_data(play)
    play.add_argument("--pace", type=_pace, default=1.0, help="1 is a new message every 20 seconds or so")
    play.add_argument("--seed", type=int, default=1, help="same seed, same run")
    play.add_argument("--corpus", type=Path, metavar="FILE.jsonl", help='lines of {"text", "language", "intent"}')
    play.set_defaults(run=_serve)

    change = commands.add_parser("convert", help="turn CSV files (text, intent, lang) into lines for --corpus")
    change.add_argument("files", type=Path, nargs="+", metavar="CSV")
    change.add_argument("--limit", type=int, help="at most so many messages of each file")
    change.set_defaults(run=_convert)
    return parser


def _takes_data(parser: argparse.ArgumentParser) -> None:
    given = os.environ.get("GUICHET_DATA")
    parser.add_argument("--data", type=Path, required=not given, default=given and Path(given), metavar="DIR")


def _pace(text: str) -> float:
    pace = float(text)
    if not 0 < pace <= 1000:
        raise argparse.ArgumentTypeError("pace is more than 0 and at most 1000")
    return pace


if __name__ == "__main__":
    sys.exit(main())
