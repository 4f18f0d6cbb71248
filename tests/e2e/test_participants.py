"""The page Deelnemers with mail that got lost, by its names, at both widths; and what an adviser does there."""

import re

import pytest

from conversations.models import DateOption, Phase
from driehoek.mail import Outbox
from tests.e2e.test_every_page import look_at
from tests.mailed import asking, move_to

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def conversation(transactional_db):
    conversation = asking()
    DateOption.objects.create(conversation=conversation, starts_at="2027-03-12T09:30Z")
    Outbox.objects.filter(to="sjoerd@dienst.example").update(state="mislukt")
    return conversation


def test_lost_mail_a_reminder_a_new_address_and_a_withdrawn_link(page, log_in, live_server, conversation):
    log_in(conversation.adviser)
    page.goto(f"{live_server.url}/gesprekken/{conversation.pk}/")
    page.get_by_text("Mail aan één deelnemer kwam niet aan.").wait_for()
    page.get_by_role("link", name="Bekijk de deelnemers").click()
    page.get_by_role("button", name=re.compile("^Stuur opnieuw.*aan Sjoerd")).click()
    page.get_by_text("De mail aan sjoerd@dienst.example gaat opnieuw op weg.").wait_for()
    page.get_by_role("button", name="Herinner wie nog niet antwoordde").click()
    page.get_by_text("2 deelnemers krijgen een herinnering.").wait_for()
    page.get_by_role("link", name=re.compile("^Wijzig het mailadres.*van Marijke")).click()
    page.get_by_label("Nieuw mailadres").fill("geen adres")
    page.get_by_role("button", name="Wijzig het mailadres").click()
    page.get_by_role("alert").wait_for()
    page.get_by_label("Nieuw mailadres").fill("m.verwoerd@dienst.example")
    page.get_by_role("button", name="Wijzig het mailadres").click()
    page.get_by_text("Mail aan Marijke gaat nu naar m.verwoerd@dienst.example.").wait_for()
    page.get_by_role("link", name=re.compile("^Trek de link in.*van Sjoerd")).click()
    page.get_by_role("button", name="Ja, trek de link in").click()
    page.get_by_text("De links van Sjoerd werken niet meer.").wait_for()


def test_every_state_of_the_pages_about_participants(page, log_in, live_server, conversation):
    log_in(conversation.adviser)
    base = f"/gesprekken/{conversation.pk}/"
    person = conversation.participants.first()
    paths = [
        f"{base}deelnemers/",
        f"{base}deelnemers/{person.pk}/mailadres/",
        f"{base}deelnemers/{person.pk}/intrekken/",
    ]
    paths += [f"{base}annuleren/", base]
    wrong = [found for path in paths for found in look_at(page, live_server, path)]
    move_to(conversation, Phase.CONCEPT)
    paths = [f"{base}uitnodigen/", f"{base}deelnemers/"]
    assert wrong + [found for path in paths for found in look_at(page, live_server, path)] == []
