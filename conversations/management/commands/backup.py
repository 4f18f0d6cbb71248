from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from conversations.backups import back_up, keep_newest
from conversations.erasure_journal import JournalError, begin
from driehoek.dumping import DumpError

KEYS = "De sleutels (SECRET_KEY en TEXT_KEYS) staan er niet in. Bewaar die apart: zonder sleutels gaat geen tekst open."


class Command(BaseCommand):
    help = "Schrijf een reservekopie van de database. Fout 1 als dat niet lukt; dan blijft er niets halfs staan."

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="MAP", nargs="?", default="reserve", help="waar de kopieën staan")
        parser.add_argument("--keep", type=int, metavar="N", help="bewaar de N nieuwste en gooi de oudere weg")

    def handle(self, *args, folder, keep, **options):
        if keep is not None and keep < 1:
            raise CommandError("Bewaar er minstens een: --keep 1.")
        try:
            begin()
            backup = back_up(Path(folder))
            self.tell(backup)
            gone = keep_newest(Path(folder), keep) if keep else 0
        except (DumpError, JournalError, OSError) as error:
            raise CommandError(f"De reservekopie is niet gelukt. {error}") from error
        if gone:
            self.stdout.write(f"Oudere kopieën weggegooid: {gone}.")

    def tell(self, backup):
        told = backup.told
        self.stdout.write(f"Geschreven: {backup.file}, {told['bytes']} bytes.")
        self.stdout.write(f"SHA-256 {told['sha256']}.")
        self.stdout.write(f"Geteld: {sum(told['counts'].values())} rijen in {len(told['counts'])} tabellen.")
        self.stdout.write(f"Auditlog: kop {told['head']}. Vastgestelde verslagen: {len(told['reports'])}.")
        self.stdout.write(KEYS)
        if not settings.ERASURE_JOURNAL:
            self.stderr.write("ERASURE_JOURNAL staat niet aan: wat hierna gewist wordt, komt met deze kopie terug.")
