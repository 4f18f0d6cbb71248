from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from conversations.erasing_accounts import AccountInUseError
from conversations.erasing_everywhere import erase_everywhere
from conversations.management.asking import find_person, find_two
from conversations.models import HeldError

STAYS = (
    "Blijft: vastgestelde verslagen (met de naam), scores die de tafel zag (zonder naam), afspraken (met de hoek), "
    "het auditlog (nummers), en wat de tafel samen opschreef."
)


class Command(BaseCommand):
    help = "Wis een persoon uit alle driehoeken, op een schriftelijk verzoek en het besluit van twee beheerders."

    def add_arguments(self, parser):
        parser.add_argument("mail", metavar="MAIL", help="het mailadres")
        parser.add_argument("--name", default="", metavar="NAAM", help="wie, als meer mensen dit adres delen")
        parser.add_argument("--requested-by", required=True, metavar="NAAM", help="wie dit vroeg; niet bewaard")
        parser.add_argument("--approved-by", required=True, metavar="ACCOUNT", help="wie akkoord gaf")
        parser.add_argument("--confirmed-by", required=True, metavar="ACCOUNT", help="wie bevestigde, iemand anders")
        parser.add_argument("--dry-run", action="store_true", help="zeg alleen wat er zou gaan")

    def handle(self, *args, mail, name, requested_by, approved_by, confirmed_by, dry_run, **options):
        if not requested_by.strip():
            raise CommandError("Noem wie dit vroeg.")
        person = find_person(mail, name)
        two = find_two(approved_by, confirmed_by, person)
        try:
            with transaction.atomic():
                done = erase_everywhere(person, *two)
                transaction.set_rollback(dry_run)
        except (HeldError, AccountInUseError) as refused:
            raise CommandError(str(refused)) from None
        said = "Zou gewist worden" if dry_run else "Gewist"
        self.stdout.write(f"{said} op verzoek van {requested_by.strip()}, akkoord {two[0]}, bevestigd {two[1]}:")
        for words, counts, kept in done:
            self.stdout.write(f"  {words}: {in_words(counts)}." + (f" Blijft: {in_words(kept)}." if kept else ""))
        self.stdout.write(STAYS)


def in_words(counts):
    """Say {what: how many} in a line."""
    return ", ".join(f"{what.replace('_', ' ')} {number}" for what, number in counts.items() if number) or "niets"
