from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('triangles', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='teammember',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name='versie'),
        ),
    ]
