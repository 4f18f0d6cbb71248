"""The questions beforehand: the reader chosen first, every word kept, and nobody reads more than the author chose."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.briefing import count_answers
from conversations.models import Consent, Conversation, LegalHold, Reflection, Visibility
from tests.by_link import address, answer_to, enter, shows
from tests.every_row import every_row
from tests.factories import FacilitatorFactory, ReflectionFactory

pytestmark = pytest.mark.django_db
LEVELS = ["zelf", "begeleider", "naamloos", "met_naam"]
TEXT = "Eén loket voor vragen."


def written(person):
    return person.reflections.get(question__code="dilemma")


def page_of(tab, person, question="dilemma"):
    return shows(tab.get(address(person, f"vragen/{question}/")))


def close(meeting):
    Conversation.objects.get(pk=meeting.pk).close_preparation(meeting.facilitator)


def test_priv_01_the_page_says_who_reads_whether_it_is_printed_and_when_it_goes(tab, person, meeting):
    page = page_of(tab, person)
    readers = ["Alleen ik", "Alleen de begeleider", "De tafel, zonder mijn naam", "De tafel, met mijn naam"]
    places = [page.index(f"<strong>{words}</strong>") for words in readers]
    assert places == sorted(places)
    assert places[-1] < page.index("<textarea")  # the reader is chosen before the answer is typed
    assert 'value="zelf" id="id_visibility_0" checked' in page
    last = meeting.held_on + dt.timedelta(90)
    for words in ("Vraag 1 van 2", "Woo-verzoek", "alleen als u dat aankruist", "14 dagen na het vaststellen"):
        assert words in page
    assert f"Uiterlijk op {last.day} " in page
    assert "anoniem" not in page.lower()
    assert page.count("<script") == 1


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("ticked", [True, False])
def test_an_answer_gets_the_reader_that_was_chosen_and_the_consent_for_it(tab, person, meeting, level, ticked):
    answer = answer_to(tab, person, text=TEXT, visibility=level, **({"in_report": "on"} if ticked else {}))
    assert answer["Location"] == address(person, "vragen/verbetering/")
    row = written(person)
    assert (row.text, row.visibility) == (TEXT, level)
    assert row.in_report is (ticked and level in {"naamloos", "met_naam"})
    if level == "zelf":
        assert not row.consents.exists()
        return
    consent = row.consents.get()
    named = meeting.facilitator if level == "begeleider" else None
    assert (consent.level, consent.source, consent.in_report) == (level, "link", row.in_report)
    assert (consent.facilitator, consent.facilitator_name) == (named, str(named or ""))


@pytest.mark.parametrize("level", LEVELS)
def test_the_preview_is_what_the_table_sees(tab, person, level):
    answer_to(tab, person, text=TEXT, visibility=level)
    page = page_of(tab, person)
    assert f"<p>{TEXT}</p><footer>Iemand aan tafel</footer>" in page
    assert f"<p>{TEXT}</p><footer>{person.name}, {person.corner}</footer>" in page
    assert "u bent met drie" in page
    assert f'value="{level}" id="id_visibility_{LEVELS.index(level)}" checked' in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"text": "a" * 20_001}, "Dit is te lang"),
        ({"visibility": ""}, "Kies wie dit mag lezen"),
        ({"visibility": "iedereen"}, "Kies wie dit mag lezen"),
        ({"version": "x"}, "Open de pagina opnieuw"),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_is_kept(tab, person, typed, words):
    before = every_row()
    page = shows(answer_to(tab, person, **{"text": TEXT, "visibility": "naamloos"} | typed))
    assert words in page
    assert "<title>Fout: " in page
    assert typed.get("text", TEXT) in page
    assert every_row() == before


def test_a_changed_text_keeps_its_level_and_needs_no_new_consent(tab, person):
    for text in (TEXT, "Drie loketten."):
        answer_to(tab, person, text=text, visibility="begeleider")
    assert written(person).text == "Drie loketten."
    assert written(person).consents.count() == 1


def test_raising_writes_a_new_consent_and_lowering_leaves_its_own(tab, person):
    for level in ("naamloos", "met_naam", "zelf", "met_naam"):
        answer_to(tab, person, text=TEXT, visibility=level)
    sources = [(consent.level, consent.source) for consent in written(person).consents.all()]
    assert sources == [("naamloos", "link"), ("met_naam", "link"), ("zelf", "verlaagd"), ("met_naam", "link")]


def test_two_tabs_show_both_texts_and_lose_neither(tab, person):
    answer_to(tab, person, text="De eerste tekst.", visibility="naamloos")
    answer = answer_to(tab, person, text="De tweede tekst.", version=0)
    page = shows(answer)
    assert answer.status_code == 409
    assert "De eerste tekst." in page
    assert "De tweede tekst." in page
    assert written(person).text == "De eerste tekst."
    assert f'name="version" value="{written(person).version}"' in page
    answer_to(tab, person, text="De tweede tekst.")
    assert written(person).text == "De tweede tekst."


def test_pressing_twice_saves_once(tab, person):
    for _ in range(2):
        assert answer_to(tab, person, text=TEXT, visibility="naamloos", version=0).status_code == 302
    assert written(person).consents.count() == 1


def test_an_empty_page_is_skipped(tab, person):
    assert answer_to(tab, person, visibility="met_naam").status_code == 302
    assert not Reflection.objects.exists()


def test_sec_04_another_browser_reads_nothing_back_and_overwrites_nothing(tab, person):
    early = enter(person)
    answer_to(tab, person, text=TEXT, visibility="met_naam")
    for path in ("vragen/dilemma/", "vragen/verbetering/", "antwoorden/", "scores/vertrouwen/"):
        assert early.get(address(person, path))["Location"] == address(person, "code/")
    answer = answer_to(early, person, text="Uit een andere tab.")
    assert answer.status_code == 409
    assert "Uit een andere tab." in shows(answer)
    assert TEXT not in shows(answer)
    assert early.post(address(person, "vragen/dilemma/weg/"))["Location"] == address(person, "code/")
    assert early.post(address(person, "vragen/dilemma/lezers/"), {"visibility": "zelf"}).status_code == 302
    assert (written(person).text, written(person).visibility) == (TEXT, "met_naam")


@pytest.mark.parametrize("by_button", [True, False])
def test_an_answer_is_taken_back_until_the_preparation_is_closed(tab, person, meeting, by_button):
    answer_to(tab, person, text=TEXT, visibility="met_naam")
    assert count_answers(meeting) == (1, 3)
    if by_button:
        tab.post(address(person, "vragen/dilemma/weg/"))
    else:
        answer_to(tab, person, visibility="met_naam")
    assert (written(person).text, written(person).visibility) == ("", "zelf")
    assert count_answers(meeting) == (0, 3)
    assert TEXT not in page_of(tab, person)


def test_a_legal_hold_keeps_the_words_and_lets_the_author_close_them(tab, person, meeting):
    answer_to(tab, person, text=TEXT, visibility="met_naam")
    LegalHold.objects.create(conversation=meeting, reason="Bezwaar.", name="Jurist")
    page = shows(tab.post(address(person, "vragen/dilemma/weg/"), follow=True))
    assert "bewaarplicht" in page
    assert "bewaarplicht" in shows(answer_to(tab, person, visibility="met_naam"))
    answer_to(tab, person, text=TEXT, visibility="zelf")
    assert (written(person).text, written(person).visibility) == (TEXT, "zelf")


def test_closing_while_somebody_types_loses_no_word(tab, person, meeting):
    answer_to(tab, person, text=TEXT, visibility="naamloos")
    close(meeting)
    answer = answer_to(tab, person, text="Half getypt", visibility="met_naam")
    assert answer.status_code == 409
    assert "Half getypt" in shows(answer)
    assert "De voorbereiding is intussen gesloten" in shows(answer)
    tab.post(address(person, "vragen/dilemma/weg/"))
    assert (written(person).text, written(person).visibility) == (TEXT, "naamloos")


@pytest.mark.parametrize("old", LEVELS)
@pytest.mark.parametrize("new", LEVELS)
def test_after_closing_only_fewer_people_may_read(tab, person, meeting, old, new):
    answer_to(tab, person, text=TEXT, visibility=old)
    close(meeting)
    tab.post(address(person, "vragen/dilemma/lezers/"), {"visibility": new})
    fewer = new == "zelf" or old == "met_naam"
    assert written(person).visibility == (new if fewer else old)


def test_after_closing_the_tick_may_go_and_not_come(tab, person, meeting):
    answer_to(tab, person, text=TEXT, visibility="naamloos", in_report="on")
    close(meeting)
    tab.post(address(person, "vragen/dilemma/lezers/"), {"visibility": "naamloos"})
    assert not written(person).in_report
    tab.post(address(person, "vragen/dilemma/lezers/"), {"visibility": "naamloos", "in_report": "on"})
    assert not written(person).in_report


def test_after_vaststellen_nothing_changes_any_more(tab, person, meeting):
    answer_to(tab, person, text=TEXT, visibility="met_naam")
    close(meeting)
    Conversation.objects.filter(pk=meeting.pk).update(phase="opvolging", established_at=timezone.now())
    assert "Minder mensen" not in page_of(tab, person)
    tab.post(address(person, "vragen/dilemma/lezers/"), {"visibility": "zelf"})
    assert written(person).visibility == "met_naam"


def test_the_author_sees_when_the_facilitator_read_it(tab, person, meeting, client):
    answer_to(tab, person, text=TEXT, visibility="begeleider")
    for path in ("vragen/dilemma/", "antwoorden/"):
        assert "Gelezen" not in shows(tab.get(address(person, path)))
    client.force_login(meeting.facilitator)
    client.get(f"/gesprekken/{meeting.pk}/antwoorden/")
    assert not written(person).reads.exists()
    assert TEXT in shows(client.post(f"/gesprekken/{meeting.pk}/antwoorden/"))
    for path in ("vragen/dilemma/", "antwoorden/"):
        page = shows(tab.get(address(person, path)))
        assert f"<strong>Gelezen</strong> door {meeting.facilitator}" in page


def test_priv_03_another_facilitator_is_asked_for_anew(tab, person, meeting, client):
    answer_to(tab, person, text=TEXT, visibility="begeleider")
    fresh = FacilitatorFactory(name="Bram de Vries")
    Conversation.objects.filter(pk=meeting.pk).update(facilitator=fresh)
    assert list(Reflection.objects.visible_to(fresh)) == []
    page = page_of(tab, person)
    assert f"u koos eerder alleen {meeting.facilitator}" in page
    assert "checked" not in page
    answer = answer_to(tab, person, text="Verder getypt", visibility="begeleider", facilitator=meeting.facilitator.pk)
    assert "De begeleider is nu Bram de Vries" in shows(answer)
    assert "Verder getypt" in shows(answer)
    assert "checked" not in shows(answer)
    assert list(Reflection.objects.visible_to(fresh)) == []
    answer_to(tab, person, text="Verder getypt", visibility="begeleider")
    assert list(Reflection.objects.visible_to(fresh)) == [written(person)]
    assert written(person).consents.last().facilitator_name == "Bram de Vries"


def test_without_a_facilitator_there_is_nobody_to_choose(tab, person, meeting):
    Conversation.objects.filter(pk=meeting.pk).update(facilitator=None)
    page = page_of(tab, person)
    assert "Alleen de begeleider" not in page
    assert "nog geen begeleider" in page
    assert "Kies wie dit mag lezen" in shows(answer_to(tab, person, text=TEXT, visibility="begeleider"))


@pytest.mark.parametrize("source", [Consent.Source.NAMENS, Consent.Source.BESTAND])
def test_words_of_their_own_in_a_text_entered_for_them_are_theirs(person, meeting, source):
    row = ReflectionFactory(participant=person, question=meeting.questions.get(code="dilemma"))
    row.set_visibility(Visibility.MET_NAAM, source=source, entered_by=meeting.facilitator)
    tab = enter(person)
    assert tab.get(address(person, "vragen/dilemma/"))["Location"] == address(person, "code/")
    person.links.get().visits.let_read(True)
    told = {"namens": f"{meeting.facilitator} schreef dit namens u op", "bestand": "uit een gespreksbestand"}
    assert told[source] in page_of(tab, person)
    answer_to(tab, person, text="In mijn eigen woorden.", visibility="met_naam")
    assert written(person).consents.last().source == "link"
    assert told[source] not in page_of(tab, person)


def test_looking_at_ones_own_pages_writes_nothing(tab, person):
    answer_to(tab, person, text=TEXT, visibility="met_naam")
    before = every_row()
    for path in ("", "vragen/dilemma/", "scores/vertrouwen/", "antwoorden/", "code/"):
        assert tab.get(address(person, path)).status_code in {200, 302}
    assert every_row() == before


def test_only_the_questions_that_were_chosen_are_asked(tab, person, meeting):
    assert tab.get(address(person, "vragen/doelen/")).status_code == 404
    assert answer_to(tab, person, question="doelen", text=TEXT).status_code == 404
    meeting.questions.clear()
    assert "Vragen vooraf" not in shows(tab.get(address(person)))


def test_the_overview_tells_how_far_one_is(tab, person, meeting):
    Conversation.objects.filter(pk=meeting.pk).update(preparation_closes_on=dt.date(2099, 3, 5))
    page = shows(tab.get(address(person)))
    assert "Twee vragen, ongeveer 3 minuten. Tot en met 5 maart." in page
    assert "Begin met de vragen" in page
    answer_to(tab, person, text=TEXT)
    page = shows(tab.get(address(person)))
    assert "1 van 2 klaar. Tot en met 5 maart." in page
    assert f'href="{address(person, "vragen/verbetering/")}">Ga verder met de vragen' in page
    answer_to(tab, person, question="verbetering", text=TEXT)
    assert "Klaar. U mag uw antwoorden nog veranderen." in shows(tab.get(address(person)))
