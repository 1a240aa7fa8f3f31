import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Work on many tickets, and who may see which."""

    dependencies = [("connectors", "0005_account_channels"), ("inbox", "0017_views")]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="role",
            field=models.CharField(
                choices=[
                    ("outside", "outside agent"),
                    ("agent", "agent"),
                    ("lead", "team lead"),
                    ("owner", "owner"),
                ],
                default="agent",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="shops",
            field=models.ManyToManyField(blank=True, related_name="+", to="connectors.account"),
        ),
        migrations.AddField(
            model_name="user",
            name="speaks",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=5), blank=True, default=list, size=None
            ),
        ),
        migrations.CreateModel(
            name="BulkJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("action", models.CharField(max_length=30)),
                ("wishes", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("working", "being done"),
                            ("done", "done"),
                            ("undoing", "being undone"),
                            ("undone", "undone"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user", "-id"], name="bulk_job_of_user"),
                    models.Index(
                        fields=["lease_until"],
                        name="bulk_job_under_way",
                        condition=models.Q(("state__in", ["working", "undoing"])),
                    ),
                    models.Index(
                        fields=["made_at"], name="bulk_job_planned", condition=models.Q(("state", "planned"))
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BulkChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("done", "done"),
                            ("left", "left alone"),
                            ("undone", "undone"),
                            ("kept", "not undone"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=50)),
                ("reason", models.TextField(blank=True)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("noted", models.JSONField(default=dict)),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="inbox.bulkjob"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="inbox.ticket"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["job", "state", "ticket"], name="bulk_change_of_job")],
                "constraints": [
                    models.UniqueConstraint(fields=("job", "ticket"), name="ticket_once_per_bulk_job")
                ],
            },
        ),
    ]
