"""The page Deelnemers: how far each is without content or times, and what an adviser does about links and mail."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conversations import absence
from conversations.links import Purpose, find_link, give_link, token_of
from conversations.models import Availability, DateOption, Link, Phase, Visibility
from driehoek.mail import Outbox
from principles.models import Principle
from tests.factories import ExplanationFactory, ParticipantFactory, ReflectionFactory, ScoreFactory, at_visibility
from tests.mailed import asking, event_in, has_event, move_to, page_of, planned, press, sent
from tests.personal_links import opened
from tests.reading_pages import text_of

pytestmark = pytest.mark.django_db
SJOERD = "sjoerd@dienst.example"


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def conversation(client):
    conversation = asking()
    client.force_login(conversation.adviser)
    return conversation


@pytest.fixture
def person(conversation):
    found = conversation.participants.get(name="Sjoerd")
    found.conversation = conversation
    return found


def row_of(client, person):
    """Return what the page shows of one participant as {label: words}."""
    context = client.get(page_of(person.conversation)).context
    return next(dict(row.parts) | {"": row.invited} for row, *_ in context["rows"] if row.participant == person)


def test_each_state_follows_what_was_done(client, person):
    conversation = person.conversation
    assert row_of(client, person) == {
        "": "heeft een link",
        "Link geopend": "nog niet",
        "Vragen": "nog niet",
        "Scores": "nog niet",
    }
    opened(give_link(person, Purpose.DATUM))  # the secretary
    assert row_of(client, person)["Link geopend"] == "nog niet"
    opened(give_link(person, Purpose.DEELNEMEN))
    ReflectionFactory(participant=person, question=conversation.questions.get())
    first, *others = Principle.objects.all()
    ScoreFactory(participant=person, principle=first, value=None)
    states = {"Link geopend": "ja", "Vragen": "klaar", "Scores": "begonnen"}
    assert row_of(client, person) == {"": "heeft een link", **states}
    for principle in others:
        ScoreFactory(participant=person, principle=principle)
    assert row_of(client, person)["Scores"] == "klaar"
    moments = [
        DateOption.objects.create(conversation=conversation, starts_at=timezone.now() + dt.timedelta(n)) for n in (1, 2)
    ]
    assert "Datum" not in row_of(client, person)  # there is a date already
    move_to(conversation, Phase.VOORBEREIDING, held_on=None)
    for moment, state in zip(moments, ("begonnen", "klaar"), strict=True):
        Availability.objects.create(option=moment, participant=person, answer="nee")
        assert row_of(client, person)["Datum"] == state


def test_who_cannot_be_reached_is_named(client, conversation):
    renske = conversation.participants.get(name="Renske")
    assert row_of(client, renske)[""] == "geen mailadres"
    assert "Vul een mailadres in" in text_of(client.get(page_of(conversation)))


@pytest.mark.parametrize("leads", [False, True])
def test_sec_08_neither_words_nor_numbers_nor_times_are_on_the_page(client, person, leads):
    for level in Visibility.values:
        other = ParticipantFactory(conversation=person.conversation)
        text = ReflectionFactory(participant=other, text=f"kanarie-{level}")
        guide = {"facilitator": person.conversation.facilitator} if level == Visibility.BEGELEIDER else {}
        at_visibility(text, level, **guide)
        ExplanationFactory(participant=other, text=f"kanarie-score-{level}")
        ScoreFactory(participant=other, value=4)
    if leads:
        client.force_login(person.conversation.facilitator)
    answer = client.get(page_of(person.conversation))
    assert answer.status_code == 200
    assert "kanarie" not in answer.content.decode()
    assert timezone.localtime().strftime("%H.%M") not in text_of(answer)
    assert ("Stuur de link opnieuw" in text_of(answer)) is not leads


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_grow(client, size):
    conversation = planned()
    conversation.participants.all().delete()
    for _ in range(size):
        ParticipantFactory(conversation=conversation, email="x@dienst.example")
    client.force_login(conversation.adviser)
    move_to(conversation, Phase.VOORBEREIDING)
    client.get(page_of(conversation))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(page_of(conversation))
    assert len(asked) == 14


def test_the_link_is_sent_again_with_the_invitation_and_not_twice_at_once(client, person):
    token = token_of(give_link(person, Purpose.DEELNEMEN))
    assert f"De link gaat opnieuw naar {SJOERD}." in press(client, person, "link")
    assert "is al onderweg" in press(client, person, "link")
    mails = sent()
    assert sorted(mails) == [SJOERD]
    assert token in mails[SJOERD].body
    assert has_event(mails[SJOERD])
    assert "gaat opnieuw" in press(client, person, "link")
    assert sorted(sent()) == [SJOERD]


def test_after_the_meeting_the_link_is_one_for_reading(client, person):
    move_to(person.conversation, Phase.OPVOLGING, established_at=timezone.now())
    press(client, person, "link")
    one = sent()[SJOERD]
    assert token_of(Link.objects.get(participant=person, purpose="lezen")) in one.body
    assert not has_event(one)


@pytest.mark.parametrize("phase", [Phase.CONCEPT, Phase.GEANNULEERD])
def test_where_a_link_does_not_work_none_is_sent(client, person, phase):
    move_to(person.conversation, phase)
    assert "een link werkt nu niet" in press(client, person, "link")
    assert sent() == {}


def test_a_withdrawn_link_is_dead_until_a_new_one_is_sent(client, person):
    link = give_link(person, Purpose.DEELNEMEN)
    token = token_of(link)
    browser, _ = opened(link)
    assert "De links van Sjoerd werken niet meer." in press(client, person, "intrekken")
    assert find_link(token) is None
    assert browser.get(f"/deelnemen/{person.pk}/").status_code == 404
    assert row_of(client, person)[""] == "link ingetrokken"
    press(client, person, "link")
    body = sent()[SJOERD].body
    assert token not in body
    assert token_of(Link.objects.get(pk=link.pk)) in body


def test_the_button_reminds_whom_we_wait_for(client, person):
    conversation = person.conversation
    ReflectionFactory(participant=person, question=conversation.questions.get())
    page = text_of(client.get(page_of(conversation)))
    assert "verhinderd" not in page
    assert "Twee deelnemers hebben nog niet alles beantwoord" in page
    assert "Marijke, Renske." in page
    said = text_of(client.post(page_of(conversation, "herinneren/"), follow=True))
    assert "1 deelnemer krijgt een herinnering." in said
    assert "vandaag niemand meer" in text_of(client.post(page_of(conversation, "herinneren/"), follow=True))
    assert sorted(sent()) == ["marijke@dienst.example"]


def lose(person, state="mislukt"):
    """Let the mail to a participant end in `state`, and return its row."""

    row = Outbox.objects.filter(kind="link", ref__participant=person.pk).latest("pk")
    row.state = state
    row.save()
    return row


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("mislukt", f"De mail aan {SJOERD} kwam niet aan."),
        ("onzeker", f"Het is niet zeker dat de mail aan {SJOERD} aankwam."),
    ],
)
def test_f11_lost_mail_is_shown_and_sent_again_once(client, person, state, words):
    press(client, person, "link")
    row = lose(person, state)
    assert words in text_of(client.get(page_of(person.conversation)))
    assert f"De mail aan {SJOERD} gaat opnieuw op weg." in press(client, person, "mail", mail=row.pk)
    assert "al onderweg, of niet meer nodig" in press(client, person, "mail", mail=row.pk)
    assert words not in text_of(client.get(page_of(person.conversation)))
    assert sorted(sent()) == [SJOERD]


@pytest.mark.parametrize("state", ["wacht", "bezig", "verstuurd", "vervallen"])
def test_f11_where_nothing_got_lost_nothing_is_said(client, person, state):
    press(client, person, "link")
    row = lose(person, state)
    assert "Stuur opnieuw" not in text_of(client.get(page_of(person.conversation)))
    press(client, person, "mail", mail=row.pk)
    assert Outbox.objects.filter(kind="link").count() == 1


@pytest.mark.parametrize("mail", ["", "x", "999999"])
def test_a_number_that_is_no_lost_mail_of_this_person_sends_nothing(client, person, mail):
    press(client, person, "link")
    other = person.conversation.participants.get(name="Marijke")
    row = lose(person)
    other.conversation = person.conversation
    press(client, other, "mail", mail=mail or row.pk)
    assert sent() == {}


def test_a_participant_of_another_conversation_is_not_here(client, person):
    other = ParticipantFactory()
    for act in ("link", "mail", "intrekken", "mailadres"):
        assert client.post(page_of(person.conversation, f"{other.pk}/{act}/")).status_code == 404


def test_in_an_archived_triangle_nothing_is_sent(client, person):
    triangle = person.conversation.triangle
    triangle.archived_at = timezone.now()
    triangle.save()
    assert client.post(page_of(person.conversation, f"{person.pk}/link/")).status_code == 404
    assert "Stuur de link opnieuw" not in text_of(client.get(page_of(person.conversation)))
    assert Client().get(page_of(person.conversation)).status_code == 302


def test_f11_the_page_of_the_conversation_says_that_mail_got_lost(client, person):
    press(client, person, "link")
    lose(person)
    said = "Mail aan één deelnemer kwam niet aan."
    assert said in text_of(client.get(f"/gesprekken/{person.conversation_id}/"))
    lose(person, "verstuurd")
    assert said not in text_of(client.get(f"/gesprekken/{person.conversation_id}/"))
    assert "Deelnemers" in text_of(client.get(f"/gesprekken/{person.conversation_id}/"))


def test_whoever_is_replaced_is_told_and_waited_for_no_more(client, person):
    absence.tell(person, "Iris Kok", "directeur", "iris@dienst.example")
    absence.confirm(person, person.conversation.adviser)
    mails = sent()
    assert sorted(mails) == ["iris@dienst.example", SJOERD]
    assert "U hoeft daar niet meer bij te zijn." in mails[SJOERD].body
    assert "leest u nog wat u zelf schreef" in mails[SJOERD].body
    assert event_in(mails[SJOERD])[0] == "CANCEL"
    assert "uitnodiging" in mails["iris@dienst.example"].subject
    client.post(page_of(person.conversation, "herinneren/"))
    assert sorted(sent()) == ["iris@dienst.example", "marijke@dienst.example"]
    page = text_of(client.get(page_of(person.conversation)))
    assert "Marijke, Renske, Iris Kok." in page
