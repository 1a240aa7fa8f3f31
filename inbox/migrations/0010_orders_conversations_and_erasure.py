import datetime

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

LOG_ONLY_FORGETS = """
CREATE FUNCTION guichet_keep_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND current_setting('guichet.erasing', true) = 'on'
        AND (NEW.id, NEW.ticket_id, NEW.at, NEW.kind) = (OLD.id, OLD.ticket_id, OLD.at, OLD.kind)
        AND NEW.user_id IS NOT DISTINCT FROM OLD.user_id
        AND NEW.message_id IS NOT DISTINCT FROM OLD.message_id
        AND coalesce(OLD.before, 'null') @> coalesce(NEW.before, OLD.before, 'null')
        AND coalesce(OLD.after, 'null') @> coalesce(NEW.after, OLD.after, 'null')
        AND EXISTS (SELECT FROM inbox_ticketevent WHERE ticket_id = OLD.ticket_id AND kind = 'erased')
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'table % is append-only: % is refused', TG_TABLE_NAME, TG_OP;
END $$;

DROP TRIGGER ticket_events_are_append_only ON inbox_ticketevent;
CREATE TRIGGER ticket_events_are_append_only BEFORE UPDATE OR DELETE ON inbox_ticketevent
    FOR EACH ROW EXECUTE FUNCTION guichet_keep_log();
"""

LOG_FORGETS_NOTHING = """
DROP TRIGGER ticket_events_are_append_only ON inbox_ticketevent;
CREATE TRIGGER ticket_events_are_append_only BEFORE UPDATE OR DELETE ON inbox_ticketevent
    FOR EACH ROW EXECUTE FUNCTION guichet_refuse_change();
DROP FUNCTION guichet_keep_log();
"""


