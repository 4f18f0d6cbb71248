"""The signs on the page of a triangle and on home: why, one act, and never the same thing twice."""

import datetime as dt
import html
import re

import pytest

from conversations import noticing
from conversations.models import AuditEvent, Phase, Signal
from conversations.signalling import refresh
from driehoek.prepared import Prepared
from tests.factories import ConversationFactory, FacilitatorFactory, MembershipFactory, SeatFactory
from tests.reading_pages import text_of
from triangles.models import Seat

from .tables import HELD, promise, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(at):
    return table(rhythm="jaar")


@pytest.fixture
def triangle(talk):
    return talk.triangle


@pytest.fixture
def adviser(triangle, client):
    """Advises the opdrachtnemer; logged in."""
    user = MembershipFactory(triangle=triangle, corner="opdrachtnemer").user
    client.force_login(user)
    return user


def page_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def section(client, triangle):
    page = page_of(client, f"/driehoeken/{triangle.pk}/")
    return page.split('aria-labelledby="aanleiding"')[1].split("</section>")[0] if 'id="aanleiding"' in page else ""


def links(part):
    found = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', part, re.S)
    return {" ".join(words.split()): html.unescape(url) for url, words in found}


def sign(triangle, kind, subject="", why="Daarom."):
    return Signal.objects.create(triangle=triangle, kind=kind, subject=subject, why=why)


def seven(triangle):
    """Make a sign of every kind but an empty corner, about rows that are not there."""
    kinds = ("geen-datum", "lang-geleden", "over-de-datum", "verder-uiteen", "niet-nagekomen", "nieuw-gezicht")
    return [sign(triangle, kind, why=f"Reden {kind}.") for kind in (*kinds, "nieuwe-opdrachtgever")]


def test_without_signs_there_is_no_section(client, triangle, adviser):
    assert section(client, triangle) == ""


def test_a_sign_says_why_and_leads_to_what_it_fills_in(client, triangle, adviser):
    MembershipFactory(triangle=triangle, corner="eigenaar")
    refresh(triangle.pk)
    part = section(client, triangle)
    assert "Er is nog geen datum voor het volgende gesprek." in part
    assert "De adviseur van de eigenaar neemt meestal het initiatief. Elke hoek mag." in part
    assert links(part)["Plan een gesprek"] == f"/driehoeken/{triangle.pk}/nieuw-gesprek/?teken=geen-datum"
    assert "Jullie spraken elkaar op 12 maart 2026." in page_of(client, links(part)["Plan een gesprek"])
    assert "Niet tonen tot" in page_of(client, links(part)["Niet nu"])


def test_the_adviser_of_the_eigenaar_is_told_to_be_first(client, triangle):
    client.force_login(MembershipFactory(triangle=triangle, corner="eigenaar").user)
    refresh(triangle.pk)
    assert "Als adviseur van de eigenaar ben je logisch de eerste" in section(client, triangle)


def test_an_empty_corner_is_filled_and_somebody_new_met(client, triangle, adviser):
    Seat.objects.filter(corner="eigenaar").update(ends_on=dt.date(2026, 3, 20))
    new = SeatFactory(triangle=triangle, corner="opdrachtnemer", begins_on=dt.date(2026, 3, 20), person="Fouad")
    refresh(triangle.pk)
    found = links(section(client, triangle))
    assert found["Vul de eigenaar in"] == f"/driehoeken/{triangle.pk}/bezetting/nieuw/?hoek=eigenaar"
    url = found["Plan een kort kennismakingsgesprek"]
    assert url == f"/driehoeken/{triangle.pk}/nieuw-gesprek/?teken=nieuw-gezicht&over={new.pk}"
    assert "Kennismaken met Fouad" in page_of(client, url)


def test_three_stand_there_and_the_others_can_be_opened(client, triangle, adviser):
    seven(triangle)
    part = section(client, triangle)
    first, rest = part.split("<details")
    reasons = re.compile(r"Reden ([a-z-]+)\.")
    assert reasons.findall(first) == ["nieuwe-opdrachtgever", "nieuw-gezicht", "niet-nagekomen"]
    assert reasons.findall(rest) == ["verder-uiteen", "over-de-datum", "lang-geleden", "geen-datum"]
    assert "Nog 4 redenen" in rest


def test_what_is_put_off_says_until_when_and_comes_back_at_once(client, triangle, adviser, at):
    made = sign(triangle, "geen-datum", why="Nog geen datum.")
    address = f"/driehoeken/{triangle.pk}/tekens/{made.pk}/"
    client.post(address, {"until": "1-6-2026"})
    part = section(client, triangle)
    assert "Uitgesteld tot 1 juni 2026: Nog geen datum." in part
    assert "Plan een gesprek" not in part
    for _ in range(2):
        assert client.post(f"{address}weer-tonen/").status_code == 302
    assert "Plan een gesprek" in section(client, triangle)
    assert AuditEvent.objects.filter(action="teken weer getoond").count() == 1
    client.post(address, {"until": "1-6-2026"})
    at("2026-06-01")
    client.force_login(adviser)
    assert "Plan een gesprek" in section(client, triangle)


