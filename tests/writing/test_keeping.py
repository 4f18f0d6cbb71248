"""What a participant types is kept as they go, for them alone, and is no answer before they save it."""

import uuid

import pytest
from django.test import Client

from conversations.briefing import count_answers
from conversations.destruction import destroy_conversation
from conversations.links import Purpose, give_link, token_of
from conversations.models import Consent, Conversation, Destruction, Reflection, TextRead
from conversations.progress import read_progress
from principles.models import Question
from tests.by_link import address, answer_to, enter, shows
from tests.every_row import every_row
from tests.portable_files import run_export

pytestmark = pytest.mark.django_db
TYPED = "Half getypt, nog niet bedoeld voor iemand."
SAVED = "Eén loket voor vragen."
SAID = "Het is nog niet opgeslagen."
PAGE = str(uuid.uuid4())


def type_in(tab, person, text=TYPED, page=PAGE, base="", question="dilemma", **more):
    sent = {"text": text, "page": page, "base": base} | more
    return tab.post(address(person, f"vragen/{question}/tussendoor/"), sent)


def page_of(tab, person):
    return shows(tab.get(address(person, "vragen/dilemma/")))


def row_of(person):
    return person.reflections.get(question__code="dilemma")


def close(meeting):
    Conversation.objects.get(pk=meeting.pk).close_preparation(meeting.facilitator)


def test_what_is_typed_comes_back_and_is_no_answer(tab, person, meeting):
    answer = type_in(tab, person, visibility="met_naam", in_report="on", version="7")
    assert (answer.status_code, answer.content) == (204, b"")
    row = row_of(person)
    assert (row.text, row.typed, row.visibility, row.in_report, row.version) == ("", TYPED, "zelf", False, 0)
    assert not Consent.objects.exists()
    assert list(Reflection.objects.written()) == list(Reflection.objects.answered()) == []
    assert count_answers(meeting) == (0, 3)
    assert {one.answers for one in read_progress(meeting)} == {"nog niet"}
    page = page_of(tab, person)
    assert f"{TYPED}</textarea>" in page
    assert SAID in page
    assert "Haal deze tekst weg" in page


def test_the_page_that_typed_it_saves_it_and_nothing_waits_any_more(tab, person):
    type_in(tab, person)
    assert answer_to(tab, person, text=TYPED, visibility="naamloos", version=0, page=PAGE).status_code == 302
    row = row_of(person)
    assert (row.text, row.typed, row.typed_at, row.typed_in, row.visibility) == (TYPED, "", None, "", "naamloos")
    assert SAID not in page_of(tab, person)


def test_beside_a_saved_answer_it_waits_and_can_be_dropped(tab, person):
    answer_to(tab, person, text=SAVED, visibility="met_naam")
    before = row_of(person)
    type_in(tab, person)
    row = row_of(person)
    now = (row.text, row.visibility, row.version, row.changed_at)
    assert now == (SAVED, "met_naam", before.version, before.changed_at)
    page = page_of(tab, person)
    assert f"{TYPED}</textarea>" in page
    assert "Terug naar wat ik opsloeg" in page
    assert tab.post(address(person, "vragen/dilemma/terug/"))["Location"] == address(person, "vragen/dilemma/")
    assert f"{SAVED}</textarea>" in page_of(tab, person)
    assert row_of(person).typed == ""


def test_the_words_that_are_saved_already_are_not_kept_beside_them(tab, person):
    """A page that goes away sends its words once more, after they were saved."""
    answer_to(tab, person, text="Eerste regel.\r\nTweede.", visibility="met_naam")
    type_in(tab, person, text="Eerste regel.\nTweede.")
    assert row_of(person).typed == ""
    type_in(tab, person)
    type_in(tab, person, text="")
    assert row_of(person).typed == ""


def test_taking_an_answer_back_takes_what_was_typed_along(tab, person):
    answer_to(tab, person, text=SAVED)
    type_in(tab, person)
    tab.post(address(person, "vragen/dilemma/weg/"))
    assert (row_of(person).text, row_of(person).typed) == ("", "")


