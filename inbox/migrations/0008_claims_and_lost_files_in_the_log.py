from django.db import migrations, models


class Migration(migrations.Migration):
    """What happens to claims is in the log; a reply may be refused because a file of it is gone."""

    dependencies = [("inbox", "0007_message_opens_wait")]

    operations = [
        migrations.AlterField(
            model_name="ticketevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opened", "ticket opened"),
                    ("reopened", "reopened by the buyer"),
                    ("assigned", "assignee changed"),
                    ("status", "status changed"),
                    ("priority", "priority changed"),
                    ("tags", "tags changed"),
                    ("solved", "solved"),
                    ("no_answer_needed", "no answer needed"),
                    ("answer_needed", "answer needed after all"),
                    ("delivery", "delivery"),
                    ("note", "note added"),
                    ("deadline", "deadline changed"),
                    ("claim_opened", "claim opened"),
                    ("claim_changed", "claim changed"),
                    ("claim_ended", "claim ended"),
                ],
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="responsecycle",
            name="end_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("answered", "answered"),
                    ("answered_outside", "answered on the marketplace's own site"),
                    ("no_answer_needed", "no answer needed"),
                    ("solved", "solved"),
                    ("claim_ended", "the claim ended"),
                ],
                max_length=20,
            ),
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
                    ("file_gone", "not sent: a file of it is not in the storage any more"),
                ],
                max_length=20,
            ),
        ),
    ]
