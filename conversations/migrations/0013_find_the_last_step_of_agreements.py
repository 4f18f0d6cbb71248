from django.db import migrations
from django.db.models import OuterRef, Subquery


def find_last_steps(apps, schema_editor):
    """Give each agreement the step that came last since it was made."""
    steps = apps.get_model("conversations", "AgreementStep").objects.exclude(what="gemaakt")
    last = steps.filter(agreement=OuterRef("pk")).order_by("-at", "-pk").values("pk")[:1]
    moved = apps.get_model("conversations", "Agreement").objects.filter(pk__in=steps.values("agreement"))
    moved.update(last_step=Subquery(last))


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0012_last_step_and_asking_of_agreements"),
    ]

    operations = [
        migrations.RunPython(find_last_steps, migrations.RunPython.noop, elidable=True),
    ]
