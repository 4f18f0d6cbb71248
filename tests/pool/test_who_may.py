"""What opens the pool and a question, and what closes them: a rehearsal, a no, being replaced, and odd addresses."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.guiding import answer, ask
from conversations.links import token_of
from conversations.models import AuditEvent, Conversation, GuideRequest, PhaseError
from conversations.pool import remove_from_pool
from conversations.rehearsal import start_rehearsal
from driehoek.mail import Outbox
from tests.factories import FacilitatorFactory, UserFactory
from triangles.models import FacilitatorProfile, PoolManager

pytestmark = pytest.mark.django_db
YES = {"answer": "ja", "line": "", "is_involved": False}
NO = YES | {"answer": "nee"}
MANAGERS = "/beheer/triangles/poolmanager/"


def read(client, path):
    found = client.get(path)
    assert found.status_code == 200
    return found.content.decode()


def test_a_rehearsal_opens_no_pool(client, guide):
    anybody = UserFactory()
    talk = start_rehearsal(anybody)[0]
    client.force_login(anybody)
    assert not FacilitatorProfile.objects.visible_to(anybody).exists()
    for path in ("/begeleiders/", f"/gesprekken/{talk.pk}/begeleider/"):
        assert "Yara Nijland" not in read(client, path)
    assert client.get(f"/gesprekken/{talk.pk}/begeleider/{guide.facilitator.pk}/").status_code == 404


def test_in_a_rehearsal_nobody_is_noted_as_involved(client, planned, adviser, guide):
    talk = start_rehearsal(adviser)[0]
    client.force_login(adviser)
    path = f"/gesprekken/{{}}/begeleider/{guide.facilitator.pk}/betrokken/"
    assert path.format(talk.pk) not in read(client, path.format(talk.pk).replace("betrokken/", ""))
    assert client.post(path.format(talk.pk)).status_code == 404
    assert not guide.facilitator.involved_in.exists()
    assert client.post(path.format(planned.pk)).status_code == 302


def paths(asked):
    return f"/begeleiden/link/{token_of(asked)}/", f"/begeleiden/{asked.pk}/"


def move(planned):
    """Give the conversation another moment and length, after the answer."""
    Conversation.objects.filter(pk=planned.pk).update(
        held_on=timezone.localdate() + dt.timedelta(90), start=dt.time(14, 45), duration_minutes=77
    )


def test_after_no_the_conversation_is_followed_no_longer(client, planned, adviser, guide):
    asked = ask(planned, guide, adviser)
    client.force_login(guide)
    for path in paths(asked):
        assert "150 minuten" in read(client, path)
    answer(asked, NO)
    move(planned)
    for path in paths(asked):
        page = read(client, path)
        assert "Je hebt nee gezegd" in page
        assert [word for word in ("14.45", "77 minuten", "Kustregister") if word in page] == []


def test_who_was_replaced_reads_only_that(client, planned, adviser, guide):
    asked = ask(planned, guide, adviser)
    answer(asked, YES)
    move(planned)
    client.force_login(guide)
    for path in paths(asked):
        assert "77 minuten" in read(client, path)
    answer(ask(planned, FacilitatorFactory(), adviser), YES)
    for path in paths(asked):
        page = read(client, path)
        assert "Je begeleidt dit gesprek niet meer" in page
        assert [word for word in ("14.45", "77 minuten", f"/gesprekken/{planned.pk}/") if word in page] == []


@pytest.mark.parametrize("is_second", [False, True])
def test_who_holds_the_other_place_meanwhile_does_not_take_both(planned, adviser, guide, is_second):
    asked = ask(planned, guide, adviser, is_second=is_second)
    other = "facilitator" if is_second else "second_facilitator"
    Conversation.objects.filter(pk=planned.pk).update(**{other: guide})
    with pytest.raises(PhaseError, match="op de andere plaats"):
        answer(asked, YES)
    assert GuideRequest.objects.get().answer == ""
    answer(asked, NO)
    found = Conversation.objects.get(pk=planned.pk)
    assert {found.facilitator, found.second_facilitator} == {guide, None}


def test_a_yes_just_before_leaving_the_pool_stands(planned, adviser, guide, keeper, monkeypatch):
    """Whoever waits for the lock of the conversation reads what was answered meanwhile."""
    from conversations import guiding

    asked, lock = ask(planned, guide, adviser), guiding.lock

    def wait(conversation):
        GuideRequest.objects.update(answer="ja", answered_at=timezone.now())
        return lock(conversation)

    monkeypatch.setattr("conversations.pool.lock", wait, raising=False)
    remove_from_pool(guide.facilitator, keeper)
    found = GuideRequest.objects.get(pk=asked.pk)
    assert (found.answer, found.withdrawn_at) == ("ja", None)
    assert not Outbox.objects.filter(kind__in=["begeleider_vervalt", "begeleider_antwoord"]).exists()


def test_a_place_with_a_nul_is_not_there(client, adviser):
    client.force_login(adviser)
    for place in ("1.%00", "1.a%00b"):
        assert client.get(f"/begeleiders/?na={place}").status_code == 404


def test_giving_and_taking_the_keeping_of_the_pool_is_kept(client):
    beheerder, *others = UserFactory(is_staff=True, is_superuser=True), UserFactory(), UserFactory()
    client.force_login(beheerder)
    for user in others:
        client.post(f"{MANAGERS}add/", {"user": user.pk})
    first, second = PoolManager.objects.order_by("pk")
    assert client.post(f"{MANAGERS}{first.pk}/change/", {"user": beheerder.pk}).status_code == 403
    client.post(f"{MANAGERS}{first.pk}/delete/", {"post": "yes"})
    client.post(MANAGERS, {"action": "delete_selected", "_selected_action": [second.pk], "post": "yes"})
    assert not PoolManager.objects.exists()
    kept = AuditEvent.objects.values_list("action", "actor_id", "details")
    assert [*kept] == [
        (f"poulebeheer {act}", beheerder.pk, {"user": user.pk}) for act in ("gegeven", "ingetrokken") for user in others
    ]
