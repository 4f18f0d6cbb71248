"""A participant from the personal link to the PDF, on a phone without scripts, by roles and labels alone; and SEC-01.

What adviser and facilitator do meanwhile is done by the functions that their pages call.
"""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from conversations import polling
from conversations.inviting import release
from conversations.links import Purpose, address_of, give_link
from conversations.models import Conversation, ReportRemark, ReportResponse, Score, Visibility, Visit, show_scores
from conversations.planning import invite
from conversations.reading import answer_remark
from conversations.report import establish
from driehoek.sending import send_due
from principles.models import Principle, Question
from tests.every_row import every_row
from tests.mailed import planned

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
SCANNERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 SafeLinks/1.0",
    "Mozilla/5.0 (compatible; Barracuda Sentinel)",
    "Mozilla/5.0 (compatible; ProofpointURLDefense/2.0)",
)
FIRST, SECOND = "We hoorden het te laat, en via anderen.", "Wie beslist als het misgaat?"
REMARK, ANSWERED = "De datum van deze afspraak is te krap.", "Klopt, het wordt een week later."
DEAL = "Wie ziet dat iets niet lukt, belt binnen twee dagen."


@pytest.fixture
def talk(transactional_db, settings, live_server):
    """A concept with two moments and two questions, of which the first participant is on the phone."""
    settings.SITE_URL = live_server.url
    cache.clear()
    talk = planned(held_on=None, start=None)
    talk.questions.set(Question.objects.filter(code__in=["dilemma", "verbetering"]))
    days = [timezone.localdate() + dt.timedelta(number) for number in (20, 21)]
    moments = [timezone.make_aware(dt.datetime.combine(day, dt.time(9, 30))) for day in days]
    polling.propose(talk, moments, talk.adviser)
    return talk


@pytest.fixture
def phone(browser, live_server):
    """A phone without scripts; afterwards: it asked nothing of another host."""
    context = browser.new_context(
        viewport=PHONE, java_script_enabled=False, locale="nl-NL", timezone_id="Europe/Amsterdam"
    )
    asked, page = [], context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    assert [address for address in asked if not address.startswith(live_server.url)] == []


def mailed_link(address, subject):
    """Send what waits; return the personal link in the newest mail to `address` about `subject`."""
    for _ in range(3):
        send_due()
    found = [one for one in mail.outbox if one.to == [address] and subject in one.subject]
    return re.search(r"https?://\S+/deelnemen/link/\S+", found[-1].body)[0]


def press(page, name, then, role="button"):
    """Press a button or follow a link, and wait for the words that follow."""
    page.get_by_role(role, name=name).first.click()
    expect(page.get_by_text(then).first).to_be_visible()


def come_in(page, link, then):
    page.goto(link)
    press(page, "Open mijn pagina", then)
    assert "/link/" not in page.url


def choose(page, group, option):
    page.get_by_role("group", name=group).get_by_label(option, exact=True).check()


def test_from_the_link_in_the_mail_to_the_pdf(phone, talk):
    invite(talk, talk.adviser)
    person = talk.participants.order_by("pk").first()
    come_in(phone, mailed_link(person.email, "Driehoek"), f"Dag {person.name}.")
    pick_a_date(phone, talk)
    answer_the_questions(phone, person)
    score_all(phone, person)
    hold_the_meeting(talk, person)
    come_in(phone, mailed_link(person.email, "concept"), "Dit is het concept. Klopt het volgens u?")
    read_remark_and_agree(phone, talk, person)
    establish(talk, talk.adviser)
    come_in(phone, mailed_link(person.email, "vastgesteld"), "Dit verslag is vastgesteld.")
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Download de PDF").click()
    assert download.value.path().read_bytes() == bytes(talk.reports.get().pdf)
    scrolls = phone.locator("html").bounding_box()["width"]
    assert scrolls <= PHONE["width"]


def pick_a_date(page, talk):
    first, second = (polling.word(option.starts_at, talk.duration_minutes) for option in talk.date_options.all())
    press(page, "Kies een datum", "Wanneer kunt u?", role="link")
    choose(page, first, "Liever niet")
    choose(page, second, "Ja")
    press(page, "Bewaar de antwoorden", "U gaf antwoord op 2 van de 2 momenten.")
    polling.choose(talk, talk.date_options.last(), talk.adviser)
    press(page, "Terug naar het overzicht", f"Het is {second} geworden.", role="link")


def answer_the_questions(page, person):
    press(page, "Begin met de vragen", "Vraag 1 van 2", role="link")
    choose(page, "Wie mag uw antwoord lezen?", "De tafel, met mijn naam")
    page.get_by_label("Dit mag ook in het verslag").check()
    page.get_by_label("Uw antwoord").fill(FIRST)
    press(page, "Opslaan en verder", "Vraag 2 van 2")
    choose(page, "Wie mag uw antwoord lezen?", "Alleen de begeleider")
    page.get_by_label("Uw antwoord").fill(SECOND)
    press(page, "Opslaan en verder", "Wat we van u vragen")
    levels = set(person.reflections.values_list("visibility", "in_report"))
    assert levels == {(Visibility.MET_NAAM, True), (Visibility.BEGELEIDER, False)}