def test_two_open_pages_lose_no_words_to_one_another(tab, person):
    other = str(uuid.uuid4())
    type_in(tab, person)
    refused = type_in(tab, person, text="Iets anders.", page=other)
    assert (refused.status_code, refused["Content-Type"]) == (409, "text/plain; charset=utf-8")
    assert "U typt ook in een ander tabblad" in shows(refused)
    assert row_of(person).typed == TYPED
    answer_to(tab, person, text="Iets anders.", version=0, page=other)
    assert (row_of(person).text, row_of(person).typed) == ("Iets anders.", TYPED)
    assert f'name="base" value="{PAGE}"' in page_of(tab, person)
    assert type_in(tab, person, text="Verder.", page=other, base=PAGE).status_code == 204
    assert row_of(person).typed == "Verder."


def test_sec_04_another_browser_reads_and_overwrites_nothing_that_was_typed(tab, person):
    early = enter(person)
    type_in(tab, person)
    for path in ("vragen/dilemma/", "vragen/verbetering/", "antwoorden/", "scores/vertrouwen/"):
        assert early.get(address(person, path))["Location"] == address(person, "code/")
    refused = type_in(early, person, text="Uit een andere browser.", base=PAGE)
    assert refused.status_code == 409
    assert "U schreef al iets in een andere browser" in shows(refused)
    assert TYPED not in shows(answer_to(early, person, text="Anders.", version=0))
    assert early.post(address(person, "vragen/dilemma/terug/"))["Location"] == address(person, "code/")
    assert (row_of(person).text, row_of(person).typed) == ("", TYPED)


def test_sec_04_a_browser_that_wrote_nothing_reads_nothing_of_who_did(tab, person):
    """Sending an empty page is no writing, so it gives no right to read what is written elsewhere later."""
    early = enter(person)
    assert type_in(early, person, text="").status_code == 204
    assert answer_to(early, person).status_code == 302
    answer_to(tab, person, text=SAVED)
    assert early.get(address(person, "vragen/dilemma/"))["Location"] == address(person, "code/")
    assert SAVED in page_of(tab, person)


def test_after_closing_nothing_is_kept_and_what_was_typed_is_shown_to_its_author(tab, person, meeting):
    type_in(tab, person)
    close(meeting)
    refused = type_in(tab, person, text="Te laat.")
    assert refused.status_code == 409
    assert "De voorbereiding is gesloten." in shows(refused)
    page = page_of(tab, person)
    assert TYPED in page
    assert "Niemand anders las het" in page
    assert "keep.js" not in page
    tab.post(address(person, "vragen/dilemma/terug/"))
    assert TYPED not in page_of(tab, person)


@pytest.mark.parametrize("typed", [{"text": "a" * 20_001}, {"page": "x" * 37}])
def test_what_does_not_fit_is_refused_in_words(tab, person, typed):
    before = every_row()
    refused = type_in(tab, person, **typed)
    assert (refused.status_code, "Uw tekst staat nog op deze pagina" in shows(refused)) == (422, True)
    assert every_row()["conversations_reflection"] == before["conversations_reflection"]


def test_nobody_but_the_author_meets_what_was_typed(tab, person, meeting, client):
    """Not before the meeting and not after it, in a page, a file or the report."""
    answer_to(tab, person, text=SAVED, visibility="met_naam", in_report="on")
    type_in(tab, person)
    other = meeting.people[1]
    client.force_login(meeting.facilitator)
    paths = ("", "briefing/", "deelnemers/", "leiden/", "verslag/", "papier.pdf")
    found = [client.post(f"/gesprekken/{meeting.pk}/antwoorden/")]
    close(meeting)
    Conversation.objects.get(pk=meeting.pk).begin(meeting.facilitator)
    Conversation.objects.get(pk=meeting.pk).end(meeting.facilitator)
    Conversation.objects.get(pk=meeting.pk).release_draft(meeting.facilitator)
    found += [client.get(f"/gesprekken/{meeting.pk}/{path}") for path in paths]
    found += [enter(other).get(address(other, path)) for path in ("", "antwoorden/", "verslag/")]
    told = "".join(one.content.decode("latin-1") for one in found) + "".join(run_export(meeting.pk))
    told += "".join(run_export(meeting.pk, "--include-confidential"))
    assert SAVED in run_export(meeting.pk, "--include-confidential")[0]
    assert TYPED not in told
    assert TextRead.objects.filter(reflection=row_of(person)).count() == 1  # of the answer, that may be read
    assert TYPED in shows(tab.get(address(person, "antwoorden/")))


