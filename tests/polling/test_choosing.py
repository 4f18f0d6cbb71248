"""Proposing moments, seeing who can come when, and choosing one, which tells everybody."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.links import Purpose, give_link
from conversations.models import AuditEvent, Availability, Conversation, DateOption, Phase
from conversations.polling import build_poll, choose, propose, word
from driehoek.mail import Outbox
from tests.by_link import address, enter, shows
from tests.factories import ParticipantFactory
from tests.polling.moments import NOON, at, given, moment, sent

pytestmark = pytest.mark.django_db


def test_several_moments_at_once(client, meeting, adviser):
    typed = {"day_1": moment(9).date(), "start_1": "9:30", "day_3": f"{moment(8):%d-%m-%Y}", "start_3": "14.00"}
    assert client.post(at(meeting, "voorstellen/"), typed)["Location"] == at(meeting)
    here = [timezone.localtime(option.starts_at) for option in meeting.date_options.all()]
    assert [(one.date(), f"{one:%H.%M}") for one in here] == [(moment(8).date(), "14.00"), (moment(9).date(), "09.30")]
    assert AuditEvent.objects.latest("pk").details == {"count": 2}
    page = shows(client.get(at(meeting)))
    assert f"{word(moment(9, dt.time(9, 30)), 120)}".capitalize() in page
    assert "3 nog geen antwoord" in page


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({}, "day_1", "Vul bij minstens één moment"),
        ({"day_2": "31-02-2099", "start_2": "9.30"}, "day_2", "Dit is geen datum"),
        ({"day_2": "2099-02-29", "start_2": "9.30"}, "day_2", "Dit is geen datum"),
        ({"day_2": "12-03-2099", "start_2": "25.00"}, "start_2", "Dit is geen tijd"),
        ({"day_2": "12-03-2099"}, "start_2", "Vul ook een tijd in"),
        ({"start_2": "9.30"}, "day_2", "Vul ook een datum in"),
        ({"day_2": "12-03-2020", "start_2": "9.30"}, "day_2", "al voorbij"),
        ({"day_2": "29-03-2099", "start_2": "2.30"}, "start_2", "de klok gaat dan een uur vooruit"),
        ({"day_1": "12-03-2099", "start_1": "9.30", "day_2": "12-03-2099", "start_2": "9:30"}, "day_2", "staat er al"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_adds_nothing(client, meeting, adviser, typed, field, words):
    answer = client.post(at(meeting, "voorstellen/"), typed)
    page = shows(answer)
    assert words in " ".join(answer.context["form"].errors[field])
    assert "<title>Fout: " in page
    assert all(f'value="{value}"' in page for value in typed.values())
    assert not meeting.date_options.exists()


def test_there_are_twelve_moments_at_most(client, meeting, adviser):
    propose(meeting, [moment(days) for days in range(1, 12)], adviser)
    typed = {"day_1": moment(20).date(), "start_1": "9.30", "day_2": moment(21).date(), "start_2": "9.30"}
    answer = client.post(at(meeting, "voorstellen/"), typed)
    assert "hooguit 12 momenten" in " ".join(answer.context["form"].errors["day_2"])
    assert meeting.date_options.count() == 11
    client.post(at(meeting, "voorstellen/"), {"day_1": moment(20).date(), "start_1": "9.30"})
    assert meeting.date_options.count() == 12


def test_who_did_not_answer_never_counts_as_nee(meeting, options):
    first, second, third = meeting.people
    for person, answer in ((first, "ja"), (second, "nee")):
        Availability.objects.create(option=options[0], participant=person, answer=answer, remark="Om tien uur.")
    poll = build_poll(meeting)
    assert poll[0].counts == [(1, "ja"), (1, "nee"), (1, "nog geen antwoord")]
    assert poll[1].counts == [(3, "nog geen antwoord")]
    assert [corner for corner, _ in poll[0].corners] == ["opdrachtgever", "opdrachtnemer", "eigenaar"]
    assert [moment.suits_all for moment in poll] == [False] * 3
    for person in (first, second, third):
        Availability.objects.create(option=options[1], participant=person, answer="liever_niet")
    assert build_poll(meeting)[1].suits_all


def test_the_overview_shows_names_answers_and_remarks(client, meeting, adviser, options, person):
    row = {"answer": "liever_niet", "remark": "Na tien uur.", "by_secretary": True}
    Availability.objects.create(option=options[0], participant=person, **row)
    page = shows(client.get(at(meeting)))
    for words in (person.name, "liever niet", "‘Na tien uur.’", "via het secretariaat", "2 nog geen antwoord"):
        assert words in page


def test_the_facilitator_reads_along_and_proposes_nothing(client, meeting, options):
    client.force_login(meeting.facilitator)
    page = shows(client.get(at(meeting)))
    assert "Stel momenten voor" not in page
    assert "Kies<" not in page
    for path in ("voorstellen/", f"{options[0].pk}/kiezen/", f"{options[0].pk}/weg/"):
        assert client.post(at(meeting, path)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_choosing_sets_the_date_and_tells_everybody(client, meeting, adviser, options, person):
    person.email = "sjoerd@dienst.example"
    person.save()
    link = give_link(person, Purpose.DEELNEMEN)
    assert shows(client.get(at(meeting, f"{options[1].pk}/kiezen/"))).count("Ja, kies dit moment") == 1
    assert Conversation.objects.get().held_on is None
    client.post(at(meeting, f"{options[1].pk}/kiezen/"))
    meeting.refresh_from_db()
    assert (meeting.held_on, meeting.start, meeting.date_moves) == (moment(11).date(), NOON, 0)
    assert Outbox.objects.filter(kind="datum_gekozen", to=person.email).count() == 1
    link.refresh_from_db()
    assert timezone.localtime(link.until).date() == meeting.held_on + dt.timedelta(31)
    assert AuditEvent.objects.filter(action="datum gekozen").count() == 1
    tab = enter(person)
    assert f"Het is {word(options[1].starts_at, 120)} geworden" in shows(tab.get(address(person)))


def test_another_moment_later_counts_as_moved(client, meeting, adviser, options):
    for option, moves in zip([*options, options[2]], [0, 1, 2, 2], strict=True):
        client.post(at(meeting, f"{option.pk}/kiezen/"))
        meeting.refresh_from_db()
        assert meeting.date_moves == moves
    assert "De datum is 2 keer verzet." in shows(client.get(at(meeting)))


def test_another_time_of_the_same_day_is_a_move_and_a_first_time_is_not(meeting, adviser):
    meeting.held_on = moment(9).date()
    meeting.save()
    early = DateOption.objects.create(conversation=meeting, starts_at=moment(9, dt.time(9)))
    late = DateOption.objects.create(conversation=meeting, starts_at=moment(9, dt.time(15)))
    assert choose(meeting, early, adviser).date_moves == 0
    assert choose(meeting, late, adviser).date_moves == 1


def test_an_open_page_of_tip_1_does_not_put_the_old_date_back(client, meeting, adviser, options):
    path = f"/gesprekken/{meeting.pk}/voorbereiden/tijd/"
    client.post(path, {"base": "0", "note": "Bel Ilse"})
    choose(meeting, options[0], adviser)
    answer = client.post(path, {"base": "1", "held_on": "", "note": "Bel Ilse"})
    assert "intussen gewijzigd" in shows(answer)
    meeting.refresh_from_db()
    assert meeting.held_on == moment(10).date()


def test_a_moment_goes_after_asking_with_its_answers(client, meeting, adviser, options, person):
    Availability.objects.create(option=options[0], participant=person, answer="ja")
    path = at(meeting, f"{options[0].pk}/weg/")
    assert "Er is al één antwoord" in shows(client.get(path))
    assert meeting.date_options.count() == 3
    client.post(path)
    assert meeting.date_options.count() == 2
    assert not Availability.objects.exists()


@pytest.mark.parametrize("phase", [Phase.GESPREK, Phase.VERSLAG, Phase.GEANNULEERD])
def test_once_the_preparation_is_over_the_poll_stands_still(client, meeting, adviser, options, person, phase):
    tab = enter(person)
    Conversation.objects.filter(pk=meeting.pk).update(phase=phase)
    client.post(at(meeting, "voorstellen/"), {"day_1": moment(20).date(), "start_1": "9.30"})
    for path in (f"{options[0].pk}/kiezen/", f"{options[0].pk}/weg/"):
        client.post(at(meeting, path))
    tab.post(address(person, "datum/"), sent(options[0]))
    meeting.refresh_from_db()
    assert (meeting.held_on, meeting.date_options.count(), given(person)) == (None, 3, {})


def test_a_concept_chooses_without_telling_anybody(client, meeting, adviser, options):
    Conversation.objects.filter(pk=meeting.pk).update(phase=Phase.CONCEPT)
    client.post(at(meeting, f"{options[0].pk}/kiezen/"))
    meeting.refresh_from_db()
    assert meeting.held_on == moment(10).date()
    assert not Outbox.objects.exists()


@pytest.mark.parametrize("size", [1, 3])
def test_the_overview_asks_as_much_of_the_database_whatever_its_size(
    client, meeting, adviser, options, size, django_assert_num_queries
):
    for _ in range(size):
        person = ParticipantFactory(conversation=meeting)
        Availability.objects.create(option=options[0], participant=person, answer="ja")
    client.get(at(meeting))
    with django_assert_num_queries(7):
        client.get(at(meeting))