def score_all(page, person):
    press(page, "Vijf scores geven", "Score 1 van 5", role="link")
    for number in range(1, 5):
        page.get_by_role("group", name="Welke zin past het best").get_by_role("radio").nth(number - 1).check()
        press(page, "Opslaan en verder", f"Score {number + 1} van 5")
    page.get_by_label("Geen beeld").check()
    press(page, "Opslaan en verder", "Wat we van u vragen")
    values = person.scores.order_by("pk").values_list("value", "entry")
    assert list(values) == [(1, "zelf"), (2, "zelf"), (3, "zelf"), (4, "zelf"), (None, "zelf")]


def hold_the_meeting(talk, person):
    """Let the others score, show it all, write down an agreement and release the concept."""
    talk.refresh_from_db()
    leader, principles = talk.facilitator, list(Principle.objects.all())
    talk.close_preparation(leader)
    talk.begin(leader)
    Score.objects.bulk_create(
        Score(conversation=talk, participant=other, corner=other.corner, principle=principle, value=4, entry="namens")
        for other in talk.participants.exclude(pk=person.pk)
        for principle in principles
    )
    show_scores(talk, principles, leader)
    talk.agreements.create(kind="actie", text=DEAL, of_eigenaar=True, due_on=timezone.localdate())
    talk.end(leader)
    release(talk, leader, timezone.localdate() + dt.timedelta(7))


def read_remark_and_agree(page, talk, person):
    expect(page.get_by_role("heading", level=1)).to_have_text("Hoe nu verder?")
    expect(page.get_by_role("listitem").filter(has_text=DEAL)).to_be_visible()
    expect(page.get_by_text(FIRST)).to_be_visible()
    expect(page.get_by_text(SECOND)).to_have_count(0)
    press(page, "Opmerking", "Waar gaat uw opmerking over?", role="link")
    press(page, "Afspraken", "De adviseurs en de begeleider lezen dit, en u.", role="link")
    page.get_by_label("Uw opmerking").fill(REMARK)
    press(page, "Bewaar uw opmerking", "Uw opmerking is bewaard.")
    expect(page.get_by_text(REMARK)).to_be_visible()
    assert ReportResponse.objects.get().answer == "opmerking"
    answer_remark(ReportRemark.objects.get(), talk.adviser, ANSWERED, 1)
    talk.agreements.update(due_on=timezone.localdate() + dt.timedelta(7))
    page.reload()
    expect(page.get_by_text(ANSWERED)).to_be_visible()
    changed = page.get_by_role("list", name="Dit is veranderd sinds u het las:")
    expect(changed.get_by_role("listitem")).to_have_text(["Afspraken"])
    press(page, "Ik ga akkoord", "Dank u wel. U bent akkoord.")
    assert ReportResponse.objects.get(participant=person).answer == "akkoord"


def test_who_reads_with_the_link_for_taking_part_finds_the_report_on_their_page(phone, talk):
    invite(talk, talk.adviser)
    person = talk.participants.order_by("pk").first()
    hold_the_meeting(talk, person)
    come_in(phone, address_of(give_link(person, Purpose.DEELNEMEN)), "Het concept ligt klaar.")
    press(phone, "Lees het conceptverslag", "Klopt het volgens u?", role="link")
    press(phone, "Ik reageer later", "Verandert het verslag, dan ziet u hier wat er anders is.")
    press(phone, "Ik ga akkoord", "Dank u wel. U bent akkoord.")
    press(phone, "Terug naar het overzicht", "U bent akkoord. Het wordt daarna vastgesteld.", role="link")


def test_sec_01_a_scanner_with_scripts_that_stays_ten_seconds_changes_nothing(browser, talk, live_server):
    invite(talk, talk.adviser)
    link = address_of(give_link(talk.participants.first(), Purpose.DEELNEMEN))
    before = every_row()
    contexts = [browser.new_context(user_agent=agent) for agent in SCANNERS]
    pages = [context.new_page() for context in contexts]
    for page in pages:
        page.goto(link)
        expect(page.get_by_role("button", name="Open mijn pagina")).to_be_visible()
        page.mouse.move(200, 400)
    pages[-1].wait_for_timeout(10_000)
    assert [page.url for page in pages] == [link] * len(pages)
    assert [
        cookie["name"] for context in contexts for cookie in context.cookies() if "deelnemen" in cookie["name"]
    ] == []
    assert every_row() == before
    assert not Visit.objects.exists()
    for context in contexts[1:]:
        context.close()
    press(pages[0], "Open mijn pagina", "Wat we van u vragen")
    assert Conversation.objects.get().participants.first().links.get(purpose=Purpose.DEELNEMEN).visits.count() == 1
    contexts[0].close()
