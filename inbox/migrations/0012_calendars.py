import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

APPEND_ONLY = """
CREATE TRIGGER calendar_versions_are_append_only BEFORE UPDATE OR DELETE ON inbox_calendarversion
    FOR EACH ROW EXECUTE FUNCTION guichet_refuse_change();
CREATE TRIGGER calendar_versions_are_not_emptied BEFORE TRUNCATE ON inbox_calendarversion
    FOR EACH STATEMENT EXECUTE FUNCTION guichet_refuse_change();
"""

NOT_APPEND_ONLY = """
DROP TRIGGER calendar_versions_are_not_emptied ON inbox_calendarversion;
DROP TRIGGER calendar_versions_are_append_only ON inbox_calendarversion;
"""


class Migration(migrations.Migration):
    """Working calendars, with append-only versions."""

    dependencies = [("inbox", "0011_work_and_deadlines")]

    operations = [
        migrations.CreateModel(
            name="Calendar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)), fields=("name",), name="calendar_name_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("spec", models.JSONField()),
                ("made_at", models.DateTimeField()),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="inbox.calendar"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("calendar", "number"), name="calendar_version_once")
                ],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, NOT_APPEND_ONLY),
    ]
