"""Saying by personal link how agreements stand: one's own alone, in one go, and never twice."""

import datetime as dt
import re

import pytest

from conversations.asking import ask_due
from conversations.links import Purpose, give_link, withdraw
from conversations.models import AgreementStep, Phase, Signal
from conversations.signalling import refresh
from tests.factories import ParticipantFactory
from tests.mailed import path_in, sent
from tests.personal_links import opened
from tests.reading_pages import text_of

from .conftest import MARIJKE

pytestmark = pytest.mark.django_db


@pytest.fixture
def marijke(conversation):
    return conversation.participants.get(name="Marijke")


@pytest.fixture
def client(marijke):
    """A browser in which Marijke opened the link of the mail."""
    return opened(give_link(marijke, Purpose.VOORTGANG))[0]


@pytest.fixture
def address(marijke):
    return f"/deelnemen/{marijke.pk}/voortgang/"


def steps(agreement):
    return list(agreement.steps.values_list("what", "note", "by_participant__name"))


def test_from_the_mail_in_one_click_and_one_button(agree, at, client, address):
    bellen = agree("Bellen", "Marijke")
    at("2026-04-23 09:00")
    ask_due()
    link = path_in(sent()[MARIJKE])
    assert client.post(link)["Location"] == address
    shown = client.get(address)
    assert "Hoe staat het met uw afspraak?" in text_of(shown)
    answer = client.post(
        address, {f"staat_{bellen.pk}": "loopt", f"regel_{bellen.pk}": "Twee keer gebeld."}, follow=True
    )
    assert "Dank u. Het is opgeslagen" in text_of(answer)
    assert "Het laatste bericht, van 23 april 2026: het loopt." in text_of(answer)
    assert steps(bellen) == [("loopt", "Twee keer gebeld.", "Marijke")]
    bellen.refresh_from_db()
    assert (bellen.status, bellen.version) == ("open", 1)


def test_only_their_own_open_agreements_stand_there(agree, client, address):
    agree("Bellen", "Marijke")
    agree("Samen", kind="werkafspraak", of_eigenaar=True)
    agree("Meldpunt", "Sjoerd", of_opdrachtnemer=True)
    agree("Van de eigenaar", of_opdrachtgever=False, of_eigenaar=True)
    agree("Al klaar", "Marijke", status="gedaan")
    agree("Besloten", "Marijke", kind="besluit")
    found = re.findall(r"<h2[^>]*>([^<]*)</h2>", client.get(address).content.decode())
    assert found == ["Bellen", "Samen"]


def test_what_is_of_somebody_else_is_not_saved(agree, client, address):
    agree("Bellen", "Marijke")
    meldpunt = agree("Meldpunt", "Sjoerd", of_opdrachtnemer=True)
    answer = client.post(address, {f"staat_{meldpunt.pk}": "gedaan", f"regel_{meldpunt.pk}": "Stiekem."})
    assert answer.status_code == 200
    assert not AgreementStep.objects.exists()


def test_several_at_once_and_what_is_skipped_stays_silent(agree, client, address):
    first, second, third = (agree(text, "Marijke") for text in ("Bellen", "Mailen", "Schrijven"))
    client.post(
        address, {f"staat_{first.pk}": "gedaan", f"staat_{third.pk}": "hulp", f"regel_{third.pk}": "Wie weet dit?"}
    )
    assert [steps(one) for one in (first, second, third)] == [
        [("gedaan", "", "Marijke")],
        [],
        [("hulp", "Wie weet dit?", "Marijke")],
    ]


def test_a_line_without_a_choice_and_nothing_at_all_are_told_with_what_was_typed(agree, client, address):
    bellen = agree("Bellen", "Marijke")
    answer = client.post(address, {f"regel_{bellen.pk}": "Bijna klaar."})
    assert "Bellen: Kies ook hoe het staat." in text_of(answer)
    assert "Bijna klaar." in answer.content.decode()
    assert "<title>Fout: " in answer.content.decode()
    assert "Kies bij minstens één afspraak" in text_of(client.post(address, {}))
    long = client.post(address, {f"staat_{bellen.pk}": "loopt", f"regel_{bellen.pk}": "x" * 1001})
    assert "Schrijf hooguit 1000 tekens." in text_of(long)
    assert "Kies een van de antwoorden." in text_of(client.post(address, {f"staat_{bellen.pk}": "vervallen"}))
    assert not AgreementStep.objects.exists()


def test_a_werkafspraak_is_never_done(agree, client, address):
    samen = agree("Samen", "Marijke", kind="werkafspraak")
    assert "Gedaan" not in text_of(client.get(address))
    client.post(address, {f"staat_{samen.pk}": "gedaan"})
    assert not AgreementStep.objects.exists()


def test_the_button_pressed_twice_says_it_once(agree, client, address):
    bellen = agree("Bellen", "Marijke")
    for _ in range(2):
        client.post(address, {f"staat_{bellen.pk}": "hulp", f"regel_{bellen.pk}": "Wie?"})
    client.post(address, {f"staat_{bellen.pk}": "loopt"})
    assert steps(bellen) == [("hulp", "Wie?", "Marijke"), ("loopt", "", "Marijke")]
    assert [one.subject for one in sent().values()] == []  # by then help was not needed any more


