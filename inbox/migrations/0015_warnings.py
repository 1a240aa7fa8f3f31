import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Warnings before deadlines, alerts to people, and holiday mode."""

    dependencies = [
        ("connectors", "0006_windows_are_policies"),
        ("inbox", "0014_ticket_work"),
    ]

    operations = [
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("warning", "a deadline comes near"),
                            ("late", "a deadline has passed"),
                            ("digest", "several deadlines at once"),
                            ("assigned", "a ticket was given to you"),
                            ("handed_over", "a ticket was handed over to you"),
                            ("mentioned", "somebody mentioned you"),
                            ("reply_refused", "a reply of yours was refused"),
                            ("reply_unsure", "a reply of yours is not sure"),
                            ("account", "an account needs you"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=100)),
                ("read_at", models.DateTimeField(null=True)),
                ("mail_at", models.DateTimeField(null=True)),
                ("push_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="AlertWishes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "by_mail",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                (
                    "by_push",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("quiet_from", models.TimeField(null=True)),
                ("quiet_until", models.TimeField(null=True)),
                ("for_team", models.BooleanField(default=True)),
                ("away_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="DeadlineWarning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "waiting",
                    models.CharField(
                        choices=[
                            ("marketplace", "answer, by the marketplace's clock"),
                            ("company", "answer, by your own clock"),
                            ("claim", "claim"),
                            ("acknowledgement", "acknowledgement"),
                            ("resolution", "solution"),
                            ("statutory_acknowledgement", "acknowledgement that the law asks for"),
                            ("statutory", "legal deadline"),
                        ],
                        max_length=30,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("before", models.DurationField()),
                ("due_at", models.DateTimeField()),
                ("warned_at", models.DateTimeField()),
                ("silent", models.BooleanField(default=False)),
                ("while_down", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="HolidayMode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PushDevice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("endpoint", models.CharField(max_length=1000, unique=True)),
                ("p256dh", models.CharField(max_length=200)),
                ("auth", models.CharField(max_length=100)),
                ("name", models.CharField(blank=True, max_length=100)),
                ("added_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="WarningRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("looked_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="ticket",
            name="warned_for",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="unread_alerts",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(
                    ("reply_due_at__isnull", False),
                    models.Q(
                        ("warned_for", None),
                        models.Q(("warned_for", models.F("reply_due_at")), _negated=True),
                        _connector="OR",
                    ),
                ),
                fields=["reply_due_at", "id"],
                name="ticket_to_warn_of",
            ),
        ),
        migrations.AddField(
            model_name="alert",
            name="account",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="alerts", to="connectors.account"
            ),
        ),
        migrations.AddField(
            model_name="alert",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="alert",
            name="ticket",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="alerts", to="inbox.ticket"
            ),
        ),
        migrations.AddField(
            model_name="alert",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="alerts", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="alertwishes",
            name="user",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="alert_wishes", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="deadlinewarning",
            name="ticket",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="warnings", to="inbox.ticket"
            ),
        ),
        migrations.AddField(
            model_name="alert",
            name="warnings",
            field=models.ManyToManyField(related_name="alerts", to="inbox.deadlinewarning"),
        ),
        migrations.AddField(
            model_name="holidaymode",
            name="accounts",
            field=models.ManyToManyField(related_name="holidays", to="connectors.account"),
        ),
        migrations.AddField(
            model_name="holidaymode",
            name="made_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="pushdevice",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="push_devices", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="warninground",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="one_warning_round"),
        ),
        migrations.AddConstraint(
            model_name="alertwishes",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quiet_from", None), ("quiet_until", None)),
                    models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                    _connector="OR",
                ),
                name="quiet_hours_begin_and_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadlinewarning",
            constraint=models.UniqueConstraint(
                fields=("ticket", "waiting", "opened_at", "before"), name="warned_once_per_wait_and_point"
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["user", "-at", "-id"], name="alert_of_user"),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(condition=models.Q(("read_at", None)), fields=["user"], name="alert_unread"),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("mail_at__isnull", False)), fields=["mail_at"], name="alert_to_mail"
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("push_at__isnull", False)), fields=["push_at"], name="alert_to_push"
            ),
        ),
        migrations.AddConstraint(
            model_name="holidaymode",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="holiday_ends_after_it_starts"
            ),
        ),
    ]
