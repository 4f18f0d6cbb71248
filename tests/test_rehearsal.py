"""The rehearsal: one click, marked everywhere, and gone after a week with nothing left behind."""

import datetime as dt
import json

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from conversations import rehearsal as rehearsals
from conversations.destruction import destroy_conversation
from conversations.invented import CASES
from conversations.models import (
    AuditEvent,
    Conversation,
    Destruction,
    HeldError,
    LegalHold,
    Phase,
    Reflection,
    Report,
    Score,
)
from conversations.portable import check
from conversations.rehearsal import start_rehearsal
from conversations.report import establish
from driehoek.mail import Outbox
from tests.factories import ConversationFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.held import hold, read_case
from triangles.models import Membership, Organisation, Triangle

pytestmark = pytest.mark.django_db
KEPT = {
    "conversations_auditevent",
    "conversations_destruction",
    "django_session",
    "conversations_signalround",
    "conversations_audithead",
}
WEEK = dt.timedelta(days=7, minutes=1)


@pytest.fixture
def user(client):
    user = UserFactory(name="Joris de Wit")
    client.force_login(user)
    return user


@pytest.fixture
def rehearsal(user):
    return start_rehearsal(user)[0]


def counts():
    """Return {table: number of rows} of all tables but those that keep the proof, and the day of the round."""
    names = set(connection.introspection.table_names()) - KEPT
    with connection.cursor() as cursor:
        return {name: count_of(cursor, name) for name in sorted(names)}


def count_of(cursor, name):
    cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(name)}")
    return cursor.fetchone()[0]


def test_one_click_and_somebody_new_can_practise(client, user):
    answer = client.post("/oefengesprek/", follow=True)
    conversation = Conversation.objects.visible_to(user).get(phase=Phase.VOORBEREIDING)
    assert answer.redirect_chain == [(f"/gesprekken/{conversation.pk}/", 302)]
    assert "Je oefening staat klaar." in answer.content.decode()
    assert Conversation.objects.editable_by(user).filter(pk=conversation.pk).exists()
    assert Conversation.objects.led_by(user).filter(pk=conversation.pk).exists()
    assert conversation.held_on == timezone.localdate()
    assert conversation.previous.phase == Phase.AFGEROND
    assert conversation.previous.agreements.open().count() == 2


def test_scores_wait_hidden_and_one_participant_is_left_to_enter(rehearsal):
    assert rehearsal.scores.count() == 15
    assert not rehearsal.scores.shown().exists()
    assert not rehearsal.participants.get(corner="eigenaar").scores.exists()


def test_answers_to_the_facilitator_open_for_who_practises(rehearsal, user):
    visible = Reflection.objects.filter(conversation=rehearsal).visible_to(user)
    assert {text.visibility for text in visible} == {"met_naam", "begeleider"}
    rehearsal.preparation_closed_at = timezone.now()
    rehearsal.save()
    assert "naamloos" in {text.visibility for text in Reflection.objects.visible_to(user)}


def test_nobody_else_sees_it_and_nobody_gets_mail(client, rehearsal, mailoutbox):
    client.force_login(UserFactory())
    assert client.get(f"/gesprekken/{rehearsal.pk}/").status_code == 404
    assert client.get(f"/driehoeken/{rehearsal.triangle_id}/oefening-opruimen/").status_code == 404
    assert not rehearsal.participants.exclude(email="").exists()
    assert not Outbox.objects.exists()


def test_two_clicks_are_one_rehearsal(client, user):
    client.post("/oefengesprek/")
    answer = client.post("/oefengesprek/", follow=True)
    assert "Je was al aan het oefenen." in answer.content.decode()
    assert Triangle.objects.count() == 1


@pytest.mark.parametrize("step", ["release_draft", "establish", "conclude"])
def test_sec_14_a_rehearsal_that_broke_off_is_finished_by_the_next_click(client, user, monkeypatch, step):
    """It is made in steps, because a PDF is drawn between them."""

    def break_off(*args, **kwargs):
        raise DatabaseError

    client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(rehearsals if step == "establish" else Conversation, step, break_off)
        assert client.post("/oefengesprek/").status_code == 500
    client.post("/oefengesprek/")
    conversation = Conversation.objects.visible_to(user).get(phase=Phase.VOORBEREIDING)
    assert conversation.previous.phase == Phase.AFGEROND
    assert conversation.previous.reports.count() == 1
    assert AuditEvent.objects.filter(action="oefening begonnen").count() == 1


def test_it_never_joins_a_triangle_that_is_there(user):
    real = MembershipFactory(user=user, triangle__name="Oefening: Zwemwater").triangle
    made = start_rehearsal(user)[0].triangle
    assert made.pk != real.pk
    real.refresh_from_db()
    assert real.rehearsal_until is None


