"""PRIV-05: after erasure nothing of a person is left but what was named, and nothing of anybody else went."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from conversations.erasing import erase_in_triangle, what_stays
from conversations.erasure_asking import approve, ask_to_erase, confirm, refuse
from conversations.erasure_mails import forget_told
from conversations.models import (
    AuditEvent,
    Conversation,
    Destruction,
    HeldError,
    LegalHold,
    Participant,
    Phase,
    PhaseError,
    Report,
    Score,
    StandIn,
)
from conversations.personal.people import everything_of
from conversations.report import establish
from driehoek.mail import Outbox
from driehoek.sending import send_due
from tests.by_link import enter
from tests.factories import MembershipFactory, ScoreFactory
from tests.meetings import open_meeting, principle
from tests.trust.somebody import ADDRESS, become, models_with, raw_dump, sits_again, table_of_two
from tests.trust.test_all_of_a_person import surely

pytestmark = pytest.mark.django_db
WORD = "kanarie"


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


def erased(person):
    """Have two advisers erase a participant; return the wish."""
    first, second = (MembershipFactory(triangle=person.conversation.triangle).user for _ in range(2))
    wish = ask_to_erase(person)
    approve(wish, first)
    wish.refresh_from_db()
    confirm(wish, second)
    wish.refresh_from_db()
    return wish


def test_priv_05_a_dump_holds_nothing_of_who_was_erased_but_the_last_mail():
    meeting = table_of_two(WORD)
    sits_again(meeting.people[0], WORD)
    assert len(models_with(WORD)) > 10
    erased(meeting.people[0])
    assert models_with(WORD) == ["driehoek.Outbox"]
    assert models_with(f"{WORD} ") == []
    assert models_with(f"Naam van {WORD}") == []


@pytest.mark.django_db(transaction=True)
def test_priv_05_once_the_last_mail_is_sent_the_address_is_nowhere():
    meeting = table_of_two(WORD)
    erased(meeting.people[0])
    send_due()
    last = mail.outbox[-1]
    assert last.to == [ADDRESS.format(WORD)]
    assert "Scores die de tafel al zag, blijven zonder uw naam" in last.body
    assert forget_told() == "Adressen van gewiste personen vergeten: 1."
    assert models_with(WORD) == []
    assert WORD not in raw_dump()
    assert forget_told() == ""


def test_priv_05_nothing_of_another_goes():
    meeting = table_of_two(WORD, "ander")
    before = models_with("ander")
    other = meeting.people[1]
    kinds = ("reflections", "explanations", "scores", "guesses", "links", "availabilities", "proposals")
    counts = {name: getattr(other, name).count() for name in kinds}
    erased(meeting.people[0])
    assert models_with("ander") == before
    assert {name: getattr(other, name).count() for name in counts} == counts


def test_priv_05_what_the_table_keeps_keeps_the_corner_alone():
    meeting = table_of_two(WORD)
    me = meeting.people[0]
    shown = Score.objects.get(participant=me, shown_at__isnull=False)
    agreement = me.seat.owned_agreements.get()
    erased(me)
    shown.refresh_from_db()
    agreement.refresh_from_db()
    assert (shown.participant, shown.corner, shown.value) == (None, "opdrachtgever", 4)
    assert Score.objects.filter(conversation=meeting, participant=None).count() == 1
    assert (agreement.owner, agreement.owner_name, agreement.of_opdrachtgever) == (None, "", True)
    assert [step.note for step in agreement.steps.all()] == ["", ""]
    assert not agreement.steps.exclude(by_participant=None).exists()


def test_priv_05_a_vastgesteld_verslag_stays_byte_for_byte_and_is_named_as_what_stays():
    meeting = table_of_two(WORD)
    meeting.release_draft(meeting.adviser)
    establish(Conversation.objects.get(pk=meeting.pk), meeting.adviser)
    kept = Report.objects.get()
    wish = erased(meeting.people[0])
    assert wish.kept["verslagen"] == 1
    assert bytes(Report.objects.get().pdf) == bytes(kept.pdf)
    assert Report.objects.get().is_intact()
    me = Participant.objects.get(pk=meeting.people[0].pk)
    assert (me.name, me.email) == (f"Naam van {WORD}", "")
    assert set(models_with(f"Naam van {WORD}")) == {
        "conversations.Report",
        "conversations.Participant",
        "triangles.Seat",
    }


def test_priv_05_each_conversation_has_its_proof_with_counts_and_no_words():
    meeting = table_of_two(WORD)
    again = sits_again(meeting.people[0], WORD)
    erased(meeting.people[0])
    proofs = {proof.conversation_id: proof for proof in Destruction.objects.filter(rule="persoon")}
    assert set(proofs) == {meeting.pk, again.conversation_id}
    assert proofs[meeting.pk].counts["reflection"] == 4
    assert proofs[meeting.pk].counts["score_zonder_naam"] == 1
    assert all(proof.closed_at for proof in proofs.values())
    acts = list(AuditEvent.objects.values_list("action", flat=True))
    assert [act for act in acts if "wis" in act] == ["wissen gevraagd", "wissen akkoord", "persoon gewist"]
    assert AuditEvent.objects.first_broken() is None


def test_priv_05_under_a_legal_hold_nothing_goes_and_that_is_told():
    meeting = table_of_two(WORD)
    LegalHold.objects.create(conversation=meeting, reason="Onderzoek", name="Inspectie")
    before, second = models_with(WORD), MembershipFactory(triangle=meeting.triangle).user
    wish = ask_to_erase(meeting.people[0])
    approve(wish, meeting.adviser)
    wish.refresh_from_db()
    with pytest.raises(HeldError):
        confirm(wish, second)
    wish.refresh_from_db()
    assert wish.state == "akkoord"
    assert models_with(WORD) == before


def test_priv_05_a_hold_on_one_conversation_keeps_the_others_too():
    meeting = table_of_two(WORD)
    again = sits_again(meeting.people[0], WORD)
    LegalHold.objects.create(conversation=again.conversation, reason="Onderzoek", name="Inspectie")
    with pytest.raises(HeldError):
        erase_in_triangle(everything_of(meeting.people[0]), by=meeting.adviser)
    assert meeting.people[0].reflections.count() == 4


def test_priv_05_who_was_replaced_leaves_no_score_that_would_count_again():
    meeting = table_of_two(WORD)
    me, other = meeting.people[:2]
    StandIn.objects.filter(participant=me).update(confirmed_at=timezone.now(), person=other)
    Participant.objects.filter(pk=me.pk).update(attendance="afwezig")
    erased(me)
    assert not Score.objects.filter(conversation=meeting, participant=None).exists()
    kept = StandIn.objects.get(person=other)
    assert (kept.name, kept.email) == ("", "")


def test_priv_05_who_is_erased_beforehand_is_expected_no_more_and_their_seat_ends():
    meeting = open_meeting(Phase.VOORBEREIDING, held_on=timezone.localdate())
    me = meeting.people[0]
    become(me, WORD)
    erased(me)
    assert not meeting.participants.filter(pk=me.pk).exists()
    me.seat.refresh_from_db()
    assert (me.seat.person, me.seat.email, me.seat.ends_on) == ("Naam gewist", "", timezone.localdate())
    assert (me.seat.function, me.seat.coordinating) == ("functie gewist", False)


def test_priv_05_who_is_erased_after_a_conversation_leaves_a_place_without_a_name():
    meeting = open_meeting(Phase.VERSLAG, held_on=timezone.localdate())
    me = meeting.people[0]
    become(me, WORD)
    Participant.objects.filter(pk=me.pk).update(coordinating=True)
    erased(me)
    me.refresh_from_db()
    assert (me.name, me.function, me.corner, me.coordinating) == (
        "Naam gewist",
        "functie gewist",
        "opdrachtgever",
        False,
    )


def test_priv_05_a_colleague_on_the_same_seat_keeps_what_is_theirs():
    meeting = table_of_two(WORD)
    again = sits_again(meeting.people[0], WORD)
    Participant.objects.filter(pk=again.pk).update(name="Opvolger", email="opvolger@dienst.example")
    erased(meeting.people[0])
    again.refresh_from_db()
    assert (again.name, again.reflections.count()) == ("Opvolger", 1)


@pytest.mark.django_db(transaction=True)
def test_priv_05_the_page_says_what_goes_and_stays_and_asks_to_be_sure():
    me = table_of_two(WORD).people[0]
    client = surely(me)
    address = f"/deelnemen/{me.pk}/gegevens/wissen/"
    page = client.get(address).content.decode()
    for words in ("Dit gaat weg", "Dit blijft, en waarom", "Een vastgesteld verslag", "alleen nummers"):
        assert words in page
    assert "Kruis aan dat u dit weet." in client.post(address).content.decode()
    assert not me.erasures.exists()
    assert client.post(address, {"is_sure": "on"}).status_code == 302
    assert client.post(address, {"is_sure": "on"}).status_code == 302
    assert me.erasures.count() == 1
    assert "Twee mensen kijken ernaar" in client.get(f"/deelnemen/{me.pk}/gegevens/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_priv_05_a_refusal_is_read_by_the_person_alone():
    meeting = table_of_two(WORD)
    me = meeting.people[0]
    client = surely(me)
    refuse(ask_to_erase(me), "Het onderzoek loopt nog.", meeting.adviser)
    page = client.get(f"/deelnemen/{me.pk}/gegevens/").content.decode()
    assert "Het onderzoek loopt nog." in page
    send_due()
    assert "Het onderzoek loopt nog." in mail.outbox[-1].body
    assert mail.outbox[-1].to == [me.email]
    assert "onderzoek" not in raw_dump()
    assert ask_to_erase(me).state == "gevraagd"


def test_priv_05_links_and_open_browsers_die_with_it():
    meeting = table_of_two(WORD)
    me = meeting.people[0]
    client = enter(me)
    erased(me)
    assert client.get(f"/deelnemen/{me.pk}/").status_code == 404
    assert not Outbox.objects.filter(kind="link", to=ADDRESS.format(WORD)).exists()


def test_priv_05_a_rehearsal_clears_itself():
    meeting = open_meeting(Phase.VERSLAG, triangle__rehearsal_until=timezone.now())
    with pytest.raises(PhaseError):
        ask_to_erase(meeting.people[0])


def test_priv_05_what_stays_is_counted_before_it_is_asked():
    meeting = table_of_two(WORD)
    assert what_stays(everything_of(meeting.people[0]))["auditregels"] >= 1


def test_priv_05_pages_of_the_conversation_open_after_it():
    meeting = table_of_two(WORD)
    ScoreFactory(participant=meeting.people[2], principle=principle("vertrouwen"), shown_at=timezone.now())
    erased(meeting.people[0])
    client = Client()
    client.force_login(meeting.adviser)
    for rest in ("", "verslag/", "verslag.pdf", "verslag.docx", "deelnemers/", "briefing/"):
        answer = client.get(f"/gesprekken/{meeting.pk}/{rest}")
        assert answer.status_code == 200
        assert WORD not in answer.content.decode("utf-8", "replace")
    for rest in ("", "afspraken/", "bezetting/", "verloop/", "wissen/"):
        assert client.get(f"/driehoeken/{meeting.triangle_id}/{rest}").status_code == 200
