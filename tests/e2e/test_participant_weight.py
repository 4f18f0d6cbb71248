"""What a phone fetches, as production sends it: at most 60 kB for a first page, then one small answer per page.

The browser counts the bytes that came over the network, packed as they were; what it has already is not asked again.
"""

import datetime as dt
import runpy
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from conversations.links import Purpose, address_of, give_link
from conversations.models import Agreement, DateOption, Meeting, Phase, ReportResponse
from principles.models import Question
from tests.access.routes import path_of
from tests.e2e.test_every_page import of_participants
from tests.e2e.weighing import Meter, what_is_heavy_first, what_is_heavy_later
from tests.factories import ConversationFactory, ParticipantFactory, ReflectionFactory, ScoreFactory
from tests.in_the_room import CODE
from tests.large_table import person, twelve_in_the_room
from tests.meetings import principle
from triangles.models import Corner

ROOT = Path(__file__).resolve().parent.parent.parent
PHONE = {"width": 390, "height": 844}
QUESTIONS = ["dilemma", "doelen", "factoren", "verbetering", "leeg-vel"]
# What a page may load on a first visit; the page of a participant loads it before, so a later page takes one request.
SCRIPTS = {
    "conversations:reflect": {"keep"},
    "conversations:follow": {"follow"},
    "conversations:mine": {"keep", "follow"},
}
# Every page that opens by personal link, with who look at it; test_no_page_is_forgotten holds it to the resolver.
LOOKERS = {
    "conversations:link": ["preparing", "secretary"],
    "conversations:leave": ["preparing"],
    "conversations:mine": ["preparing", "closed"],
    "conversations:date_answers": ["preparing", "secretary"],
    "conversations:date_secretary": ["preparing"],
    "conversations:prevented": ["preparing"],
    "conversations:propose": ["preparing"],
    "conversations:code": ["elsewhere"],
    "conversations:read": ["reading", "preparing", "done"],
    "conversations:read_about": ["reading"],
    "conversations:choose_section": ["reading"],
    "conversations:remark": ["reading"],
    "conversations:own_answers": ["preparing"],
    "conversations:reflect": ["preparing", "closed"],
    "conversations:score_by_link": ["preparing", "closed"],
    "conversations:guess_by_link": ["guessing"],
    "conversations:score_for_others": ["speaking"],
    "conversations:follow": ["room"],
    "conversations:telling": ["owner"],
    "conversations:personal_code": ["preparing"],
}
AFTER_THE_CODE = {"conversations:personal", "conversations:erase"}  # as long as what is kept of somebody


def test_the_light_style_sheet_holds_all_that_the_pages_of_participants_use():
    made = runpy.run_path(str(ROOT / "scripts" / "lighten"))
    assert made["TARGET"].read_text(encoding="utf-8") == made["lighten"](), "Run scripts/lighten."


def test_no_page_is_forgotten():
    assert {*LOOKERS, *AFTER_THE_CODE} == {*of_participants(), "conversations:link", "conversations:leave"}


@pytest.fixture
def people(scene, site):
    """Who look at the pages: {name: (participant, purpose of their link)}."""
    prepare(scene["planned"], scene["facilitator"])
    first = scene["planned"].participants.order_by("pk").first()
    held = read_round(scene["held"])
    return {
        "preparing": (first, Purpose.DEELNEMEN),
        "elsewhere": (first, Purpose.DEELNEMEN),
        "secretary": (first, Purpose.DATUM),
        "reading": (held.participants.order_by("pk").first(), Purpose.LEZEN),
        "closed": (held.participants.order_by("pk").last(), Purpose.DEELNEMEN),
        "done": (scene["done"].participants.first(), Purpose.LEZEN),
        "guessing": (ask_about_others(scene), Purpose.DEELNEMEN),
        "room": (run_meeting(scene), Purpose.DEELNEMEN),
        "speaking": (speak(twelve_in_the_room(held_on=timezone.localdate())), Purpose.DEELNEMEN),
        "owner": (promise(scene["done"]), Purpose.VOORTGANG),
    }


