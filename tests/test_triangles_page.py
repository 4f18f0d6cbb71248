"""The page of a triangle: who sits where now, what stands, when they talk."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.models import Agreement, FollowUp, Phase
from principles.models import Principle
from tests.factories import (
    ConversationFactory,
    MembershipFactory,
    ParticipantFactory,
    ScoreFactory,
    SeatFactory,
    TopicFactory,
)
from tests.reading_pages import text_of
from triangles.drawing import draw_seats
from triangles.models import Seat, TeamMember

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 24)


@pytest.fixture(autouse=True)
def on_24_june(time_machine):
    time_machine.move_to(dt.datetime(2026, 6, 24, 9, tzinfo=dt.UTC), tick=False)


@pytest.fixture
def triangle(client):
    member = MembershipFactory(triangle__name="Kustregister", user__name="Noor Bakhuis", corner="eigenaar")
    client.force_login(member.user)
    return member.triangle


def read(client, triangle):
    return text_of(client.get(f"/driehoeken/{triangle.pk}/"))


def agreement(conversation, text, **values):
    values = {"kind": "werkafspraak", "of_eigenaar": True} | values
    return Agreement.objects.create(conversation=conversation, text=text, **values)


def score(conversation, code, *values, shown=True):
    moment = timezone.now() if shown else None
    for value in values:
        person = ParticipantFactory(conversation=conversation)
        ScoreFactory(participant=person, principle=Principle.objects.get(code=code), value=value, shown_at=moment)


def test_only_who_sits_there_now_is_drawn(client, triangle):
    seats = {"Wie er was": (2020, 2025), "Wie er is": (2025, None), "Wie er komt": (2027, None)}
    for person, (begin, end) in seats.items():
        begins_on, ends_on = dt.date(begin, 6, 1), end and dt.date(end, 5, 31)
        SeatFactory(triangle=triangle, person=person, begins_on=begins_on, ends_on=ends_on)
    drawn = read(client, triangle).split("Werkafspraken")[0]
    assert "Wie er is directeur" in drawn
    assert "sinds juni 2025" in drawn or "sinds jun 2025" in drawn
    assert "Wie er was" not in drawn
    assert "Wie er komt" not in drawn
    assert drawn.count("Nog niemand") == 2


def test_two_opdrachtgevers_ask_for_a_word_about_who_coordinates(client, triangle):
    SeatFactory(triangle=triangle)
    assert "opdrachtgevers" not in read(client, triangle).split("Werkafspraken")[0]
    SeatFactory(triangle=triangle)
    assert "Er zijn twee opdrachtgevers en niemand coördineert." in read(client, triangle)
    SeatFactory(triangle=triangle, person="Marijke Verwoerd", coordinating=True)
    assert "Er zijn drie opdrachtgevers. Marijke Verwoerd coördineert" in read(client, triangle)


def test_agreements_stand_when_they_are_open_and_vastgesteld(client, triangle):
    done = ConversationFactory(triangle=triangle, phase=Phase.OPVOLGING)
    agreement(done, "Wij bellen elkaar.", most_important=True)
    agreement(done, "Dit was klaar.", status="gedaan")
    agreement(done, "Dit is een actie.", kind="actie")
    agreement(ConversationFactory(triangle=triangle, phase=Phase.VERSLAG), "Dit staat nog in het concept.")
    agreement(ConversationFactory(phase=Phase.OPVOLGING), "Dit is van een andere driehoek.")
    page = read(client, triangle)
    assert "Belangrijkste afspraak Wij bellen elkaar. Eigenaar" in page
    for absent in ("Dit was klaar.", "Dit is een actie.", "concept.", "andere driehoek"):
        assert absent not in page


def test_the_conversations_stand_from_new_to_old_with_the_widest_distance_that_was_shown(client, triangle):
    ConversationFactory(triangle=triangle, title="Straks", held_on=dt.date(2026, 9, 17), phase=Phase.VOORBEREIDING)
    held = ConversationFactory(triangle=triangle, title="Toen", phase=Phase.OPVOLGING)
    score(held, "vertrouwen", 1, 4)
    score(held, "rolbewustzijn", 3, 4)
    score(held, "gelijkwaardigheid", 1, 5, shown=False)
    page = read(client, triangle)
    assert "Volgende gesprek: donderdag 17 september." in page
    assert page.index("Straks") < page.index("Toen")
    assert "Grootste verschil: vertrouwen." in page
    assert "gelijkwaardigheid" not in page


def test_the_last_two_conversations_are_laid_beside_each_other(client, triangle):
    before = ConversationFactory(triangle=triangle, phase=Phase.AFGEROND, held_on=dt.date(2025, 9, 11))
    score(before, "vertrouwen", 2, 4)
    last = ConversationFactory(triangle=triangle, phase=Phase.OPVOLGING)
    score(last, "vertrouwen", 1, 1, 4)
    score(last, "rolbewustzijn", 3, 3, shown=False)
    page = read(client, triangle)
    assert "Scores van maart 2026, en daaronder open die van september 2025." in page
    assert "Vertrouwen 3 punten uit elkaar september 2025: 2 punten uit elkaar" in page
    assert "Toen deden er twee mensen mee, nu vijf. Vergelijk voorzichtig." in page
    assert "Vertrouwen 1, 1 en 4 – – 3 punten uit elkaar 2 punten uit elkaar" in page
    assert "Rolbewustzijn" not in page


def test_of_a_naamloos_conversation_no_corner_is_told(client, triangle):
    score(ConversationFactory(triangle=triangle, phase=Phase.OPVOLGING, display="naamloos"), "vertrouwen", 1, 4)
    page = client.get(f"/driehoeken/{triangle.pk}/").content.decode()
    trend = page.split('id="verschil"')[1].split("</section>")[0]
    assert "Waar de scores verschillen" in page
    assert "3 punten uit elkaar" in trend
    assert "opdrachtgever" not in trend.lower()


def test_without_scores_there_is_nothing_to_compare(client, triangle):
    ConversationFactory(triangle=triangle, phase=Phase.OPVOLGING)
    assert "verschillen" not in read(client, triangle)


@pytest.mark.parametrize("phase", [Phase.GESPREK, Phase.VERSLAG])
def test_before_vaststellen_the_timeline_tells_no_distance(client, triangle, phase):
    score(ConversationFactory(triangle=triangle, phase=phase), "vertrouwen", 1, 5)
    page = read(client, triangle)
    assert "Grootste verschil" not in page
    assert "punten uit elkaar" not in page


def test_the_way_of_working_comes_from_the_last_report(client, triangle):
    triangle.contact_frequency = "Elk kwartaal"
    triangle.save()
    assert "Contact tussendoor Elk kwartaal" in read(client, triangle)
    held = ConversationFactory(triangle=triangle, phase=Phase.AFGEROND, rhythm="halfjaar", embedded_in="Kustoverleg")
    FollowUp.objects.create(conversation=held, contact_now="elk kwartaal", contact_wanted="Elke maand")
    TeamMember.objects.create(triangle=triangle, corner="opdrachtnemer", name="Teun Slagter")
    TeamMember.objects.create(triangle=triangle, corner="eigenaar", name="Wie wegging", left_on=DAY)
    page = read(client, triangle)
    assert "Elk halfjaar Contact tussendoor Elke maand was: elk kwartaal Vaste plek Kustoverleg" in page
    assert "Adviseurs E Noor Bakhuis , eigenaar" in page
    assert "N Teun Slagter" in page
    assert "Wie wegging" not in page


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_asks_the_same_number_of_queries(client, triangle, django_assert_num_queries, size):
    for _ in range(size):
        conversation = ConversationFactory(triangle=triangle, phase=Phase.OPVOLGING)
        score(conversation, "vertrouwen", 1, 4)
        agreement(conversation, "Wij bellen.")
        TopicFactory(triangle=triangle)
        MembershipFactory(triangle=triangle)
    client.get(f"/driehoeken/{triangle.pk}/")
    with django_assert_num_queries(QUERIES):
        client.get(f"/driehoeken/{triangle.pk}/")


QUERIES = 15  # session, user, and one per kind of thing on the page


def bars(*periods, moments=(), today=DAY):
    seats = [Seat(person="P", corner="eigenaar", begins_on=begin, ends_on=end) for begin, end in periods]
    return draw_seats(seats, moments, today)


@pytest.mark.parametrize(
    ("period", "words", "is_now"),
    [
        ((dt.date(2024, 2, 1), None), "2024 – nu", True),
        ((dt.date(2018, 1, 1), dt.date(2022, 10, 31)), "2018 – 2022", False),
        ((None, dt.date(2022, 10, 31)), "tot 2022", False),
        ((dt.date(2027, 1, 1), None), "vanaf 2027", False),
        ((None, None), "nu", True),
        ((DAY, DAY), "2026 – nu", True),
    ],
)
def test_a_bar_says_its_years(period, words, is_now):
    (bar,) = bars(period).bars
    assert (bar.years, bar.is_now) == (words, is_now)


def test_bars_follow_each_other_and_stay_on_the_line():
    chart = bars(
        (dt.date(2018, 3, 1), dt.date(2022, 10, 31)), (dt.date(2022, 11, 1), None), moments=[dt.date(2026, 3, 12)]
    )
    first, second = chart.bars
    ends = float(first.x[:-1]) + float(first.width[:-1])
    assert ends == pytest.approx(float(second.x[:-1]), abs=0.05)
    assert 0 < float(second.x[:-1]) < float(chart.moments[0][:-1]) < 100


@pytest.mark.parametrize("begin", [dt.date(1, 1, 1), dt.date(9999, 12, 31)])
def test_a_day_far_away_does_not_break_the_line(begin):
    chart = bars((begin, None))
    assert 0 <= float(chart.bars[0].x[:-1]) <= 100
    assert len(chart.ticks) <= 8
