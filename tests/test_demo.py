"""The demo: a conversation in each phase, safe to load twice, and refused where it could do harm."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from conversations import demo
from conversations.models import AuditEvent, Conversation, Phase
from triangles.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_allowed(settings):
    settings.DEMO = True


def test_it_holds_a_conversation_in_each_phase_around_today(demo_allowed, capsys):
    call_command("load_demo")
    assert set(Conversation.objects.values_list("phase", flat=True)) == set(Phase.values)
    assert Conversation.objects.get(phase="gesprek").held_on == timezone.localdate()
    assert Conversation.objects.get(phase="voorbereiding").held_on > timezone.localdate()
    case = Conversation.objects.get(phase="opvolging", triangle__name="Kustregister")
    assert case.reports.established().get().is_intact()
    assert demo.PASSWORD in capsys.readouterr().out
    assert AuditEvent.objects.first_broken() is None


def test_everyone_named_can_log_in(demo_allowed, client):
    call_command("load_demo")
    for username in demo.PEOPLE:
        assert client.login(username=username, password=demo.PASSWORD)
        assert client.get("/").status_code == 200


def test_loading_twice_changes_nothing(demo_allowed):
    call_command("load_demo")
    before = list(Conversation.objects.order_by("pk").values())
    call_command("load_demo")
    assert list(Conversation.objects.order_by("pk").values()) == before


def test_it_holds_overviews_with_something_in_them(demo_allowed, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        call_command("load_demo")
    client.force_login(User.objects.get(username="noor"))
    assert "Rijksmeetnet Bodem" in client.get("/overzicht/").content.decode()


def test_it_is_refused_in_a_real_installation(settings):
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(CommandError, match="bekende wachtwoorden"):
        call_command("load_demo")
    assert not User.objects.exists()
