"""Fills an empty database with the demo and 30 conversations more, for browsers; prints one JSON object.

The object holds per name of a page its `address` and the `cookie` of who may open it, which is "" for the page of a
personal link that nobody opened yet. Collects the static files as well. `python -m bench.visitors`.
"""

import json

import django
from django.core.management import call_command

from bench.filling import fill
from bench.meetings import session_of

STEP = "vertrouwen"


def main():
    django.setup()
    from conversations.demo import load_demo
    from triangles.models import User

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin"])
    load_demo()
    fill(User.objects.get(username="noor"), triangle="Meetnet")
    print(json.dumps({name: {"address": at, "cookie": cookie} for name, at, cookie in pages()}))


def pages():
    """Yield (name, address, cookie) of what staff and participants look at most."""
    from triangles.models import User

    adviser, leader = (session_of(User.objects.get(username=name)) for name in ("noor", "yara"))
    ahead, now, done = (newest(phase) for phase in ("voorbereiding", "gesprek", "opvolging"))
    yield "home", "/", adviser
    yield "conversation", f"/gesprekken/{done.pk}/", adviser
    yield "planning", f"/gesprekken/{ahead.pk}/voorbereiden/", adviser
    yield "report", f"/gesprekken/{done.pk}/verslag/", adviser
    yield "meeting", f"/gesprekken/{now.pk}/leiden/?deel={STEP}", leader
    yield from of_participant(ahead.participants.order_by("pk").first(), ahead.questions.order_by("pk").last())


def newest(phase):
    """Return the newest conversation in `phase` of the people of the demo."""
    from conversations.models import Conversation

    return Conversation.objects.filter(triangle__memberships__user__username="teun", phase=phase).latest("pk")


def of_participant(person, question):
    from conversations.links import Purpose, give_link, token_of
    from conversations.visits import COOKIE, digest, join_key

    link, key = give_link(person, Purpose.DEELNEMEN), "sleutel-alleen-voor-het-meten-0123456789ab"
    join_key(digest(key), link)
    link.visits.let_read(True)
    came_in = f"{COOKIE}={key}"
    yield "link", f"/deelnemen/link/{token_of(link)}/", ""
    yield "participant", f"/deelnemen/{person.pk}/", came_in
    yield "answer", f"/deelnemen/{person.pk}/vragen/{question.code}/", came_in


if __name__ == "__main__":
    main()
