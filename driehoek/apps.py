from django.apps import AppConfig


class DriehoekConfig(AppConfig):
    name = "driehoek"
    verbose_name = "Driehoek"
