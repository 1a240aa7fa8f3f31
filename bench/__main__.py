"""`./guichet bench NAME`: measure something as ratios within one run; print a table and write JSON."""

import argparse
import importlib
import os
from pathlib import Path

import django
from django.core.management import call_command

BENCHES = (
    *("classify", "counts", "deadlines", "figures", "mail", "memory", "mining", "picker", "policy", "pull", "queue"),
    *("rules", "search", "tick", "views"),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="./guichet bench")
    parser.add_argument("name", choices=BENCHES)
    parser.add_argument("--json", type=Path, default=None, help="where to write the figures (bench-results/NAME.json)")
    options, rest = parser.parse_known_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("GUICHET_LOG_LEVEL", "ERROR")
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    bench = importlib.import_module(f"bench.{options.name}")
    bench.run(rest, write_to=options.json or Path("bench-results") / f"{options.name}.json")


if __name__ == "__main__":
    main()