def test_every_page_says_that_it_is_a_rehearsal(client, rehearsal):
    pk, triangle = rehearsal.pk, rehearsal.triangle_id
    paths = [f"/gesprekken/{pk}/{part}" for part in ("", "voorbereiden/", "briefing/", "verslag/", "uitnodigen/")]
    paths += [f"/driehoeken/{triangle}/{part}" for part in ("", "bezetting/", "nieuw-gesprek/", "adviseurs/")]
    for path in paths:
        page = client.get(path).content.decode()
        assert "<title>Oefening: " in page, path
        assert "Alles hier is verzonnen." in page, path
    assert "Oefening: Zwemwater" in client.get("/").content.decode()
    assert "Oefening: Zwemwater" in client.get("/driehoeken/").content.decode()


def test_a_real_page_says_nothing_of_it(client, user):
    conversation = ConversationFactory(triangle=MembershipFactory(user=user).triangle)
    assert "Oefening" not in client.get(f"/gesprekken/{conversation.pk}/").content.decode()


def test_its_report_is_stamped(client, rehearsal, user):
    page = client.get(f"/gesprekken/{rehearsal.previous_id}/verslag/").content.decode()
    assert "OEFENING" in page
    assert "alles is verzonnen; vastgesteld" in page
    content = rehearsal.previous.reports.get().content
    assert content["conversation"]["is_rehearsal"] is True


def test_after_a_week_nothing_is_left_but_the_proof(user):
    before = counts()
    conversation = start_rehearsal(user)[0]
    conversation.begin(user)
    conversation.end(user)
    conversation.release_draft(user)
    establish(conversation, user)
    with time_machine.travel(timezone.now() + dt.timedelta(days=6, hours=23)):
        call_command("send_due")
    assert Triangle.objects.exists()
    with time_machine.travel(timezone.now() + WEEK):
        call_command("send_due")
    assert counts() == before
    proof = Destruction.objects.order_by("-pk").first()
    assert (proof.rule, proof.closed_at is None) == ("oefening", False)
    assert set(Destruction.objects.values_list("conversation_id", flat=True)) >= {conversation.pk}
    assert AuditEvent.objects.filter(action="vernietigd").count() == 2
    assert AuditEvent.objects.first_broken() is None


def test_the_proof_holds_counts_and_no_content(rehearsal, user):
    destroy_conversation(rehearsal, Destruction.Rule.OEFENING, by=user)
    row = Destruction.objects.get()
    assert (row.counts["score"], row.counts["reflection"], row.counts["participant"]) == (15, 5, 4)
    assert all(type(count) is int for count in row.counts.values())


def test_clearing_up_twice_at_once_does_it_once(rehearsal, capsys):
    with time_machine.travel(timezone.now() + WEEK):
        call_command("send_due")
        call_command("send_due")
    assert capsys.readouterr().out.count("Oefengesprekken opgeruimd: 1.\n") == 1


def test_a_rehearsal_with_a_second_conversation_goes_whole(rehearsal):
    ConversationFactory(triangle=rehearsal.triangle, previous=rehearsal)
    with time_machine.travel(timezone.now() + WEEK):
        call_command("send_due")
    assert not Conversation.objects.exists()


def test_what_is_real_stays(rehearsal):
    kept = hold(read_case("kustregister"))
    establish(kept, MembershipFactory(triangle=kept.triangle).user)
    shared = OrganisationFactory(name="Dienst Zwemwater")
    with time_machine.travel(timezone.now() + WEEK):
        call_command("send_due")
    assert Triangle.objects.get() == kept.triangle
    assert Score.objects.filter(conversation=kept).count() == 25
    assert Report.objects.get().is_intact()
    assert shared in Organisation.objects.all()


def test_a_legal_hold_keeps_it_and_does_not_stop_the_rest(rehearsal, mailoutbox):
    hold_on = LegalHold.objects.create(conversation=rehearsal, reason="Zaak", name="Jurist")
    other = start_rehearsal(UserFactory())[0]
    with pytest.raises(HeldError):
        destroy_conversation(rehearsal, Destruction.Rule.OEFENING)
    with time_machine.travel(timezone.now() + WEEK):
        call_command("send_due")
        assert Triangle.objects.get() == rehearsal.triangle
        assert not Triangle.objects.filter(pk=other.triangle_id).exists()
        hold_on.lifted_at, hold_on.lifted_by, hold_on.lift_reason = timezone.now(), "Jurist", "Zaak dicht"
        hold_on.save()
        call_command("send_due")
    assert not Triangle.objects.exists()


def test_clearing_up_by_hand_asks_once(client, rehearsal):
    path = f"/driehoeken/{rehearsal.triangle_id}/oefening-opruimen/"
    page = client.get(path)
    assert "De oefening opruimen?" in page.content.decode()
    assert Triangle.objects.exists()
    answer = client.post(path, follow=True)
    assert "De oefening is opgeruimd." in answer.content.decode()
    assert not Triangle.objects.exists()
    assert client.post(path).status_code == 404


def test_a_real_triangle_is_never_cleared_away_by_this_address(client, user):
    triangle = MembershipFactory(user=user).triangle
    assert client.post(f"/driehoeken/{triangle.pk}/oefening-opruimen/").status_code == 404
    assert Membership.objects.filter(triangle=triangle).exists()


@pytest.mark.parametrize("path", sorted(CASES.glob("oefening*.json")), ids=lambda path: path.stem)
def test_the_invented_conversations_are_valid_files(path):
    check(json.loads(path.read_text()))
