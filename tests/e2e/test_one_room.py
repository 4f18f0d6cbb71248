"""Six browsers in one room: the facilitator, the big screen and four phones. What is hidden reaches nobody else."""

import re

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from conversations.links import Purpose, address_of, give_link
from conversations.models import Meeting, Phase, Score
from tests.factories import PASSWORD, ParticipantFactory
from tests.meetings import open_meeting

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, BEAMER = {"width": 390, "height": 844}, {"width": 1920, "height": 1080}
VALUES = (5, 1, 2, 4)
SHOWN = re.compile(r"punten? uit elkaar|scoort|scoren|naar 5:|geen beeld:")  # how a strip, its sentence or table begins
POLL = re.compile(r"/(stand|scherm)/[^?]*\?.*versie=")


class Seat:
    """A browser of its own that keeps every page and every answer that it got: (address, status, text)."""

    def __init__(self, browser, live_server, viewport, **options):
        self.context = browser.new_context(viewport=viewport, base_url=live_server.url, locale="nl-NL", **options)
        self.context.route("**/*", self.pass_on)
        self.tab = self.context.new_page()
        self.answers = []

    def pass_on(self, route):
        if route.request.resource_type not in {"document", "fetch", "xhr"}:
            return route.continue_()
        answer = route.fetch(max_redirects=0)
        self.answers.append((route.request.url, answer.status, answer.text()))
        return route.fulfill(response=answer)

    def polls(self):
        return [(status, url) for url, status, _ in self.answers if POLL.search(url)]

    def told(self):
        return "\n".join(text for _, _, text in self.answers)


@pytest.fixture
def meeting(transactional_db, settings, live_server):
    cache.clear()
    settings.SITE_URL = live_server.url
    when = {"held_on": timezone.localdate(), "duration_minutes": 120}
    found = open_meeting(phase=Phase.VOORBEREIDING, title="Wat nu?", focus=["vertrouwen"], **when)
    found.people.append(ParticipantFactory(conversation=found, corner="eigenaar"))
    return found


@pytest.fixture
def seat(browser, live_server):
    seats = []

    def take(viewport=PHONE):
        seats.append(Seat(browser, live_server, viewport))
        return seats[-1]

    yield take
    for one in seats:
        one.context.unroute_all(behavior="ignoreErrors")  # a question may be on its way
        one.context.close()


def log_in(seat, user):
    seat.tab.goto("/account/inloggen/")
    seat.tab.get_by_label("Gebruikersnaam of mailadres").fill(user.username)
    seat.tab.get_by_label("Wachtwoord").fill(PASSWORD)
    seat.tab.get_by_role("button", name="Inloggen", exact=True).click()
    expect(seat.tab.get_by_role("heading", level=1)).to_be_visible()


def come_by_link(seat, person):
    seat.tab.goto(address_of(give_link(person, Purpose.DEELNEMEN)))
    seat.tab.get_by_role("button", name="Open mijn pagina").click()
    seat.tab.get_by_role("link", name="Doe mee").first.click()


def come_by_code(seat, meeting, who):
    code = Meeting.objects.get(conversation=meeting).code
    seat.tab.goto("/mee/")
    seat.tab.get_by_label("De code").fill(f"{code[:3]} {code[3:]}")
    seat.tab.get_by_role("button", name="Verder").click()
    seat.tab.get_by_role("radio", name=who).check()
    seat.tab.get_by_role("button", name="Verder").click()
    expect(seat.tab.get_by_role("heading", name="De begeleider laat u zo binnen")).to_be_visible()


def test_scores_reach_nobody_else_until_shown_and_then_everybody_at_their_next_question(meeting, seat):
    lead, screen, phones = seat({"width": 1280, "height": 800}), seat(BEAMER), [seat() for _ in VALUES]
    log_in(lead, meeting.facilitator)
    lead.tab.goto(f"/gesprekken/{meeting.pk}/leiden/")
    lead.tab.get_by_role("button", name="Open het gesprek").click()
    expect(lead.tab.get_by_role("heading", name="Welkom en spelregels")).to_be_visible()
    for phone, person in zip(phones[:2], meeting.people[:2], strict=True):
        come_by_link(phone, person)
    come_by_code(screen, meeting, "Dit is het grote scherm")
    for phone, person in zip(phones[2:], meeting.people[2:], strict=True):
        come_by_code(phone, meeting, person.name)

    lead.tab.get_by_role("link", name="Laat binnen").click()
    lead.tab.get_by_role("button", name="Laat iedereen binnen").click()
    expect(screen.tab.get_by_role("heading", name="Doe mee")).to_be_visible()
    lead.tab.get_by_role("link", name="Vertrouwen").click()
    lead.tab.get_by_role("button", name="Haal de zaal hierheen").click()

    for phone, value in zip(phones, VALUES, strict=True):
        expect(phone.tab.get_by_role("heading", name="Vertrouwen")).to_be_visible()
        phone.tab.get_by_role("radio", name=re.compile(f"^{value} ")).check()
        expect(phone.tab.get_by_text("Opgeslagen. U kunt het nog wijzigen")).to_be_visible()
    for place in (lead, screen):
        expect(place.tab.get_by_text("4 van 4 gescoord").first).to_be_visible()
    assert sorted(Score.objects.values_list("value", flat=True)) == sorted(VALUES)
    everybody = [lead, screen, *phones]
    for place in everybody:
        assert not SHOWN.search(place.told())

    before = [len(place.polls()) for place in everybody]
    lead.tab.get_by_role("button", name="Toon de scores").click()
    for place in everybody:
        expect(place.tab.get_by_text("4 punten uit elkaar", exact=True)).to_be_visible()
    for place, number in list(zip(everybody, before, strict=True))[1:]:
        assert changed_at_once(place.polls()[number:]), place.polls()[number:]
        assert SHOWN.search(place.told())


def changed_at_once(polls):
    """Whether no more than one question that was on its way already was answered with 'nothing new'."""
    statuses = [status for status, _ in polls]
    return 200 in statuses and statuses.index(200) <= 1
