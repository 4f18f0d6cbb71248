"""Red team, from the next chair: with a link of one's own, to what another participant wrote in private."""

import json
import re

import pytest
from django.utils import timezone

from conversations.links import Purpose
from conversations.models import Conversation, Participant, ReportRemark, StandIn, Visit
from conversations.portable import import_document
from tests.access.attempts import TRACE, hears, hears_anywhere, hold, mails_to, own_pages, scene
from tests.by_link import address, answer_to, enter, preparing
from tests.crawling import by_link
from tests.portable_files import run_export
from tests.reading_round.readers import seen_of
from tests.test_canaries import QUESTIONS

pytestmark = pytest.mark.django_db(transaction=True)
NOISE = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|[0-9a-f]{8}-[0-9a-f-]{27}|nonce-[^"\s]+')


@pytest.fixture
def found():
    return scene()


@pytest.fixture
def elsewhere():
    """A participant of another conversation, in their browser."""
    person = preparing().people[0]
    tab = enter(person)
    tab.person, tab.raise_request_exception = person, False
    return tab


def same(page):
    return NOISE.sub("", page.content.decode())


def test_sec_07_the_number_of_another_in_the_address_opens_nothing(found, elsewhere):
    for tab in (elsewhere, enter(found.other)):
        assert not hears(tab, own_pages(found.victim))
        assert not hears_anywhere(found, tab)


def test_sec_07_the_number_of_another_in_a_post_writes_and_shows_nothing(found, elsewhere):
    before = [(row.pk, row.version, row.visibility) for row in found.victim.reflections.all()]
    for tab in (elsewhere, enter(found.other)):
        tab.raise_request_exception = False
        for tail in (
            "vragen/dilemma/",
            "vragen/dilemma/lezers/",
            "vragen/dilemma/terug/",
            "vragen/dilemma/tussendoor/",
        ):
            sent = {
                "version": 1,
                "visibility": "met_naam",
                "text": "Van mij.",
                "page": "1",
                "participant": found.victim.pk,
            }
            answer = tab.post(address(found.victim, tail), sent)
            assert answer.status_code == 404
            assert TRACE not in answer.content.decode()
    assert [(row.pk, row.version, row.visibility) for row in found.victim.reflections.all()] == before


def test_ids_of_another_in_the_fields_of_an_own_form_are_ignored(found):
    tab = enter(found.other)
    victims = found.victim.reflections.first()
    answer_to(tab, found.other, text="Van mij.", participant=found.victim.pk, pk=victims.pk, id=victims.pk)
    assert found.other.reflections.get().text == "Van mij."
    victims.refresh_from_db()
    assert victims.text.startswith(TRACE)


def test_a_browser_with_many_links_opens_those_alone(found, elsewhere):
    for person in (found.other, found.meeting.people[2]):
        link = by_link(person)
        elsewhere.cookies.update(link.cookies)
        assert not hears(elsewhere, own_pages(found.victim))


def test_weaker_links_of_the_same_person_show_nothing_of_what_they_wrote(found):
    for purpose in (Purpose.DATUM, Purpose.LEZEN, Purpose.VOORTGANG):
        assert not hears(by_link(found.victim, purpose), own_pages(found.victim))


def test_sec_04_a_code_for_an_own_visit_is_of_no_use_at_another(found):
    mine, theirs = by_link(found.other), by_link(found.victim)
    answer_to(enter(found.other), found.other, text="Van mij.")
    mine.post(address(found.other, "code/nieuw/"))
    theirs.post(address(found.victim, "code/nieuw/"))
    mail = next(one for one in mails_to(found.other.email) if "Uw code is" in one)
    theirs.post(address(found.victim, "code/"), {"code": re.search(r"\d{6}", mail)[0]})
    assert not hears(theirs, own_pages(found.victim))
    assert not Visit.objects.filter(link__participant=found.victim, code_tries__gt=0, reads_back=True).exists()


def test_sec_08_a_file_that_names_the_seat_of_another_brings_nothing_along(found):
    document = json.loads(run_export(found.meeting.pk)[0])
    assert "Kanarie antwoord zelf." not in json.dumps(document)
    made = import_document(document).conversation
    assert made.pk != found.meeting.pk
    Conversation.objects.filter(pk=made.pk).update(phase="voorbereiding")
    sharing = Participant.objects.get(conversation=made, seat=found.victim.seat)
    tab = enter(sharing)
    assert "Kanarie antwoord zelf." not in "".join(tab.get(page).content.decode() for page in own_pages(sharing))


def test_who_comes_in_the_place_of_another_reads_nothing_of_theirs(found):
    StandIn.objects.create(
        participant=found.victim, name="Vervanger", confirmed_at="2026-03-01T00:00Z", person=found.other
    )
    assert not hears(enter(found.other), own_pages(found.victim) + own_pages(found.other))


def test_who_speaks_for_another_sees_no_word_of_them(found):
    Participant.objects.filter(pk=found.victim.pk).update(attendance="afwezig", speaker=found.other)
    tab = enter(found.other)
    assert not hears(tab, own_pages(found.other) + own_pages(found.victim))
    assert not hears(tab, [address(found.other, "scores/vertrouwen/namens/"), address(found.other, "zaal/")])


def test_priv_02_what_another_writes_changes_no_letter_of_what_the_table_sees(found, time_machine):
    time_machine.move_to(timezone.now(), tick=False)  # the time of the last poll stands in the answer to it
    tab = enter(found.other)
    pages = [
        address(found.other, tail) for tail in ("", "antwoorden/", "zaal/", "zaal/stand/", f"vragen/{QUESTIONS[0]}/")
    ]
    before = [(one.status_code, same(one), one.headers.get("ETag")) for one in map(tab.get, pages)]
    answer_to(found.tab, found.victim, text="Kanarie, maar nu veel langer. " * 40, visibility="zelf")
    assert [(one.status_code, same(one), one.headers.get("ETag")) for one in map(tab.get, pages)] == before


def test_a_remark_on_the_draft_is_read_by_no_other_reader(found):
    hold(found.meeting)
    victim, other = (Participant.objects.get(pk=one.pk) for one in (found.victim, found.other))
    writer, reader = by_link(victim, Purpose.LEZEN), by_link(other, Purpose.LEZEN)
    sent = {"text": "Kanarie bij het concept.", "version": 0, "seen": seen_of(writer, victim)}
    writer.post(address(victim, "verslag/opmerking/geheel/"), sent)
    assert ReportRemark.objects.count() == 1
    pages = [
        address(one, tail)
        for one in (victim, other)
        for tail in ("verslag/", "verslag/opmerking/geheel/", "verslag.pdf")
    ]
    assert not hears(reader, pages)
    mine = {"text": "Van mij.", "version": 1, "seen": seen_of(reader, other)}
    assert reader.post(address(victim, "verslag/opmerking/geheel/"), mine).status_code == 404
    assert ReportRemark.objects.get().text == "Kanarie bij het concept."
