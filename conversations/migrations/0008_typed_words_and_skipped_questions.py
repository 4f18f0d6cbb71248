import conversations.encryption
import django.utils.timezone
from django.db import migrations, models
from django.db.models import F


def date_from_creation(apps, schema_editor):
    """Date what stands there as early as can be: a score from before a changed mail address stays shut."""
    scores = apps.get_model("conversations", "Score").objects.using(schema_editor.connection.alias)
    scores.update(changed_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0007_stand_ins_proposals_and_paper"),
    ]

    operations = [
        migrations.AddField(
            model_name="reflection",
            name="skipped",
            field=models.BooleanField(default=False, verbose_name="overgeslagen"),
        ),
        migrations.AddField(
            model_name="reflection",
            name="typed",
            field=conversations.encryption.EncryptedTextField(
                blank=True, default="", editable=False, max_length=20000, verbose_name="getypt, niet opgeslagen"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reflection",
            name="typed_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="getypt op"),
        ),
        migrations.AddField(
            model_name="reflection",
            name="typed_in",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=36, verbose_name="pagina waarop dat was"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="score",
            name="changed_at",
            field=models.DateTimeField(auto_now=True, default=django.utils.timezone.now, verbose_name="gewijzigd"),
            preserve_default=False,
        ),
        migrations.RunPython(date_from_creation, migrations.RunPython.noop),
    ]
