import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0021_bind_private_text_to_its_row")]

    operations = [
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True, verbose_name="dag")),
                ("number", models.BigIntegerField(verbose_name="nummer van de laatste regel")),
                ("hash", models.CharField(max_length=64, verbose_name="hash van de laatste regel")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="moment")),
            ],
            options={
                "verbose_name": "kop van het auditlog",
                "verbose_name_plural": "koppen van het auditlog",
                "ordering": ["day"],
            },
        ),
    ]
