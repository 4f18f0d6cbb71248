"""The mirror question in the room: on an own device and on the tablet that goes round."""

import pytest

from conversations.models import Guess, Op
from tests.factories import ParticipantFactory
from tests.in_the_room import JSON, body, chosen, come_in, decide, finish, page, show_all, tap
from tests.mirror.guesses import CODE, E, G, N, tap_guess, told

pytestmark = pytest.mark.django_db
QUESTION = "Hoe denkt u dat de andere hoeken scoren?"


@pytest.fixture
def person(running):
    return running.people[0]


@pytest.fixture
def phone(running, person):
    return come_in(running, person)


def test_a_guess_is_given_after_the_own_score(phone, person):
    early = tap_guess(phone, person, E, "4", **JSON)
    assert (early.status_code, early.json()["words"]) == (409, "Niet opgeslagen. Geef eerst uw eigen score.")
    tap(phone, person, "2")
    assert tap_guess(phone, person, E, "4", **JSON).json()["saved"] is True
    tap_guess(phone, person, N, "geen")
    assert told(person) == {E: 4, N: None}
    assert chosen(phone, person) == ["2", "geen", "4"]


def test_the_room_says_how_recognisable_one_is(running, phone, person):
    assert "In het verslag staat uw hoek. Zo bent u herkenbaar." in page(phone, person)
    ParticipantFactory(conversation=running, corner=person.corner)
    assert "In het verslag staan de scores per hoek, zonder naam." in page(phone, person)
    type(running).objects.filter(pk=running.pk).update(display="naamloos", mirror=False)
    assert "In het verslag staan de scores zonder hoek en zonder naam." in page(phone, person)


def test_the_same_answer_twice_is_one(phone, person):
    tap(phone, person, "2")
    op = "12345678-1234-4234-8234-123456789012"
    for _ in range(2):
        assert tap_guess(phone, person, E, "4", op=op).status_code == 302
    assert person.guesses.get().version == 1
    assert Op.objects.filter(part=f"inschatting:{person.pk}:{CODE}:{E}").count() == 2  # its number, and this visit


@pytest.mark.parametrize(
    ("about", "value", "status"), [(G, "4", 404), ("iemand", "4", 404), (E, "6", 422), (E, "", 422)]
)
def test_what_cannot_be_guessed_is_refused(phone, person, about, value, status):
    tap(phone, person, "2")
    assert tap_guess(phone, person, about, value, **JSON).status_code == status
    assert not Guess.objects.exists()


def test_a_guess_shows_in_the_visit_that_gave_it_alone(running, phone, person):
    tap(phone, person, "2")
    tap_guess(phone, person, E, "4")
    decide(running, phone, act="weg")
    again = come_in(running, person)
    assert chosen(again, person) == []
    assert "U vulde hier al iets in." in page(again, person)
    other = come_in(running, running.people[1])
    assert chosen(other, running.people[1]) == []


def test_prv_02_no_device_gets_a_hidden_guess(running, phone, person):
    """Two worlds that differ in hidden guesses alone look the same to everybody else."""
    watcher, watching = running.people[1], come_in(running, running.people[1])
    tap(phone, person, "2")
    seen = []
    for value in ("1", "5"):
        tap_guess(phone, person, N, value)
        seen.append(body(watching, watcher))
    show_all(running)
    shown = body(watching, watcher)
    Guess.objects.update(value=3)
    assert (seen[0], shown) == (seen[1], body(watching, watcher))


def test_after_showing_and_after_the_meeting_it_is_too_late(running, phone, person):
    tap(phone, person, "2")
    tap_guess(phone, person, E, "4")
    show_all(running)
    assert QUESTION not in page(phone, person)
    assert tap_guess(phone, person, E, "1", **JSON).status_code == 409
    finish(running)
    assert tap_guess(phone, person, E, "1", **JSON).status_code in {404, 409}
    assert told(person) == {E: 4}


def test_the_page_asks_only_where_the_question_is_asked(running, phone, person):
    assert QUESTION in page(phone, person)
    type(running).objects.filter(pk=running.pk).update(mirror=False)
    assert QUESTION not in page(phone, person)
    tap(phone, person, "2")
    assert tap_guess(phone, person, E, "4").status_code == 404


class TestTablet:
    @pytest.fixture
    def tablet(self, running):
        client = come_in(running, "tablet")
        client.path = f"/mee/tablet/{running.pk}/"
        return client

    def save(self, tablet, person, **sent):
        tablet.post(tablet.path, {"act": "ik", "who": person.pk})
        told = {"act": "bewaar", "holder": person.pk, "code": CODE, "score": "3"}
        return tablet.post(tablet.path, told | sent, follow=True)

    def test_score_and_guesses_are_one_form(self, tablet, person):
        tablet.post(tablet.path, {"act": "ik", "who": person.pk})
        assert QUESTION in tablet.get(tablet.path).text
        page = self.save(tablet, person, eigenaar="5").text
        assert "Opgeslagen. Dank u wel." in page
        assert (person.scores.get().value, told(person)) == (3, {E: 5})

    def test_the_guesses_may_be_left_open_and_nothing_of_them_stays_on_it(self, tablet, person, running):
        self.save(tablet, person, eigenaar="5")
        second = running.people[1]
        tablet.post(tablet.path, {"act": "ik", "who": second.pk})
        assert "checked" not in tablet.get(tablet.path).text
        self.save(tablet, second)
        assert told(second) == {}

    def test_a_wrong_guess_is_told_and_nothing_is_saved(self, tablet, person):
        assert "Kies 1 tot en met 5" in self.save(tablet, person, eigenaar="9").text
        assert (person.scores.count(), person.guesses.count()) == (0, 0)

    def test_without_the_question_it_is_not_there(self, tablet, person, running):
        type(running).objects.filter(pk=running.pk).update(mirror=False)
        tablet.post(tablet.path, {"act": "ik", "who": person.pk})
        assert QUESTION not in tablet.get(tablet.path).text
        self.save(tablet, person, eigenaar="5")
        assert told(person) == {}

    def test_after_the_scores_are_shown_the_score_is_saved_and_the_guess_said_not_to_be(self, tablet, person, running):
        tap(come_in(running, running.people[1]), running.people[1], "2")
        tablet.post(tablet.path, {"act": "ik", "who": person.pk})
        show_all(running)
        told_late = {"act": "bewaar", "holder": person.pk, "code": CODE, "score": "3", "eigenaar": "5"}
        page = tablet.post(tablet.path, told_late, follow=True).text
        assert "Uw score is opgeslagen. Wat u van de andere hoeken dacht niet meer" in page
        assert (person.scores.get().value, told(person)) == (3, {})
