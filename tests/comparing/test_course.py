"""The page Verloop: which conversations, how far apart, what asks for care, and what was agreed in between."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.models import Agreement, Conversation, Phase
from conversations.trend_page import PAGE, TALKS, WORDINGS, build_trend_page
from principles.models import Principle
from tests.factories import ConversationFactory, MembershipFactory, ParticipantFactory, ScoreFactory
from tests.reading_pages import text_of

pytestmark = pytest.mark.django_db
THEN, NOW = dt.date(2025, 9, 11), dt.date(2026, 3, 12)


@pytest.fixture
def triangle(client):
    member = MembershipFactory(triangle__name="Kustregister")
    client.force_login(member.user)
    return member.triangle


def talk(triangle, day, *, people=3, phase=Phase.AFGEROND, title=None, **scores):
    """Hold a conversation; `scores` are {code of a principle with underscores: values of its people}."""
    held = ConversationFactory(triangle=triangle, held_on=day, phase=phase, title=title or f"Van {day}")
    corners = ("opdrachtgever", "opdrachtnemer", "eigenaar")
    held.people = [ParticipantFactory(conversation=held, corner=corners[n % 3], name=f"N{n}") for n in range(people)]
    for code, values in scores.items():
        principle = Principle.objects.get(code=code.replace("_", "-"))
        for person, value in zip(held.people, values, strict=False):
            ScoreFactory(participant=person, principle=principle, value=value, shown_at=timezone.now())
    return held


def agree(held, text, code=None, **values):
    principle = Principle.objects.get(code=code) if code else None
    values = {"kind": "actie", "of_eigenaar": True} | values
    return Agreement.objects.create(conversation=held, text=text, principle=principle, **values)


def words_of(triangle, place=None):
    """Return {principle: [(day, distance in words, caution, agreements)]}."""
    return {
        line.text["principle__code"]: [
            (moment.day, moment.row.distance_words, moment.caution, [row["text"] for row in moment.agreed])
            for moment in line.moments
        ]
        for line in build_trend_page(triangle, place).lines
    }


def read(client, triangle, **asked):
    return client.get(f"/driehoeken/{triangle.pk}/verloop/", asked)


def test_the_conversations_stand_under_one_another_the_newest_on_top(client, triangle):
    talk(triangle, THEN, vertrouwen=(1, 4, 5), rolbewustzijn=(3, 3, 3))
    talk(triangle, NOW, vertrouwen=(2, 4, 4), rolbewustzijn=(1, 4, None))
    assert words_of(triangle) == {
        "rolbewustzijn": [(NOW, "3 punten uit elkaar", "", []), (THEN, "alle scores gelijk", "", [])],
        "vertrouwen": [(NOW, "2 punten uit elkaar", "", []), (THEN, "4 punten uit elkaar", "", [])],
    }
    page = text_of(read(client, triangle))
    assert (
        "Rolbewustzijn 1: rollen lopen door elkaar · 5: ieder scherp op de rol 3 punten uit elkaar 12 maart 2026"
        in page
    )
    assert "geen beeld: 1 × eigenaar" in page
    assert "Vertrouwen 11 september 2025 1 4 5 4 punten uit elkaar" in page  # and as a table
    html = read(client, triangle).content.decode()
    assert "<title>Vertrouwen, 12 maart 2026. 2 punten uit elkaar: opdrachtgever 2" in html
    assert html.count('class="dh-strip"') == 4


def test_only_what_was_shown_and_is_vastgesteld_is_there(client, triangle):
    hidden = talk(triangle, THEN, title="Verborgen", vertrouwen=(1, 5))
    hidden.scores.update(shown_at=None)
    talk(triangle, dt.date(2025, 12, 1), title="Concept", phase=Phase.VERSLAG, vertrouwen=(1, 5))
    talk(ConversationFactory().triangle, THEN, title="Elders", vertrouwen=(1, 5))
    page = text_of(read(client, triangle))
    assert "Er is nog geen verslag vastgesteld van een gesprek met scores." in page
    half = talk(triangle, NOW, title="Half", vertrouwen=(2, 3), rolbewustzijn=(1, 5))
    half.scores.filter(principle__code="rolbewustzijn").update(shown_at=None)
    assert list(words_of(triangle)) == ["vertrouwen"]
    page = text_of(read(client, triangle))
    assert "Half" in page
    assert not [word for word in ("Verborgen", "Concept", "Elders", "Rolbewustzijn") if word in page]


def test_of_a_naamloos_conversation_no_corner_is_told(client, triangle):
    held = talk(triangle, NOW, vertrouwen=(1, 4, None))
    Conversation.objects.filter(pk=held.pk).update(display="naamloos")
    page = read(client, triangle).content.decode().split('id="gesprekken"')[1]
    assert "opdrachtgever" not in page.lower()
    assert "Vertrouwen 12 maart 2026 1, 4 en geen beeld 3 punten uit elkaar" in text_of(read(client, triangle))
    talk(triangle, THEN, vertrouwen=(2, 4, 5))
    page = build_trend_page(triangle)
    assert page.columns == ["Opdrachtgever", "Opdrachtnemer", "Eigenaar", "Zonder hoek"]
    assert [cells for _, _, cells, _ in page.numbers] == [
        ["–", "–", "–", "1, 4 en geen beeld"],
        ["2", "4", "5", "–"],
    ]


def test_another_table_asks_for_care(client, triangle):
    talk(triangle, THEN, people=4, vertrouwen=(1, 4))
    now = talk(triangle, NOW, people=5, vertrouwen=(1, 4))
    words = "Op 11 september 2025 zaten er vier mensen aan tafel, op 12 maart 2026 vijf. Vergelijk voorzichtig."
    assert words in text_of(read(client, triangle))
    now.participants.filter(name="N4").update(attendance="afwezig")
    assert "Vergelijk voorzichtig" not in text_of(read(client, triangle))
    now.participants.filter(name="N3").update(name="Iemand anders")
    assert "deels andere mensen" in text_of(read(client, triangle))


def test_another_text_of_a_principle_asks_for_care(triangle):
    then, now = (
        talk(triangle, THEN, vertrouwen=(1, 4), rolbewustzijn=(1, 2)),
        talk(triangle, NOW, vertrouwen=(1, 4), rolbewustzijn=(1, 2)),
    )
    then.pin_texts()
    assert [caution for _, _, caution, _ in words_of(triangle)["vertrouwen"]] == [
        "",
        "",
    ]  # of the newest it is not known
    trust = Principle.objects.get(code="vertrouwen")
    old = trust.texts.get()
    words = {field.name: getattr(old, field.name) for field in old._meta.fields}
    trust.add_text(**{name: words[name] for name in words if name not in {"id", "number", "created_at", "principle"}})
    now.pin_texts()
    assert [caution for _, _, caution, _ in words_of(triangle)["vertrouwen"]] == [
        "De tekst van dit principe is veranderd sinds 11 september 2025. Vergelijk voorzichtig.",
        "",
    ]
    assert [caution for _, _, caution, _ in words_of(triangle)["rolbewustzijn"]] == ["", ""]


def test_what_was_agreed_in_between_stands_between_at_its_principle_first(client, triangle):
    then = talk(triangle, THEN, vertrouwen=(1, 4), rolbewustzijn=(1, 2))
    between = talk(triangle, dt.date(2025, 12, 1))  # without scores
    now = talk(triangle, NOW, vertrouwen=(1, 4))
    agree(then, "Bellen", "vertrouwen", status="gedaan")
    agree(between, "Delen", "vertrouwen")
    agree(then, "Rollen", "rolbewustzijn")
    agree(then, "Geen score", "gelijkwaardigheid")
    agree(then, "Los")
    agree(now, "Later", "vertrouwen")
    agree(talk(triangle, dt.date(2024, 1, 1)), "Eerder", "vertrouwen")
    agree(talk(triangle, dt.date(2026, 1, 1), phase=Phase.VERSLAG), "Nog concept", "vertrouwen")
    found = words_of(triangle)
    assert [agreed for *_, agreed in found["vertrouwen"]] == [["Bellen", "Delen"], []]
    assert [agreed for *_, agreed in found["rolbewustzijn"]] == [[]]  # it was not scored since
    page = text_of(read(client, triangle))
    assert "Ook afgesproken sinds het gesprek ervoor (3) Rollen (open) Geen score (open) Los (open)" in page
    assert "Bellen (gedaan)" in page
    assert not [word for word in ("Later", "Eerder", "Nog concept") if word in page]


def test_six_conversations_on_a_page_and_the_older_ones_begin_where_it_ended(client, triangle):
    days = [None, *(dt.date(2020 + year, 5, 1) for year in range(PAGE)), dt.date(2025, 5, 1)]
    for day in days:
        talk(triangle, day, vertrouwen=(1, 4))
    first = read(client, triangle)
    shown = first.context["page"].talks
    assert [row["held_on"] for row in shown] == sorted((day for day in days if day), reverse=True)[:PAGE]
    older = first.context["page"].older
    assert f"?tot={older}" in first.content.decode()
    second = read(client, triangle, tot=older)
    assert [row["held_on"] for row in second.context["page"].talks] == [dt.date(2021, 5, 1), dt.date(2020, 5, 1), None]
    assert second.context["page"].older == ""
    assert "Terug naar de nieuwste" in text_of(second)
    assert "zonder datum" in text_of(second)
    assert "Er zijn geen eerdere gesprekken." in text_of(read(client, triangle, tot="0001-01-01.0"))


@pytest.mark.parametrize("place", ["1", "x.4", "2026-13-12.4", "2026-03-12.x", "2026-03-12.4.5", "\0"])
def test_a_place_that_is_none_is_not_there(client, triangle, place):
    assert read(client, triangle, tot=place).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_stays_the_same(client, triangle, size, django_assert_num_queries):
    for number in range(size):
        held = talk(triangle, dt.date(2020 + number, 5, 1), vertrouwen=(1, 4), rolbewustzijn=(2, 3))
        held.pin_texts()
        agree(held, "Bellen", "vertrouwen")
    read(client, triangle)
    with django_assert_num_queries(QUERIES - (size == 1)):  # with one there is no between
        read(client, triangle)


QUERIES = 9  # session, user, triangle, conversations, people, agreements, scores, wordings, texts


def test_the_list_asks_for_one_page_and_counts_nothing(triangle, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        build_trend_page(triangle, (NOW, 1))
    (query,) = asked.captured_queries
    assert f"LIMIT {PAGE + 1}" in query["sql"]
    assert "OFFSET" not in query["sql"]
    assert "COUNT(" not in query["sql"].upper()


def test_no_table_is_read_whole(triangle):
    held = talk(triangle, NOW, vertrouwen=(1, 4))
    for rows in (TALKS.filter(triangle=triangle.pk), WORDINGS.filter(conversation__in=[held.pk])):
        plan = rows.explain()
        assert "SCAN conversations_" not in plan


def test_the_page_of_the_triangle_leads_there(client, triangle):
    talk(triangle, NOW, vertrouwen=(1, 4))
    assert f'href="/driehoeken/{triangle.pk}/verloop/"' in client.get(f"/driehoeken/{triangle.pk}/").content.decode()
