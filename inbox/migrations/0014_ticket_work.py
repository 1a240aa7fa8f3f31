from django.db import migrations, models


class Migration(migrations.Migration):
    """What agents do with tickets besides answering."""

    dependencies = [("inbox", "0013_deadline_policies")]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="snoozed_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="ticket",
            name="woken_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("status", "snoozed")), fields=["snoozed_until"], name="ticket_snoozed"
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("status", "snoozed")), fields=["reply_due_at"], name="ticket_snoozed_and_due"
            ),
        ),
    ]