def prepare(planned, facilitator):
    """Let a conversation of five people ask all it can: six moments, five questions of which four have answers."""
    planned.pin_texts()
    planned.questions.set(Question.objects.filter(code__in=QUESTIONS))
    type(planned).objects.filter(pk=planned.pk).update(facilitator=facilitator, phase=Phase.VOORBEREIDING)
    for days in range(6):
        DateOption.objects.create(conversation=planned, starts_at=timezone.now() + dt.timedelta(days=days + 1))
    person = planned.participants.order_by("pk").first()
    for _ in range(2):
        ParticipantFactory(conversation=planned, corner="eigenaar")
    for question in planned.questions.all()[:4]:
        ReflectionFactory(participant=person, question=question, text="Een antwoord van een paar zinnen. " * 6)


def read_round(held):
    """Open the reading round of a meeting of today; its first reader made a remark that was answered."""
    held.questions.set(Question.objects.filter(code__in=QUESTIONS))
    type(held).objects.filter(pk=held.pk).update(held_on=timezone.localdate())
    held.refresh_from_db()
    held.release_draft(held.facilitator, timezone.localdate() + dt.timedelta(7))
    person = held.participants.order_by("pk").first()
    response = ReportResponse.objects.create(conversation=held, participant=person, answer="opmerking")
    response.remarks.create(section="afspraken", text="Dit klopt bijna.", answer="Aangepast.")
    return held


def run_meeting(scene):
    """Open a meeting at a principle that nobody scored yet; return who looks at it."""
    found = ConversationFactory(
        triangle=scene["held"].triangle,
        phase=Phase.GESPREK,
        held_on=timezone.localdate(),
        facilitator=scene["facilitator"],
    )
    Meeting.objects.create(conversation=found, step="vertrouwen", code=CODE)
    return ParticipantFactory(conversation=found)


def ask_about_others(scene):
    """Prepare a conversation that asks the mirror question; return who scored and is asked about both other corners."""
    plan = {"phase": Phase.VOORBEREIDING, "held_on": timezone.localdate(), "mirror": True}
    found = ConversationFactory(triangle=scene["held"].triangle, facilitator=scene["facilitator"], **plan)
    first, *_ = [ParticipantFactory(conversation=found, corner=corner) for corner in Corner.values]
    ScoreFactory(participant=first, principle=principle())
    return first


def speak(conversation):
    """Hide the scores of a large table again; return who speaks for three of it."""
    conversation.scores.update(shown_at=None)
    conversation.showings.all().delete()
    return person(conversation, "og1")


def promise(done):
    """Let somebody see to five agreements of a conversation that is vastgesteld; return who does."""
    person = done.participants.order_by("pk").last()
    for number in range(5):
        Agreement.objects.create(
            conversation=done,
            kind="actie",
            text=f"Nummer {number} van wat er is afgesproken, in een hele zin die er mag zijn.",
            of_eigenaar=True,
            owner=person.seat,
            due_on=timezone.localdate() + dt.timedelta(days=number),
        )
    return person


@pytest.fixture
def phone(browser, people):
    """Return a function that opens the link of a looker on a phone; it returns a Meter there and what came for that."""
    opened = []

    def open_link(who):
        person, purpose = people[who]
        context = browser.new_context(viewport=PHONE, locale="nl-NL")
        opened.append(context)
        tab = context.new_page()
        meter, link = Meter(tab), give_link(person, purpose)
        came = meter.of(lambda: tab.goto(address_of(link)))
        enter(tab)
        if who != "elsewhere":
            link.visits.let_read(True)
        return meter, came

    yield open_link
    for context in opened:
        context.close()


def enter(tab):
    tab.get_by_role("main").get_by_role("button").click()
    tab.wait_for_url(lambda address: "/link/" not in address)


def address(site, name, who, people):
    person, purpose = people[who]
    token = address_of(give_link(person, purpose)).rstrip("/").rpartition("/")[2]
    return site + path_of(name, participant=person.pk, token=token, section="afspraken")


