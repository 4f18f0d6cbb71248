from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from conversations import demo
from conversations.demo_pool import KEEPER


class Command(BaseCommand):
    help = "Zet de demo klaar: verzonnen mensen en een gesprek in elke fase. Veilig om vaker te doen."

    def handle(self, **options):
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError("De demo heeft bekende wachtwoorden. Zet DEMO=1 als dit geen echte installatie is.")
        if demo.is_loaded():
            self.stdout.write("De demo staat er al.")
        else:
            self.stdout.write(f"De demo staat klaar. Het Kustregister is gesprek {demo.load_demo().pk}.")
        names = ", ".join([*demo.PEOPLE, KEEPER[0]])
        self.stdout.write(f"Inloggen als {names}; wachtwoord: {demo.PASSWORD}")
