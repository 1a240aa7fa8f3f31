"""An account says which hosts its replies may link to, besides the marketplace's own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("connectors", "0007_tokens_renewed_in_time")]

    operations = [migrations.AddField("account", "allowed_hosts", models.JSONField(default=list))]