@pytest.mark.parametrize(
    "who", ["preparing", "secretary", "elsewhere", "reading", "closed", "done", "guessing", "room", "speaking"]
)
def test_a_first_page_is_light_and_a_later_one_is_one_small_answer(browser, phone, people, site, who):
    meter, came = phone(who)
    heavy = {"link": what_is_heavy_first(came)}
    cookies = meter.tab.context.cookies()
    for name in [name for name, lookers in LOOKERS.items() if who in lookers]:
        there, allowed = address(site, name, who, people), SCRIPTS.get(name, ())
        heavy[name] = what_is_heavy_later(meter.of(lambda there=there: meter.tab.goto(there)))  # also no script
        with browser.new_context(viewport=PHONE) as other:
            other.add_cookies(cookies)
            fresh = Meter(other.new_page())
            came = fresh.of(lambda there=there, fresh=fresh: fresh.tab.goto(there))
            heavy[f"{name}, first"] = what_is_heavy_first(came, allowed)
    assert {name: found for name, found in heavy.items() if found} == {}


def test_a_page_that_says_no_is_light_as_well(browser, phone, people, site):
    person, _ = people["preparing"]
    for path in ("deelnemen/link/bestaat-niet/", f"deelnemen/{person.pk}/"):
        with browser.new_context(viewport=PHONE) as other:
            stranger = Meter(other.new_page())
            came = stranger.of(lambda path=path, tab=stranger.tab: tab.goto(f"{site}/{path}"))
            assert came[0].status == 404
            assert what_is_heavy_first(came) == []
            again = stranger.of(lambda path=path, tab=stranger.tab: tab.goto(f"{site}/{path}"))
            assert what_is_heavy_later(again, status=404) == []


def test_the_way_in_by_the_code_is_light_as_well(browser, people, site):
    for path in ("mee/", f"mee/{CODE}/"):
        with browser.new_context(viewport=PHONE) as other:
            stranger = Meter(other.new_page())
            came = [stranger.of(lambda path=path, tab=stranger.tab: tab.goto(f"{site}/{path}")) for _ in range(2)]
        assert (what_is_heavy_first(came[0]), what_is_heavy_later(came[1])) == ([], [])


def test_what_comes_in_between_an_answer_is_light_as_well(phone, people, site):
    person, _ = people["preparing"]
    meter, _ = phone("preparing")
    tabs = [meter.tab, meter.tab.context.new_page()]
    for number, tab in enumerate(tabs):
        tab.goto(f"{site}/deelnemen/{person.pk}/vragen/dilemma/")
        tab.get_by_role("group", name="Wie mag").get_by_label("Alleen ik", exact=True).check()
        tab.get_by_label("Uw antwoord").fill(f"Wat ik hier typ: {number}.")
    press_save(tabs[1], "Opgeslagen.")
    refused(meter, "intussen")
    person.conversation.refresh_from_db()
    person.conversation.close_preparation(person.conversation.facilitator)
    refused(meter, "gesloten")


def test_what_comes_in_between_a_score_is_light_as_well(phone, people, site):
    person, _ = people["preparing"]
    meter, _ = phone("preparing")
    tabs = [meter.tab, meter.tab.context.new_page()]
    for number, tab in enumerate(tabs):
        tab.goto(f"{site}/deelnemen/{person.pk}/scores/vertrouwen/")
        tab.get_by_role("group", name="Welke zin past het best").get_by_role("radio").nth(number).check()
    press_save(tabs[1], "Opgeslagen.")
    refused(meter, "intussen")


def press_save(tab, then):
    tab.get_by_role("button", name="Opslaan").first.click()
    expect(tab.get_by_role("main").get_by_text(then).first).to_be_visible()


def refused(meter, words):
    """Save what cannot be saved, and check the page that says so; not what a script keeps meanwhile."""
    came = meter.of(lambda: press_save(meter.tab, words))
    pages = [answer for answer in came if not answer.address.endswith("/tussendoor/")]
    assert what_is_heavy_later(pages, SCRIPTS["conversations:reflect"], status=409) == []
