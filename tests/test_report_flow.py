"""From draft to vastgesteld on the screen: who may do what, what is frozen."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from conversations.models import AuditEvent, Conversation, Phase, ReportResponse, Visibility
from conversations.report import build_content, establish, what_is_read
from tests.factories import (
    FacilitatorFactory,
    MembershipFactory,
    ReflectionFactory,
    UserFactory,
    at_visibility,
)
from tests.held import hold, read_case

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 20)


@pytest.fixture(autouse=True)
def on_20_march(time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 20, 9, tzinfo=dt.UTC), tick=False)


@pytest.fixture
def held():
    """The kustregister conversation, held and not yet released, with a facilitator."""
    conversation = hold(read_case("kustregister"))
    conversation.facilitator = FacilitatorFactory()
    conversation.save()
    return conversation


@pytest.fixture
def adviser(held, client):
    user = MembershipFactory(triangle=held.triangle, user__name="Noor Bakhuis").user
    client.force_login(user)
    return user


@pytest.fixture
def done(held, adviser):
    """The same, vastgesteld."""
    establish(held, adviser)
    return held


def address(conversation, tail):
    return f"/gesprekken/{conversation.pk}/{tail}"


def html_of(client, conversation, tail="verslag/"):
    answer = client.get(address(conversation, tail))
    assert answer.status_code == 200
    return answer.content.decode()


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def post(client, conversation, tail, **sent):
    """Post and return the text of the page that follows."""
    return text_of(client.post(address(conversation, tail), sent, follow=True).content.decode())


def seen_of(html):
    return re.search(r'name="seen" value="([0-9a-f]{64})"', html)[1]


def acts(conversation):
    return list(AuditEvent.objects.filter(conversation_id=conversation.pk).values_list("action", flat=True))


def test_the_page_says_who_reads_the_draft_now_and_what_comes_next(client, held, adviser):
    page = text_of(html_of(client, held))
    assert "Nu lezen alleen de begeleider en de adviseurs het." in page
    assert "Geef het concept vrij om te lezen" in page
    held.release_draft(adviser, DAY + dt.timedelta(days=3))
    page = text_of(html_of(client, held))
    assert "Reageren kan tot en met 23 maart 2026." in page
    assert "Stel nu al vast" in page
    Conversation.objects.update(responses_until=DAY - dt.timedelta(days=1))
    html = html_of(client, held)
    assert "Reageren kon tot en met 19 maart 2026." in html
    assert re.search(r'nl-button--primary" href="[^"]+/vaststellen/"', html)


def test_the_facilitator_releases_but_does_not_vaststelt(client, held):
    client.force_login(held.facilitator)
    page = html_of(client, held)
    assert "/verslag/vrijgeven/" in page
    assert "/verslag/vaststellen/" not in page
    held.release_draft(held.facilitator, DAY - dt.timedelta(days=1))
    assert "De adviseur stelt het verslag vast." in text_of(html_of(client, held))
    assert client.post(address(held, "verslag/vaststellen/"), {"seen": "x"}).status_code == 404
    assert client.post(address(held, "verslag/corrigeren/")).status_code == 404
    assert client.post(address(held, "afronden/")).status_code == 404


def test_every_part_of_the_draft_has_a_page_to_change_it(client, held, adviser):
    parts = re.findall(r"/vastleggen/([^/]+)/\?terug=verslag", html_of(client, held))
    assert len(parts) == 5 + held.agreements.count() + 1 + held.parked.count() + 1
    for part in parts:
        assert client.get(address(held, f"vastleggen/{part}/")).status_code == 200, part


def test_a_vastgesteld_report_offers_nothing_to_change(client, done):
    page = html_of(client, done)
    assert "/vastleggen/" not in page
    assert "/verslag/rubricering/" not in page
    assert "Dit verslag ligt vast." in text_of(page)


def test_an_adviser_of_an_archived_triangle_reads_and_changes_nothing(client, held, adviser):
    held.triangle.archived_at = timezone.now()
    held.triangle.save()
    page = html_of(client, held)
    assert not re.search("vrijgeven/|vaststellen/|vastleggen/|rubricering/", page)
    for tail in ("vrijgeven", "vaststellen", "corrigeren", "rubricering"):
        assert client.post(address(held, f"verslag/{tail}/")).status_code == 404


def test_remarks_of_the_reading_round_stand_beside_the_draft_and_not_in_it(client, held, adviser):
    held.release_draft(adviser, DAY)
    person = held.participants.first()
    response = ReportResponse.objects.create(conversation=held, participant=person, answer="opmerking")
    response.remarks.create(section="afspraken", text="OPMERKING-KANARIE")
    page = html_of(client, held)
    assert "OPMERKING-KANARIE" in page.split('<article class="r')[0]
    assert "OPMERKING-KANARIE" not in page.split('<article class="r')[1]
    assert "OPMERKING-KANARIE" not in html_of(client, held, "verslag/scherm/")
    establish(held, adviser)
    assert "OPMERKING-KANARIE" not in html_of(client, held)


@pytest.mark.parametrize("size", [1, 3])
def test_report_query_count_does_not_grow(client, held, adviser, size, django_assert_num_queries):
    held.agreements.all().delete()
    for number in range(size):
        held.agreements.create(kind="actie", text=f"{number}", of_eigenaar=True)
        held.parked.create(text=f"{number}")
    with django_assert_num_queries(29):
        html_of(client, held)


def test_releasing_asks_until_when_and_opens_what_the_table_may_read(client, held, adviser):
    text = at_visibility(ReflectionFactory(participant=held.participants.first()), Visibility.MET_NAAM)
    assert "er gaat geen mail weg" in text_of(html_of(client, held, "verslag/vrijgeven/"))
    page = post(client, held, "verslag/vrijgeven/", until="3-4-2026")
    assert "De leesronde is open." in page
    held.refresh_from_db()
    text.refresh_from_db()
    assert (held.responses_until, held.phase) == (dt.date(2026, 4, 3), Phase.VERSLAG)
    assert text.released_at is not None
    assert acts(held).count("concept vrijgegeven") == 1


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("", "Vul de laatste dag van de leesronde in."),
        ("19-3-2026", "Deze dag is al voorbij."),
        ("31-2-2026", "Deze dag bestaat niet."),
        ("morgen", "Deze dag bestaat niet."),
    ],
)
def test_a_wrong_day_releases_nothing_and_keeps_what_was_typed(client, held, adviser, until, words):
    page = client.post(address(held, "verslag/vrijgeven/"), {"until": until}).content.decode()
    assert words in text_of(page)
    assert "<title>Fout: " in page
    assert f'value="{until}"' in page or not until
    held.refresh_from_db()
    assert held.draft_released_at is None
    assert acts(held) == []


def test_releasing_twice_says_so_and_keeps_the_first_date(client, held, adviser):
    post(client, held, "verslag/vrijgeven/", until="3-4-2026")
    assert "Het concept is al vrijgegeven." in post(client, held, "verslag/vrijgeven/", until="9-4-2026")
    assert "Dit concept is al vrijgegeven." in text_of(html_of(client, held, "verslag/vrijgeven/"))
    held.refresh_from_db()
    assert held.responses_until == dt.date(2026, 4, 3)
    assert acts(held).count("concept vrijgegeven") == 1


def test_the_rubricering_is_changed_over_what_was_on_the_page(client, held, adviser):
    before = held.classification
    page = post(client, held, "verslag/rubricering/", classification="Departementaal vertrouwelijk", before=before)
    assert "Rubricering: Departementaal vertrouwelijk" in page
    page = post(client, held, "verslag/rubricering/", classification="Openbaar", before=before)
    assert "Nu staat er: ‘Departementaal vertrouwelijk’" in page
    assert (
        'value="Openbaar"'
        in client.post(
            address(held, "verslag/rubricering/"), {"classification": "Openbaar", "before": before}
        ).content.decode()
    )
    held.refresh_from_db()
    assert held.classification == "Departementaal vertrouwelijk"


@pytest.mark.parametrize("text", ["", "x" * 301])
def test_an_impossible_rubricering_is_refused(client, held, adviser, text):
    before = held.classification
    assert "Er klopt één ding niet" in post(client, held, "verslag/rubricering/", classification=text, before=before)
    held.refresh_from_db()
    assert held.classification == before


def test_the_rubricering_of_a_vastgesteld_report_stays(client, done):
    page = post(client, done, "verslag/rubricering/", classification="Openbaar", before=done.classification)
    assert "De rubricering ligt vast." in page
    done.refresh_from_db()
    assert done.classification != "Openbaar"


def test_vaststellen_tells_what_is_frozen_and_freezes_it(client, held, adviser):
    html = html_of(client, held, "verslag/vaststellen/")
    page = text_of(html)
    assert "Marijke Verwoerd" in page
    assert "De deelnemers hebben het concept nog niet kunnen lezen." in page
    assert held.reports.count() == 0
    page = post(client, held, "verslag/vaststellen/", seen=seen_of(html))
    assert "Versie 1 van het verslag is vastgesteld." in page
    held.refresh_from_db()
    assert held.phase == Phase.OPVOLGING
    assert held.reports.get().is_intact()
    assert acts(held) == ["vastgesteld"]


def test_advice_before_vaststellen_follows_the_reading_round(client, held, adviser):
    held.release_draft(adviser, DAY)
    page = text_of(html_of(client, held, "verslag/vaststellen/"))
    assert "De leesronde loopt nog tot en met 20 maart 2026." in page
    for person in held.participants.all()[1:]:
        ReportResponse.objects.create(conversation=held, participant=person, answer="akkoord")
    Conversation.objects.update(responses_until=DAY - dt.timedelta(days=1))
    page = text_of(html_of(client, held, "verslag/vaststellen/"))
    assert "De leesronde loopt nog" not in page
    assert f"Nog geen reactie van {held.participants.first().name}." in page


def test_what_changed_after_the_question_is_read_first(client, held, adviser):
    seen = seen_of(html_of(client, held, "verslag/vaststellen/"))
    held.agreements.create(kind="actie", text="Net toegevoegd", of_eigenaar=True)
    page = post(client, held, "verslag/vaststellen/", seen=seen)
    assert "Het gesprek is intussen gewijzigd. Lees het verslag nog eens en probeer opnieuw." in page
    assert "Net toegevoegd" in page
    held.refresh_from_db()
    assert (held.phase, held.reports.count(), acts(held)) == (Phase.VERSLAG, 0, [])
    again = seen_of(html_of(client, held, "verslag/vaststellen/"))
    assert "is vastgesteld" in post(client, held, "verslag/vaststellen/", seen=again)


def test_without_what_was_read_nothing_is_frozen(client, held, adviser):
    assert "Dit verslag vaststellen?" in post(client, held, "verslag/vaststellen/")
    assert held.reports.count() == 0


def test_vaststellen_twice_is_once(client, held, adviser):
    seen = seen_of(html_of(client, held, "verslag/vaststellen/"))
    post(client, held, "verslag/vaststellen/", seen=seen)
    assert "vaststellen kan nu niet" in post(client, held, "verslag/vaststellen/", seen=seen)
    assert held.reports.count() == 1


@pytest.mark.parametrize("phase", [Phase.CONCEPT, Phase.VOORBEREIDING, Phase.GESPREK, Phase.GEANNULEERD])
def test_vaststellen_waits_for_the_end_of_the_meeting(client, held, adviser, phase):
    Conversation.objects.update(phase=phase)
    seen = what_is_read(build_content(held))
    assert "vaststellen kan nu niet" in post(client, held, "verslag/vaststellen/", seen=seen)
    assert held.reports.count() == 0


def test_afronden_closes_the_follow_up_and_leaves_the_agreements(client, done):
    open_before = done.agreements.open().count()
    assert "blijven gewoon staan" in text_of(html_of(client, done, "afronden/"))
    assert "Het gesprek is afgerond." in post(client, done, "afronden/")
    done.refresh_from_db()
    assert done.phase == Phase.AFGEROND
    assert done.agreements.open().count() == open_before
    assert acts(done)[-1] == "afgerond"
    assert "deze stap kan nu niet" in post(client, done, "afronden/")
    assert "Dit gesprek is al afgerond." in text_of(html_of(client, done, "afronden/"))


def test_who_has_nothing_to_do_with_it_finds_nothing(client, done):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    for tail in ("verslag/", "verslag/scherm/", "verslag/versies/", "verslag/vaststellen/", "afronden/"):
        assert client.get(address(done, tail)).status_code == 404
