"""Red team, from inside: an adviser of this very triangle, or a facilitator beside it, to what was not for them."""

import re
import uuid

import pytest
from django.test import Client

from conversations.links import Purpose, find_link, give_link, token_of
from conversations.models import Conversation, Explanation, Participant, Reflection, TextRead, Visit
from tests.access.attempts import CODE, TRACE, hears, hears_anywhere, hold, mails_to, own_pages, scene
from tests.by_link import address, answer_to
from tests.crawling import by_link, logged_in, text_of
from tests.factories import FacilitatorFactory
from tests.meetings import send
from tests.portable_files import run_export

pytestmark = pytest.mark.django_db(transaction=True)
NOISE = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|[0-9a-f]{8}-[0-9a-f-]{27}')


@pytest.fixture
def found():
    return scene()


@pytest.fixture
def adviser(found):
    return logged_in(found.adviser)


def answers(found, user):
    tab = logged_in(user)
    tab.raise_request_exception = False
    return tab.post(f"/gesprekken/{found.meeting.pk}/antwoorden/").content.decode()


def test_sec_08_looking_everywhere_gives_nothing_before_the_table_reads(found, adviser):
    assert not hears_anywhere(found, adviser)
    assert answers(found, found.adviser).count(TRACE) == 0


def test_sec_08_an_adviser_who_makes_themselves_facilitator_reads_no_text_for_the_one_before(found):
    assert "Kanarie antwoord begeleider." in answers(found, found.meeting.facilitator)
    Conversation.objects.filter(pk=found.meeting.pk).update(facilitator=found.adviser)
    told = answers(found, found.adviser)
    assert "Kanarie antwoord met_naam." in told  # those the facilitator reads, whoever it is: the author was told so
    for level in ("begeleider", "zelf", "naamloos"):
        assert f"Kanarie antwoord {level}." not in told
    assert not Reflection.objects.visible_to(found.adviser).filter(visibility="begeleider").exists()


def test_a_second_facilitator_reads_nothing_that_was_for_the_first(found):
    newcomer = FacilitatorFactory()
    Conversation.objects.filter(pk=found.meeting.pk).update(second_facilitator=newcomer)
    assert "begeleider." not in answers(found, newcomer)


def test_priv_08_whoever_reads_is_seen_by_the_author(found):
    answers(found, found.meeting.facilitator)
    assert TextRead.objects.filter(reader=found.meeting.facilitator).count() > 0
    page = found.tab.get(address(found.victim, "antwoorden/")).content.decode()
    assert str(found.meeting.facilitator) in page


def test_sec_08_another_mail_address_brings_the_code_to_the_adviser_and_opens_nothing(found, adviser):
    token = token_of(give_link(found.victim, Purpose.DEELNEMEN))
    path = f"/gesprekken/{found.meeting.pk}/deelnemers/{found.victim.pk}/mailadres/"
    assert adviser.post(path, {"email": "van-mij@dienst.example"}).status_code == 302
    assert find_link(token) is None
    victim = Participant.objects.get(pk=found.victim.pk)
    assert victim.email == "van-mij@dienst.example"
    thief = by_link(victim)
    pages = own_pages(victim)
    assert not hears(thief, pages)
    for tail in ("code/nieuw/", "gegevens/code/nieuw/"):
        thief.post(address(victim, tail))
        codes = [CODE.search(one)[1] for one in mails_to("van-mij@dienst.example") if CODE.search(one)]
        for code in codes:
            thief.post(address(victim, tail.replace("nieuw/", "")), {"code": code})
        assert not hears(thief, pages)


def test_looking_over_a_shoulder_is_for_rehearsals_alone(found, adviser):
    path = f"/gesprekken/{found.meeting.pk}/deelnemers/{found.victim.pk}/"
    assert adviser.post(f"{path}kijken/").status_code == 404
    assert not hears(adviser, own_pages(found.victim))
    assert adviser.post(f"{path}link/").status_code == 302  # the link goes to the participant, not to the page
    assert TRACE not in adviser.get(f"/gesprekken/{found.meeting.pk}/deelnemers/").content.decode()


def test_no_part_of_the_save_contract_is_a_private_text(found, adviser):
    text = found.victim.reflections.first()
    names = ("reflectie", "reflection", "toelichting", "explanation", "text", "vraag", "opmerking", "consent")
    for part in [f"{name}:{key}" for name in names for key in (text.pk, f"{found.victim.pk}:dilemma", "nieuw")]:
        for tab in (adviser, logged_in(found.meeting.facilitator)):
            answer = send(tab, found.meeting, part, "Van mij.", version=text.version)
            assert answer.status_code in {404, 422}, part
            assert TRACE not in answer.content.decode()
            assert TRACE not in tab.get(f"/gesprekken/{found.meeting.pk}/vastleggen/{part}/").content.decode()