def test_what_closed_meanwhile_gives_the_words_back(agree, client, address):
    bellen, mailen = agree("Bellen", "Marijke"), agree("Mailen", "Marijke")
    type(bellen).objects.filter(pk=bellen.pk).update(status="vervallen")
    typed = {f"staat_{bellen.pk}": "gedaan", f"regel_{bellen.pk}": "Het is <b>rond</b>.", f"staat_{mailen.pk}": "loopt"}
    answer = client.post(address, typed)
    assert "hoeft u niets meer te zeggen. Dit is niet opgeslagen: ‘Het is <b>rond</b>.’" in text_of(answer)
    assert "<b>rond" not in answer.content.decode()
    assert not AgreementStep.objects.exists()


def test_who_left_their_corner_or_a_triangle_put_away_has_nothing_to_do(agree, at, client, address, conversation):
    agree("Bellen", "Marijke")
    conversation.triangle.seats.filter(person="Marijke").update(ends_on=dt.date(2026, 3, 11))
    assert "U hoeft nu niets te doen" in text_of(client.get(address))


def test_the_link_of_an_earlier_table_still_tells_of_the_same_seat(agree, client, address, conversation, marijke):
    later = type(conversation).objects.create(
        triangle=conversation.triangle, title="Later", phase=Phase.OPVOLGING, held_on=dt.date(2026, 3, 10)
    )
    ParticipantFactory(conversation=later, seat=marijke.seat)
    agree("Bellen", "Marijke", talk=later)
    assert "Bellen" in text_of(client.get(address))


@pytest.mark.parametrize("purpose", [Purpose.LEZEN, Purpose.DEELNEMEN])
def test_a_link_for_something_else_does_not_open_it_nor_the_other_way_round(
    agree, conversation, marijke, address, purpose
):
    agree("Bellen", "Marijke")
    assert opened(give_link(marijke, purpose))[0].get(address).status_code == 404
    by_progress, _ = opened(give_link(marijke, Purpose.VOORTGANG))
    for other in ("", "verslag/", "verslag.pdf", "antwoorden/", "code/"):
        assert by_progress.get(f"/deelnemen/{marijke.pk}/{other}").status_code == 404, other


def test_who_sees_to_it_as_well_sees_the_word_and_never_the_line(agree, client, address, conversation, marijke):
    samen = agree("Samen", kind="werkafspraak", of_opdrachtnemer=True)
    client.post(address, {f"staat_{samen.pk}": "hulp", f"regel_{samen.pk}": "Geheimpje"})
    sjoerd = conversation.participants.get(name="Sjoerd")
    page = text_of(opened(give_link(sjoerd, Purpose.VOORTGANG))[0].get(f"/deelnemen/{sjoerd.pk}/voortgang/"))
    assert "hulp nodig" in page
    for word in ("Geheimpje", "Marijke"):
        assert word not in page


def test_withdrawn_or_expired_it_is_shut_at_once(agree, at, client, address, marijke, conversation):
    bellen = agree("Bellen", "Marijke")
    at("2026-04-11 23:59")
    assert client.get(address).status_code == 200
    at("2026-04-12 00:00")
    assert client.get(address).status_code == 404
    at("2026-04-11 12:00")
    link = marijke.links.get()
    link.participant = marijke
    withdraw(link, conversation.adviser)
    assert client.post(address, {f"staat_{bellen.pk}": "loopt"}).status_code == 404
    assert not AgreementStep.objects.exists()


def test_help_is_told_to_the_advisers_once_a_day_without_the_words(agree, client, address, conversation, at):
    bellen = agree("Bellen", "Marijke")
    client.post(address, {f"staat_{bellen.pk}": "hulp", f"regel_{bellen.pk}": "Geheimpje"})
    client.post(address, {f"staat_{bellen.pk}": "hulp", f"regel_{bellen.pk}": "Nog een geheimpje"})
    mails = sent()
    assert list(mails) == [conversation.adviser.email]
    one = mails[conversation.adviser.email]
    assert one.subject == "Driehoek: er is hulp nodig bij een afspraak van Kustregister"
    assert f"/driehoeken/{conversation.triangle_id}/afspraken/{bellen.pk}/" in one.body
    for word in ("geheimpje", "Marijke", "Bellen"):
        assert word.lower() not in one.body.lower()


def test_done_takes_the_sign_of_its_date_away(
    agree, at, client, address, conversation, django_capture_on_commit_callbacks
):
    bellen = agree("Bellen", "Marijke", due_on=dt.date(2026, 3, 20))
    at("2026-04-01 09:00")
    refresh(conversation.triangle_id)
    assert Signal.objects.filter(kind="over-de-datum").exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {f"staat_{bellen.pk}": "gedaan"})
    assert not Signal.objects.filter(kind="over-de-datum").exists()


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_costs_as_much_however_many_there_are(agree, client, address, size, django_assert_num_queries):
    for number in range(size):
        agree(f"Ding {number}", "Marijke").steps.create(what="loopt")
    client.get(address)
    with django_assert_num_queries(3):
        client.get(address)
