import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0045_read_what_was_not"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="ticket", name="ticket_tags"),
        migrations.AlterField(
            model_name="ticket",
            name="account",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tickets",
                to="connectors.account",
            ),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="assigned_tickets",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["assignee", "queue_at", "id"], name="ticket_by_assignee"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["account", "queue_at", "id"], name="ticket_by_account"),
        ),
        migrations.AddIndex(model_name="ticket", index=GinIndex(fields=["tags"], name="ticket_tags")),
        # A tag that few have must not be taken for one that many have: then the whole list would be read for it.
        migrations.RunSQL(
            "ALTER TABLE inbox_ticket ALTER COLUMN tags SET STATISTICS 1000",
            "ALTER TABLE inbox_ticket ALTER COLUMN tags SET STATISTICS -1",
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=GinIndex(
                fields=["account", "channel", "kind", "level", "topic", "language", "assignee"], name="ticket_sorts"
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["queue_at", "id"], name="ticket_unread", condition=Q(unread=True)),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["queue_at", "id"], name="ticket_urgent", condition=Q(priority__gte=3)),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["ticket"], name="message_notes", condition=Q(direction="note")),
        ),
    ]
