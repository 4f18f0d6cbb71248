import datetime as dt

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from conversations.replaying import replay


class Command(BaseCommand):
    help = "Wis opnieuw wat volgens een journaal is gewist, en wat over zijn termijn is. Fout 1 als iets niet ging."

    def add_arguments(self, parser):
        parser.add_argument("journal", metavar="BESTAND", nargs="+", help="journaal van het wissen (ERASURE_JOURNAL)")
        parser.add_argument(
            "--since", metavar="MOMENT", required=True, help="van wanneer de kopie is, als 2026-11-22T02:00"
        )

    def handle(self, *args, journal, since, **options):
        try:
            moment = dt.datetime.fromisoformat(since)
            moment = moment if moment.tzinfo else timezone.make_aware(moment)
            told, failed = replay(journal, moment)
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"Het journaal of het moment is niet te lezen. {error}") from error
        for line in told or ["Niets om opnieuw te wissen."]:
            self.stdout.write(line)
        if failed:
            raise CommandError("\n".join(failed))
