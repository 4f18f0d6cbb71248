"""Who has access to what, for the yearly look of the beheerder: roles and counts, no triangle and no conversation."""

from django.db.models import F, Func, OuterRef, Q, Subquery
from django.utils import timezone

from triangles.roles import accounts_reviewed_by, roles_of

from .models import Conversation
from .spreadsheet import in_digits, write_sheet

HEAD = (
    *("Naam", "Mailadres", "Open", "Rollen", "Adviseert driehoeken", "Begeleidt gesprekken"),
    *("Laatst ingelogd", "Tweede stap", "Sessies nu"),
)


def read_access(user):
    """Return a row (dict) per account for `user`, a beheerder, those that are open first; [] for anybody else."""
    led = Conversation.objects.filter(
        Q(facilitator=OuterRef("pk")) | Q(second_facilitator=OuterRef("pk")), triangle__rehearsal_until=None
    )
    count = led.order_by().annotate(total=Func(F("pk"), function="COUNT")).values("total")
    return [row_of(account) for account in accounts_reviewed_by(user).annotate(led=Subquery(count))]


def row_of(account):
    return {
        "pk": account.pk,
        "name": str(account),
        "email": account.email,
        "is_open": account.is_active,
        "roles": roles_of(account),
        "advised": account.advised,
        "led": account.led,
        "last_login": account.last_login and timezone.localtime(account.last_login),
        "has_second_step": account.steps,
        "sessions": account.open_sessions,
    }


def write_access(rows):
    """Return the rows of read_access as a file for a Dutch spreadsheet; no cell is calculated."""
    return write_sheet(HEAD, map(cells, rows))


def cells(row):
    """Return the texts of one line, in the order of HEAD."""
    return [
        row["name"],
        row["email"],
        "ja" if row["is_open"] else "nee",
        ", ".join(row["roles"]),
        str(row["advised"]),
        str(row["led"]),
        in_digits(row["last_login"]),
        "ja" if row["has_second_step"] else "nee",
        str(row["sessions"]),
    ]
