import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0011_topics_of_the_joint_agenda"),
    ]

    operations = [
        migrations.AddField(
            model_name="agreement",
            name="asked_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="gevraagd hoe het staat"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="last_step",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="conversations.agreementstep",
                verbose_name="laatste stap sinds die is gemaakt",
            ),
        ),
    ]
