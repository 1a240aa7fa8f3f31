"""docs/figures.md says what every figure counts."""

from pathlib import Path

from django.conf import settings
from django.utils import translation

from kpis.figures.catalogue import FIGURES


def test_every_figure_is_documented_with_its_definition() -> None:
    said = (Path(settings.BASE_DIR) / "docs" / "figures.md").read_text()
    with translation.override("en"):
        missing = [one.slug for one in FIGURES if f"| `{one.slug}` |" not in said or str(one.definition) not in said]
    assert missing == []
