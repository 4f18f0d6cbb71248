"""Mail: a row in the outbox in the same transaction as the act; its text and its links are made when it is sent.

An app makes a kind known in its module `mails` with `@renders("kind")`: a function from the row to a mail, or to None
when nobody waits for it any more. The queue holds an address and numbers: no token or text can be read from it.
"""

from email.utils import make_msgid
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import models
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

RENDERERS = {}


def new_message_id():
    """Return a Message-ID under the name of the site; without it the name server is asked who this machine is."""
    return make_msgid(domain=urlsplit(settings.SITE_URL).hostname or "localhost")


class OutboxQuerySet(models.QuerySet):
    def due(self, now):
        """Limit to what may be sent at `now`, the longest waiting first."""
        return self.filter(state=Outbox.State.WACHT, due__lte=now).order_by("due", "pk")


class Outbox(models.Model):
    class State(models.TextChoices):
        WACHT = "wacht", "wacht"
        BEZIG = "bezig", "bezig"
        VERSTUURD = "verstuurd", "verstuurd"
        MISLUKT = "mislukt", "mislukt"
        ONZEKER = "onzeker", "onzeker"  # handed over, but the server never said that it has it: not sent again
        VERVALLEN = "vervallen", "vervallen"

    kind = models.CharField("soort", max_length=40)
    to = models.EmailField("aan")
    ref = models.JSONField("waarover", default=dict)
    once = models.CharField("handeling", max_length=120, unique=True)
    message_id = models.CharField("Message-ID", max_length=200, default=new_message_id, editable=False)
    state = models.CharField("stand", max_length=10, choices=State, default=State.WACHT)
    tries = models.PositiveSmallIntegerField("pogingen", default=0)
    due = models.DateTimeField("vanaf", default=timezone.now)
    error = models.CharField("fout", max_length=300, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "mail"
        verbose_name_plural = "mail"
        indexes = [models.Index(fields=["state", "due"], name="outbox_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["wacht", "bezig", "verstuurd", "mislukt", "onzeker", "vervallen"]),
                name="outbox_state_known",
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}: {self.get_state_display()}"


def renders(kind):
    """Make the decorated function the one that turns a row of `kind` into a mail, or into None."""

    def add(render):
        RENDERERS[kind] = render
        return render

    return add


def queue(kind, to, *, once, due=None, **ref):
    """Put a mail in the outbox, inside the transaction of the act; return whether it is new there.

    `once` names the act ('collega:12:3'): the same act never queues twice. `due` is from when it may be sent, now when
    it is None. `ref` holds numbers only; anything else, or a kind that nobody renders, raises TypeError.
    """
    if kind not in RENDERERS or not all(type(number) is int for number in ref.values()):
        raise TypeError(f"A mail of kind {kind!r} cannot be queued with {sorted(ref)}.")
    row = {"kind": kind, "to": to, "ref": ref, "due": due or timezone.now()}
    _, is_new = Outbox.objects.get_or_create(once=once, defaults=row)
    return is_new


def site_link(name, *args):
    """Return the full address of a route; it starts with the configured address, never with a Host header."""
    return urljoin(settings.SITE_URL, reverse(name, args=args))


def compose(row, **values):
    """Return the mail of a row from its template `emails/<kind>.txt`, as plain text and as simple HTML.

    The first line of the template is the subject. Every text in `values` is brought onto one line, so that a name can
    neither add a header nor a paragraph; only a paragraph that is exactly `link` or `again` becomes a link.
    """
    values = {name: one_line(value) if isinstance(value, str) else value for name, value in values.items()}
    subject, text = render_to_string(f"emails/{row.kind}.txt", values).strip().split("\n", 1)
    paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
    mail = EmailMultiAlternatives(one_line(subject), "\n\n".join(paragraphs) + "\n", to=[row.to])
    links = [values[name] for name in ("link", "again") if name in values]
    shown = {"subject": mail.subject, "paragraphs": [(part, part in links) for part in paragraphs]}
    mail.attach_alternative(render_to_string("emails/mail.html", shown), "text/html")
    mail.extra_headers = {"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"}
    return mail


def one_line(text):
    return " ".join(text.split())
