import django.utils.timezone
import driehoek.mail
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Outbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='soort')),
                ('to', models.EmailField(max_length=254, verbose_name='aan')),
                ('ref', models.JSONField(default=dict, verbose_name='waarover')),
                ('once', models.CharField(max_length=120, unique=True, verbose_name='handeling')),
                ('message_id', models.CharField(default=driehoek.mail.new_message_id, editable=False, max_length=200, verbose_name='Message-ID')),
                ('state', models.CharField(choices=[('wacht', 'wacht'), ('bezig', 'bezig'), ('verstuurd', 'verstuurd'), ('mislukt', 'mislukt'), ('onzeker', 'onzeker'), ('vervallen', 'vervallen')], default='wacht', max_length=10, verbose_name='stand')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='pogingen')),
                ('due', models.DateTimeField(default=django.utils.timezone.now, verbose_name='vanaf')),
                ('error', models.CharField(blank=True, max_length=300, verbose_name='fout')),
            ],
            options={
                'verbose_name': 'mail',
                'verbose_name_plural': 'mail',
                'indexes': [models.Index(fields=['state', 'due'], name='outbox_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['wacht', 'bezig', 'verstuurd', 'mislukt', 'onzeker', 'vervallen'])), name='outbox_state_known')],
            },
        ),
    ]
