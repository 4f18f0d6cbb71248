from pathlib import Path

from allauth.usersessions.models import UserSession
from django.core.management.base import BaseCommand, CommandError

from conversations.management.asking import find_person
from conversations.models import record
from conversations.personal.papers import NAMES, render_personal, write_json
from conversations.personal.telling import build_personal


class Command(BaseCommand):
    help = "Schrijf alles wat van een persoon bewaard is als JSON en PDF, op een schriftelijk verzoek."

    def add_arguments(self, parser):
        parser.add_argument("mail", metavar="MAIL", help="het mailadres")
        parser.add_argument("--name", default="", metavar="NAAM", help="wie, als meer mensen dit adres delen")
        parser.add_argument("--output", required=True, metavar="MAP", help="waar de twee bestanden komen")

    def handle(self, *args, mail, name, output, **options):
        person = find_person(mail, name)
        sessions = UserSession.objects.filter(user=person.user).count() if person.user else None
        told = build_personal(person, sessions)
        folder = Path(output)
        for file, body in zip(NAMES, (write_json(told), render_personal(told)), strict=True):
            write(folder / file, body)
        record("gegevens gegeven", participants=len(person.participants), user=person.user and person.user.pk)
        self.stdout.write(f"Geschreven: {folder / NAMES[0]} en {folder / NAMES[1]}")


def write(path, body):
    """Write a file that only its owner reads; a new one that cannot be finished is taken away. Raises CommandError."""
    is_new = False
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_new = not path.exists()
        path.touch(mode=0o600)
        path.write_bytes(body)
    except OSError as error:
        if is_new:
            path.unlink(missing_ok=True)
        raise CommandError(f"{path} is niet te schrijven: kies een andere map.") from error
