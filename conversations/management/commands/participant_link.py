from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from conversations.links import address_of, give_link, is_alive
from conversations.models import Conversation, Link, record

PURPOSES = ("deelnemen", "datum", "lezen", "voortgang")


class Command(BaseCommand):
    help = "Schrijf een verse persoonlijke link, voor wie een deelnemer aan de telefoon helpt. Het komt in het logboek."

    def add_arguments(self, parser):
        parser.add_argument("conversation", type=int, metavar="GESPREK", help="het nummer van het gesprek")
        parser.add_argument("seat", metavar="PLAATS", help="de code van de plaats in de driehoek")
        parser.add_argument("--purpose", choices=PURPOSES, default="deelnemen", help="waarvoor de link is")

    def handle(self, *args, conversation, seat, purpose, **options):
        found = Conversation.objects.filter(pk=conversation).first()
        if found is None:
            raise CommandError(f"Er is geen gesprek met nummer {conversation}.")
        people = {person.seat.code: person for person in found.participants.select_related("seat", "conversation")}
        if seat not in people:
            known = ", ".join(sorted(people)) or "niemand"
            raise CommandError(f"Plaats {seat} doet niet mee aan dit gesprek. Wel: {known}.")
        with transaction.atomic():
            link = give_link(people[seat], Link.Purpose(purpose))
            if not is_alive(link, timezone.now()):
                phase = found.get_phase_display()
                raise CommandError(f"Dit gesprek is {phase}: een link voor {purpose} werkt nu niet.")
            record("link gegeven", conversation=found, participant=people[seat].pk, purpose=purpose)
        self.stdout.write(address_of(link))
