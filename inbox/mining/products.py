"""What products are called, for whoever knows only their numbers."""

from collections.abc import Collection, Mapping

from django.db import connection

_TITLES = """
SELECT DISTINCT ON (wanted.item_id) wanted.item_id, item ->> 'title'
FROM unnest(%s::text[]) AS wanted(item_id)
JOIN LATERAL (
    SELECT account_id, order_id FROM inbox_ticket WHERE item_id = wanted.item_id AND item_id <> '' LIMIT 20
) t ON t.order_id <> ''
JOIN inbox_order o ON o.account_id = t.account_id AND o.external_id = t.order_id
CROSS JOIN jsonb_array_elements(o.items) AS item
WHERE item ->> 'item_id' = wanted.item_id AND item ->> 'title' <> ''
"""


def titles_of(item_ids: Collection[str]) -> Mapping[str, str]:
    """The titles by item, from the orders of some tickets about it; the id itself where no order says it."""
    with connection.cursor() as cursor:
        cursor.execute(_TITLES, [list(item_ids)])
        known = dict(cursor.fetchall())
    return {item_id: known.get(item_id, item_id) for item_id in item_ids}
