"""Opening a personal link as a participant does: by its one button."""

from django.test import Client

from conversations.links import token_of
from conversations.models import Visit


def path_of(link):
    return f"/deelnemen/link/{token_of(link)}/"


def opened(link):
    """Return a client in which `link` was opened, and its visit."""
    client = Client()
    assert client.post(path_of(link)).status_code == 302
    return client, Visit.objects.latest("pk")
