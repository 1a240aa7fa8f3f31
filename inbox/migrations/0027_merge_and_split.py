import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Merging and splitting: where messages were before, and for whose clocks they count."""

    dependencies = [
        ("connectors", "0006_windows_are_policies"),
        ("inbox", "0026_single_keys"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="counts_for",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="inbox.ticket",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="moved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="through",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="inbox.ticket",
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="merged_into",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="merged",
                to="inbox.ticket",
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="split_from",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="split",
                to="inbox.ticket",
            ),
        ),
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
                    ("order", "order changed"),
                    ("conversation", "conversation on the marketplace"),
                    ("erased", "buyer erased"),
                    ("topic", "topic changed"),
                    ("level", "level changed"),
                    ("acknowledged", "acknowledged"),
                    ("thanks", "the buyer only said thank you"),
                    ("call", "telephone call"),
                    ("snoozed", "snoozed"),
                    ("woken", "back from snooze"),
                    ("merged", "merged"),
                    ("took_in", "another ticket merged into this one"),
                    ("unmerged", "merge taken back"),
                    ("split", "split"),
                    ("linked", "linked to another ticket"),
                    ("unlinked", "link taken away"),
                    ("spam", "marked as spam"),
                    ("not_spam", "no spam after all"),
                    ("handed_over", "handed over"),
                    ("resolution", "resolution recorded"),
                    ("checklist", "checklist changed"),
                    ("forwarded", "forwarded"),
                    ("mentioned", "somebody was mentioned"),
                    ("warned", "warned"),
                    ("holiday", "holiday mode"),
                ],
                max_length=30,
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("through__isnull", False)), fields=["through"], name="message_through"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("counts_for__isnull", False)), fields=["counts_for"], name="message_counts_for"
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="ticket_merged"
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("split_from__isnull", False)), fields=["split_from"], name="ticket_split"
            ),
        ),
    ]
