"""`guichet demo`: the same as `up`, on a directory of its own, with simulated marketplaces and buyers."""

from dataclasses import dataclass
from pathlib import Path

from launcher import programs
from launcher.child import Program
from launcher.errors import CannotStart
from launcher.installation import Installation
from launcher.project import PYTHON, ROOT
from launcher.remembered import parse, remember_marketplaces
from launcher.supervisor import Supervisor
from launcher.up import migrate, prepare, serve, started, with_environment

LOOPBACK = ("127.0.0.1", "::1", "localhost")
MARKETPLACES_START = 120.0
HISTORY_DAYS = "400"
"""So far back lies what the demo's buyers wrote last year (demo/backlog.py)."""


@dataclass(frozen=True)
class Buyers:
    """How the demo's buyers behave."""

    pace: float
    seed: int
    corpus: Path | None


def demo(site: Installation, buyers: Buyers) -> None:
    """Run until stopped. Raises CannotStart."""
    _check(site, buyers)
    with started(site, "demo") as supervisor:
        site.data.demo_mark.touch()
        marketplaces = {
            "GUICHET_DEMO": "1",
            "GUICHET_PULL_SECONDS": "5",
            "GUICHET_HISTORY_DAYS": HISTORY_DAYS,
            **_addresses(supervisor, site),
        }
        remember_marketplaces(site.data, marketplaces)
        site = with_environment(site, marketplaces)
        ready = site.data.run / "demo.ready"
        ready.unlink(missing_ok=True)
        simulators = supervisor.start(_simulators(site, buyers))
        prepare(supervisor, site)
        web = supervisor.start_on_trial(programs.web(site))
        migrate(supervisor, site)
        supervisor.wait_until(ready.exists, child=simulators, within=MARKETPLACES_START)
        supervisor.say("making the demo's users and accounts")
        setup = supervisor.start_task(programs.management(site, "demo_setup"))
        supervisor.finish(setup)
        colleagues = programs.management(site, "demo_colleagues")
        serve(supervisor, site, web=web, notice=setup.answer, title="Guichet's demo is ready", tasks=[colleagues])


def _check(site: Installation, buyers: Buyers) -> None:
    if site.host not in LOOPBACK:
        raise CannotStart(
            f"A demo has known passwords and serves this machine only, not {site.host}:"
            " leave out --host and GUICHET_HOST."
        )
    if site.data.postgres.exists() and not site.data.demo_mark.exists():
        raise CannotStart(f"{site.data.path} holds a shop's real data: choose another directory with --data.")
    if buyers.corpus is not None and not buyers.corpus.is_file():
        raise CannotStart(f"There is no file {buyers.corpus}: give --corpus the path of a JSONL file.")


def _addresses(supervisor: Supervisor, site: Installation) -> dict[str, str]:
    """The simulators' base URLs, by the variables that the settings read."""
    command = [PYTHON, "-m", "demo", "environment", "--data", str(site.data.path)]
    task = supervisor.start_task(Program("demo-environment", command, site.environment, cwd=ROOT))
    supervisor.finish(task)
    return parse(task.answer)


def _simulators(site: Installation, buyers: Buyers) -> Program:
    command = [PYTHON, "-m", "demo", "serve", "--data", str(site.data.path)]
    command += ["--pace", str(buyers.pace), "--seed", str(buyers.seed)]
    if buyers.corpus is not None:
        command += ["--corpus", str(buyers.corpus.resolve())]
    return Program(
        "demo", command, site.environment, cwd=ROOT, stage=programs.MARKETPLACES, on_terminal=False
    )  # a line for every message would push the log-ins off the screen
