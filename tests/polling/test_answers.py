"""Answering the date poll by personal link: the participant, or their secretary who sees nothing else."""

import datetime as dt

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from conversations.links import Purpose, give_link, token_of
from conversations.models import Availability, DateOption, Link
from conversations.polling import propose, remove, word
from driehoek.mail import Outbox
from driehoek.sending import send_due
from tests.by_link import address, enter, shows
from tests.factories import ReflectionFactory
from tests.polling.moments import at, given, moment, seen_on, sent

pytestmark = pytest.mark.django_db


def test_a_participant_answers_each_moment_and_may_leave_one_open(person, options):
    tab = enter(person)
    page = shows(tab.get(address(person, "datum/")))
    assert page.count("Weet ik nog niet") == 3
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
    pages = (
        "",
        "datum/secretariaat/",
        "verhinderd/",
        "voorstel/",
        "agenda.ics",
        "vragen/dilemma/",
        "scores/vertrouwen/",
    )
    for closed in pages:
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


def test_the_link_of_a_secretary_lasts_until_a_month_after_the_last_moment(meeting, adviser, person, options):
    link = give_link(person, Purpose.DATUM)
    for days, act in ((40, lambda: propose(meeting, [moment(40)], adviser)), (12, None)):
        act() if act else remove(meeting, meeting.date_options.last(), adviser)
        link.refresh_from_db()
        assert timezone.localtime(link.until).date() == moment(days).date() + dt.timedelta(31)
