import errno
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from conversations.models import AuditEvent, Conversation, Report
from conversations.report_as_record import ACTS, check_reports, recognise

from .render_report import REASONS, find, newest_report


class Command(BaseCommand):
    help = "Ga na of vastgestelde verslagen nog zijn wat is vastgesteld. Fout 1 met wat verschilt."

    def create_parser(self, prog_name, subcommand, **kwargs):
        """Let --version be ours; Django's own, the version of Django, gives way."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser):
        parser.add_argument("number", metavar="N", nargs="?", help="nummer van het gesprek")
        parser.add_argument("--all", action="store_true", help="van elk gesprek")
        parser.add_argument("--version", dest="version_number", type=int, metavar="K", help="alleen deze versie")
        parser.add_argument("--file", metavar="BESTAND", help="is dit bestand het vastgestelde verslag?")

    def handle(self, *args, number, all, version_number, file, **options):
        if (number is None) != all or (all and (file or version_number)):
            raise CommandError("Geef het nummer van een gesprek, of --all.")
        if file:
            return self.stdout.write(told_of_file(find(number), Path(file), version_number))
        wrong = 0
        for conversation in recorded() if all else [find(number)]:
            wrong += self.tell(conversation, version_number)
        if wrong:
            raise CommandError("1 versie klopt niet." if wrong == 1 else f"{wrong} versies kloppen niet.")
        return None

    def tell(self, conversation, version):
        """Write a line per version, what is wrong on standard error; return how many are wrong."""
        found = [row for row in check_reports(conversation) if version in (None, row.version)]
        if not found:
            raise CommandError(f"Gesprek {conversation.pk}: deze versie is niet vastgesteld.")
        for row in found:
            begin = f"Gesprek {conversation.pk}, versie {row.version}"
            if row.troubles:
                self.stderr.write(f"{begin}: {', '.join(row.troubles)}")
            else:
                remark = f"; {row.remark}" if row.remark else ""
                self.stdout.write(f"{begin}: klopt, SHA-256 {row.sha256}{remark}")
        return sum(bool(row.troubles) for row in found)


def recorded():
    """Yield the conversations with a report that is vastgesteld, now or according to the audit log."""
    keys = set(Report.objects.established().values_list("conversation", flat=True))
    keys |= set(AuditEvent.objects.filter(action__in=ACTS).values_list("conversation_id", flat=True))
    yield from Conversation.objects.filter(pk__in=keys).order_by("pk").iterator()


def told_of_file(conversation, path, version):
    """Say which version a file is. Raises CommandError when it is none, or not the `version` that is asked for."""
    try:
        found = recognise(conversation, path.read_bytes())
    except OSError as error:
        reason = {**REASONS, errno.ENOENT: "dat bestand bestaat niet"}.get(error.errno, "kijk of de naam klopt")
        raise CommandError(f"{path} is niet te lezen: {reason}.") from error
    if found is None:
        raise CommandError(
            f"{path} is geen vastgesteld verslag van gesprek {conversation.pk}: het is een ander bestand."
        )
    newest = newest_report(conversation).version
    if version not in (None, found.version):
        raise CommandError(f"{path} is versie {found.version}, en niet versie {version}.")
    rest = "" if found.version == newest else f" Nu geldt versie {newest}."
    return f"{path} is versie {found.version} van het vastgestelde verslag van gesprek {conversation.pk}.{rest}"
