"""`manage recompute_figures [--check] [--figure SLUG …]`: make the rollup anew, or prove that it is right.

--check changes nothing, prints the rows that differ, and ends with 1 if there are any.
"""

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from kpis.figures.catalogue import BY_SLUG
from kpis.figures.figure import Figure
from kpis.rollup.building import begin
from kpis.rollup.checking import Difference, differences, is_rolled_up
from kpis.rollup.ticking import follow

_MOST = 200
"""So many rows that differ are printed."""


class Command(BaseCommand):
    help = "Make the figures' rollup anew from the log; with --check, prove that it is what the log comes to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; end with 1 if any row differs")
        parser.add_argument("--figure", action="append", choices=[*BY_SLUG], help="of this one only")

    def handle(self, *_args: Any, **options: Any) -> None:
        figures = [BY_SLUG[slug] for slug in options["figure"] or BY_SLUG]
        if options["check"]:
            self._check(figures)
        else:
            _recompute(figures)
            self.stdout.write(f"{len(figures)} figures were made anew.")

    def _check(self, figures: Sequence[Figure]) -> None:
        found = 0
        for figure in figures:
            if not is_rolled_up(figure):
                self.stdout.write(f"{figure.slug}: not rolled up yet; it is answered from the log.")
            for difference in differences(figure):
                found += 1
                if found <= _MOST:
                    self.stdout.write(_line(difference))
        if found:
            raise CommandError(f"{found} rows are not what the log comes to.")
        self.stdout.write(f"{len(figures)} figures: the rollup is what the log comes to.")


def _recompute(figures: Sequence[Figure]) -> None:
    now = timezone.now()
    with transaction.atomic():
        for figure in figures:
            begin(figure, now)
    follow(timezone.now)


def _line(one: Difference) -> str:
    of = " ".join(filter(None, (one.dimension, one.label, one.part, one.currency)))
    grain = {"m": "month of ", "open": "open on "}.get(one.grain, "")
    return (
        f"{one.figure}, account {one.account}, {grain}{one.day} {of}: {one.stored_cases} cases, {one.stored_total} "
        f"stored; {one.counted_cases} cases, {one.counted_total} counted"
    )
