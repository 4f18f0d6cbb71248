"""The pages of the pool: who sees what, and what is written there."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone

from conversations.guiding import answer, ask
from conversations.links import token_of
from conversations.models import Conversation, GuideRequest
from conversations.pool import SHOWN
from tests.factories import ConversationFactory, FacilitatorFactory, MembershipFactory, TriangleFactory, UserFactory
from triangles.models import FacilitatorProfile, User

pytestmark = pytest.mark.django_db
YES = {"answer": "ja", "line": "", "is_involved": False}


def page(client, user, path="/begeleiders/"):
    client.force_login(user)
    found = client.get(path)
    assert found.status_code == 200
    return found.content.decode()


def link_of(asked):
    return f"/begeleiden/link/{token_of(asked)}/"


def test_who_sees_the_pool(client, adviser, guide, keeper):
    assert "Yara Nijland" in page(client, adviser)
    assert "Yara Nijland" in page(client, keeper)
    other = FacilitatorFactory(name="Bas Kok")
    own = page(client, other)
    assert "Wijzig jouw profiel" in own
    assert "Yara Nijland" not in own
    assert "Yara Nijland" not in page(client, UserFactory())


def test_involvement_is_named_for_ones_own_triangles_alone(client, planned, adviser, guide, keeper):
    elsewhere = TriangleFactory(name="Elders")
    guide.facilitator.involved_in.set([planned.triangle, elsewhere])
    seen = page(client, adviser)
    assert "Inhoudelijk betrokken</strong> bij Kustregister" in seen
    assert "Elders" not in seen
    for path in ("/begeleiders/", f"/begeleiders/{guide.facilitator.pk}/"):
        assert "Kustregister" not in page(client, keeper, path)


def test_the_pool_is_searched_and_limited(client, adviser, guide):
    busy = FacilitatorFactory(name="Bas Kok")
    FacilitatorProfile.objects.filter(user=busy).update(is_available=False, about="Meervoudig opdrachtgeverschap")
    FacilitatorFactory(name="Al Weg", is_active=False)
    assert "Al Weg" not in page(client, adviser)
    assert "nu niet beschikbaar" in page(client, adviser)
    found = page(client, adviser, "/begeleiders/?q=meervoudig")
    assert ("Bas Kok" in found, "Yara Nijland" in found) == (True, False)
    found = page(client, adviser, "/begeleiders/?beschikbaar=on")
    assert ("Bas Kok" in found, "Yara Nijland" in found) == (False, True)
    assert "Niemand past bij wat je zoekt." in page(client, adviser, "/begeleiders/?q=zzz")
    assert "te lang om te zoeken" in page(client, adviser, f"/begeleiders/?q={'x' * 101}")


def test_the_pool_goes_on_where_it_stopped(client, adviser):
    names = [f"Begeleider {number:02}" for number in range(SHOWN + 2)]
    for name in [*names[:-1], names[-2]]:  # two share a name across the end of a page
        FacilitatorFactory(name=name)
    client.force_login(adviser)
    first = client.get("/begeleiders/").context["page"]
    second = client.get("/begeleiders/", {"na": first.next_place}).context["page"]
    found = [row["user__name"] for row in (*first.rows, *second.rows)]
    assert found == sorted([*names[:-1], names[-2]])
    assert second.next_place == ""
    assert client.get("/begeleiders/?na=x").status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_grow(client, planned, adviser, size, django_assert_num_queries):
    for _ in range(size):
        FacilitatorFactory().facilitator.involved_in.add(planned.triangle)
        FacilitatorFactory()
    client.force_login(adviser)
    client.get("/begeleiders/")
    with django_assert_num_queries(8):
        client.get("/begeleiders/")
    with django_assert_num_queries(9):
        client.get(f"/gesprekken/{planned.pk}/begeleider/")


def test_the_keeper_adds_changes_and_removes(client, keeper, mailoutbox):
    client.force_login(keeper)
    sent = {"email": "bas@dienst.example", "name": "Bas Kok", "organisation": "De dienst"}
    made = client.post("/begeleiders/nieuw/", sent)
    profile = FacilitatorProfile.objects.get(user__name="Bas Kok")
    assert made["Location"] == f"/begeleiders/{profile.pk}/"
    assert profile.organisation == "De dienst"
    refused = client.post("/begeleiders/nieuw/", sent).content.decode()
    assert "Bas Kok staat al in de poule." in refused
    changed = {"organisation": "Elders", "about": "Rustig", "version": "1"}
    assert client.post(f"/begeleiders/{profile.pk}/", changed).status_code == 302
    profile.refresh_from_db()
    assert (profile.organisation, profile.is_available, profile.version) == ("Elders", False, 2)
    conflict = client.post(f"/begeleiders/{profile.pk}/", changed | {"organisation": "Hier"}).content.decode()
    assert "Iemand anders wijzigde dit" in conflict
    assert client.post(f"/begeleiders/{profile.pk}/weg/").status_code == 302
    assert not FacilitatorProfile.objects.exists()
    assert User.objects.filter(name="Bas Kok").exists()


def test_the_keeper_sees_days_and_never_what_they_are_about(client, planned, adviser, guide, keeper):
    answer(ask(planned, guide, adviser), YES)
    client.force_login(keeper)
    found = page(client, keeper, f"/begeleiders/{guide.facilitator.pk}/")
    assert "9.30" in found
    assert [word for word in ("Kustregister", "Geheim", "Noor Bakhuis") if word in found] == []
    for path in (f"/gesprekken/{planned.pk}/", f"/gesprekken/{planned.pk}/begeleider/", f"/driehoeken/{planned.pk}/"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["nieuw/", "{}/", "{}/weg/"])
def test_only_the_keeper_keeps_the_pool(client, adviser, guide, path):
    for user in (adviser, guide, UserFactory(is_staff=True, is_superuser=True)):
        client.force_login(user)
        assert client.get("/begeleiders/" + path.format(guide.facilitator.pk)).status_code == 404
        assert client.post("/begeleiders/" + path.format(guide.facilitator.pk)).status_code == 404
    assert FacilitatorProfile.objects.filter(user=guide).exists()


def test_ones_own_profile_ticks_what_one_knows(client, planned, adviser, guide):
    stranger = TriangleFactory(name="Onbekend")
    ask(planned, guide, adviser)
    found = page(client, guide, "/begeleiders/ik/")
    assert ("Kustregister" in found, "Onbekend" in found) == (True, False)
    sent = {"organisation": "Ik", "about": "", "is_available": "on", "version": "1"}
    client.post("/begeleiders/ik/", sent | {"involved_in": [planned.triangle_id]})
    assert list(guide.facilitator.involved_in.all()) == [planned.triangle]
    client.post("/begeleiders/ik/", sent | {"version": "2", "involved_in": [stranger.pk]})
    assert list(guide.facilitator.involved_in.all()) == [planned.triangle]
    client.force_login(adviser)
    assert client.get("/begeleiders/ik/").status_code == 404


def test_an_adviser_asks_sees_the_answer_and_takes_back(client, planned, adviser, guide):
    base = f"/gesprekken/{planned.pk}/begeleider/"
    client.force_login(adviser)
    assert "Vraag Yara Nijland" in client.get(base).content.decode()
    shown = client.get(f"{base}{guide.facilitator.pk}/").content.decode()
    assert "Dit leest Yara Nijland" in shown
    asked = client.post(f"{base}{guide.facilitator.pk}/", {"place": "eerste"}, follow=True).content.decode()
    assert "Nog geen antwoord." in asked
    again = client.post(f"{base}{guide.facilitator.pk}/", {"place": "tweede"}).content.decode()
    assert "Yara Nijland is al gevraagd. Trek die vraag eerst in." in again
    tip = client.get(f"/gesprekken/{planned.pk}/voorbereiden/begeleiding/").content.decode()
    assert "Yara Nijland is gevraagd als begeleider en heeft nog niet geantwoord." in tip
    client.post(f"{base}vraag/{GuideRequest.objects.get().pk}/intrekken/")
    assert GuideRequest.objects.get().withdrawn_at is not None
    assert "Nog geen antwoord." not in client.get(base).content.decode()


def test_involvement_is_advice_and_never_in_the_way(client, planned, adviser, guide):
    base = f"/gesprekken/{planned.pk}/begeleider/{guide.facilitator.pk}/"
    client.force_login(adviser)
    told = client.post(f"{base}betrokken/", follow=True).content.decode()
    assert "Yara Nijland is inhoudelijk betrokken bij deze driehoek. Wie buiten de inhoud staat, ziet meer." in told
    assert client.post(base, {"place": "eerste"}).status_code == 302
    assert GuideRequest.objects.get().user == guide
    client.post(f"{base}betrokken/")
    assert not guide.facilitator.involved_in.exists()


def test_nobody_elsewhere_asks_or_takes_back(client, planned, adviser, guide):
    asked = ask(planned, guide, adviser)
    base = f"/gesprekken/{planned.pk}/begeleider/"
    for user in (MembershipFactory().user, guide, UserFactory(is_superuser=True, is_staff=True)):
        client.force_login(user)
        for path in (
            "",
            f"{guide.facilitator.pk}/",
            f"{guide.facilitator.pk}/betrokken/",
            f"vraag/{asked.pk}/intrekken/",
        ):
            assert client.post(base + path).status_code in {404, 405}, path
            assert client.get(base + path).status_code in {404, 405}, path
    elsewhere = ConversationFactory(triangle=planned.triangle)
    client.force_login(adviser)
    assert client.post(f"/gesprekken/{elsewhere.pk}/begeleider/vraag/{asked.pk}/intrekken/").status_code == 404
    assert GuideRequest.objects.get().withdrawn_at is None


def test_the_question_after_logging_in(client, planned, adviser, guide):
    asked = ask(planned, guide, adviser)
    home = page(client, guide, "/")
    assert "Je bent gevraagd om een gesprek te begeleiden" in home
    shown = page(client, guide, f"/begeleiden/{asked.pk}/")
    assert "Kustregister" in shown
    for found in (home, shown, page(client, guide)):
        assert "Geheim" not in found
    assert client.get(f"/gesprekken/{planned.pk}/").status_code == 404
    assert "Kies ja of nee." in client.post(f"/begeleiden/{asked.pk}/").content.decode()
    client.post(f"/begeleiden/{asked.pk}/", {"answer": "ja"})
    assert client.get(f"/gesprekken/{planned.pk}/").status_code == 200
    assert "Je bent gevraagd" not in page(client, guide, "/")
    client.force_login(FacilitatorFactory())
    assert client.get(f"/begeleiden/{asked.pk}/").status_code == 404


def test_reading_by_link_changes_nothing_and_opens_no_session(client, planned, adviser, guide):
    asked = ask(planned, guide, adviser)
    for method in ("get", "head", "options"):
        for _ in range(5):
            getattr(client, method)(link_of(asked))
    assert GuideRequest.objects.get().answer == ""
    assert "sessionid" not in client.cookies
    shown = client.get(link_of(asked)).content.decode()
    assert "Kustregister" in shown
    assert "Geheim" not in shown


def test_answering_by_link(client, planned, adviser, guide):
    asked = ask(planned, guide, adviser)
    told = client.post(link_of(asked), {"answer": "ja"}, follow=True).content.decode()
    assert "Je begeleidt dit gesprek" in told
    assert "Log in om het gesprek te zien" in told
    assert Conversation.objects.get(pk=planned.pk).facilitator == guide
    assert client.get(f"/gesprekken/{planned.pk}/").status_code == 302
    client.post(link_of(asked), {"answer": "nee"})
    assert GuideRequest.objects.get().answer == "ja"


def test_wrong_expired_and_withdrawn_links_are_one(client, planned, adviser, guide):
    asked = ask(planned, guide, adviser)
    good = link_of(asked)
    wrong = [client.get("/begeleiden/link/1-x/"), client.get(f"{good[:-2]}~/")]
    GuideRequest.objects.update(withdrawn_at=timezone.now())
    wrong.append(client.get(good))
    GuideRequest.objects.update(withdrawn_at=None)
    Conversation.objects.filter(pk=planned.pk).update(held_on=timezone.localdate() - dt.timedelta(1))
    wrong.append(client.get(good))
    assert {answer.status_code for answer in wrong} == {404}
    assert len({answer.content for answer in wrong}) == 1


def test_the_line_is_for_the_advisers_of_the_triangle(client, planned, adviser, guide, keeper):
    asked = ask(planned, guide, adviser)
    client.post(link_of(asked), {"answer": "nee", "line": "KANARIE-REDEN"})
    assert "KANARIE-REDEN" in page(client, adviser, f"/gesprekken/{planned.pk}/begeleider/")
    planned.second_facilitator = FacilitatorFactory()
    planned.save()
    for user in (keeper, planned.second_facilitator, MembershipFactory().user):
        client.force_login(user)
        for path in ("/", "/begeleiders/", f"/begeleiders/{guide.facilitator.pk}/", f"/gesprekken/{planned.pk}/"):
            assert "KANARIE-REDEN" not in client.get(path).content.decode()


def test_answering_by_link_has_a_limit_and_looking_has_none(client, planned, adviser, guide):
    cache.clear()
    path = link_of(ask(planned, guide, adviser))
    refused = [client.post(path).status_code for _ in range(61)]
    assert (refused[:60].count(200), refused[60]) == (60, 429)
    assert client.get(path).status_code == 200
