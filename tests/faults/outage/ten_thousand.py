"""Fills an empty PostgreSQL with 10,000 conversations from before texts were bound; prints one JSON object.

The object holds `cookie` and `pages` (of who advises ten of the driehoeken), `savers` (two who lead a meeting that
runs) and `writers` (two who came in by personal link). `python -m tests.faults.outage.ten_thousand`.
"""

import json

import django
from django.core.management import call_command

from bench.large import PEOPLE, fill, multiply, quickly, tidy
from bench.meetings import session_of

TRIANGLES, TALKS = 1_000, 10
TEXTS, LINKS = 2_000, 1_000  # of a conversation that is over they are gone
BEFORE = ("conversations", "0022_heads_of_the_audit_log")


def write_as_before():
    """Give people in so many conversations an answer, and a link, as these were kept then."""
    from django.db import connection

    from conversations.links import Purpose, give_link
    from conversations.models import Participant, Reflection
    from driehoek.encryption import cipher
    from principles.models import Question

    person = Participant.objects.order_by("pk")[1]  # the first is the example that all others are copies of
    own = {"conversation_id": person.conversation_id, "participant": person, "corner": person.corner}
    kept = Reflection.objects.create(**own, question=Question.objects.get(code="dilemma"), text="Van vroeger.")
    link = give_link(person, Purpose.DEELNEMEN)
    with connection.cursor() as cursor:
        token = cipher().encrypt(b"Van vroeger.").decode()
        cursor.execute("UPDATE conversations_reflection SET text = %s", [token])
        cursor.execute("UPDATE conversations_link SET seal = ''")
    whose = {"participant_id": f"kept.participant_id + (i + 1) * {PEOPLE}"}
    quickly(connection, on=True)
    multiply(kept, TEXTS - 1, **whose, conversation_id="kept.conversation_id + i + 1")
    multiply(link, LINKS - 1, **whose, nonce="'nonce' || i")
    quickly(connection, on=False)
    tidy(connection)


def savers():
    from tests.meetings import open_meeting

    for meeting in (open_meeting(), open_meeting()):
        cookie = session_of(meeting.facilitator)
        yield {"address": f"/gesprekken/{meeting.pk}/opslaan/", "cookie": cookie}


def writers():
    from tests.by_link import address, enter, preparing

    preparation = preparing()
    for person in preparation.participants.order_by("pk")[:2]:
        tab = enter(person)
        cookie = "; ".join(f"{name}={one.value}" for name, one in tab.cookies.items())
        page = address(person, "vragen/dilemma/")
        yield {"address": page, "cookie": cookie, "facilitator": preparation.facilitator_id}


def main():
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("migrate", *BEFORE, verbosity=0)  # an empty database is soon back
    user, triangle, organisation = fill(TRIANGLES, TALKS)
    write_as_before()
    pages = ["/", f"/driehoeken/{triangle}/", "/overzicht/", f"/overzicht/{organisation.pk}/"]
    made = {"cookie": session_of(user), "pages": pages, "savers": list(savers()), "writers": list(writers())}
    print(json.dumps(made))


if __name__ == "__main__":
    main()
