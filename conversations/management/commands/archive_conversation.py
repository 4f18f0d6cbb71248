from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from conversations.archive import build_archive
from conversations.models import record
from conversations.report_as_record import check_reports

from .render_report import find, write


class Command(BaseCommand):
    help = "Schrijf een vastgesteld gesprek als zip voor het archief: verslag, gespreksbestand, metagegevens en hashes."

    def add_arguments(self, parser):
        parser.add_argument("number", metavar="N", help="nummer van het gesprek")
        parser.add_argument("--output", required=True, metavar="BESTAND", help="waar de zip komt")

    def handle(self, *args, number, output, **options):
        conversation = find(number)
        checked = check_reports(conversation)
        if not checked:
            raise CommandError("Van dit gesprek is nog geen verslag vastgesteld: er is niets te archiveren.")
        wrong = [str(row.version) for row in checked if row.troubles]
        if wrong:
            versions = ", ".join(wrong)
            raise CommandError(f"Niets geschreven: versie {versions} klopt niet. Kijk met verify_report {number}.")
        write(Path(output), build_archive(conversation))
        record("archief gemaakt", conversation=conversation, versions=len(checked))
        self.stdout.write(f"Geschreven: {output}")
