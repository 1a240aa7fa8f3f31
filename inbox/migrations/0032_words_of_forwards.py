from django.db import migrations

# Mails to others have no language of their own: their words are indexed as they are.
WORDS = """
CREATE INDEX forward_words ON inbox_forward USING gin (guichet_words("to" || ' ' || subject || ' ' || body_text, ''));
CREATE INDEX forward_mail_words ON inbox_forwardmail
    USING gin (guichet_words(sender || ' ' || subject || ' ' || body_text, ''));
"""


class Migration(migrations.Migration):
    """The search finds what was mailed to carriers and suppliers, and their answers."""

    dependencies = [("inbox", "0031_rules_are_asked")]

    operations = [migrations.RunSQL(WORDS, "DROP INDEX forward_mail_words; DROP INDEX forward_words")]