def test_it_is_encrypted_and_goes_with_the_conversation(tab, person, meeting):
    type_in(tab, person)
    assert "Half getypt" not in str(every_row()["conversations_reflection"])
    destroy_conversation(meeting, Destruction.Rule.CONCEPT)
    assert not Reflection.objects.exists()


def test_a_changed_address_shuts_what_was_typed(tab, person):
    type_in(tab, person)
    person.texts_closed_at = row_of(person).typed_at
    person.save()
    fresh = enter(person)
    page = page_of(fresh, person)
    assert TYPED not in page + shows(fresh.get(address(person, "antwoorden/")))
    assert type_in(fresh, person, text="Opnieuw getypt.", page=str(uuid.uuid4())).status_code == 204
    assert "Opnieuw getypt." in page_of(fresh, person)


def test_a_question_is_skipped_on_purpose_and_can_be_answered_later(tab, person, meeting):
    assert "Sla deze vraag over" in page_of(tab, person)
    skipped = tab.post(address(person, "vragen/dilemma/overslaan/"), follow=True)
    assert "Overgeslagen. U kunt later nog antwoorden." in shows(skipped)
    assert "1 van 2 klaar" in shows(tab.get(address(person)))
    assert read_progress(meeting)[0].answers == "begonnen"
    page = page_of(tab, person)
    assert "U hebt deze vraag overgeslagen" in page
    assert "Sla deze vraag over" not in page
    assert "Overgeslagen." in shows(tab.get(address(person, "antwoorden/")))
    tab.post(address(person, "vragen/verbetering/overslaan/"))
    mine = read_progress(meeting)[0]
    assert (mine.participant, mine.answers, "vragen" in mine.missing) == (person, "klaar", False)
    assert count_answers(meeting) == (0, 3)
    answer_to(tab, person, text=SAVED, version=0)
    assert (row_of(person).text, row_of(person).skipped) == (SAVED, False)
    tab.post(address(person, "vragen/dilemma/weg/"))
    assert "1 van 2 klaar" in shows(tab.get(address(person)))


def test_skipping_keeps_the_words_that_stood_there(tab, person):
    tab.post(address(person, "vragen/dilemma/overslaan/"), {"text": TYPED, "page": PAGE})
    assert (row_of(person).skipped, row_of(person).text, row_of(person).typed) == (True, "", TYPED)
    assert TYPED in page_of(tab, person)


def test_where_an_answer_stands_or_all_is_closed_nothing_is_skipped(tab, person, meeting):
    answer_to(tab, person, text=SAVED)
    assert "Sla deze vraag over" not in page_of(tab, person)
    sent = {"text": TYPED, "page": PAGE, "visibility": "zelf", "version": 0}
    refused = tab.post(address(person, "vragen/dilemma/overslaan/"), sent)
    assert refused.status_code == 409
    assert SAVED in shows(refused)
    assert TYPED in shows(refused)
    assert not row_of(person).skipped
    close(meeting)
    refused = tab.post(address(person, "vragen/verbetering/overslaan/"), sent)
    assert (refused.status_code, TYPED in shows(refused)) == (409, True)
    assert person.reflections.count() == 1


def test_the_links_to_other_questions_skip_nothing(tab, person):
    page = page_of(tab, person)
    assert f'href="{address(person, "vragen/verbetering/")}">Volgende vraag</a>' in page
    before = every_row()
    assert "Vorige vraag" in shows(tab.get(address(person, "vragen/verbetering/")))
    assert every_row() == before


def test_without_a_token_nothing_is_kept(person, settings):
    strict = Client(enforce_csrf_checks=True)
    link = f"/deelnemen/link/{token_of(give_link(person, Purpose.DEELNEMEN))}/"
    strict.get(link)
    token = strict.cookies[settings.CSRF_COOKIE_NAME].value
    strict.post(link, {"csrfmiddlewaretoken": token})
    assert type_in(strict, person).status_code == 403
    assert type_in(strict, person, csrfmiddlewaretoken=token).status_code == 204


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_of_a_question_does_not_grow(tab, person, meeting, size, django_assert_num_queries):
    codes = ["dilemma", "doelen", "factoren"][:size]
    meeting.questions.set(Question.objects.filter(code__in=codes))
    answer_to(tab, person, text=SAVED)
    with django_assert_num_queries(9):
        tab.get(address(person, "vragen/dilemma/"))
