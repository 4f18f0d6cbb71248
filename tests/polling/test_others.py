"""What participants see of each other in the date poll: every answer, no remark; a secretary sees the moments alone."""

import gzip
import html
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from conversations.links import Purpose, give_link, token_of
from conversations.models import Availability, StandIn
from conversations.polling import ANSWERING_IS_OVER
from tests.by_link import address, enter, shows
from tests.factories import ParticipantFactory
from tests.polling.moments import given, moment, sent

pytestmark = pytest.mark.django_db
HONEST = "Alle deelnemers zien dit antwoord, net als de adviseurs en de begeleider."
PRIVATE = "Een opmerking lezen alleen de adviseurs en de begeleider."


def poll_of(person, tab=None):
    """Return the words of the poll page of `person`, as somebody reads them with everything folded open."""
    page = shows((tab or enter(person)).get(address(person, "datum/")))
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def answer_by(person, option, answer, remark=""):
    Availability.objects.create(option=option, participant=person, answer=answer, remark=remark)


def secretary_of(person):
    tab = Client()
    tab.post(f"/deelnemen/link/{token_of(give_link(person, Purpose.DATUM))}/")
    return tab


def test_every_participant_sees_per_corner_who_can_and_no_remark_of_another(meeting, options):
    first, second, third = meeting.people
    answer_by(first, options[0], "liever_niet", "kanarie: congres")
    answer_by(third, options[0], "nee")
    words = poll_of(second)
    counted = "Tot nu toe: 1 liever niet, 1 nee, 1 nog geen antwoord"
    per_corner = f"Opdrachtgever {first.name}: liever niet Opdrachtnemer {second.name}: nog geen antwoord"
    assert f"{counted} {per_corner} Eigenaar {third.name}: nee" in words
    assert words.count("Tot nu toe: 3 nog geen antwoord") == 2
    assert "kanarie" not in words


def test_it_is_said_before_answering_who_sees_it_and_who_reads_the_remark(meeting, person, options):
    for words in (poll_of(person), poll_of(person, secretary_of(person))):
        assert HONEST in words
        assert PRIVATE in words
        assert words.index(HONEST) < words.index("Liever niet")


def test_the_own_remark_stays_on_the_own_page_alone(meeting, person, options):
    tab = enter(person)
    tab.post(address(person, "datum/"), sent(options[0], "nee", "kanarie: vakantie"))
    assert "kanarie" in shows(tab.get(address(person, "datum/")))
    assert [one for one in meeting.people[1:] if "kanarie" in poll_of(one)] == []


def test_a_secretary_sees_the_moments_and_no_answer_of_another(meeting, person, options):
    other = meeting.people[1]
    answer_by(other, options[0], "nee")
    words = poll_of(person, secretary_of(person))
    assert other.name not in words
    assert "Tot nu toe" not in words


def test_whoever_is_replaced_sees_and_answers_nothing_and_is_not_counted(meeting, person, options):
    tab, secretary, other = enter(person), secretary_of(person), meeting.people[1]
    StandIn.objects.create(participant=person, confirmed_at=timezone.now())
    for browser in (tab, secretary):
        words = poll_of(person, browser)
        assert "Er is nu niets te kiezen" in words
        assert other.name not in words
        answered = browser.post(address(person, "datum/"), sent(options[0]), follow=True)
        assert ANSWERING_IS_OVER in shows(answered)
    assert given(person) == {}
    assert person.name not in poll_of(other)


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_asks_as_much_of_the_database_whatever_its_size(
    meeting, person, options, size, django_assert_num_queries
):
    for number in range(size):
        colleague = ParticipantFactory(conversation=meeting, corner="eigenaar")
        answer_by(colleague, meeting.date_options.create(starts_at=moment(20 + number)), "ja")
    tab = enter(person)
    tab.get(address(person, "datum/"))
    with django_assert_num_queries(7):
        tab.get(address(person, "datum/"))


def test_with_six_moments_and_six_people_it_weighs_at_most_5_kb(meeting, person, options):
    cache.clear()
    for days in (20, 21, 22):
        meeting.date_options.create(starts_at=moment(days))
    for name in ("Marijke van den Heuvel", "Joris Dijkstra-Koning", "Ilse Kramer"):
        ParticipantFactory(conversation=meeting, corner="eigenaar", seat__person=name)
    assert meeting.participants.count() == meeting.date_options.count() == 6
    answers = ("ja", "nee", "liever_niet")
    for number, option in enumerate(meeting.date_options.all()):
        for place, one in enumerate(meeting.participants.all()[:5]):
            answer_by(one, option, answers[(number + place) % 3])
    page = enter(person).get(address(person, "datum/")).content
    assert len(gzip.compress(page, 6)) <= 5_000
