from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from conversations.example_file import import_examples
from conversations.portable import BadFileError
from conversations.portable import read as read_file


class Command(BaseCommand):
    help = "Lees voorbeelden van anderen in uit een bestand en schrijf hoeveel er nieuw zijn. Alles of niets."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="BESTAND", help="het bestand met voorbeelden (JSON)")

    def handle(self, *args, file, **options):
        try:
            made, known = import_examples(read_file(file))
        except BadFileError as error:
            raise CommandError(f"Er is niets ingelezen. Dit klopt niet:\n{error}") from None
        except DatabaseError:
            reason = "de database nam dit bestand niet aan, of is nog niet klaar (migrate)"
            raise CommandError(f"Er is niets ingelezen: {reason}.") from None
        if known:
            self.stderr.write(f"{known} stonden er al", self.style.WARNING)
        self.stdout.write(str(made))
