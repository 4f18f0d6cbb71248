"""Asking somebody of the pool: until they say yes they see nothing but the request."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from conversations.guiding import answer, ask, find_request, request_address, withdraw
from conversations.links import token_of
from conversations.models import AuditEvent, Conversation, GuideRequest, PhaseError
from conversations.planning import call_off, delete_concept
from conversations.pool import remove_from_pool
from driehoek.sending import send_due
from tests.factories import FacilitatorFactory, MembershipFactory
from tests.planned import save
from triangles.models import FacilitatorProfile

pytestmark = pytest.mark.django_db
YES = {"answer": "ja", "line": "", "is_involved": False}
NO = {"answer": "nee", "line": "Ik ben met verlof", "is_involved": True}


def mailed():
    """Send what waits; return [(address, subject, text)]."""
    mail.outbox.clear()
    for _ in range(3):
        send_due()
    return [(one.to[0], one.subject, one.body) for one in mail.outbox]


def fresh(conversation):
    return Conversation.objects.get(pk=conversation.pk)


def test_who_is_asked_reads_only_triangle_moment_and_length(planned, adviser, guide):
    asked = ask(planned, guide, adviser)
    [(address, subject, text)] = mailed()
    assert (address, subject) == (guide.email, "Driehoek: wil je een gesprek begeleiden?")
    for words in ("Kustregister", "150 minuten", "9.30", "Noor Bakhuis", request_address(asked)):
        assert words in text
    assert "Geheim" not in text
    assert not Conversation.objects.visible_to(guide).exists()
    assert AuditEvent.objects.get().details == {"request": asked.pk}


def test_yes_makes_them_the_facilitator_and_tells_the_advisers(planned, adviser, guide):
    asked = ask(planned, guide, adviser)
    mailed()
    answer(asked, YES)
    found = fresh(planned)
    assert (found.facilitator, found.facilitator_name) == (guide, "Yara Nijland")
    assert (found.facilitator_organisation, found.facilitator_email) == ("De poule", guide.email)
    assert list(Conversation.objects.led_by(guide)) == [planned]
    [(address, subject, text)] = mailed()
    assert address == adviser.email
    assert "Yara Nijland begeleidt het gesprek" in subject
    assert f"/gesprekken/{planned.pk}/begeleider/" in text
    assert AuditEvent.objects.filter(action="begeleider zegt ja").count() == 1


def test_no_leaves_everything_and_the_line_stays_off_the_mail(planned, adviser, guide):
    asked = ask(planned, guide, adviser)
    mailed()
    answer(asked, NO)
    assert fresh(planned).facilitator is None
    assert not Conversation.objects.visible_to(guide).exists()
    [(_, subject, text)] = mailed()
    assert "kan niet begeleiden" in subject
    assert "verlof" not in text
    assert list(guide.facilitator.involved_in.all()) == [planned.triangle]


def test_a_second_facilitator_is_asked_beside_the_first(planned, adviser, guide):
    first = FacilitatorFactory()
    asked, beside = ask(planned, first, adviser), ask(planned, guide, adviser, is_second=True)
    answer(beside, YES)
    answer(asked, YES)
    assert (fresh(planned).facilitator, fresh(planned).second_facilitator) == (first, guide)
    assert fresh(planned).facilitator_name == str(first)


def test_nobody_is_asked_twice_or_beside_another(planned, adviser, guide):
    ask(planned, guide, adviser)
    for user, is_second in ((guide, False), (guide, True), (FacilitatorFactory(), False)):
        with pytest.raises(PhaseError, match="Yara Nijland is al gevraagd"):
            ask(planned, user, adviser, is_second=is_second)
    with pytest.raises(IntegrityError), transaction.atomic():
        GuideRequest.objects.create(conversation=planned, user=guide)


def test_who_guides_already_is_not_asked(planned, adviser, guide):
    answer(ask(planned, guide, adviser), YES)
    with pytest.raises(PhaseError, match="begeleidt dit gesprek al"):
        ask(planned, guide, adviser, is_second=True)


@pytest.mark.parametrize("phase", ["verslag", "opvolging", "geannuleerd"])
def test_a_conversation_that_is_over_asks_nobody_and_takes_no_answer(planned, adviser, guide, phase):
    asked = ask(planned, guide, adviser)
    Conversation.objects.filter(pk=planned.pk).update(phase=phase)
    with pytest.raises(PhaseError):
        answer(asked, YES)
    with pytest.raises(PhaseError):
        ask(planned, FacilitatorFactory(), adviser, is_second=True)
    assert fresh(planned).facilitator is None
    assert find_request(token_of(asked)) is None


def test_in_a_rehearsal_nobody_is_asked(planned, adviser, guide):
    planned.triangle.rehearsal_until = timezone.now() + dt.timedelta(7)
    planned.triangle.save()
    with pytest.raises(PhaseError, match="oefening"):
        ask(planned, guide, adviser)


def test_an_answer_counts_once(planned, adviser, guide):
    asked = ask(planned, guide, adviser)
    answer(asked, NO)
    with pytest.raises(PhaseError, match="niet meer open"):
        answer(asked, YES)
    assert fresh(planned).facilitator is None
    assert GuideRequest.objects.get().answer == "nee"


def test_a_question_taken_back_is_dead_at_once(planned, adviser, guide):
    asked = ask(planned, guide, adviser)
    mailed()
    withdraw(asked, adviser)
    assert find_request(token_of(asked)) is None
    with pytest.raises(PhaseError):
        answer(asked, YES)
    [(address, _, text)] = mailed()
    assert address == guide.email
    assert "niet te begeleiden" in text
    assert ask(planned, guide, adviser).pk != asked.pk


def test_a_question_taken_back_before_it_left_is_never_told(planned, adviser, guide):
    withdraw(ask(planned, guide, adviser), adviser)
    assert mailed() == []


def test_an_answered_question_is_not_taken_back(planned, adviser, guide):
    asked = ask(planned, guide, adviser)
    answer(asked, YES)
    with pytest.raises(PhaseError):
        withdraw(asked, adviser)
    assert fresh(planned).facilitator == guide


@pytest.mark.parametrize("act", [call_off, delete_concept])
def test_who_was_asked_hears_that_it_does_not_go_on(planned, adviser, guide, act):
    second = FacilitatorFactory()
    answer(ask(planned, guide, adviser), YES)
    ask(planned, second, adviser, is_second=True)
    mailed()
    act(fresh(planned), adviser)
    told = {address for address, subject, _ in mailed() if "je hoeft niet te begeleiden" in subject}
    assert told == {guide.email, second.email}


def test_choosing_an_adviser_takes_the_question_back(client, planned, adviser, guide):
    ask(planned, guide, adviser)
    mailed()
    client.force_login(adviser)
    save(client, planned, "begeleiding", facilitator=adviser.pk, self_facilitated="on")
    assert fresh(planned).facilitator == adviser
    assert GuideRequest.objects.get().withdrawn_at is not None
    assert [address for address, *_ in mailed()] == [guide.email]


def test_who_is_let_go_hears_it_later_and_who_is_chosen_again_never(client, planned, adviser, guide, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    answer(ask(planned, guide, adviser), YES)
    mailed()
    client.force_login(adviser)
    save(client, planned, "begeleiding", base="1", note="x")
    assert fresh(planned).facilitator is None
    assert not Conversation.objects.visible_to(guide).exists()
    assert mailed() == []
    save(client, planned, "begeleiding", base="2", facilitator=guide.pk)
    assert fresh(planned).facilitator == guide
    time_machine.shift(dt.timedelta(minutes=11))
    assert mailed() == []
    save(client, planned, "begeleiding", base="3")
    time_machine.shift(dt.timedelta(minutes=11))
    assert [address for address, *_ in mailed()] == [guide.email]


@pytest.mark.parametrize("was_saved", [False, True])
def test_a_step_that_was_open_before_the_yes_does_not_undo_it(client, planned, adviser, guide, was_saved):
    client.force_login(adviser)
    if was_saved:
        save(client, planned, "begeleiding", note="Eerder")
    answer(ask(planned, guide, adviser), YES)
    page = save(client, planned, "begeleiding", base=str(int(was_saved)), note="Bel Ilse")
    assert page.status_code == 200
    assert fresh(planned).facilitator == guide


def test_leaving_the_pool_takes_back_what_was_asked(planned, adviser, guide, keeper):
    asked = ask(planned, guide, adviser)
    mailed()
    remove_from_pool(guide.facilitator, keeper)
    assert not FacilitatorProfile.objects.exists()
    assert find_request(token_of(asked)) is None
    assert sorted(address for address, *_ in mailed()) == sorted([guide.email, adviser.email])


def test_the_link_works_until_the_day_and_is_of_this_question_alone(planned, adviser, guide):
    asked = ask(planned, guide, adviser)
    token = token_of(asked)
    end = timezone.make_aware(dt.datetime.combine(planned.held_on + dt.timedelta(1), dt.time.min))
    second = dt.timedelta(seconds=1)
    assert find_request(token, end - second) == asked
    assert find_request(token, end) is None
    for wrong in ("", "1", token[:-1] + ("A" if token[-1] != "A" else "B"), f"9{token}", token.replace("-", "-x")):
        assert find_request(wrong) is None
    Conversation.objects.filter(pk=planned.pk).update(held_on=None)
    assert find_request(token, timezone.now() + dt.timedelta(61)) is None


def test_an_archived_triangle_takes_no_answer(planned, adviser, guide):
    asked = ask(planned, guide, adviser)
    planned.triangle.archived_at = timezone.now()
    planned.triangle.save()
    with pytest.raises(PhaseError):
        answer(asked, YES)


def test_an_adviser_elsewhere_may_not_take_a_question_back(planned, adviser, guide):
    asked = ask(planned, guide, adviser)
    assert list(GuideRequest.objects.editable_by(adviser)) == [asked]
    assert not GuideRequest.objects.editable_by(MembershipFactory().user).exists()
    assert list(GuideRequest.objects.visible_to(guide)) == [asked]
    assert not GuideRequest.objects.visible_to(adviser).exists()
