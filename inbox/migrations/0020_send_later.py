from django.db import migrations, models


class Migration(migrations.Migration):
    """Replies that leave at a moment of their writer's choice, held back when somebody writes meanwhile."""

    dependencies = [
        ("inbox", "0019_writing"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="later_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="message",
            name="cause",
            field=models.CharField(
                blank=True,
                choices=[
                    ("refused", "refused by the marketplace"),
                    ("sign_in", "the account must sign in again; nothing was sent"),
                    ("no_effect", "the marketplace could not take it just now; it will be tried again"),
                    ("gave_up", "not sent: the marketplace could not take it in many attempts"),
                    ("no_answer", "the request left, but no answer came back"),
                    ("worker_lost", "the worker stopped while sending"),
                    ("not_shown", "not sent: the marketplace does not show it in the conversation"),
                    ("not_sent", "not sent, as somebody checked by hand"),
                    ("bounced", "taken first, but it did not reach the buyer"),
                    ("meanwhile", "held back: somebody wrote after it had been planned"),
                    ("file_gone", "not sent: a file of it is not in the storage any more"),
                ],
                max_length=20,
            ),
        ),
    ]