def test_a_number_of_an_operation_of_somebody_else_tells_nothing(found):
    number = str(uuid.uuid4())
    sent = {"text": "Ik.", "applied": "", "shared_view": ""}
    lead = logged_in(found.meeting.facilitator)
    Conversation.objects.get(pk=found.meeting.pk).begin(found.meeting.facilitator)
    assert send(lead, found.meeting, "inzicht:vertrouwen", sent, op_id=number).status_code == 200
    for part in ("inzicht:vertrouwen", "inzicht:rolbewustzijn"):
        answer = send(logged_in(found.adviser), found.meeting, part, sent, op_id=number)
        assert answer.status_code == 404
        assert answer.content.decode().count("Ik.") == 0


def test_search_finds_no_word_of_what_is_private(found, adviser):
    hit = adviser.get("/zoeken/", {"zoek": "Kanarie", "q": "Kanarie", "woorden": "Kanarie"}).content.decode()
    miss = adviser.get("/zoeken/", {"zoek": "Xanarie", "q": "Xanarie", "woorden": "Xanarie"}).content.decode()
    assert NOISE.sub("", hit).replace("Kanarie", "X") == NOISE.sub("", miss).replace("Xanarie", "X")


def looks(tab, pages):
    """Return how pages look, to the letter, but for what is new in each form."""
    found = map(tab.get, pages)
    return [(one.status_code, NOISE.sub("", one.content.decode()), one.headers.get("ETag")) for one in found]


def test_priv_02_pages_of_staff_are_the_same_to_the_letter_whatever_was_written(found, adviser):
    """What is read by nobody yet leaves no trace in a length, an order, a version or an ETag."""
    tails = ("", "deelnemers/", "briefing/", "draaiboek/", "leiden/stand/")
    pages = [f"/gesprekken/{found.meeting.pk}/{tail}" for tail in tails]
    tabs = [adviser, logged_in(found.meeting.facilitator)]
    before = [looks(tab, pages) for tab in tabs]
    for question in ("goed-voorbeeld", "factoren"):
        answer_to(found.tab, found.victim, question, text="Kanarie, heel anders. " * 50, visibility="zelf")
    assert [looks(tab, pages) for tab in tabs] == before


def test_the_files_that_an_adviser_gets_hold_nothing_that_stays_private(found, adviser):
    hold(found.meeting)
    pages = ["verslag.pdf", "verslag.docx", "briefing.pdf", "archief.zip", "logboek/", "verslag/versies/"]
    told = [text_of(adviser.get(f"/gesprekken/{found.meeting.pk}/{page}")) for page in pages]
    told.append(run_export(found.meeting.pk)[0])
    private = [f"Kanarie {kind} {level}." for kind in ("antwoord", "uitleg") for level in ("zelf", "begeleider")]
    assert [words for words in (*private, "Kanarie getypt.") if words in "".join(told)] == []


def test_pages_of_a_person_are_closed_to_who_has_an_account(found, adviser):
    for tab in (adviser, logged_in(found.meeting.facilitator)):
        for tail in ("gegevens/", "gegevens.json", "gegevens.pdf", "antwoorden/", "gegevens/wissen/"):
            assert tab.get(address(found.victim, tail)).status_code == 404
        assert TRACE not in tab.get("/account/mijn-gegevens.json").content.decode()


def test_a_link_for_an_adviser_of_their_own_place_at_the_table_opens_that_alone(found, adviser):
    mine = Participant.objects.get(pk=found.other.pk)
    mine.email = found.adviser.email
    mine.save()
    tab = by_link(mine)
    tab.cookies.update(adviser.cookies)
    assert not hears(tab, own_pages(found.victim))
    assert Visit.objects.filter(link__participant=mine).exists()


def test_released_to_the_table_is_what_its_author_let_the_table_read_and_no_more(found, adviser):
    hold(found.meeting)
    texts = [*Reflection.objects.visible_to(found.adviser), *Explanation.objects.visible_to(found.adviser)]
    assert {text.visibility for text in texts} == {"naamloos", "met_naam"}
    assert not hears(Client(), own_pages(found.victim))
