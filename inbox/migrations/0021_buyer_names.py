from django.db import migrations

NAMES = """
CREATE INDEX buyer_names ON inbox_buyer USING gin (guichet_plain(name || ' ' || handle) gin_trgm_ops);
"""


class Migration(migrations.Migration):
    """Buyers are found by any part of their name or handle; inbox/search/buyers.py asks for exactly this."""

    dependencies = [("inbox", "0020_send_later")]

    operations = [migrations.RunSQL(NAMES, "DROP INDEX buyer_names")]
