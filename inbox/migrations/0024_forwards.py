import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Mails about a ticket to a carrier or supplier, and the answers that come back."""

    dependencies = [
        ("connectors", "0006_windows_are_policies"),
        ("inbox", "0023_when_to_warn"),
    ]

    operations = [
        migrations.AlterField(
            model_name="alert",
            name="kind",
            field=models.CharField(
                choices=[
                    ("warning", "a deadline comes near"),
                    ("late", "a deadline has passed"),
                    ("digest", "several deadlines at once"),
                    ("assigned", "a ticket was given to you"),
                    ("handed_over", "a ticket was handed over to you"),
                    ("mentioned", "somebody mentioned you"),
                    ("reply_refused", "a reply of yours was refused"),
                    ("reply_unsure", "a reply of yours is not sure"),
                    ("forward_answered", "a forwarded mail was answered"),
                    ("forward_failed", "a forwarded mail did not arrive"),
                    ("account", "an account needs you"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Forward",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.CharField(max_length=32, unique=True)),
                ("to", models.CharField(max_length=255)),
                ("subject", models.CharField(max_length=255)),
                ("body_text", models.TextField()),
                ("written_at", models.DateTimeField()),
                (
                    "delivery",
                    models.CharField(
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
                ("send_after", models.DateTimeField(null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("attempted_at", models.DateTimeField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("message_id", models.CharField(blank=True, max_length=255)),
                ("reason", models.TextField(blank=True)),
                ("idempotency_key", models.CharField(blank=True, max_length=255)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="forwards", to="connectors.account"
                    ),
                ),
                ("files", models.ManyToManyField(related_name="+", to="inbox.attachment")),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="forwards", to="inbox.ticket"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ForwardMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("answer", "Answer"), ("copy", "Copy"), ("report", "Report")], max_length=10
                    ),
                ),
                ("external_id", models.CharField(max_length=255)),
                ("sender", models.CharField(blank=True, max_length=255)),
                ("sender_name", models.CharField(blank=True, max_length=255)),
                ("subject", models.CharField(blank=True, max_length=255)),
                ("body_text", models.TextField(blank=True)),
                ("whole_text", models.TextField(blank=True)),
                ("automatic", models.BooleanField(default=False)),
                ("written_at", models.DateTimeField()),
                ("fetched_at", models.DateTimeField()),
                (
                    "forward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mails", to="inbox.forward"
                    ),
                ),
                (
                    "raw",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="connectors.rawitem",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ForwardFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=255)),
                ("content_type", models.CharField(blank=True, max_length=100)),
                ("file", models.FileField(upload_to="attachments/%Y/%m/")),
                ("size", models.PositiveBigIntegerField()),
                (
                    "mail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="inbox.forwardmail"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="forward",
            name="follows",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="inbox.forwardmail"
            ),
        ),
        migrations.AddConstraint(
            model_name="forwardmail",
            constraint=models.UniqueConstraint(fields=("forward", "external_id"), name="forward_mail_once"),
        ),
        migrations.AddIndex(
            model_name="forward",
            index=models.Index(
                condition=models.Q(("delivery", "queued")), fields=["send_after"], name="forward_to_send"
            ),
        ),
        migrations.AddIndex(
            model_name="forward",
            index=models.Index(
                condition=models.Q(("delivery__in", ["sending", "unsure", "refused"])),
                fields=["delivery"],
                name="forward_unsettled",
            ),
        ),
        migrations.AddIndex(
            model_name="forward",
            index=models.Index(fields=["account", "attempted_at"], name="forward_of_account"),
        ),
        migrations.AddConstraint(
            model_name="forward",
            constraint=models.UniqueConstraint(
                condition=models.Q(("idempotency_key", ""), _negated=True),
                fields=("ticket", "idempotency_key"),
                name="forward_once_per_key",
            ),
        ),
    ]
