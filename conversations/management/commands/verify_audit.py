import re

from django.core.management.base import BaseCommand, CommandError

from conversations.models.audit_heads import verify

HEAD = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


class Command(BaseCommand):
    help = "Loop het hele auditlog na. Fout 1 bij de eerste regel die is gewijzigd, verwijderd of verwisseld."

    def add_arguments(self, parser):
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="NUMMER:HASH",
            help="een kop die elders is bewaard, bijvoorbeeld uit het log van de server; mag vaker",
        )

    def handle(self, *args, head, **options):
        verdict = verify(*map(read, head))
        if verdict.trouble:
            raise CommandError(f"Het auditlog klopt niet. {verdict.trouble}")
        rows = "1 regel" if verdict.rows == 1 else f"{verdict.rows} regels"
        self.stdout.write(f"{rows}, keten heel, kop {verdict.number}:{verdict.hash}")


def read(text):
    """Return (number, hash) of a head as it is written in the log. Raises CommandError."""
    found = HEAD.fullmatch(text.strip())
    if found is None:
        raise CommandError(f"‘{text}’ is geen kop. Schrijf het nummer, een dubbele punt en de hash van 64 tekens.")
    return int(found[1]), found[2]
