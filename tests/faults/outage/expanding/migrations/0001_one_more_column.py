"""What a next version would bring: a column that may be empty, on the table that every page asks."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("conversations", "0023_bind_what_was_written_before")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE conversations_conversation ADD COLUMN expanded text NULL",
            "ALTER TABLE conversations_conversation DROP COLUMN expanded",
        )
    ]
