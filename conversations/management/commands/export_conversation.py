import json

from django.core.management.base import BaseCommand

from conversations.models import Visibility, record
from conversations.portable import BadFileError, build_document, check

from .render_report import find


class Command(BaseCommand):
    help = "Schrijf een gesprek met zijn driehoek als gespreksbestand (JSON) naar de standaarduitvoer."

    def add_arguments(self, parser):
        parser.add_argument("number", metavar="N", help="nummer van het gesprek")
        parser.add_argument(
            "--include-confidential",
            action="store_true",
            help="ook teksten die de tafel niet leest of nog niet las, en scores die nog niet zijn getoond",
        )

    def handle(self, *args, number, include_confidential, **options):
        conversation = find(number)
        document = build_document(conversation, include_confidential=include_confidential)
        record("geëxporteerd", conversation=conversation, confidential=include_confidential)
        self.stdout.write(json.dumps(document, ensure_ascii=not writes_unicode(self.stdout), indent=1))
        for line in remarks(document):
            self.stderr.write(line, self.style.WARNING)


def writes_unicode(output):
    """Whether every character can be written to `output` as it is."""
    return (getattr(output, "encoding", None) or "utf-8").lower().startswith("utf")


def remarks(document):
    """Yield what whoever passes the file on should know."""
    found = document["conversation"]
    texts = found.get("reflections", []) + found.get("scores", [])
    named_scores = found["display"] == "naamloos" and found.get("scores")
    if named_scores or any(text.get("visibility") == Visibility.NAAMLOOS for text in texts):
        yield "let op: dit bestand zegt ook van wie naamloze antwoorden zijn; deel het niet met de tafel"
    try:
        check(document)
    except BadFileError as error:
        yield "let op: dit bestand is zo nog niet in te lezen:"
        yield from map(str, error.findings)
