"""When people are warned next stands on the ticket; a warning says when its point was reached, which a calendar may
put elsewhere than its length before the deadline."""

from django.db import migrations, models

REACHED = "UPDATE inbox_deadlinewarning SET reached_at = due_at - before"


class Migration(migrations.Migration):
    dependencies = [("inbox", "0022_steps_links_and_assignment")]

    operations = [
        migrations.AddField("deadlinewarning", "reached_at", models.DateTimeField(null=True)),
        migrations.RunSQL(REACHED, migrations.RunSQL.noop),
        migrations.AlterField("deadlinewarning", "reached_at", models.DateTimeField()),
        migrations.AddField("ticket", "next_warning_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "ticket",
            models.Index(
                fields=["next_warning_at", "id"],
                name="ticket_next_warning",
                condition=models.Q(next_warning_at__isnull=False),
            ),
        ),
    ]
