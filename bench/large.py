"""Fills an empty database with so many driehoeken; prints one JSON object. `python -m bench.large 100 10`.

Each triangle has so many conversations (ten) of three people, who scored two principles, and three agreements per
conversation.
Who looks advises ten of them, however many there are, and has the overview of the organisation that sits in all; the
first of those ten made ninety agreements more. The object holds `cookie`, the `pages` as {name: address} and the
`queries` per page. The rows are copies of one of each kind, made by
the database itself: what differs between them is an expression of `i`, their number from 0.
"""

import datetime as dt
import json
import sys

import django
from django.conf import settings
from django.core.management import call_command

from bench.filling import count_queries
from bench.meetings import session_of

ADVISED, PEOPLE, SCORED, PROMISES, MORE = 10, 3, 2, 3, 90
PHASES = ("concept", "voorbereiding", "verslag", "opvolging")  # the newest first; the others are afgerond
PAGES = ("home", "ledger", "ledger_next", "overview", "overview_next", "opdrachtnemer")
OVERSEEN = {"of_opdrachtgever": True, "of_opdrachtnemer": True, "of_eigenaar": True, "signs": "geen-datum"}
CORNERS = "CASE {} % 3 WHEN 0 THEN 'opdrachtgever' WHEN 1 THEN 'opdrachtnemer' ELSE 'eigenaar' END"


def multiply(kept, times, **differs):
    """Add `times` copies of the row `kept`; `differs` is {column: SQL}. Return the key before that of the first.

    The SQL may speak of `i` and of a column of the row as `kept.column`.
    """
    from django.db import connection

    quote, table = connection.ops.quote_name, type(kept)._meta.db_table
    columns = [field.column for field in type(kept)._meta.concrete_fields]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {table}")
        (last,) = cursor.fetchone()
        differs["id"] = f"{last + 1} + i"
        values = ", ".join(differs.get(column, f"kept.{quote(column)}") for column in columns)
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(map(quote, columns))}) "
            f"WITH RECURSIVE numbers(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i < {times - 1}) "
            f"SELECT {values} FROM numbers, {table} kept WHERE kept.id = {kept.pk}"
        )
    return last + 1


def days(*ago):
    """Return SQL for the days so many days ago, chosen by the place of a conversation within its triangle."""
    from django.db import connection

    today = dt.date.today()
    chosen = " ".join(f"WHEN {place} THEN '{today - dt.timedelta(number)}'" for place, number in enumerate(ago))
    found = f"CASE i % {len(ago)} {chosen} END"
    return f"CAST({found} AS date)" if connection.vendor == "postgresql" else found  # SQLite keeps days as text


def make_examples():
    """Return one row of each kind by the name of its model, in a triangle of their own."""
    from conversations.models import Agreement, AgreementStep, Conversation, Participant, Score, Signal, Verdict
    from conversations.models.oversight import Overseen
    from principles.models import Principle
    from triangles.models import Corner, Membership, Organisation, Seat, Triangle, User

    user = User.objects.create_user("adviseur", email="adviseur@voorbeeld.example", name="Adviseur")
    triangle = Triangle.objects.create(name="Voorbeeld", purpose="Iedereen weet waar die aan toe is.")
    organisation = Organisation.objects.create(name="Dienst")
    named = {"corner": Corner.EIGENAAR, "function": "directeur"}
    seat = Seat.objects.create(triangle=triangle, code="a", organisation=organisation, person="Iemand", **named)
    talk = Conversation.objects.create(triangle=triangle, title="Gesprek", purpose="Horen wat er misging.")
    person = Participant.objects.create(conversation=talk, seat=seat, name="Iemand", organisation="Dienst", **named)
    about = {"conversation": talk, "participant": person, "corner": seat.corner}
    promise = Agreement.objects.create(
        conversation=talk, kind="actie", text="Bellen.", of_eigenaar=True, owner_name="Iemand"
    )
    made = [
        *(user, triangle, seat, talk, person, promise),
        Membership.objects.create(user=user, triangle=triangle),
        Score.objects.create(**about, principle=Principle.objects.order_by("pk").first(), value=3),
        AgreementStep.objects.create(agreement=promise, conversation=talk, what="gemaakt"),
        Verdict.objects.create(agreement=promise, conversation=talk, corner=seat.corner, value="deels"),
        Signal.objects.create(triangle=triangle, kind="geen-datum", why="Er is nog geen datum."),
        Overseen.objects.create(triangle=triangle, organisation=organisation, folded="voorbeeld", **OVERSEEN),
    ]
    return {type(row).__name__: row for row in made}


