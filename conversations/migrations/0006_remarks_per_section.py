import conversations.encryption
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

WHOLE = "geheel"


def split_remarks(apps, editor):
    """Make a remark of earlier one on the report as a whole."""
    response, remark = (
        apps.get_model("conversations", "ReportResponse"),
        apps.get_model("conversations", "ReportRemark"),
    )
    for row in response.objects.iterator():
        if row.remark:
            remark.objects.create(response=row, section=WHOLE, text=row.remark, at=row.at)


def join_remarks(apps, editor):
    """Put the remarks of one participant back together; answers to them have no place there."""
    response = apps.get_model("conversations", "ReportResponse")
    response.objects.filter(answer="").delete()
    for row in response.objects.prefetch_related("remarks").iterator(chunk_size=200):
        row.remark = "\n\n".join(remark.text for remark in row.remarks.all())
        row.save(update_fields=["remark"])


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0005_appointments_and_closed_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportRemark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.CharField(max_length=100, verbose_name="deel van het verslag")),
                ("text", conversations.encryption.EncryptedTextField(max_length=20000, verbose_name="opmerking")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="moment")),
                (
                    "answer",
                    conversations.encryption.EncryptedTextField(blank=True, max_length=20000, verbose_name="antwoord"),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="beantwoord")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="versie")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beantwoord door",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remarks",
                        to="conversations.reportresponse",
                        verbose_name="reactie",
                    ),
                ),
            ],
            options={
                "verbose_name": "opmerking bij het concept",
                "verbose_name_plural": "opmerkingen bij het concept",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("response", "section"), name="remark_once_per_section")
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="reportresponse",
            name="response_known",
        ),
        migrations.AddField(
            model_name="reportresponse",
            name="seen",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="gelezen tekst"),
        ),
        migrations.AddField(
            model_name="reportresponse",
            name="written_in",
            field=models.CharField(blank=True, editable=False, max_length=64, verbose_name="browser (SHA-256)"),
        ),
        migrations.AlterField(
            model_name="reportresponse",
            name="answer",
            field=models.CharField(
                blank=True,
                choices=[("", "nog geen antwoord"), ("akkoord", "akkoord"), ("opmerking", "ik heb een opmerking")],
                default="",
                max_length=12,
                verbose_name="antwoord",
            ),
        ),
        migrations.RunPython(split_remarks, join_remarks),
        migrations.RemoveField(
            model_name="reportresponse",
            name="remark",
        ),
        migrations.AddConstraint(
            model_name="reportresponse",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["", "akkoord", "opmerking"])), name="response_known"
            ),
        ),
    ]
