import django.db.models.deletion
from django.db import migrations, models

SEALS_STAY = """
CREATE FUNCTION guichet_keep_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND current_setting('guichet.erasing', true) = 'on'
        AND NEW.salt = ''
        AND (NEW.id, NEW.ticket_id, NEW.number, NEW.event_id, NEW.sealed_at, NEW.content, NEW.digest)
            = (OLD.id, OLD.ticket_id, OLD.number, OLD.event_id, OLD.sealed_at, OLD.content, OLD.digest)
        AND EXISTS (SELECT FROM inbox_ticketevent WHERE ticket_id = OLD.ticket_id AND kind = 'erased')
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'table % is append-only: % is refused', TG_TABLE_NAME, TG_OP;
END $$;

CREATE TRIGGER event_seals_are_append_only BEFORE UPDATE OR DELETE ON inbox_eventseal
    FOR EACH ROW EXECUTE FUNCTION guichet_keep_seal();
CREATE TRIGGER event_seals_are_not_emptied BEFORE TRUNCATE ON inbox_eventseal
    FOR EACH STATEMENT EXECUTE FUNCTION guichet_refuse_change();
"""

SEALS_MAY_GO = """
DROP TRIGGER event_seals_are_not_emptied ON inbox_eventseal;
DROP TRIGGER event_seals_are_append_only ON inbox_eventseal;
DROP FUNCTION guichet_keep_seal();
"""


class Migration(migrations.Migration):
    """Sealed logs."""

    dependencies = [("inbox", "0015_warnings")]

    operations = [
        migrations.CreateModel(
            name="SealProgress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("settled", models.BigIntegerField(default=0)),
                ("seen", models.BigIntegerField(default=0)),
                ("seen_at", models.DateTimeField()),
                ("swept_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="EventSeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("event_id", models.BigIntegerField()),
                ("sealed_at", models.DateTimeField()),
                ("salt", models.BinaryField(max_length=16)),
                ("content", models.BinaryField(max_length=32)),
                ("digest", models.BinaryField(max_length=32)),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seals",
                        to="inbox.ticket",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("ticket", "number"), name="seal_number_once_per_ticket"),
                    models.UniqueConstraint(fields=("event_id",), name="event_sealed_once"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="responsecycle",
            index=models.Index(fields=["opened_at"], name="cycle_opened"),
        ),
        migrations.RunSQL(SEALS_STAY, SEALS_MAY_GO),
    ]
