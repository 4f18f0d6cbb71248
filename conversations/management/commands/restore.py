import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from conversations.backups import BackupError, find
from conversations.restoring import drill, restore
from driehoek.dumping import DumpError

AFTER = (
    "Links, accounts en toegang zijn die van het moment van de kopie. Trek opnieuw in wat daarna is ingetrokken, "
    "en start dan pas de site."
)


class Command(BaseCommand):
    help = "Zet een reservekopie terug in een lege database, ga haar na, en wis opnieuw wat daarna is gewist."

    def add_arguments(self, parser):
        parser.add_argument("place", metavar="MAP", nargs="?", default="reserve", help="een kopie, of waar ze staan")
        parser.add_argument(
            "--journal", action="append", metavar="BESTAND", help="het journaal van het wissen; mag vaker"
        )
        parser.add_argument("--drill", action="store_true", help="oefen: in een database die daarna weer weg is")

    def handle(self, *args, place, journal, drill, **options):
        began = time.monotonic()
        try:
            left = self.carry_out(find(place), journal or usual(), drill)
        except (BackupError, DumpError, OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        minutes = f"{(time.monotonic() - began) / 60:.2f}".replace(".", ",")
        self.stdout.write(f"{'Geoefend' if drill else 'Klaar'} in {minutes} minuten.")
        if not drill:
            self.stdout.write(AFTER)
        if left:
            raise CommandError("\n".join(left))

    def carry_out(self, backup, journals, is_drill):
        """Restore or practise; return the lines that need somebody."""
        if is_drill:
            return drill(backup, journals, self.stdout.write)[0]
        return restore(backup, journals, self.stdout.write)


def usual():
    """Return the journal of the settings. Raises OSError when that is not there: every backup begins it."""
    return [settings.ERASURE_JOURNAL] if settings.ERASURE_JOURNAL else []
