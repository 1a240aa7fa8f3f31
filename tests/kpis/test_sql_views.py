"""The SQL views for other programs: one for each figure, with its cases."""

import pytest
from django.db import connection

from inbox.models import Ticket
from kpis.bi.views import SCHEMA, make_views
from kpis.figures.catalogue import FIGURES
from tests.kpis.make import make_wait
from tests.make import HOUR, NINE

pytestmark = pytest.mark.django_db


def test_every_figure_has_a_view_of_its_cases(ticket: Ticket) -> None:
    make_wait(ticket, NINE, answered=2 * HOUR)
    make_views()
    with connection.cursor() as cursor:
        for figure in FIGURES:
            cursor.execute(f"SELECT count(*) FROM {SCHEMA}.{figure.slug}")
        cursor.execute(f"SELECT account, day::text, value::int, ticket_id FROM {SCHEMA}.response_time")
        assert cursor.fetchall() == [(ticket.account.name, "2026-11-16", 7200, ticket.pk)]
