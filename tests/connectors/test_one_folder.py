"""A marketplace is one folder, `connectors/<slug>/`, of plain Python, and nothing else in the product names it.

Which folders there are is asked of the registry: a new one is held to all this without a line here. Pages about the
project (README, docs) may say which marketplaces it speaks, and the French catalogue holds the folders' own words.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

from connectors.registry import connectors
from launcher.project import ROOT

FOLDERS = {slug: cls.__module__.rpartition(".")[0] for slug, cls in connectors().items()}
"""Each marketplace's package, such as "connectors.bazaar", by slug."""
SHARED = ("connectors.mail", "connectors.language", "connectors.policy")
"""What several folders are built on, and therefore as plain as they are."""
FRAMEWORKS = {"django", "celery", "psycopg", "redis"}
PACKAGES = ("config", "inbox", "kpis", "connectors", "templates_app", "demo", "launcher", "bench")
BESIDE_THEM = ("pyproject.toml", "docker-compose.yml", "Dockerfile", "guichet", "manage.py")
TEXTS = {".py", ".html", ".css", ".js", ".svg", ".txt", ".toml", ".json", ".sql"}


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    """Who imports whom. Tests in a folder may use the true rate limits, which are kept in Redis."""
    graph = grimp.build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)
    for importer in graph.find_modules_that_directly_import("connectors.buckets"):
        if ".tests." in importer:
            graph.remove_import(importer=importer, imported="connectors.buckets")
    return graph


@pytest.mark.parametrize("package", [*FOLDERS.values(), *SHARED])
def test_it_needs_no_framework_and_no_server(imports: grimp.ImportGraph, package: str) -> None:
    chains = [
        chain
        for framework in FRAMEWORKS & imports.modules
        for chain in imports.find_shortest_chains(importer=package, imported=framework, as_packages=True)
    ]
    assert chains == []


@pytest.mark.parametrize("package", FOLDERS.values())
def test_nobody_else_imports_it(imports: grimp.ImportGraph, package: str) -> None:
    own = {package, *imports.find_descendants(package)}
    importers = {importer for module in own for importer in imports.find_modules_that_directly_import(module)}
    assert importers - own == set()


@pytest.mark.parametrize("slug", FOLDERS)
def test_nothing_else_names_it(slug: str) -> None:
    own = ROOT.joinpath(*FOLDERS[slug].split("."))
    found = [place for file in _product_files() if own not in file.parents for place in _named_in(file, slug)]
    assert found == []


def _product_files() -> Iterator[Path]:
    yield from (ROOT / name for name in BESIDE_THEM)
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*"):
            if file.suffix in TEXTS and not {"locale", "tests"} & set(file.parts):
                yield file


def _named_in(file: Path, slug: str) -> list[str]:
    """Where a file names it, as "file:line"."""
    name, lines = _naming(slug), file.read_text(encoding="utf-8").splitlines()
    return [f"{file.relative_to(ROOT)}:{number}" for number, line in enumerate(lines, 1) if name.search(line)]


def _naming(slug: str) -> re.Pattern[str]:
    """The slug as a word or as part of a name such as BazaarShop or bazaar_id.

    One that is a module of Python's own, too ("email"), is a word with many meanings: it is taken for the marketplace
    only where it is looked up, compared or imported as one.
    """
    if slug in sys.stdlib_module_names:
        return re.compile(rf"\b(marketplace|slug|connectors|simulators|connector_class)\W{{1,6}}{slug}\b")
    return re.compile(rf"(?<![A-Za-z])(?i:{slug})(?![a-z])")
