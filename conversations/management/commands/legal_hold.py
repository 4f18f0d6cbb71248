from django.core.management.base import BaseCommand, CommandError

from conversations.models import Conversation, PhaseError
from conversations.retention.holds import lift_hold, place_hold


class Command(BaseCommand):
    help = "Leg een bewaarplicht op een gesprek, zodat er niets van weggaat, of hef hem op. Het komt in het logboek."

    def add_arguments(self, parser):
        parser.add_argument("conversation", type=int, metavar="GESPREK", help="het nummer van het gesprek")
        parser.add_argument("--name", required=True, metavar="NAAM", help="wie dit besluit")
        parser.add_argument("--reason", required=True, metavar="REDEN", help="waarom")
        parser.add_argument("--lift", action="store_true", help="hef de bewaarplicht op")

    def handle(self, *args, conversation, name, reason, lift, **options):
        found = Conversation.objects.filter(pk=conversation).first()
        if found is None:
            raise CommandError(f"Er is geen gesprek met nummer {conversation}.")
        if not name.strip() or not reason.strip():
            raise CommandError("Noem een naam en een reden.")
        try:
            (lift_hold if lift else place_hold)(found, name.strip(), reason.strip())
        except PhaseError as refused:
            raise CommandError(refused.message) from None
        done = "opgeheven; wat al weg moest, gaat morgen" if lift else "opgelegd; er gaat niets meer weg"
        self.stdout.write(f"Bewaarplicht op gesprek {conversation} {done}.")
