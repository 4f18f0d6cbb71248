"""The reading round: a participant reads by link and agrees, as long as the round lasts."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from conversations.links import Purpose, give_link, token_of
from conversations.models import Conversation, ReportRemark, ReportResponse, StandIn, Visit
from conversations.participation import build_mine
from conversations.report import build_content, establish

from .readers import (
    WORDS,
    address,
    agree,
    answer,
    change_the_draft,
    html_of,
    page_of,
    reader_of,
    remark,
    seen_of,
    staff,
    text_of,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 20)


# what can be read, and when


def test_the_link_leads_to_the_report_with_every_section_of_it(held, person):
    client = reader_of(person)
    opened = client.post(f"/deelnemen/link/{token_of(give_link(person, Purpose.LEZEN))}/")
    assert opened["Location"] == address(person)
    html = html_of(client, address(person))
    own = staff(held.facilitator).get(f"/gesprekken/{held.pk}/verslag/").content.decode()
    headings = re.findall(r"<h[23] id=\"[^\"]+\">[^<]+<", own)
    assert len(headings) > 10
    more = html_of(client, address(person, "over/"))
    assert [heading for heading in headings if heading not in html + more] == []
    assert address(person, "over/").endswith(re.search(r'href="(over/)"', html)[1])
    assert "Dit is het concept. Klopt het volgens u? U kunt reageren tot en met 27 maart." in text_of(html)


@pytest.mark.parametrize("purpose", [Purpose.LEZEN, Purpose.DEELNEMEN])
def test_before_the_concept_is_released_there_is_nothing_to_read(held, person, purpose):
    Conversation.objects.update(draft_released_at=None)
    client = reader_of(person, purpose)
    page = page_of(client, person)
    assert "Het verslag is er nog niet" in page
    assert "Afspraken" not in page
    assert client.get(f"/deelnemen/{person.pk}/verslag.pdf")["Location"] == address(person)
    assert client.post(address(person, "antwoord/"), {"seen": "x"})["Location"] == address(person)
    assert client.get(address(person, "opmerking/afspraken/"))["Location"] == address(person)
    assert ReportResponse.objects.count() == 0


def test_once_vastgesteld_everybody_downloads_the_stored_pdf(held, person, adviser):
    client = reader_of(person)
    stored = establish(held, adviser)
    page = page_of(client, person)
    assert "Dit verslag is vastgesteld." in page
    assert "Ik ga akkoord" not in page
    answer = client.get(f"/deelnemen/{person.pk}/verslag.pdf")
    assert answer.content == bytes(stored.pdf)
    assert answer["Content-Disposition"] == 'attachment; filename="verslag-kustregister-2026-03-12-versie-1.pdf"'
    held.conclude(adviser)
    assert client.get(f"/deelnemen/{person.pk}/verslag.pdf").status_code == 200


def test_a_section_that_is_not_in_the_report_cannot_be_remarked_on(held, person):
    assert reader_of(person).get(address(person, "opmerking/bestaat-niet/")).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_reading_query_count_does_not_grow(held, person, size, django_assert_num_queries):
    held.agreements.all().delete()
    for number in range(size):
        held.agreements.create(kind="actie", text=f"{number}", of_eigenaar=True)
    client = reader_of(person)
    response = ReportResponse.objects.create(conversation=held, participant=person, answer="opmerking")
    response.written_in = Visit.objects.get().key_digest
    response.save()
    for section in ("afspraken", "tafel", "geheel")[:size]:
        response.remarks.create(section=section, text="Dit klopt bijna.")
    with django_assert_num_queries(29):
        html_of(client, address(person))


# agreeing


def test_somebody_agrees_with_what_they_read(held, person):
    client = reader_of(person)
    assert "U reageerde nog niet. Wie niet reageert, telt niet als akkoord." in page_of(client, person)
    assert "Dank u wel. U bent akkoord." in agree(client, person)
    assert "U bent akkoord , sinds 20 maart." in page_of(client, person)
    answers = {row["name"]: row["answer"] for row in build_content(held)["responses"]}
    assert answers.pop(person.name) == "akkoord"
    assert set(answers.values()) == {""}


def test_nobody_agrees_with_a_text_that_was_not_on_their_screen(held, person):
    client = reader_of(person)
    seen = seen_of(client, person)
    change_the_draft(held)
    assert "Het verslag is veranderd terwijl u las." in agree(client, person, seen=seen)
    assert "Het verslag is veranderd terwijl u las." in agree(client, person, seen="")
    assert ReportResponse.objects.count() == 0
    assert "U bent akkoord." in agree(client, person)


def test_an_answer_of_another_reader_changes_nothing_about_the_text(held, person):
    client = reader_of(person)
    seen = seen_of(client, person)
    agree(reader_of(held.participants.last()), held.participants.last())
    assert "U bent akkoord." in agree(client, person, seen=seen)


def test_a_change_after_agreeing_is_told_to_the_reader_and_in_the_report(held, person, adviser):
    client = reader_of(person)
    agree(client, person)
    change_the_draft(held)
    page = page_of(client, person)
    assert "Dit is veranderd sinds u het las: Afspraken" in page
    assert "U ging akkoord met de eerdere tekst." in page
    assert {row["answer"] for row in build_content(held)["responses"]} == {"eerder", ""}
    beside = text_of(staff(adviser).get(f"/gesprekken/{held.pk}/verslag/").content.decode())
    assert f"Akkoord met een eerdere tekst : {person.name}." in beside
    agree(client, person)
    assert {row["answer"] for row in build_content(held)["responses"]} == {"akkoord", ""}
    assert "Dit is veranderd" not in page_of(client, person)


def test_who_reads_on_later_is_told_what_changed_and_has_not_answered(held, person):
    client = reader_of(person)
    assert "Verandert het verslag, dan ziet u hier wat er anders is." in agree(client, person, later="1")
    held.insights.filter(principle__code="vertrouwen").update(text="Iets anders.")
    held.parked.all().delete()
    page = page_of(client, person)
    assert "Dit is veranderd sinds u het las: Vertrouwen Geparkeerd (staat er niet meer in)" in page
    assert {row["answer"] for row in build_content(held)["responses"]} == {""}


# the last day, and after


def test_answering_is_over_after_the_last_day(held, person, time_machine):
    client = reader_of(person)
    seen = seen_of(client, person)
    time_machine.move_to(dt.datetime(2026, 3, 27, 22, 59, tzinfo=dt.UTC), tick=False)
    agree(client, person, later="1")
    time_machine.move_to(dt.datetime(2026, 3, 27, 23, 0, tzinfo=dt.UTC), tick=False)
    page = page_of(client, person)
    assert "Reageren kon tot en met 27 maart." in page
    assert "U reageerde niet. Dat telt niet als akkoord." in page
    after = text_of(client.post(address(person, "antwoord/"), {"seen": seen}, follow=True).content.decode())
    assert "De leesronde is voorbij." in after
    sent = {"text": WORDS, "version": 0, "seen": seen}
    assert client.post(address(person, "opmerking/geheel/"), sent)["Location"] == address(person)
    assert ReportRemark.objects.count() == 0
    assert ReportResponse.objects.get().answer == ""


def test_the_state_says_who_agreed_who_remarked_and_who_did_not_answer(held, person, adviser, time_machine):
    agree(reader_of(person), person)
    second = held.participants.order_by("pk")[1]
    remark(reader_of(second), second)
    client = staff(adviser)
    page = text_of(html_of(client, f"/gesprekken/{held.pk}/verslag/"))
    assert f"Akkoord : {person.name}. Met een opmerking : {second.name}. Nog geen reactie : " in page
    time_machine.move_to(dt.datetime(2026, 3, 29, 9, tzinfo=dt.UTC), tick=False)
    client = staff(adviser)
    page = text_of(html_of(client, f"/gesprekken/{held.pk}/verslag/"))
    assert "Geen reactie : Hilde Boersma, Sjoerd Vlietstra, Renske Admiraal." in page
    assert "Wie niet reageert, telt niet als akkoord." in page
    asked = text_of(html_of(client, f"/gesprekken/{held.pk}/verslag/vaststellen/"))
    assert "Er is nog één opmerking zonder antwoord." in asked


def test_whoever_was_replaced_is_not_waited_for(held, person, adviser):
    instead = held.participants.order_by("pk").last()
    person.attendance = person.Attendance.AFWEZIG
    person.save()
    StandIn.objects.create(participant=person, person=instead, confirmed_at=timezone.now())
    page = text_of(html_of(staff(adviser), f"/gesprekken/{held.pk}/verslag/"))
    waiting = page.split("Nog geen reactie :")[1].split(".")[0]
    assert person.name not in waiting
    assert instead.name in waiting


# the task on the page of the participant


def words_of(person, day=DAY):
    visit = Visit.objects.filter(link__participant=person).latest("pk")
    visit.link.participant.conversation.refresh_from_db()
    task = next(task for task in build_mine(visit, day)["tasks"] if task.title == "Het verslag lezen")
    return task.words, task.page, task.is_done


def test_the_page_of_a_participant_says_how_far_the_report_is(held, person, adviser):
    client, page = reader_of(person, Purpose.DEELNEMEN), "conversations:read"
    assert words_of(person) == ("Het concept ligt klaar. Reageren kan tot en met 27 maart.", page, False)
    after = "Reageren kon tot en met 27 maart. U reageerde niet. Lezen kan nog."
    assert words_of(person, DAY + dt.timedelta(days=8)) == (after, page, True)
    remark(client, person)
    assert words_of(person) == ("U maakte één opmerking.", page, True)
    answer(staff(adviser), held, "Aangepast.")
    assert words_of(person) == ("U maakte één opmerking. Beantwoord: 1.", page, True)
    agree(client, person)
    assert words_of(person) == ("U bent akkoord. Het wordt daarna vastgesteld.", page, True)
    change_the_draft(held)
    assert words_of(person) == ("Het concept is veranderd sinds u het las.", page, False)
    establish(held, adviser)
    assert words_of(person) == ("Vastgesteld op 20 maart 2026. Daarmee ligt de tekst vast.", page, False)


def test_who_answers_while_it_is_being_vastgesteld_is_told_so(held, person, adviser):
    client = reader_of(person)
    seen = seen_of(client, person)
    establish(held, adviser)
    after = client.post(address(person, "antwoord/"), {"seen": seen}, follow=True).content.decode()
    assert "De leesronde is voorbij." in after
    assert ReportResponse.objects.count() == 0
