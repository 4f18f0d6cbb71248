from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PrinciplesConfig(AppConfig):
    name = "principles"
    verbose_name = "Principes en kaarten"

    def ready(self):
        from principles.loading import load_after_migrate

        post_migrate.connect(load_after_migrate, sender=self)
