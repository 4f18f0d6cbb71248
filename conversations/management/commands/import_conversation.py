from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from conversations.portable import BadFileError, Finding, check, import_document, read
from triangles.models import User


class Command(BaseCommand):
    help = "Lees een gespreksbestand in en schrijf het nummer van het nieuwe gesprek. Alles of niets."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="BESTAND", help="het gespreksbestand (JSON)")
        parser.add_argument("--adviser", metavar="ADRES", help="e-mailadres van de adviseur die dit gesprek mag zien")

    def handle(self, *args, file, adviser, **options):
        try:
            imported = import_document(read(file), adviser=find_adviser(adviser, file))
        except BadFileError as error:
            raise CommandError(f"Er is niets ingelezen. Dit klopt niet:\n{error}") from None
        except DatabaseError:  # its own words may repeat what is in the file
            reason = "de database nam dit bestand niet aan, of is nog niet klaar (migrate)"
            raise CommandError(f"Er is niets ingelezen: {reason}.") from None
        self.report(imported)
        self.stdout.write(str(imported.conversation.pk))

    def report(self, imported):
        lines = [f"verschil: {difference}" for difference in imported.differences]
        lines += [f"advies: {advice.text}" for advice in imported.advice]
        if not imported.is_seen:
            lines.append("nog niemand ziet dit gesprek; geef iemand toegang met --adviser")
        for line in lines:
            self.stderr.write(line, self.style.WARNING)


def find_adviser(address, file):
    """Return the user with this address, or None without one.

    Raises BadFileError when nobody has it; that then names what is wrong with the file too.
    """
    if address is None:
        return None
    user = User.objects.filter(email__iexact=address, is_active=True).first()
    if user is None:
        found = [Finding("--adviser", "er is geen account met dit e-mailadres; maak het eerst, of laat --adviser weg")]
        try:
            check(read(file))
        except BadFileError as error:
            found += error.findings
        raise BadFileError(found)
    return user
