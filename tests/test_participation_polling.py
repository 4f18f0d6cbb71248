"""The date poll: proposing, answering by participant or secretary, and choosing, which tells everybody."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from conversations.links import Purpose, give_link, token_of
from conversations.models import AuditEvent, Availability, Conversation, DateOption, Link, Phase
from conversations.polling import build_poll, choose, propose, remove, word
from driehoek.mail import Outbox
from driehoek.sending import send_due
from tests.by_link import address, enter, preparing, shows
from tests.factories import MembershipFactory, ParticipantFactory, ReflectionFactory

pytestmark = pytest.mark.django_db
NOON = dt.time(12)


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def meeting():
    return preparing(held_on=None, start=None, duration_minutes=120)


@pytest.fixture
def adviser(client, meeting):
    user = MembershipFactory(triangle=meeting.triangle).user
    client.force_login(user)
    return user


@pytest.fixture
def options(meeting):
    return [DateOption.objects.create(conversation=meeting, starts_at=moment(days)) for days in (10, 11, 12)]


@pytest.fixture
def person(meeting):
    return meeting.people[0]


def moment(days, time=NOON):
    return timezone.make_aware(dt.datetime.combine(timezone.localdate() + dt.timedelta(days), time))


def at(meeting, rest=""):
    return f"/gesprekken/{meeting.pk}/datumprikker/{rest}"


def sent(option, answer="ja", remark="", seen=""):
    return {f"antwoord_{option.pk}": answer, f"opmerking_{option.pk}": remark, "seen": seen}


def seen_on(page):
    return re.search(r'name="seen"(?: value="([^"]*)")?', page)[1] or ""


def given(person):
    return dict(person.availabilities.values_list("option", "answer"))


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


def test_a_participant_answers_each_moment_and_may_leave_one_open(person, options):
    tab = enter(person)
    page = shows(tab.get(address(person, "datum/")))
    assert page.count("weet ik nog niet") == 3
    assert word(options[0].starts_at, 120) in page
    typed = sent(options[0], "ja") | sent(options[1], "liever_niet", "Liever na tienen.", seen_on(page))
    assert tab.post(address(person, "datum/"), typed)["Location"] == address(person, "datum/")
    assert given(person) == {options[0].pk: "ja", options[1].pk: "liever_niet"}
    assert not person.availabilities.filter(by_secretary=True).exists()
    page = shows(tab.get(address(person, "datum/")))
    assert "U gaf antwoord op 2 van de 3 momenten" in page
    assert "Liever na tienen." in page


def test_an_answer_can_be_taken_back(person, options):
    tab = enter(person)
    tab.post(address(person, "datum/"), sent(options[0], "nee"))
    seen = seen_on(shows(tab.get(address(person, "datum/"))))
    tab.post(address(person, "datum/"), sent(options[0], "", seen=seen))
    assert given(person) == {}


@pytest.mark.parametrize(
    ("answer", "remark", "words"),
    [("misschien", "", "Kies ja, liever niet, nee"), ("", "Ik weet het niet", "Kies ook een antwoord")],
)
def test_a_wrong_answer_is_told_at_its_moment(person, options, answer, remark, words):
    answered = enter(person).post(address(person, "datum/"), sent(options[0], answer, remark))
    assert words in " ".join(answered.context["form"].errors[f"antwoord_{options[0].pk}"])
    assert remark in shows(answered)
    assert given(person) == {}


def test_what_another_answered_meanwhile_is_not_lost(person, options):
    mine, secretary = enter(person), Client()
    secretary.post(f"/deelnemen/link/{token_of(give_link(person, Purpose.DATUM))}/")
    secretary.post(address(person, "datum/"), sent(options[0], "nee", "Congres."))
    answered = mine.post(address(person, "datum/"), sent(options[0], "ja"))
    assert "Intussen is er al geantwoord" in shows(answered)
    assert given(person) == {options[0].pk: "nee"}
    again = sent(options[0], "ja", seen=seen_on(shows(answered)))
    assert mine.post(address(person, "datum/"), again).status_code == 302
    assert given(person) == {options[0].pk: "ja"}
    assert not person.availabilities.get().by_secretary


def test_the_secretary_sees_the_moments_and_nothing_else(meeting, person, options):
    meeting.purpose, meeting.place = "Weten wat er misging.", "De Loods"
    meeting.save()
    ReflectionFactory(participant=person, text="kanarie")
    other = meeting.people[1]
    Availability.objects.create(option=options[0], participant=other, answer="nee", remark="Vakantie.")
    tab = Client()
    arrived = tab.post(f"/deelnemen/link/{token_of(give_link(person, Purpose.DATUM))}/")
    assert arrived["Location"] == address(person, "datum/")
    page = shows(tab.get(address(person, "datum/")))
    for words in (person.name, meeting.title, meeting.triangle.name, word(options[2].starts_at, 120)):
        assert words in page
    for words in ("kanarie", meeting.purpose, "De Loods", other.name, "Vakantie.", "Terug naar het overzicht"):
        assert words not in page
    tab.post(address(person, "datum/"), sent(options[1], "ja"))
    assert person.availabilities.get().by_secretary
    for closed in ("", "datum/secretariaat/", "verhinderd/", "voorstel/", "agenda.ics", "vragen/", "scores/"):
        assert tab.get(address(person, closed)).status_code == 404, closed


@pytest.mark.django_db(transaction=True)
def test_a_secretary_gets_a_link_by_mail_and_the_address_is_kept_nowhere_else(person, options):
    tab = enter(person)
    answer = tab.post(address(person, "datum/secretariaat/"), {"email": "secretariaat@dienst.example"})
    assert answer["Location"] == address(person, "datum/")
    assert Outbox.objects.get(kind="datum").to == "secretariaat@dienst.example"
    send_due()
    told = mail.outbox[-1]
    link = Link.objects.get(participant=person, purpose=Purpose.DATUM)
    assert token_of(link) in told.body
    assert token_of(link) not in str(list(Outbox.objects.values()))


def test_the_link_for_a_secretary_can_be_shown_to_send_on(person, options):
    tab = enter(person)
    page = shows(tab.get(address(person, "datum/secretariaat/")))
    assert not Link.objects.filter(purpose=Purpose.DATUM).exists()
    answer = tab.post(address(person, "datum/secretariaat/"), {"show": "1"})
    token = token_of(Link.objects.get(purpose=Purpose.DATUM))
    assert token in shows(answer)
    assert token not in page
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("typed", ["", "secretariaat"])
def test_a_wrong_address_of_a_secretary_is_told_at_the_field(person, options, typed):
    answer = enter(person).post(address(person, "datum/secretariaat/"), {"email": typed})
    assert answer.context["form"].errors["email"]
    assert not Outbox.objects.exists()


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


def test_a_moment_behind_us_is_neither_asked_nor_chosen(client, meeting, adviser, person):
    past = DateOption.objects.create(conversation=meeting, starts_at=timezone.now() - dt.timedelta(hours=1))
    client.post(at(meeting, f"{past.pk}/kiezen/"))
    meeting.refresh_from_db()
    assert meeting.held_on is None
    assert "Voorbij" in shows(client.get(at(meeting)))
    page = shows(enter(person).get(address(person, "datum/")))
    assert "Er is nu niets te kiezen" in page
    enter(person).post(address(person, "datum/"), sent(past))
    assert given(person) == {}


def test_a_moment_goes_after_asking_with_its_answers(client, meeting, adviser, options, person):
    Availability.objects.create(option=options[0], participant=person, answer="ja")
    path = at(meeting, f"{options[0].pk}/weg/")
    assert "Er is al één antwoord" in shows(client.get(path))
    assert meeting.date_options.count() == 3
    client.post(path)
    assert meeting.date_options.count() == 2
    assert not Availability.objects.exists()


def test_the_link_of_a_secretary_lasts_until_a_month_after_the_last_moment(meeting, adviser, person, options):
    link = give_link(person, Purpose.DATUM)
    for days, act in ((40, lambda: propose(meeting, [moment(40)], adviser)), (12, None)):
        act() if act else remove(meeting, meeting.date_options.last(), adviser)
        link.refresh_from_db()
        assert timezone.localtime(link.until).date() == moment(days).date() + dt.timedelta(31)


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