def test_of_another_triangle_nothing_is_shown_or_shown_again(client, triangle, adviser):
    made = sign(table().triangle, "geen-datum", why="GEHEIM")
    Signal.objects.update(dismissed_until=dt.date(2026, 6, 1))
    assert "GEHEIM" not in page_of(client, f"/driehoeken/{triangle.pk}/")
    for owner in (triangle.pk, made.triangle_id):
        assert client.post(f"/driehoeken/{owner}/tekens/{made.pk}/weer-tonen/").status_code == 404
    assert Signal.objects.get().dismissed_until == dt.date(2026, 6, 1)


# Home


def test_home_tells_one_sign_with_its_act(client, triangle, adviser):
    MembershipFactory(triangle=triangle, corner="eigenaar")
    refresh(triangle.pk)
    page = page_of(client, "/")
    assert "Plan het volgende gesprek" in page
    assert f"{triangle.name} · Er is nog geen datum voor het volgende gesprek." in html.unescape(page)
    assert links(page)["Plan een gesprek"] == f"/driehoeken/{triangle.pk}/nieuw-gesprek/?teken=geen-datum"


def test_home_tells_the_first_of_many_and_leads_to_the_others(client, triangle, adviser):
    seven(triangle)
    page = text_of(client.get("/"))
    assert "Eén ding vraagt je aandacht" in page
    assert "Er is een nieuwe opdrachtgever" in page
    assert "Reden nieuwe-opdrachtgever. En nog 6 redenen om te praten." in page
    assert links(page_of(client, "/"))["Bekijk waarom"] == f"/driehoeken/{triangle.pk}/#aanleiding"


def test_home_says_nothing_twice(client, triangle, talk, adviser):
    late = promise(talk, due_on=HELD)
    Seat.objects.filter(corner="eigenaar").update(ends_on=dt.date(2026, 3, 20))
    sign(triangle, "lege-hoek", "eigenaar", "GEEN EIGENAAR")
    sign(triangle, "over-de-datum", str(late.pk), "TE LAAT")
    page = text_of(client.get("/"))
    assert "Een afspraak is over de datum" in page
    assert "heeft nog geen eigenaar" in page
    assert "TE LAAT" not in page
    assert "GEEN EIGENAAR" not in page
    assert "Twee dingen vragen je aandacht" in page


def test_home_tells_a_sign_to_advisers_alone_and_when_it_is_shown(client, triangle, adviser):
    sign(triangle, "geen-datum", why="Nog geen datum.")
    guide = FacilitatorFactory()
    ConversationFactory(triangle=triangle, facilitator=guide, phase=Phase.AFGEROND)
    client.force_login(guide)
    assert "Nog geen datum." not in page_of(client, "/")
    client.force_login(MembershipFactory().user)
    assert "Nog geen datum." not in page_of(client, "/")
    client.force_login(adviser)
    assert "Nog geen datum." in page_of(client, "/")
    Signal.objects.update(dismissed_until=dt.date(2026, 4, 2))
    assert "Nog geen datum." not in page_of(client, "/")


def test_a_long_list_ends_at_a_whole_triangle(client, triangle, adviser, monkeypatch):
    monkeypatch.setattr("conversations.noticing.AT_HOME", 9)
    monkeypatch.setattr(noticing, "BEGIN_OF", Prepared(noticing.begin_of, user=-9001))
    other = MembershipFactory(user=adviser).triangle
    seven(triangle)
    seven(other)
    assert "En nog 6 redenen" in text_of(client.get("/"))
    assert text_of(client.get("/")).count("redenen om te praten") == 1
    assert text_of(client.get("/?alles")).count("redenen om te praten") == 2


@pytest.mark.parametrize("size", [1, 3])
def test_home_and_the_triangle_ask_as_much_for_one_as_for_three(
    client, triangle, adviser, size, django_assert_num_queries
):
    for _ in range(size):
        other = MembershipFactory(user=adviser).triangle
        seven(other)
        ConversationFactory(triangle=other, held_on=dt.date(2026, 6, 1))
        promise(table(other), due_on=HELD)
    client.get("/")
    with django_assert_num_queries(8):
        client.get("/")
    with django_assert_num_queries(1):
        from conversations.noticing import read_signs

        assert len(read_signs(other, dt.date(2026, 4, 1)).shown) == 7
