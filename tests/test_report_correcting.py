"""Correcting a report that is vastgesteld: what may change, what is read first, and the versions that stay."""

import re
from html import unescape

import pytest

from conversations.correcting import corrected
from conversations.report import establish
from tests.factories import FacilitatorFactory, MembershipFactory
from tests.held import hold, read_case
from tests.test_report_flow import acts, address, html_of, post, seen_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    conversation = hold(read_case("kustregister"))
    conversation.facilitator = FacilitatorFactory()
    conversation.save()
    return conversation


@pytest.fixture
def adviser(held, client):
    user = MembershipFactory(triangle=held.triangle).user
    client.force_login(user)
    return user


@pytest.fixture
def done(held, adviser):
    establish(held, adviser)
    return held


def fields_of(client, conversation, **changes):
    """Return what the browser would send for the correction as it is opened, with `changes`."""
    html = html_of(client, conversation, "verslag/corrigeren/")
    content = conversation.reports.last().content
    sent = {"seen": seen_of(html)}
    sent |= {f"table-{nr}-name": row["name"] for nr, row in enumerate(content["table"])}
    sent |= {f"insights-{nr}-text": row["text"] for nr, row in enumerate(content["insights"])}
    sent |= {f"agreements-{nr}-text": row["text"] for nr, row in enumerate(content["agreements"])}
    sent |= {f"agreements-{nr}-sign": row["sign"] for nr, row in enumerate(content["agreements"]) if row["sign"]}
    assert {name for name in sent if f'name="{name}"' not in html} == set()
    return sent | changes


def test_a_correction_is_read_before_it_becomes_version_two(client, done):
    sent = fields_of(
        client, done, reason="De naam was fout", **{"table-0-name": "Marijke Verwoert", "insights-0-text": "Beter."}
    )
    page = post(client, done, "verslag/corrigeren/", nalezen="", **sent)
    assert "Stel je versie 2 zo vast?" in page
    assert "Marijke Verwoerd" in page
    assert "Marijke Verwoert" in page
    assert done.reports.count() == 1
    assert "Versie 2 van het verslag is vastgesteld." in post(
        client, done, "verslag/corrigeren/", vaststellen="", **sent
    )
    first, second = done.reports.order_by("version")
    assert (second.version, second.reason) == (2, "De naam was fout")
    assert second.content["table"][0]["name"] == "Marijke Verwoert"
    assert second.content["insights"][0]["text"] == "Beter."
    assert first.content["table"][0]["name"] == "Marijke Verwoerd"
    assert "Marijke Verwoert" in {row["owner"] for row in second.content["agreements"]}
    assert "Marijke Verwoerd" not in {row["owner"] for row in second.content["agreements"]}
    assert acts(done).count("verslag gecorrigeerd") == 1


def test_the_page_with_the_question_carries_all_that_was_typed(client, done):
    """Send back exactly what stands hidden on that page."""
    long = "Regel één.\r\n\r\n“Regel twee” & <drie>"
    sent = fields_of(client, done, reason="Zo was het", **{"insights-0-text": long, "drop-0": "on"})
    html = client.post(address(done, "verslag/corrigeren/"), {**sent, "nalezen": ""}).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))
    hidden = {name: unescape(value) for name, value in hidden.items()}
    assert "is vastgesteld" in post(client, done, "verslag/corrigeren/", vaststellen="", **hidden)
    content = done.reports.last().content
    assert content["insights"][0]["text"] == long.replace("\r\n", "\n")
    assert len(content["given"]) == len(done.reports.first().content["given"]) - 1


def test_back_from_the_question_keeps_what_was_typed(client, done):
    sent = fields_of(client, done, reason="Anders", **{"table-0-name": "Iemand Anders"})
    html = client.post(address(done, "verslag/corrigeren/"), {**sent, "terug": ""}).content.decode()
    assert 'value="Iemand Anders"' in html
    assert "Lees na wat er verandert" in html
    assert done.reports.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": "", "table-0-name": "Anders"}, "Zeg waarom je het verslag corrigeert."),
        ({"reason": "  ", "table-0-name": "Anders"}, "Zeg waarom je het verslag corrigeert."),
        ({"reason": "Toch niet"}, "Je hebt nog niets veranderd."),
        ({"reason": "Leeg", "table-0-name": ""}, "Dit kan niet leeg zijn."),
        ({"reason": "Leeg", "agreements-0-text": " "}, "Dit kan niet leeg zijn."),
        ({"reason": "Lang", "table-0-name": "x" * 301}, "300"),
        ({"reason": "x" * 1001, "table-0-name": "Anders"}, "1000"),
    ],
)
def test_a_wrong_correction_is_refused(client, done, changes, words):
    sent = fields_of(client, done, **changes)
    assert words in post(client, done, "verslag/corrigeren/", vaststellen="", **sent)
    assert done.reports.count() == 1


