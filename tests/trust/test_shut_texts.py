"""Private text that does not open, because it was moved by hand or its key is gone, is told in plain words."""

import pytest
from django.conf import settings as product

from conversations.models import AuditEvent, Reflection
from conversations.resealing import reseal
from driehoek.encryption import sealed
from principles.models import Question
from tests.by_link import address, answer_to, enter, preparing
from tests.factories import MembershipFactory, ReflectionFactory, at_visibility

pytestmark = pytest.mark.django_db
CANARY, OTHER = "kanarie-in-vertrouwen", "kanarie-van-de-ander"
ACT = "tekst op de verkeerde plek"


@pytest.fixture
def meeting():
    return preparing()


def move(token, row):
    """Put a token on another row, as somebody with the database in hand does."""
    Reflection.objects.filter(pk=row.pk).update(text=token)


@pytest.fixture
def moved(meeting):
    """Two answers for the facilitator, the words of the first copied to the second; return [Reflection]."""
    guide = {"facilitator": meeting.facilitator, "facilitator_name": str(meeting.facilitator)}
    question = Question.objects.get(code="dilemma")
    rows = [
        at_visibility(ReflectionFactory(participant=person, text=text, question=question), "begeleider", **guide)
        for person, text in zip(meeting.people, (CANARY, OTHER), strict=False)
    ]
    move(sealed(rows[0], "text", CANARY), rows[1])
    return rows


def read(client, meeting):
    client.force_login(meeting.facilitator)
    return client.post(f"/gesprekken/{meeting.pk}/antwoorden/")


def test_a_moved_answer_stays_shut_while_the_others_open(client, meeting, moved, caplog):
    page = read(client, meeting)
    assert page.status_code == 200
    assert page.content.decode().count(CANARY) == 1
    assert "Eén tekst gaat niet open." in page.content.decode()
    event = AuditEvent.objects.get(action=ACT)
    assert (event.conversation_id, event.details) == (meeting.pk, {"table": "reflection", "row": moved[1].pk})
    assert f"conversations.Reflection.text van rij {moved[1].pk} hoort hier niet" in caplog.text
    assert CANARY not in caplog.text
    read(client, meeting)
    assert AuditEvent.objects.filter(action=ACT).count() == 1


def test_the_briefing_leaves_a_moved_quote_out_and_says_so(client, meeting, moved):
    for row in moved:
        fresh = at_visibility(ReflectionFactory(participant=row.participant), "met_naam", released=True)
        move(sealed(moved[0], "text", CANARY), fresh)
    client.force_login(MembershipFactory(triangle=meeting.triangle).user)
    page = client.get(f"/gesprekken/{meeting.pk}/briefing/")
    assert (page.status_code, CANARY in page.content.decode()) == (200, False)
    assert "2 teksten gaan niet open." in page.content.decode()


def test_another_page_says_that_a_text_does_not_open_with_a_number_for_the_log(meeting, moved, caplog):
    person = meeting.people[2]
    tab = enter(person)
    answer_to(tab, person, "dilemma", text=OTHER)
    move(sealed(moved[0], "text", CANARY), person.reflections.get())
    tab.raise_request_exception = False
    answer = tab.get(address(person, "vragen/dilemma/"))
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Een tekst gaat niet open" in page
    assert CANARY not in page
    reference = page.split("kenmerk: <strong>")[1].split("<")[0]
    assert f"Kenmerk {reference} hoort bij de fout" in caplog.text
    assert CANARY not in caplog.text
    assert not AuditEvent.objects.filter(action=ACT).exists()  # looking writes nothing


def test_a_key_that_is_gone_is_told_to_who_reads_and_saving_again_gives_a_new_consent(client, meeting, settings):
    person = meeting.people[0]
    tab = enter(person)
    answer_to(tab, person, "dilemma", text=CANARY, visibility="begeleider")
    assert CANARY in read(client, meeting).content.decode()
    old = list(product.TEXT_KEYS)
    new = "een-nieuwe-sleutel-van-veertig-tekens-lang"
    settings.TEXT_KEYS = [new]
    page = read(client, meeting).content.decode()
    assert "Eén tekst gaat niet open." in page
    settings.TEXT_KEYS = [new, *old]
    reseal()
    row = Reflection.objects.get()
    Reflection.objects.update(text=sealed(row, "text", row.text))
    settings.TEXT_KEYS = [new]  # the words are under the new key, the consent is not: nobody may change a consent
    page = read(client, meeting).content.decode()
    assert CANARY not in page
    assert "Eén antwoord blijft dicht: vraag opnieuw toestemming." in page
    answer_to(tab, person, "dilemma", text=CANARY, visibility="begeleider", version=row.version)
    page = read(client, meeting).content.decode()
    assert CANARY in page
    assert "blijft dicht" not in page
