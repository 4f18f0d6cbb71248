from django.core.management.base import BaseCommand, CommandError

from driehoek.guide import print_guide
from driehoek.help import HelpError, the_help


class Command(BaseCommand):
    help = "Schrijf de handleiding (docs/handleiding.md) uit de uitleg bij de pagina's, driehoek/help.yaml."

    def handle(self, *args, **options):
        try:
            self.stdout.write(print_guide(the_help()), ending="")
        except HelpError as error:
            raise CommandError(str(error)) from error
