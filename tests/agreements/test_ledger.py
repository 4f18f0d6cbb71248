"""The ledger: in which order, what each row says, what can be asked, and the same cost however long it is."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from conversations.ledger import LISTED, SHOWN, SHOWN_VERDICTS, behind, limit, read_ledger
from conversations.models import Agreement, Verdict
from tests.crowded import crowd
from tests.factories import ConversationFactory
from tests.reading_pages import errors_of, text_of

pytestmark = pytest.mark.django_db


def ask(client, triangle, **asked):
    return client.get(f"/driehoeken/{triangle.pk}/afspraken/", asked)


def texts(answer):
    return [row["text"] for row in answer.context["ledger"].rows]


def judge(agreement, conversation, shown=True, **values):
    moment = timezone.now() if shown else None
    for corner, value in values.items():
        Verdict.objects.create(
            agreement=agreement, conversation=conversation, corner=corner, value=value, shown_at=moment
        )


def test_open_ones_stand_first_per_kind_and_the_newest_on_top(client, triangle, first, second, agree):
    agree(second, "nieuwe actie")
    agree(first, "oude werkafspraak", kind="werkafspraak")
    agree(first, "oude actie")
    agree(second, "gedane werkafspraak", kind="werkafspraak", status="gedaan")
    agree(second, "besluit", kind="besluit")
    agree(second, "nieuwe werkafspraak", kind="werkafspraak")
    agree(second, "gedane actie", status="gedaan")
    agree(second, "geparkeerd besluit", kind="besluit", status="geparkeerd")
    agree(first, "geparkeerde actie", status="geparkeerd")
    agree(ConversationFactory(triangle=triangle, held_on=None), "actie zonder dag")
    answer = ask(client, triangle)
    expected = "nieuwe werkafspraak, oude werkafspraak, nieuwe actie, oude actie, actie zonder dag, besluit, "
    expected += "geparkeerd besluit, geparkeerde actie, gedane werkafspraak, gedane actie"
    assert ", ".join(texts(answer)) == expected
    headings = [row["group"] for row in answer.context["ledger"].rows]
    assert list(dict.fromkeys(headings)) == [
        *("Werkafspraken", "Acties", "Besluiten", "Geparkeerd"),
        *("Werkafspraken, gedaan of vervallen", "Acties, gedaan of vervallen"),
    ]


def test_of_one_conversation_the_most_important_stands_first(client, triangle, first, second, agree):
    agree(second, "gewoon", kind="werkafspraak")
    agree(first, "toen", kind="werkafspraak", most_important=True)
    agree(second, "het meest", kind="werkafspraak", most_important=True)
    agree(second, "nog een", kind="werkafspraak")
    assert texts(ask(client, triangle)) == ["het meest", "nog een", "gewoon", "toen"]


def test_a_row_says_whose_it_is_and_by_when(client, triangle, second, agree):
    agree(second, "Bellen", due_on=dt.date(2026, 6, 15), of_opdrachtgever=True, owner_name="Renske Admiraal")
    page = text_of(ask(client, triangle))
    row = page.split("Bellen Van")[1]
    assert row.index("opdrachtgever") < row.index("eigenaar") < row.index("Wie Renske Admiraal")
    assert "Uiterlijk 15 juni 2026, 9 dagen over de datum" in row
    assert "Gesprek Weer rust , 12 maart 2026" in row


@pytest.mark.parametrize(
    ("kind", "status", "due_on", "late"),
    [
        ("actie", "open", dt.date(2026, 6, 24), ""),
        ("actie", "open", dt.date(2026, 6, 23), "1 dag over de datum"),
        ("actie", "gedaan", dt.date(2026, 6, 1), ""),
        ("werkafspraak", "open", dt.date(2026, 6, 14), "10 dagen over de datum"),
        ("besluit", "open", dt.date(2026, 3, 12), ""),
        ("actie", "open", None, ""),
    ],
)
def test_only_what_is_open_runs_past_its_date(client, triangle, second, agree, kind, status, due_on, late):
    agree(second, "Bellen", kind=kind, status=status, due_on=due_on)
    assert [row["late"] for row in ask(client, triangle).context["ledger"].rows] == [late]


def test_what_is_parked_says_until_when(client, triangle, second, agree):
    agree(second, "Bellen", status="geparkeerd", parked_until=dt.date(2026, 9, 1))
    assert "Geparkeerd tot 1 september 2026" in text_of(ask(client, triangle))


def test_only_the_shown_verdicts_of_the_last_time_stand_there(client, triangle, first, second, agree):
    bellen = agree(first, "Bellen")
    judge(bellen, second, opdrachtgever="niet", eigenaar="deels")
    later = ConversationFactory(triangle=triangle, held_on=dt.date(2026, 6, 24), phase="gesprek")
    judge(bellen, later, shown=False, opdrachtnemer="nagekomen")
    page = text_of(ask(client, triangle))
    assert "Nagekomen? Op 12 maart 2026 zei elke hoek apart:" in page
    assert "opdrachtgever: niet nagekomen" in page
    assert "eigenaar: deels" in page
    assert "opdrachtnemer:" not in page
    Verdict.objects.filter(conversation=later).update(shown_at=timezone.now())
    page = text_of(ask(client, triangle))
    assert "opdrachtnemer: nagekomen" in page
    assert "opdrachtgever: niet" not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Rust bewaren", "Bellen bij storm", "Sparen"]),
        ({"soort": "actie"}, ["Bellen bij storm", "Sparen"]),
        ({"stand": "gedaan"}, ["Sparen"]),
        ({"hoek": "opdrachtnemer"}, ["Bellen bij storm"]),
        ({"wie": "Renske Admiraal"}, ["Bellen bij storm"]),
        ({"tekst": "STORM bellen"}, ["Bellen bij storm"]),
        ({"tekst": "renske"}, ["Bellen bij storm"]),
        ({"tekst": "stiller"}, ["Rust bewaren"]),
        ({"tekst": "storm sparen"}, []),
        ({"soort": "actie", "stand": "gedaan", "hoek": "opdrachtnemer"}, []),
    ],
)
def test_one_can_ask_for_less(client, triangle, second, agree, asked, found):
    agree(second, "Sparen", status="gedaan")
    agree(second, "Bellen bij storm", of_opdrachtnemer=True, owner_name="Renske Admiraal")
    agree(second, "Rust bewaren", kind="werkafspraak", sign="Het is stiller.")
    answer = ask(client, triangle, **asked)
    assert texts(answer) == found
    assert ("Geen afspraak past" in text_of(answer)) == (not found)


@pytest.mark.parametrize(
    ("field", "text", "error"),
    [
        ("soort", "taart", "Kies iets uit de lijst."),
        ("wie", "Niemand", "Kies iets uit de lijst."),
        ("tekst", "x" * 101, "Dit is te lang om te zoeken. Typ hooguit 100 tekens."),
    ],
)
def test_what_cannot_be_asked_is_said_and_limits_nothing(client, triangle, second, agree, field, text, error):
    agree(second, "Bellen")
    answer = ask(client, triangle, **{field: text})
    assert errors_of(answer) == {field: [error]}
    assert texts(answer) == ["Bellen"]


def test_nobody_reads_those_of_another_triangle(client, triangle, agree):
    agree(ConversationFactory(), "Geheim", owner_name="Geheime persoon")
    page = text_of(ask(client, triangle))
    assert "Geheim" not in page
    assert "Er zijn nog geen afspraken." in page


def test_an_archived_triangle_can_still_be_read(client, triangle, second, agree):
    agree(second, "Bellen")
    triangle.archived_at = timezone.now()
    triangle.save()
    assert texts(ask(client, triangle)) == ["Bellen"]


def test_a_long_list_goes_on_without_doubles_or_gaps(client, triangle, first, second):
    days = [None, first.held_on, second.held_on, second.held_on]
    tables = [ConversationFactory(triangle=triangle, held_on=day) for day in days]
    Agreement.objects.bulk_create(
        Agreement(
            conversation=tables[number % 4],
            kind=["actie", "werkafspraak", "besluit"][number % 3],
            status=["open", "gedaan"][number % 2],
            text=f"nummer {number}",
            of_eigenaar=True,
        )
        for number in range(2 * SHOWN + 1)
    )
    pages, asked = [], {"hoek": "eigenaar"}
    while "na" not in asked or asked["na"]:
        answer = ask(client, triangle, **asked)
        pages.append(texts(answer))
        asked["na"] = answer.context["ledger"].next_place
        if asked["na"]:
            assert f"?hoek=eigenaar&amp;na={asked['na']}" in answer.content.decode()
    assert [len(page) for page in pages] == [SHOWN, SHOWN, 1]
    rows = limit(LISTED.filter(conversation__triangle=triangle))
    assert [text for page in pages for text in page] == [row["text"] for row in rows]


@pytest.mark.parametrize("place", ["1", "1.2.3.4", "x.2026-03-12.0.4", "1.2026-13-12.0.4", "1.2026-03-12.0.x", "\0"])
def test_a_place_that_is_none_is_not_there(client, triangle, place):
    assert ask(client, triangle, na=place).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_stays_the_same(client, triangle, second, agree, size, django_assert_num_queries):
    for number in range(size):
        made = agree(ConversationFactory(triangle=triangle), f"nummer {number}", owner_name=f"Persoon {number}")
        judge(made, second, opdrachtgever="niet", eigenaar="deels")
    with django_assert_num_queries(6):  # session, user, triangle, names, agreements, verdicts
        ask(client, triangle)


def plan_of(rows):
    """Return the query plan of `rows` as text, in which a whole table that is read is called 'SCAN' or 'Seq Scan'."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # a small table is otherwise always read whole
    return rows.explain()


