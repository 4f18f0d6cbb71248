from django.db import migrations, models

RULES = [
    ("vastgesteld", "14 dagen na vaststellen"),
    ("gesprek", "90 dagen na het gesprek"),
    ("geannuleerd", "14 dagen na annuleren"),
    ("ongedateerd", "90 dagen na de laatste wijziging, zonder datum"),
    ("oefening", "7 dagen na een oefengesprek"),
    ("concept", "concept verwijderd"),
    ("persoon", "op verzoek van een persoon"),
    ("bewaartermijn", "bewaartermijn van de installatie"),
    ("contact", "mailadressen, na de laatste afspraak"),
]


def name_who_lifted(apps, schema_editor):
    """A hold that was lifted before this names nobody; that is said, so that the rule below can hold."""
    lifted = apps.get_model("conversations", "LegalHold").objects.filter(lifted_at__isnull=False)
    lifted.update(lifted_by="niet bekend", lift_reason="niet bekend")


class Migration(migrations.Migration):
    dependencies = [("conversations", "0019_requests_to_erase")]

    operations = [
        migrations.AlterModelOptions(
            name="legalhold",
            options={
                "ordering": ["-pk"],
                "verbose_name": "bewaarplicht",
                "verbose_name_plural": "bewaarplichten",
            },
        ),
        migrations.AddField(
            model_name="legalhold",
            name="lifted_by",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="opgeheven door"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="legalhold",
            name="lift_reason",
            field=models.TextField(blank=True, default="", max_length=20000, verbose_name="reden van opheffen"),
            preserve_default=False,
        ),
        migrations.RunPython(name_who_lifted, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="destruction",
            name="rule",
            field=models.CharField(choices=RULES, max_length=20, verbose_name="regel"),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)),
                fields=("conversation",),
                name="hold_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lifted_at__isnull", True),
                    models.Q(models.Q(("lifted_by", ""), _negated=True), models.Q(("lift_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="hold_lifted_with_a_reason",
            ),
        ),
    ]
