"""The account team: its members per corner, how often it meets, and when next."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.models import FollowUp, Phase
from tests.factories import ConversationFactory
from tests.reading_pages import errors_of, text_of
from triangles.models import TeamMember, Triangle

pytestmark = pytest.mark.django_db


def path(triangle, rest=""):
    return f"/driehoeken/{triangle.pk}/accountteam/{rest}"


def test_somebody_joins_the_team_and_leaves_it_again(client, triangle):
    client.post(path(triangle, "nieuw/"), {"name": "Yara Nijland", "corner": "eigenaar"})
    page = text_of(client.get(path(triangle)))
    assert "Eigenaar Yara Nijland Wijzig" in page
    assert page.count("zit er nu niemand in het team") == 2
    assert "Yara Nijland , eigenaar" in text_of(client.get(f"/driehoeken/{triangle.pk}/"))
    member = TeamMember.objects.get()
    left = {"name": "Yara Nijland", "corner": "eigenaar", "left_on": "1-3-2026", "version": 1}
    client.post(path(triangle, f"{member.pk}/"), left)
    assert "Zat er eerder in Yara Nijland weg sinds 1 maart 2026" in text_of(client.get(path(triangle)))
    assert "Yara Nijland" not in text_of(client.get(f"/driehoeken/{triangle.pk}/"))


def test_who_leaves_later_is_in_the_team_until_then(client, triangle):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    member = triangle.team.create(name="Yara", corner="eigenaar", left_on=tomorrow)
    assert "Yara" in text_of(client.get(f"/driehoeken/{triangle.pk}/"))
    TeamMember.objects.filter(pk=member.pk).update(left_on=timezone.localdate())
    assert "Yara" not in text_of(client.get(f"/driehoeken/{triangle.pk}/"))


def test_the_rhythm_and_the_next_moment_are_kept_and_a_past_one_is_told(client, triangle):
    triangle.team.create(name="Yara", corner="eigenaar")
    ahead = timezone.localdate() + dt.timedelta(days=9)
    client.post(
        path(triangle, "ritme/"), {"team_rhythm": "elke maand", "team_next_on": f"{ahead:%d-%m-%Y}", "version": 1}
    )
    for page in (client.get(path(triangle)), client.get(f"/driehoeken/{triangle.pk}/")):
        assert "Het team komt bij elkaar: elke maand. De volgende keer is" in text_of(page)
    Triangle.objects.update(team_next_on=dt.date(2026, 3, 2))
    for page in (client.get(path(triangle)), client.get(f"/driehoeken/{triangle.pk}/")):
        assert "was maandag 2 maart 2026. Spreek een nieuwe datum af." in text_of(page)


def test_a_day_of_today_is_not_past(client, triangle):
    Triangle.objects.update(team_next_on=timezone.localdate())
    assert "De volgende keer is" in text_of(client.get(path(triangle)))


def test_what_a_conversation_agreed_holds_until_it_is_changed_here(client, triangle):
    held = ConversationFactory(triangle=triangle, phase=Phase.OPVOLGING)
    FollowUp.objects.create(conversation=held, account_team_rhythm="elk kwartaal")
    assert "bij elkaar: elk kwartaal." in text_of(client.get(path(triangle)))
    client.post(path(triangle, "ritme/"), {"team_rhythm": "elke maand", "team_next_on": "", "version": 1})
    assert "bij elkaar: elke maand." in text_of(client.get(path(triangle)))


def test_what_a_concept_says_is_not_agreed_yet(client, triangle):
    FollowUp.objects.create(
        conversation=ConversationFactory(triangle=triangle, phase=Phase.VERSLAG), account_team_rhythm="elk kwartaal"
    )
    assert "Er is nog geen ritme afgesproken." in text_of(client.get(path(triangle)))


def test_who_types_over_somebody_elses_change_sees_both(client, triangle):
    member = triangle.team.create(name="Yara", corner="eigenaar", version=4)
    answer = client.post(path(triangle, f"{member.pk}/"), {"name": "Joris", "corner": "eigenaar", "version": 3})
    assert errors_of(answer) == {"__all__": answer.context["form"].errors["__all__"]}
    assert "Yara" in text_of(answer)
    assert TeamMember.objects.get().name == "Yara"
    Triangle.objects.update(version=2, team_rhythm="elke week")
    answer = client.post(path(triangle, "ritme/"), {"team_rhythm": "elke maand", "team_next_on": "", "version": 1})
    assert "elke week" in text_of(answer)
    assert Triangle.objects.get().team_rhythm == "elke week"


def test_an_archived_triangle_is_only_read(client, triangle):
    member = triangle.team.create(name="Yara", corner="eigenaar")
    Triangle.objects.update(archived_at=timezone.now())
    assert "Wijzig" not in text_of(client.get(path(triangle))).replace("Wijzigen", "")
    for rest in ("nieuw/", "ritme/", f"{member.pk}/"):
        assert client.get(path(triangle, rest)).status_code == 404


def test_a_member_of_another_team_is_not_there(client, triangle):
    other = ConversationFactory().triangle.team.create(name="Yara", corner="eigenaar")
    assert client.get(path(triangle, f"{other.pk}/")).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_grow(client, triangle, django_assert_num_queries, size):
    for number in range(size):
        triangle.team.create(name=f"Yara {number}", corner="eigenaar")
    with django_assert_num_queries(5):
        client.get(path(triangle))