def test_no_table_is_read_whole(triangle, second, agree):
    """Sorted is what one triangle agreed, found by the indexes on its conversations and on theirs."""
    agreement = agree(second, "Bellen")
    judge(agreement, second, eigenaar="deels")
    crowd()
    listed = LISTED.filter(conversation__triangle=triangle.pk)
    for rows in (listed, listed.filter(behind((9, dt.date(2026, 1, 1), False, 1)))):
        plan = plan_of(rows[:SHOWN])
        assert "conversation_of_triangle" in plan or "conversation_triangle_id" in plan
        assert "agreement_conversation_id" in plan
    for rows in (
        listed,
        listed.filter(behind((9, dt.date(2026, 1, 1), False, 1))),
        SHOWN_VERDICTS.filter(agreement__in=[agreement.pk]),
    ):
        plan = plan_of(rows)
        assert "SCAN" not in plan
        assert "Seq Scan" not in plan


def test_the_list_asks_for_one_page_and_counts_nothing(triangle, second, agree, django_assert_num_queries):
    agree(second, "Bellen")
    with django_assert_num_queries(2) as asked:
        read_ledger(triangle, dt.date(2026, 6, 24), place=(9, dt.date(2026, 1, 1), False, 1))
    sql = " ".join(query["sql"] for query in asked.captured_queries)
    assert f"LIMIT {SHOWN + 1}" in sql
    assert "OFFSET" not in sql
    assert "COUNT(" not in sql.upper()


def test_the_page_of_the_triangle_leads_there(client, triangle):
    assert f'href="/driehoeken/{triangle.pk}/afspraken/"' in client.get(f"/driehoeken/{triangle.pk}/").content.decode()
