"""Columns for texts that are encrypted along with whose they are, and for the seals of rows that open something.

What stands there already is bound and sealed by 0023, in batches.
"""

from django.db import migrations, models

import driehoek.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0020_holds_lifted_with_a_reason"),
    ]

    operations = [
        migrations.AlterField(
            model_name="availability",
            name="remark",
            field=driehoek.encryption.EncryptedTextField(blank=True, max_length=300, verbose_name="opmerking"),
        ),
        migrations.AlterField(
            model_name="guiderequest",
            name="line",
            field=driehoek.encryption.EncryptedTextField(blank=True, max_length=300, verbose_name="toelichting"),
        ),
        migrations.AddField(
            model_name="consent",
            name="seal",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=64, verbose_name="zegel"),
        ),
        *(
            migrations.AddField(
                model_name=name,
                name="seal",
                field=models.CharField(blank=True, default="", editable=False, max_length=64, verbose_name="zegel"),
                preserve_default=False,
            )
            for name in ("link", "visit")
        ),
    ]
