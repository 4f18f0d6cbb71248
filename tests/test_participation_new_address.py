"""After a changed mail address: what stood there stays shut for good, and by the new link one can write."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.links import Purpose, give_link, token_of
from conversations.models import Conversation, Phase, ReportRemark, Visit
from conversations.reaching import change_address
from conversations.views import reflecting
from conversations.visits import send_code
from tests.by_link import address, answer_to, enter, preparing, score_on, shows
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
OLD = ("Kanarie in een antwoord.", "Kanarie in een toelichting.")
NEW = "Dit schrijf ik nu."


@pytest.fixture
def meeting():
    return preparing()


@pytest.fixture
def person(meeting):
    """Somebody who wrote for the table and scored a 2, and then got another mail address."""
    found = meeting.people[0]
    tab = enter(found)
    answer_to(tab, found, text=OLD[0], visibility="met_naam", in_report="on")
    score_on(tab, found, score="2", text=OLD[1], visibility="naamloos")
    change_address(found, "ander@dienst.example", MembershipFactory(triangle=meeting.triangle).user)
    found.conversation = meeting
    return found


@pytest.fixture
def tab(person):
    return enter(person)


def answer_of(person):
    return person.reflections.get()


def blank(tab, person, **typed):
    """Send an answer as the page does that shows an empty field."""
    return answer_to(tab, person, **{"version": 0, **typed})


def blank_score(tab, person, **typed):
    return score_on(tab, person, **{"version": 0, "score_version": 0, **typed})


def is_silent(answer):
    page = shows(answer)
    return not any(
        words in page for words in (*OLD, "Kanarie", "Uw score: <strong>2", 'value="2" id="id_score_1" checked')
    )


def close(meeting):
    Conversation.objects.get(pk=meeting.pk).close_preparation(meeting.facilitator)


def test_no_page_shows_what_stood_there_before(tab, person, meeting):
    paths = ("", "vragen/dilemma/", "vragen/verbetering/", "scores/vertrouwen/", "antwoorden/")
    found = [tab.get(address(person, path)) for path in paths]
    close(meeting)
    found += [tab.get(address(person, path)) for path in paths]
    Conversation.objects.filter(pk=meeting.pk).update(phase=Phase.OPVOLGING)
    found += [tab.get(address(person, path)) for path in paths]
    assert {one.status_code for one in found} == {200}
    assert [is_silent(one) for one in found] == [True] * len(found)


def test_the_pages_say_that_something_stays_shut_and_start_empty(tab, person, meeting):
    page = shows(tab.get(address(person, "vragen/dilemma/")))
    assert "<strong>U gaf hier al een antwoord.</strong> Daarna veranderde uw mailadres." in page
    assert "Schrijft u nu iets, dan vervangt dat de oude tekst" in page
    assert 'value="zelf" id="id_visibility_0" checked' in page
    assert 'name="version" value="0"' in page
    for words in ("Haal mijn antwoord weg", "Sla deze vraag over", "Gelezen"):
        assert words not in page
    page = shows(tab.get(address(person, "scores/vertrouwen/")))
    assert "<strong>U gaf al een score.</strong>" in page
    assert "U gaf hier al een toelichting." in page
    assert page.count("checked") == 1  # who reads it: nobody else
    assert "Wis mijn score" not in page
    page = shows(tab.get(address(person, "antwoorden/")))
    assert "U gaf al een score." in page
    assert "Die blijft dicht, want uw mailadres is veranderd." in page
    close(meeting)
    assert "U gaf hier al een antwoord." in shows(tab.get(address(person, "vragen/dilemma/")))


def test_what_is_written_now_replaces_it_for_all_readers_and_is_read_back(tab, person, meeting, client):
    assert blank(tab, person, text=NEW, visibility="met_naam").status_code == 302
    row = answer_of(person)
    assert (row.text, row.visibility, row.in_report) == (NEW, "met_naam", False)
    assert f"{NEW}</textarea>" in shows(tab.get(address(person, "vragen/dilemma/")))
    assert NEW in shows(tab.get(address(person, "antwoorden/")))
    client.force_login(meeting.facilitator)
    page = shows(client.post(f"/gesprekken/{meeting.pk}/antwoorden/"))
    assert (NEW in page, OLD[0] in page) == (True, False)
    answer_to(tab, person, text="En nog eens.", visibility="zelf")
    assert (answer_of(person).text, answer_of(person).visibility) == ("En nog eens.", "zelf")


def test_a_score_is_given_anew_with_or_without_new_words(tab, person):
    assert blank_score(tab, person, score="5").status_code == 302
    assert (person.scores.get().value, person.explanations.get().text) == (5, OLD[1])
    page = shows(tab.get(address(person, "scores/vertrouwen/")))
    assert 'value="5" id="id_score_4" checked' in page
    assert OLD[1] not in page
    score_on(tab, person, score="5", version=0, text=NEW, visibility="naamloos")
    assert person.explanations.get().text == NEW
    assert NEW in shows(tab.get(address(person, "scores/vertrouwen/")))


@pytest.mark.parametrize("version", [1, 2, 3, 9])
def test_guessing_does_not_tell_what_stood_there(tab, person, version):
    """The same answer comes whether a guess is right or not."""
    found = set()
    for text, score in ((OLD[0], "2"), ("Een andere gok.", "4")):
        for answer in (
            answer_to(tab, person, text=text, visibility="met_naam", in_report="on", version=version),
            score_on(tab, person, score=score, score_version=version, version=0),
        ):
            page = shows(answer)
            found.add((answer.status_code, "wegg" in page, "gewist" in page, text in page, "opgeslagen: 2" in page))
    assert found == {(409, True, False, True, False), (409, False, True, False, False)}
    assert (answer_of(person).text, person.scores.get().value) == (OLD[0], 2)


def test_the_right_guess_is_written_anew_and_only_that_shows(tab, person):
    blank(tab, person, text=OLD[0], visibility="zelf")
    blank_score(tab, person, score="2")
    assert OLD[0] in shows(tab.get(address(person, "vragen/dilemma/")))
    assert answer_of(person).visibility == "zelf"
    page = shows(tab.get(address(person, "scores/vertrouwen/")))
    assert ('value="2" id="id_score_1" checked' in page, OLD[1] in page) == (True, False)


def test_nothing_that_is_shut_is_taken_back_lowered_or_emptied(tab, person):
    for path in (
        "vragen/dilemma/weg/",
        "vragen/dilemma/lezers/",
        "scores/vertrouwen/wissen/",
        "scores/vertrouwen/lezers/",
    ):
        assert is_silent(tab.post(address(person, path), {"visibility": "zelf"}, follow=True))
    blank(tab, person)
    assert (answer_of(person).text, answer_of(person).visibility) == (OLD[0], "met_naam")
    assert (person.scores.get().value, person.explanations.get().visibility) == (2, "naamloos")


def test_sec_04_what_is_written_now_is_for_this_browser_and_the_code_opens_no_more(tab, person):
    blank(tab, person, text=NEW)
    other = enter(person)
    assert other.get(address(person, "vragen/dilemma/"))["Location"] == address(person, "code/")
    assert blank(other, person, text="Anders.").status_code == 409
    assert "Wat u daarvoor schreef, blijft dicht." in shows(other.get(address(person, "code/")))
    assert send_code(Visit.objects.latest("pk"))
    Visit.objects.filter(pk=Visit.objects.latest("pk").pk).let_read(True)  # as after the code by mail
    assert NEW in shows(other.get(address(person, "vragen/dilemma/")))
    assert is_silent(other.get(address(person, "scores/vertrouwen/")))


def test_a_page_that_was_open_when_the_address_changed_saves_nothing(meeting, monkeypatch):
    """Else words of the one who left could be read by whoever has the new address."""
    person = meeting.people[0]
    old = enter(person)
    adviser = MembershipFactory(triangle=meeting.triangle).user
    answer_to(old, person, text=OLD[0])
    save = reflecting.save_reflection

    def late(visit, *rest):
        change_address(person, "ander@dienst.example", adviser)
        return save(visit, *rest)

    monkeypatch.setattr(reflecting, "save_reflection", late)
    assert answer_to(old, person, "verbetering", text="Te laat getypt.").status_code == 409
    assert answer_of(person).text == OLD[0]


@pytest.fixture
def concept(meeting):
    Conversation.objects.filter(pk=meeting.pk).update(
        phase=Phase.VERSLAG, draft_released_at=timezone.now(), responses_until=timezone.localdate() + dt.timedelta(5)
    )
    return meeting


def remark_on(tab, person, text, version=0):
    sent = {"text": text, "version": version, "seen": ""}
    return tab.post(address(person, "verslag/opmerking/geheel/"), sent)


def reader(person):
    tab = enter(person)
    assert tab.post(f"/deelnemen/link/{token_of(give_link(person, Purpose.LEZEN))}/").status_code == 302
    return tab


def test_a_remark_stays_shut_and_can_be_replaced(concept, meeting):
    person = meeting.people[0]
    adviser = MembershipFactory(triangle=meeting.triangle).user
    remark_on(reader(person), person, OLD[0])
    remark = ReportRemark.objects.get()
    remark.answer, remark.answered_at, remark.answered_by = "Antwoord op de kanarie.", timezone.now(), adviser
    remark.save()
    change_address(person, "ander@dienst.example", adviser)
    tab = reader(person)
    paths = ("", "verslag/", "verslag/opmerking/geheel/")
    pages = [shows(tab.get(address(person, path))) for path in paths]
    assert ["anarie" in page for page in pages] == [False] * len(pages)
    assert "U gaf hier al een opmerking." in pages[-1]
    stale = remark_on(tab, person, "Iets.", version=1)
    assert (stale.status_code, "anarie" in shows(stale)) == (200, False)
    remark_on(tab, person, "")
    assert ReportRemark.objects.get().text == OLD[0]
    assert remark_on(tab, person, NEW).status_code == 302
    now = ReportRemark.objects.get()
    assert (now.text, now.answer, now.answered_at) == (NEW, "", None)
    page = shows(tab.get(address(person, "verslag/opmerking/geheel/")))
    assert NEW in page
    other = reader(person)
    assert NEW not in shows(other.get(address(person, "verslag/")))


def test_the_right_words_written_again_are_words_of_now(concept, meeting):
    person = meeting.people[0]
    remark_on(reader(person), person, OLD[0])
    change_address(person, "ander@dienst.example", MembershipFactory(triangle=meeting.triangle).user)
    tab = reader(person)
    remark_on(tab, person, OLD[0])
    assert OLD[0] in shows(tab.get(address(person, "verslag/opmerking/geheel/")))