def multiply_triangles(one, number):
    """Add the triangles with their advisers, ten each, and seats; return (the first triangle, its first seat)."""
    name = "'naam' || i"
    users = multiply(one["User"], number // ADVISED, username=name, email=f"{name} || '@voorbeeld.example'")
    first = multiply(one["Triangle"], number, name="'Driehoek ' || i")
    multiply(one["Membership"], number, triangle_id=f"{first} + i", user_id=f"{users} + i % {number // ADVISED}")
    multiply(one["Signal"], number, triangle_id=f"{first} + i")
    multiply(one["Overseen"], number, triangle_id=f"{first} + i", folded="'driehoek ' || i", last_on=days(*range(10)))
    at = f"{first} + i / {PEOPLE}"
    return first, multiply(one["Seat"], number * PEOPLE, triangle_id=at, code="'p' || i", corner=CORNERS.format("i"))


def multiply_talks(one, number, talks, triangle, seat):
    """Add the conversations with who take part and their scores; return the first."""
    phases = " ".join(f"WHEN {place} THEN '{phase}'" for place, phase in enumerate(PHASES))
    talk = multiply(
        one["Conversation"],
        number * talks,
        triangle_id=f"{triangle} + i / {talks}",
        title="'Gesprek ' || i",
        phase=f"CASE i % {talks} {phases} ELSE 'afgerond' END",
        held_on=days(*[-30, -12, *range(9, 9 + 90 * talks, 90)][:talks]),
    )
    person = multiply(
        one["Participant"],
        number * talks * PEOPLE,
        conversation_id=f"{talk} + i / {PEOPLE}",
        seat_id=f"{seat} + i / {PEOPLE * talks} * {PEOPLE} + i % {PEOPLE}",
        corner=CORNERS.format("i"),
    )
    each = PEOPLE * SCORED
    multiply(
        one["Score"],
        number * talks * each,
        conversation_id=f"{talk} + i / {each}",
        participant_id=f"{person} + i / {SCORED}",
        corner=CORNERS.format(f"i / {SCORED}"),
        principle_id=f"kept.principle_id + i % {SCORED}",
        value="1 + i % 5",
        shown_at=f"CASE WHEN i / {each} % {talks} > 1 THEN CURRENT_TIMESTAMP END",
    )
    return talk


def multiply_promises(one, number, talks, talk):
    """Add the agreements, each with its step, and of each tenth what the corners said; more for the first triangle."""
    many = number * talks * PROMISES
    promise = multiply(
        one["Agreement"],
        many,
        conversation_id=f"{talk} + i / {PROMISES}",
        kind="CASE i % 3 WHEN 0 THEN 'actie' WHEN 1 THEN 'besluit' ELSE 'werkafspraak' END",
        status="CASE i % 7 WHEN 0 THEN 'open' WHEN 1 THEN 'open' WHEN 2 THEN 'geparkeerd' ELSE 'gedaan' END",
        text="'Bellen, nummer ' || i",
        due_on=days(*range(10, 10 + 40 * talks, 40)),
    )
    multiply(one["Agreement"], MORE, conversation_id=f"{talk} + i % {talks}", text="'Meer bellen ' || i")
    multiply(one["AgreementStep"], many, agreement_id=f"{promise} + i", conversation_id=f"{talk} + i / {PROMISES}")
    multiply(
        one["Verdict"],
        many // 10 * 3,
        agreement_id=f"{promise} + i / 3 * 10",
        conversation_id=f"{talk} + i / 3 * 10 / {PROMISES} / {talks} * {talks} + {min(3, talks - 1)}",
        corner=CORNERS.format("i"),
        shown_at="CURRENT_TIMESTAMP",
    )


def quickly(connection, on):
    """Leave out while filling what the database checks of each row; the same rows pass it in a small installation."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET session_replication_role = {'replica' if on else 'DEFAULT'}")
        else:
            cursor.execute(f"PRAGMA foreign_keys = {'OFF' if on else 'ON'}")


def tidy(connection):
    """Leave the database as one that has run for a while: numbers go on, and PostgreSQL knows its tables."""
    from django.apps import apps
    from django.core.management.color import no_style

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
                cursor.execute(statement)
            cursor.execute("VACUUM ANALYZE")


def fill(number, talks):
    """Add the whole installation; return (who looks, their first triangle, the organisation)."""
    from django.db import connection, transaction

    from triangles.models import Membership, Overseer

    quickly(connection, on=number > 100)
    with transaction.atomic():
        one = make_examples()
        triangle, seat = multiply_triangles(one, number)
        multiply_promises(one, number, talks, multiply_talks(one, number, talks, triangle, seat))
    quickly(connection, on=False)
    tidy(connection)
    user, organisation = Membership.objects.get(triangle=triangle).user, one["Seat"].organisation
    Overseer.objects.create(user=user, organisation=organisation)
    return user, triangle, organisation


def main(number, talks):
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    user, triangle, organisation = fill(number, talks)
    pages = dict(zip(PAGES, addresses(user, triangle, organisation), strict=True))
    cookie = session_of(user)
    client = client_of(cookie)
    queries = {name: count_queries(client, address) for name, address in pages.items()}
    print(json.dumps({"cookie": cookie, "pages": pages, "queries": queries}))


def addresses(user, triangle, organisation):
    """Return the addresses of PAGES; a short overview does not go on. Raises RuntimeError when the ledger does not."""
    from conversations.ledger import read_ledger
    from conversations.oversight import read_oversight
    from triangles.models import Triangle

    today = dt.date.today()
    ledger, overview = f"/driehoeken/{triangle}/afspraken/", "/overzicht/?op=laatste"
    agreed = read_ledger(Triangle.objects.get(pk=triangle), today)
    overseen = read_oversight(user, organisation.pk, today, order="laatste")
    if not agreed.next_place:
        raise RuntimeError("Het grootboek is korter dan een bladzijde.")
    lists = [(ledger, f"{ledger}?na={agreed.next_place}"), (overview, f"{overview}&na={overseen.next_place}")]
    return ["/", *lists[0], *lists[1], f"/overzicht/{organisation.pk}/"]


def client_of(cookie):
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie.partition("=")[2]
    return client


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
