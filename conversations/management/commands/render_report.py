import errno
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from conversations.models import Conversation, record
from conversations.report import build_content, newest_report, render_pdf

REASONS = {
    errno.EACCES: "dat mag deze gebruiker niet",
    errno.EISDIR: "dat is een map",
    errno.ENOENT: "die map bestaat niet",
    errno.ENOSPC: "de schijf is vol",
}


class Command(BaseCommand):
    help = "Schrijf het verslag van een gesprek als PDF: de vastgestelde versie, of anders het concept."

    def create_parser(self, prog_name, subcommand, **kwargs):
        """Let --version be ours; Django's own, the version of Django, gives way."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser):
        parser.add_argument("number", metavar="N", help="nummer van het gesprek")
        parser.add_argument("--output", required=True, metavar="BESTAND", help="waar de PDF komt")
        parser.add_argument("--version", dest="version_number", metavar="K", help="welke versie")

    def handle(self, *args, number, output, version_number, **options):
        conversation = find(number)
        body = stored_version(conversation, version_number) if version_number else newest(conversation)
        write(Path(output), body)
        record("verslag geschreven", conversation=conversation)
        self.stdout.write(f"Geschreven: {output}")


def find(number):
    """Return the conversation. Raises CommandError when there is none with this number."""
    conversation = (
        Conversation.objects.select_related("triangle").filter(pk=number).first() if is_number(number) else None
    )
    if conversation is None:
        raise CommandError(f"Er is geen gesprek met nummer {number}.")
    return conversation


def is_number(text):
    return text.isascii() and text.isdigit() and len(text) <= 18


def newest(conversation):
    """Return the bytes of the newest version that is vastgesteld, else of the concept as it is now."""
    report = newest_report(conversation)
    return checked(report) if report else render_pdf(build_content(conversation))


def stored_version(conversation, number):
    """Return the bytes of one version that is vastgesteld. Raises CommandError when there is none."""
    established = conversation.reports.established()
    report = established.filter(version=number).first() if is_number(number) else None
    if report is None:
        there = ", ".join(map(str, established.values_list("version", flat=True)))
        known = f"Vastgesteld is: {there}." if there else "Er is nog niets vastgesteld."
        raise CommandError(f"Versie {number} van dit verslag bestaat niet. {known}")
    return checked(report)


def checked(report):
    if not report.is_intact():
        raise CommandError(f"De bewaarde PDF van versie {report.version} klopt niet met de SHA-256: niets geschreven.")
    return bytes(report.pdf)


def write(path, body):
    """Write the file; a new one that cannot be finished is taken away. Raises CommandError."""
    is_new = False
    try:
        is_new = not path.exists()
        path.write_bytes(body)
    except OSError as error:
        if is_new:
            path.unlink(missing_ok=True)
        raise CommandError(
            f"{path} is niet te schrijven: {REASONS.get(error.errno, 'kies een andere plek')}."
        ) from error
