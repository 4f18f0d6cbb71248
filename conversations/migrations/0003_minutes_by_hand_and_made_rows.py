from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0002_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="op",
            name="made",
            field=models.PositiveBigIntegerField(null=True, verbose_name="gemaakte rij"),
        ),
        migrations.AddField(
            model_name="runsheetitem",
            name="by_hand",
            field=models.BooleanField(default=False, verbose_name="minuten zelf gekozen"),
        ),
    ]
