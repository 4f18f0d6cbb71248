from django.apps import AppConfig


class TrianglesConfig(AppConfig):
    name = "triangles"
    verbose_name = "Accounts en organisaties"