class Migration(migrations.Migration):
    """How conversations stand, claims in the marketplace's words, indicators, answers to feedback, and forgetting people."""

    dependencies = [
        ("connectors", "0003_raw_item_blob"),
        ("inbox", "0009_confirm_accepted_replies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Conversation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("thread_id", models.CharField(max_length=255)),
                ("channel", models.CharField(blank=True, max_length=50)),
                ("is_open", models.BooleanField(null=True)),
                ("state", models.CharField(blank=True, max_length=50)),
                ("grade", models.CharField(blank=True, max_length=50)),
                ("topic", models.CharField(blank=True, max_length=100)),
                ("recipients", models.JSONField(default=list)),
                ("changed_at", models.DateTimeField()),
                ("wanted_open", models.BooleanField(null=True)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("refusal", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="DoomedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=255, unique=True)),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ErasureReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("marketplace", models.CharField(max_length=30)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("asked", "asked for by a person of the shop"),
                            ("account_deleted", "the person closed the account at the marketplace"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=255)),
                ("counts", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("on", models.DateField()),
                ("label", models.CharField(max_length=200)),
                ("value", models.CharField(max_length=100)),
                ("threshold", models.CharField(blank=True, max_length=100)),
                (
                    "standing",
                    models.CharField(
                        blank=True, choices=[("good", "good"), ("watch", "to watch"), ("bad", "bad")], max_length=10
                    ),
                ),
                ("fetched_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LooseClaimEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_id", models.CharField(max_length=255)),
                ("order_id", models.CharField(max_length=100)),
                ("entry", models.JSONField()),
                ("written_at", models.DateTimeField()),
                ("placed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="buyer",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="claim",
            name="item_id",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="claim",
            name="reason",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="claim",
            name="state_there",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="claim",
            name="links",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="claim",
            name="queue_at",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        models.Q(("ended_at", None), ("state", "seller")),
                        then=django.db.models.functions.comparison.Coalesce(
                            "respond_by", models.Value(datetime.datetime(3000, 1, 1, tzinfo=datetime.UTC))
                        ),
                    ),
                    models.When(ended_at=None, then=models.Value(datetime.datetime(3500, 1, 1, tzinfo=datetime.UTC))),
                ),
                output_field=models.DateTimeField(null=True),
            ),
        ),
        migrations.RemoveIndex(
            model_name="claim",
            name="claim_open",
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(condition=models.Q(("ended_at", None)), fields=["queue_at", "id"], name="claim_open"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", False)), fields=["-ended_at", "-id"], name="claim_ended"
            ),
        ),
        migrations.AddField(
            model_name="feedback",
            name="typed",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="feedback",
            name="idempotency_key",
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddField(
            model_name="feedback",
            name="answerable",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="feedback",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="feedback",
            name="attempts",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="feedback",
            name="delivery",
            field=models.CharField(
                blank=True,
                choices=[
                    ("queued", "queued"),
                    ("sending", "sending"),
                    ("accepted", "accepted"),
                    ("refused", "refused"),
                    ("unsure", "not sure"),
                    ("cancelled", "cancelled"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="feedback",
            name="item_id",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="feedback",
            name="reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="feedback",
            name="send_after",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="feedback",
            name="ticket",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="feedback", to="inbox.ticket"
            ),
        ),
        migrations.AddField(
            model_name="feedback",
            name="word",
            field=models.CharField(blank=True, max_length=30),
        ),
        migrations.AddField(
            model_name="message",
            name="recipient",
            field=models.CharField(blank=True, db_default="", max_length=30),
        ),
        migrations.AddField(
            model_name="message",
            name="within",
            field=models.CharField(blank=True, db_default="", max_length=20),
        ),
        migrations.AddField(
            model_name="order",
            name="buyer_note",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="ticket",
            name="channel",
            field=models.CharField(blank=True, max_length=50),
        ),
        migrations.AddField(
            model_name="ticket",
            name="order_match",
            field=models.CharField(
                blank=True,
                choices=[
                    ("sure", "certain"),
                    ("likely", "likely"),
                    ("possible", "possible"),
                    ("chosen", "chosen by a person"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="topic",
            field=models.CharField(blank=True, max_length=100),
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
                ],
                max_length=30,
            ),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(
                condition=models.Q(("delivery__in", ["queued", "sending", "unsure", "refused"])),
                fields=["send_after"],
                name="feedback_unsettled",
            ),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(fields=["-written_at", "-id"], name="feedback_latest"),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(
                condition=models.Q(("order_id", ""), _negated=True),
                fields=["account", "order_id"],
                name="feedback_of_order",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="order",
            name="order_once_per_account",
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(
                fields=("account", "channel", "external_id"), name="order_once_per_channel"
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["account", "external_id"], name="order_by_number"),
        ),
        migrations.RunSQL(
            "UPDATE inbox_order SET buyer_handle = lower(buyer_handle) WHERE buyer_handle <> lower(buyer_handle)",
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("buyer_handle", ""), _negated=True),
                fields=["account", "buyer_handle", "placed_at"],
                name="order_of_buyer",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(
                    models.Q(("channel", ""), _negated=True), models.Q(("status", "solved"), _negated=True)
                ),
                fields=["channel", "queue_at", "id"],
                name="ticket_queue_by_channel",
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="conversations", to="connectors.account"
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="wanted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="erasurereceipt",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="indicators", to="connectors.account"
            ),
        ),
        migrations.AddField(
            model_name="looseclaimentry",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="connectors.account"
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("next_try_at__isnull", False)),
                fields=["next_try_at"],
                name="conversation_to_change",
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.UniqueConstraint(fields=("account", "thread_id"), name="conversation_once_per_account"),
        ),
        migrations.AddIndex(
            model_name="erasurereceipt",
            index=models.Index(fields=["-at"], name="erasure_newest"),
        ),
        migrations.AddConstraint(
            model_name="erasurereceipt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reference", ""), _negated=True),
                fields=("marketplace", "reference"),
                name="erasure_once_per_demand",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(fields=("account", "name", "on"), name="indicator_once_a_day"),
        ),
        migrations.AddIndex(
            model_name="looseclaimentry",
            index=models.Index(
                condition=models.Q(("placed_at__isnull", True)),
                fields=["account", "order_id"],
                name="loose_claim_entry_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="looseclaimentry",
            constraint=models.UniqueConstraint(
                fields=("account", "external_id"), name="loose_claim_entry_once_per_account"
            ),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(
                django.db.models.functions.text.Lower("buyer_handle"),
                condition=models.Q(("buyer_handle", ""), _negated=True),
                name="feedback_of_buyer",
            ),
        ),
        migrations.RunSQL(LOG_ONLY_FORGETS, LOG_FORGETS_NOTHING),
    ]
