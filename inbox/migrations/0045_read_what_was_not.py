from django.db import migrations

MARK = """
UPDATE inbox_ticket SET to_understand = true
FROM (
    SELECT said.ticket_id
    FROM inbox_message said LEFT JOIN inbox_understanding read ON read.message_id = said.id
    WHERE said.direction = 'in' AND NOT said.automatic AND said.body_text <> ''
    GROUP BY said.ticket_id
    HAVING bool_and(read.message_id IS NULL) OR bool_or(said.within <> '' AND read.message_id IS NULL)
) unread
WHERE inbox_ticket.id = unread.ticket_id AND NOT inbox_ticket.to_understand
"""
"""Tickets of which nothing was read, and those with a claim in which a buyer wrote what was not."""


class Migration(migrations.Migration):
    """What earlier versions stored without reading it is read by the tick that reads imports, in small parts."""

    dependencies = [
        ("inbox", "0044_rule_says_why_by_its_runs"),
    ]

    operations = [
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
    ]
