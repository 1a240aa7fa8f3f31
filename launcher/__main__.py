"""What `./guichet` hands over to once the packages are installed."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from launcher.bench import bench
from launcher.checks import test
from launcher.demo import Buyers, demo
from launcher.errors import CannotStart
from launcher.installation import installation
from launcher.manage import manage
from launcher.project import ROOT
from launcher.up import up

DEFAULT_DATA = ROOT / "var"


def main(arguments: Sequence[str]) -> int:
    os.chdir(os.environ.pop("GUICHET_CALLED_FROM", "."))  # where relative paths of the options start
    name, *rest = arguments or ["help"]
    try:
        return _run(name, rest)
    except CannotStart as error:
        print(f"guichet: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(name: str, rest: list[str]) -> int:
    if name == "manage":
        return manage(installation(None, default=DEFAULT_DATA), rest)
    if name == "test":
        return test(rest)
    if name == "bench":
        return bench(rest)
    if name == "demo":
        return _demo(rest)
    return _up(rest) if name == "up" else _unknown(name)


def _up(rest: list[str]) -> int:
    options = _parser("up").parse_args(rest)
    os.umask(0o077)
    up(installation(options.data, default=DEFAULT_DATA, host=options.host, port=options.port))
    return 0


def _demo(rest: list[str]) -> int:
    parser = _parser("demo")
    parser.add_argument("--pace", type=float, default=1.0, metavar="FACTOR", help="2 writes twice as often (1.0)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another demo for every number (1)")
    parser.add_argument("--corpus", type=Path, metavar="FILE", help="buyers say these: JSON lines")
    options = parser.parse_args(rest)
    os.umask(0o077)
    site = installation(options.data, default=DEFAULT_DATA / "demo", host=options.host, port=options.port)
    demo(site, Buyers(pace=options.pace, seed=options.seed, corpus=options.corpus))
    return 0


def _parser(name: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"guichet {name}", allow_abbrev=False)
    parser.add_argument("--data", type=Path, metavar="DIR", help="data directory (GUICHET_DATA, else ./var)")
    parser.add_argument("--host", metavar="ADDRESS", help="address to listen on (GUICHET_HOST, else 127.0.0.1)")
    parser.add_argument("--port", metavar="N", help="port to listen on (GUICHET_PORT, else 8000)")
    return parser


def _unknown(name: str) -> int:
    print(f"guichet: there is no command {name!r}; see ./guichet help.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
