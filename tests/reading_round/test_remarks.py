"""The reading round: remarks per section, who reads them, and what adviser and facilitator answer."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from conversations.links import Purpose
from conversations.models import ReportRemark, ReportResponse, Visit
from conversations.report import establish
from tests.factories import FacilitatorFactory, MembershipFactory

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


def test_a_remark_on_a_section_stands_beside_it_and_can_be_changed_or_taken_away(held, person):
    client = reader_of(person)
    notice = page_of(client, person, "opmerking/afspraken/")
    for told in ("De adviseurs en de begeleider lezen dit", "Het komt niet in het verslag.", "Bij een Woo-verzoek"):
        assert told in notice
    page = text_of(remark(client, person).content.decode())
    assert "Uw opmerking is bewaard." in page
    assert f"Uw opmerking: {WORDS} Wijzig uw opmerking bij ‘Afspraken’" in page
    assert "U maakte één opmerking. Bent u het daarna toch eens? Ga dan akkoord." in page
    remark(client, person, text="Nu wel.", version=1)
    assert ReportRemark.objects.get().text == "Nu wel."
    assert ReportResponse.objects.get().answer == "opmerking"
    page = text_of(remark(client, person, text="", away="1", version=2).content.decode())
    assert "Uw opmerking is weg." in page
    assert "U reageerde nog niet." in page
    assert ReportRemark.objects.count() == 0


def test_who_agrees_after_a_remark_agrees_and_the_remark_stays(held, person):
    client = reader_of(person)
    remark(client, person)
    assert "U bent akkoord" in agree(client, person)
    assert ReportRemark.objects.get().text == WORDS
    assert "Met een opmerking bent u dat niet meer." in page_of(client, person, "opmerking/tafel/")
    remark(client, person, section="tafel")
    assert ReportResponse.objects.get().answer == "opmerking"


@pytest.mark.parametrize(
    ("text", "message"), [("", "Schrijf uw opmerking op"), (" ", "Schrijf uw opmerking op"), ("x" * 5001, "te lang")]
)
def test_a_mistake_is_told_at_the_field_and_nothing_is_written(held, person, text, message):
    answer = remark(reader_of(person), person, text=text)
    html = answer.content.decode()
    assert message in text_of(html)
    assert 'aria-invalid="true"' in html
    assert text.strip() in html
    assert ReportResponse.objects.count() == 0


def test_two_windows_lose_no_words(held, person):
    client = reader_of(person)
    remark(client, person, text="Uit het eerste venster.")
    html = remark(client, person, text="Uit het tweede venster.").content.decode()
    assert "U schreef dit intussen anders, in een ander venster." in html
    assert "Uit het eerste venster." in html
    assert "Uit het tweede venster." in html
    assert ReportRemark.objects.get().text == "Uit het eerste venster."
    version = re.search(r'name="version" value="(\d+)"', html)[1]
    remark(client, person, text="Uit het tweede venster.", version=version)
    assert ReportRemark.objects.get().text == "Uit het tweede venster."


def test_a_remark_on_a_text_that_changed_meanwhile_is_kept_and_all_that_may_be_new_is_told(held, person):
    client = reader_of(person)
    seen = seen_of(client, person)
    change_the_draft(held)
    page = text_of(remark(client, person, seen=seen).content.decode())
    assert ReportRemark.objects.get().text == WORDS
    assert "Dit is veranderd sinds u het las: Titel en gegevens" in page


def test_a_remark_is_for_adviser_facilitator_and_author_alone(held, person, adviser):
    author = reader_of(person)
    remark(author, person)
    other = held.participants.last()
    remark_page = f"/gesprekken/{held.pk}/verslag/opmerking/{ReportRemark.objects.get().pk}/"
    readers = [reader_of(other), reader_of(other, Purpose.DEELNEMEN)]
    strangers = [MembershipFactory().user, FacilitatorFactory()]
    assert WORDS in html_of(author, address(person))
    for user in (adviser, held.facilitator):
        assert WORDS in html_of(staff(user), f"/gesprekken/{held.pk}/verslag/")
        assert WORDS in html_of(staff(user), remark_page)
        assert WORDS not in html_of(staff(user), f"/gesprekken/{held.pk}/verslag/scherm/")
    assert [WORDS for client in readers if WORDS in html_of(client, address(other))] == []
    assert {staff(user).get(remark_page).status_code for user in strangers} == {404}
    establish(held, adviser)
    assert WORDS not in html_of(readers[0], address(other))
    assert WORDS not in str(held.reports.get().content)


def test_sec_04_in_another_browser_a_remark_is_read_and_changed_after_the_code(held, person):
    remark(reader_of(person), person)
    other = reader_of(person)
    html = html_of(other, address(person))
    assert WORDS not in html
    assert "U schreef een opmerking in een andere browser." in html
    assert other.get(address(person, "opmerking/tafel/"))["Location"] == f"/deelnemen/{person.pk}/code/"
    sent = {"text": "Van iemand anders.", "version": 1, "seen": ""}
    assert other.post(address(person, "opmerking/afspraken/"), sent)["Location"] == f"/deelnemen/{person.pk}/code/"
    assert ReportRemark.objects.get().text == WORDS
    assert "Bent u het zelf?" in html_of(other, f"/deelnemen/{person.pk}/code/")
    Visit.objects.filter(pk=Visit.objects.latest("pk").pk).let_read(True)
    assert other.get(f"/deelnemen/{person.pk}/code/")["Location"] == address(person)
    assert WORDS in html_of(other, address(person))
    assert remark(other, person, text="Ik weer.", version=1).status_code == 200
    assert ReportRemark.objects.get().text == "Ik weer."


# what adviser and facilitator do with a remark


def test_remarks_stand_side_by_side_per_section_and_are_answered(held, person, adviser):
    second = held.participants.order_by("pk")[1]
    reader = reader_of(person)
    remark(reader, person, section="principe-vertrouwen")
    client = staff(adviser)
    assert "Je antwoord is bewaard." in answer(client, held, "We passen dat aan.")
    page = page_of(reader, person)
    assert "Antwoord van Noor Bakhuis: We passen dat aan." in page
    remark(reader_of(second), second, section="principe-vertrouwen", text="Ik mis iets.")
    shown = text_of(html_of(client, f"/gesprekken/{held.pk}/verslag/")).split("Wat lezers opmerken")[1]
    assert re.search(rf"Vertrouwen {person.name}.*{WORDS}.*We passen dat aan\..*{second.name}.*Ik mis iets\.", shown)
    path = f"/gesprekken/{held.pk}/verslag/opmerking/{ReportRemark.objects.first().pk}/"
    assert f"/gesprekken/{held.pk}/vastleggen/inzicht:vertrouwen/?terug=verslag" in html_of(client, path)


def test_an_answer_to_words_that_changed_is_told_as_such_and_waits_again(held, person, adviser, time_machine):
    reader = reader_of(person)
    remark(reader, person)
    answer(staff(held.facilitator), held, "Klopt, aangepast.")
    time_machine.move_to(timezone.now() + dt.timedelta(hours=1), tick=False)
    remark(reader, person, text="Nog iets.", version=2)
    assert "op wat u eerst schreef" in page_of(reader, person)
    assert "Er is nog één opmerking zonder antwoord." in html_of(
        staff(adviser), f"/gesprekken/{held.pk}/verslag/vaststellen/"
    )


def test_an_answer_is_taken_back_by_its_button_and_never_empty_by_mistake(held, person, adviser):
    reader = reader_of(person)
    remark(reader, person)
    client = staff(adviser)
    assert "Schrijf je antwoord op, of ga terug naar het verslag." in answer(client, held, "")
    answer(client, held, "Klopt.")
    assert "Je antwoord is weg." in answer(client, held, "Klopt.", version=2, away="1")
    assert "Antwoord van" not in page_of(reader, person)


def test_an_answer_never_lands_on_other_words_than_were_read(held, person, adviser):
    reader = reader_of(person)
    remark(reader, person)
    remark(reader, person, text="Toch niet.", version=1)
    html = answer(staff(adviser), held, "Daar zijn we het over eens.")
    assert "De opmerking of het antwoord veranderde intussen." in html
    assert "Toch niet." in html
    assert "Daar zijn we het over eens." in html
    assert ReportRemark.objects.get().answer == ""


def test_after_vaststellen_no_remark_is_answered(held, person, adviser):
    remark(reader_of(person), person)
    establish(held, adviser)
    assert "Het verslag is vastgesteld. Antwoorden kan niet meer." in answer(staff(adviser), held, "Te laat.")
    assert ReportRemark.objects.get().answer == ""
