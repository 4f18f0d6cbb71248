"""The rehearsal explains itself: on every page the step that is now, what to do, and the way to the next one."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conversations.models import Agreement, AuditEvent, Conversation, Insight, Phase, Visit, show_scores
from conversations.practice import BEHIND, IN_PHASE, LAST, State, find_place
from conversations.rehearsal import start_rehearsal
from conversations.report import establish
from driehoek.help import the_help
from principles.models import Principle
from tests.factories import ConversationFactory, MembershipFactory, ParticipantFactory, UserFactory

STEPS = the_help().rehearsing.steps
STEP = re.compile(r"Stap (\d+) van (\d+): ([^<]+)\.</strong>")


def place(phase, *done, page="home"):
    page = page if page == "home" else f"conversations:{page}"
    return find_place(STEPS, State(phase, frozenset(done)), page)


@pytest.mark.parametrize(
    ("phase", "done", "page", "step", "onward"),
    [
        (Phase.CONCEPT, (), "conversation", "tips", "tips"),
        (Phase.CONCEPT, (), "plan", "tips", "deelnemer"),
        (Phase.CONCEPT, (), "invite", "tips", "deelnemer"),
        (Phase.VOORBEREIDING, (), "conversation", "tips", "tips"),
        (Phase.VOORBEREIDING, (), "plan_tip", "tips", "deelnemer"),
        (Phase.VOORBEREIDING, (), "participants", "deelnemer", "briefing"),
        (Phase.VOORBEREIDING, (), "briefing", "briefing", "openen"),
        (Phase.VOORBEREIDING, (), "lead", "openen", None),
        (Phase.VOORBEREIDING, ("looked",), "conversation", "briefing", "briefing"),
        (Phase.VOORBEREIDING, ("looked",), "plan", "briefing", "briefing"),
        (Phase.VOORBEREIDING, ("closed",), "conversation", "openen", "openen"),
        (Phase.VOORBEREIDING, (), "rehearsal_end", "tips", "tips"),
        (Phase.GESPREK, (), "lead", "tonen", None),
        (Phase.GESPREK, (), "conversation", "tonen", "tonen"),
        (Phase.GESPREK, ("looked", "closed"), "part", "vastleggen", "beeindigen"),
        (Phase.GESPREK, ("shown",), "lead", "vastleggen", "beeindigen"),
        (Phase.GESPREK, ("shown", "recorded"), "lead", "beeindigen", "beeindigen"),
        (Phase.GESPREK, ("recorded",), "scores", "tonen", "beeindigen"),
        (Phase.GESPREK, ("shown", "recorded"), "end", "beeindigen", "vrijgeven"),
        (Phase.VERSLAG, ("shown",), "report", "vrijgeven", "vrijgeven"),
        (Phase.VERSLAG, (), "report_release", "vrijgeven", "vaststellen"),
        (Phase.VERSLAG, ("released",), "report", "vaststellen", "vaststellen"),
        (Phase.VERSLAG, ("released",), "report_establish", "vaststellen", "opruimen"),
        (Phase.OPVOLGING, ("released",), "report", "opruimen", "opruimen"),
        (Phase.OPVOLGING, (), "rehearsal_end", "opruimen", None),
        (Phase.AFGEROND, (), "triangle", "opruimen", "opruimen"),
        (Phase.GEANNULEERD, (), "conversation", "opruimen", "opruimen"),
    ],
)
def test_the_step_follows_from_what_was_done_and_the_page(phase, done, page, step, onward):
    found = place(phase, *done, page=page)
    assert (found.step.code, found.onward and found.onward.code) == (step, onward)


def test_the_steps_of_the_help_are_those_that_are_decided_on():
    codes = [step.code for step in STEPS]
    assert codes == list(dict.fromkeys(code for steps in (*IN_PHASE.values(), LAST) for code in steps))
    assert {code for steps in BEHIND.values() for code in steps} < set(codes)


def test_steps_are_counted_from_one():
    assert (place(Phase.CONCEPT).number, place(Phase.CONCEPT).total) == (1, len(STEPS))
    assert place(Phase.AFGEROND).number == len(STEPS)


@pytest.fixture
def user(client):
    user = UserFactory(name="Joris de Wit")
    client.force_login(user)
    return user


@pytest.fixture
def rehearsal(user, db):
    return start_rehearsal(user)[0]


def band_of(client, path):
    """Return (title of the step, path of the way on or None) that the band of a page tells."""
    page = client.get(path).content.decode()
    band = page[page.index('aria-label="Oefening"') : page.index("dh-rehearsal__aside")]
    link = re.search(r'href="([^"]+)"', band)
    return STEP.search(band).group(3), link and link.group(1)


@pytest.mark.django_db
def test_it_leads_from_the_tips_to_clearing_away(client, user, rehearsal):
    home = f"/gesprekken/{rehearsal.pk}/"
    seen = [band_of(client, home), band_of(client, f"{home}voorbereiden/"), band_of(client, f"{home}deelnemers/")]
    look_as_the_last(client, rehearsal)
    seen.append(band_of(client, home))
    rehearsal.close_preparation(user)
    seen.append(band_of(client, home))
    rehearsal.begin(user)
    seen.append(band_of(client, f"{home}leiden/"))
    trust = Principle.objects.get(code="vertrouwen")
    show_scores(rehearsal, [trust], user)
    seen.append(band_of(client, home))
    Insight.objects.create(conversation=rehearsal, principle=trust, text="Dit hoorden we.")
    Agreement.objects.create(conversation=rehearsal, kind="actie", text="Bellen", of_eigenaar=True)
    seen.append(band_of(client, f"{home}leiden/"))
    rehearsal.end(user)
    seen.append(band_of(client, f"{home}verslag/"))
    rehearsal.release_draft(user, timezone.localdate() + dt.timedelta(7))
    seen.append(band_of(client, f"{home}verslag/"))
    establish(rehearsal, user)
    seen.append(band_of(client, f"/driehoeken/{rehearsal.triangle_id}/"))
    assert seen == [
        ("Bekijk de zes tips", f"{home}voorbereiden/"),
        ("Bekijk de zes tips", f"{home}deelnemers/"),
        ("Kijk mee als deelnemer", f"{home}briefing/"),
        ("Lees de briefing", f"{home}briefing/"),
        ("Open het gesprek", f"{home}leiden/"),
        ("Toon de scores", None),
        ("Leg een inzicht en een afspraak vast", f"{home}leiden/"),
        ("Beëindig het gesprek", f"{home}leiden/einde/"),
        ("Geef het concept vrij", f"{home}verslag/vrijgeven/"),
        ("Stel het verslag vast", f"{home}verslag/vaststellen/"),
        ("Ruim de oefening op", f"/driehoeken/{rehearsal.triangle_id}/oefening-opruimen/"),
    ]


def look_as_the_last(client, rehearsal):
    """Come in as the participant who is waited for; return the page that opens."""
    person = rehearsal.participants.get(corner="eigenaar")
    there = client.post(f"/gesprekken/{rehearsal.pk}/deelnemers/{person.pk}/kijken/")
    return client.post(there["Location"], follow=True)


@pytest.mark.django_db
def test_whoever_practises_sees_what_a_participant_sees_and_comes_back(client, rehearsal):
    page = look_as_the_last(client, rehearsal)
    person = rehearsal.participants.get(corner="eigenaar")
    assert page.redirect_chain[-1][0] == f"/deelnemen/{person.pk}/"
    text = page.content.decode()
    assert "U ziet wat een deelnemer ziet." in text
    assert f'href="/gesprekken/{rehearsal.pk}/deelnemers/">Terug naar de oefening' in text
    assert "Stap " not in text
    event = AuditEvent.objects.order_by("-pk").first()
    assert (event.action, event.details) == ("link gegeven", {"participant": person.pk, "purpose": "deelnemen"})


@pytest.mark.django_db
def test_only_who_saved_nothing_can_be_looked_with(client, rehearsal):
    path = f"/gesprekken/{rehearsal.pk}/deelnemers/"
    person = rehearsal.participants.get(corner="eigenaar")
    page = client.get(path).content.decode()
    assert page.count('<button class="dh-link-button" type="submit">Kijk mee als deelnemer') == 1
    assert f'action="{path}{person.pk}/kijken/"' in page


@pytest.mark.django_db
def test_what_others_saved_stays_hidden_for_who_looks(client, rehearsal):
    person = rehearsal.participants.filter(reflections__isnull=False).first()
    there = client.post(f"/gesprekken/{rehearsal.pk}/deelnemers/{person.pk}/kijken/")
    client.post(there["Location"])
    page = client.get(f"/deelnemen/{person.pk}/antwoorden/").content.decode()
    assert [text for text in person.reflections.all() if text.text in page] == []


@pytest.mark.django_db
def test_nobody_looks_in_as_somebody_real(client, user):
    conversation = ConversationFactory(triangle=MembershipFactory(user=user).triangle, phase=Phase.VOORBEREIDING)
    person = ParticipantFactory(conversation=conversation)
    assert client.post(f"/gesprekken/{conversation.pk}/deelnemers/{person.pk}/kijken/").status_code == 404
    assert "Kijk mee als" not in client.get(f"/gesprekken/{conversation.pk}/deelnemers/").content.decode()
    assert not Visit.objects.exists()


@pytest.mark.django_db
def test_after_it_was_called_off_nobody_can_be_looked_with(client, rehearsal, user):
    rehearsal.cancel(user)
    person = rehearsal.participants.first()
    answer = client.post(f"/gesprekken/{rehearsal.pk}/deelnemers/{person.pk}/kijken/", follow=True)
    assert "een link werkt nu niet." in answer.content.decode()
    assert "Kijk mee als deelnemer" not in answer.content.decode()
    assert not Visit.objects.exists()


@pytest.mark.django_db
def test_who_came_in_by_link_alone_finds_no_way_to_the_pages_of_staff(client, rehearsal):
    person = rehearsal.participants.get(corner="eigenaar")
    there = client.post(f"/gesprekken/{rehearsal.pk}/deelnemers/{person.pk}/kijken/")
    text = Client().post(there["Location"], follow=True).content.decode()
    assert "Alles hier is verzonnen." in text
    assert "/gesprekken/" not in text


@pytest.mark.django_db
def test_a_rehearsal_without_a_conversation_says_only_that_it_is_one(client, user, rehearsal):
    triangle = rehearsal.triangle
    Conversation.objects.filter(pk=rehearsal.pk).update(triangle=MembershipFactory(user=user).triangle)
    Conversation.objects.filter(triangle=triangle).update(triangle=MembershipFactory(user=user).triangle)
    page = client.get(reverse("conversations:triangle", args=[triangle.pk])).content.decode()
    assert "Alles hier is verzonnen." in page
    assert "Stap " not in page


@pytest.mark.django_db
def test_the_band_takes_one_question_and_a_real_page_none(client, user, rehearsal):
    real = MembershipFactory(user=user).triangle
    practised, other = (f"/driehoeken/{key}/bezetting/" for key in (rehearsal.triangle_id, real.pk))
    assert queries(client, practised) == queries(client, other) + 1


def queries(client, path):
    """Return how many questions to the database the page takes, asked for the second time."""
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        client.get(path)
    return len(caught)
