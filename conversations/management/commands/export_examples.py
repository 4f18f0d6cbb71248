import json

from django.core.management.base import BaseCommand, CommandError

from conversations.example_file import build_document
from conversations.models import Example, record

from .export_conversation import writes_unicode


class Command(BaseCommand):
    help = "Schrijf de voorbeelden van anderen als één bestand (JSON) naar de standaarduitvoer."

    def add_arguments(self, parser):
        parser.add_argument("--organisation", metavar="NAAM", help="alleen de voorbeelden van deze organisatie")

    def handle(self, *args, organisation, **options):
        examples = Example.objects.filter(organisation=organisation) if organisation else Example.objects.all()
        if organisation and not examples.exists():
            raise CommandError("Van deze organisatie zijn er geen voorbeelden. Let op hoofdletters en spaties.")
        unicode = writes_unicode(self.stdout)
        self.stdout.write(json.dumps(build_document(examples), ensure_ascii=not unicode, indent=1))
        record("voorbeelden geëxporteerd", examples=examples.count())