def test_no_quote_is_changed_or_added_by_a_made_up_request(client, done):
    before = done.reports.get().content["given"]
    sent = fields_of(client, done, reason="Stiekem", **{"given-0-text": "Anders", "table-0-name": "Iemand Anders"})
    post(client, done, "verslag/corrigeren/", vaststellen="", **sent)
    assert done.reports.last().content["given"] == before


def test_two_corrections_at_once_are_one(client, done, adviser):
    late = fields_of(client, done, reason="Tweede", **{"table-0-name": "Tweede Naam"})
    other = fields_of(client, done, reason="Eerste", **{"insights-0-text": "Eerste was sneller."})
    post(client, done, "verslag/corrigeren/", vaststellen="", **other)
    page = client.post(address(done, "verslag/corrigeren/"), {**late, "vaststellen": ""}).content.decode()
    assert "Er is intussen een andere versie vastgesteld." in page
    assert 'value="Tweede Naam"' in page
    assert done.reports.count() == 2
    late |= {"seen": seen_of(page), "insights-0-text": "Eerste was sneller."}
    assert "Versie 3" in post(client, done, "verslag/corrigeren/", vaststellen="", **late)
    assert done.reports.last().content["insights"][0]["text"] == "Eerste was sneller."


@pytest.mark.parametrize(("second", "owner"), [("Iemand Anders", "Jan Smit"), ("Jan Smid", "Jan Smid")])
def test_of_two_people_with_one_name_nobody_is_renamed_elsewhere(second, owner):
    content = {
        "table": [{"name": "Jan Smid", "corner": "eigenaar"}, {"name": second, "corner": "opdrachtgever"}],
        "principles": [],
        "insights": [],
        "agreements": [{"text": "Bellen", "sign": "", "owner": "Jan Smid"}],
        "responses": None,
        "given": [],
    }
    assert corrected(content, {"table-0-name": "Jan Smit"}, set())["agreements"][0]["owner"] == owner
    assert content["agreements"][0]["owner"] == "Jan Smid"


def test_nothing_to_correct_before_vaststellen(client, held, adviser):
    assert "Verbeter het concept zelf." in post(client, held, "verslag/corrigeren/", reason="Eerder")


# Versions


def test_old_versions_stay_for_adviser_and_facilitator(client, done, adviser):
    sent = fields_of(client, done, reason="De naam was fout", **{"table-0-name": "Marijke Verwoert"})
    post(client, done, "verslag/corrigeren/", vaststellen="", **sent)
    for user in (adviser, done.facilitator):
        client.force_login(user)
        page = text_of(html_of(client, done, "verslag/versies/"))
        assert page.index("Versie 2") < page.index("Versie 1")
        assert "Reden: De naam was fout" in page
        old, new = html_of(client, done, "verslag/versie/1/"), html_of(client, done, "verslag/versie/2/")
        assert "Dit is een oude versie. Nu geldt versie 2." in text_of(old)
        assert "Marijke Verwoert" not in old
        assert "Dit is de versie die geldt." in text_of(new)
        assert client.get(address(done, "verslag/versie/1.pdf")).content == bytes(done.reports.first().pdf)
    client.force_login(MembershipFactory().user)
    for tail in ("verslag/versies/", "verslag/versie/1/", "verslag/versie/1.pdf"):
        assert client.get(address(done, tail)).status_code == 404


@pytest.mark.parametrize("number", ["0", "2", "9" * 30])
def test_a_version_that_does_not_exist_is_404(client, done, number):
    assert client.get(address(done, f"verslag/versie/{number}/")).status_code == 404
    assert client.get(address(done, f"verslag/versie/{number}.pdf")).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_versions_query_count_does_not_grow(client, done, adviser, size, django_assert_num_queries):
    for number in range(1, size):
        establish(done, adviser, reason=f"{number}", corrected=done.reports.last().content)
    with django_assert_num_queries(5):
        html_of(client, done, "verslag/versies/")
