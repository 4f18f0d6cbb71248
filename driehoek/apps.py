from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DriehoekConfig(AppConfig):
    name = "driehoek"
    verbose_name = "Driehoek"

    def ready(self):
        """Let every app make its mails and its returning work known; that of this one is in `forgetting`."""
        autodiscover_modules("mails", "chores", "forgetting")
