"""The page of one agreement: every link of its chain, in order, with only what was shown."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.chain import read_chain
from conversations.models import AgreementStep, Verdict
from tests.factories import (
    ConversationFactory,
    FacilitatorFactory,
    MembershipFactory,
    ParticipantFactory,
    UserFactory,
)
from tests.reading_pages import text_of

pytestmark = pytest.mark.django_db


def read(client, agreement):
    triangle = agreement.conversation.triangle_id
    return text_of(client.get(f"/driehoeken/{triangle}/afspraken/{agreement.pk}/"))


def step(agreement, what, day, conversation=None, **values):
    at = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
    return AgreementStep.objects.create(agreement=agreement, what=what, at=at, conversation=conversation, **values)


def judge(agreement, conversation, corner, value, at):
    Verdict.objects.create(agreement=agreement, conversation=conversation, corner=corner, value=value, shown_at=at)


@pytest.fixture
def bellen(first, agree):
    return agree(first, "Bellen", due_on=dt.date(2026, 6, 15), sign="Niemand leest het in de krant.")


def test_the_whole_chain_is_told_in_order(client, first, second, bellen):
    noor = UserFactory(name="Noor Bakhuis")
    person = ParticipantFactory(conversation=first, seat__person="Marijke Verwoerd")
    step(bellen, "vervallen", dt.date(2026, 6, 20), note="Het is niet meer nodig.", by_user=noor)
    step(bellen, "gewijzigd", dt.date(2026, 6, 1), before={"text": "Mailen", "due_on": "2026-04-30"}, by_user=noor)
    step(bellen, "geparkeerd", second.held_on, second, until=dt.date(2026, 5, 1), by_user=noor)
    step(bellen, "hulp", dt.date(2025, 11, 3), by_participant=person, note="Wie heeft de nummers?")
    step(bellen, "gemaakt", dt.date(2026, 2, 2), first)  # typed months after the conversation
    judge(bellen, second, "eigenaar", "niet", dt.datetime(2026, 3, 12, 9, tzinfo=dt.UTC))
    page = read(client, bellen).split("Wat ermee gebeurde")[1]
    told = [
        "11 september 2025 Gemaakt In het gesprek Na de storm",
        "3 november 2025 Hulp nodig, zei Marijke Verwoerd ‘Wie heeft de nummers?’ Buiten een gesprek",
        "12 maart 2026 Nagekomen? Elke hoek apart :",
        "eigenaar: niet nagekomen In het gesprek Weer rust",
        "12 maart 2026 Geparkeerd tot 1 mei 2026 door Noor Bakhuis In het gesprek Weer rust",
        "1 juni 2026 Gewijzigd door Noor Bakhuis Afspraak was Mailen",
        "30 april 2026 Buiten een gesprek",
        "20 juni 2026 Vervallen door Noor Bakhuis ‘Het is niet meer nodig.’ Buiten een gesprek",
    ]
    places = [page.replace(" :", ":").find(words.replace(" :", ":")) for words in told]
    assert -1 not in places, dict(zip(told, places, strict=True))
    assert places == sorted(places)


def test_a_change_tells_all_that_was_different(second, agree):
    before = {
        "corners": ["opdrachtgever", "eigenaar"],
        "kind": "besluit",
        "owner_name": "",
        "due_on": None,
        "most_important": True,
        "unknown": "x",
    }
    made = agree(second, "Bellen")
    step(made, "gewijzigd", dt.date(2026, 6, 1), before=before)
    assert [words for _, words in read_chain(made)[0].before] == [
        *("besluit", "opdrachtgever, eigenaar", "leeg", "leeg", "ja")
    ]


def test_verdicts_stay_away_until_they_are_shown(client, second, bellen):
    judge(bellen, second, "eigenaar", "niet", None)
    assert "niet nagekomen" not in read(client, bellen)
    Verdict.objects.update(shown_at=timezone.now())
    assert "niet nagekomen" in read(client, bellen)


def test_the_page_says_how_it_stands_now(client, bellen):
    page = read(client, bellen)
    assert "Uiterlijk 15 juni 2026, 9 dagen over de datum" in page
    assert "Het werkt als Niemand leest het in de krant." in page


def test_what_was_typed_is_shown_as_text(client, second, agree):
    made = agree(second, "<b>Bellen</b>")
    step(made, "behouden", dt.date(2026, 6, 1), note="<script>1</script>")
    page = client.get(f"/driehoeken/{second.triangle_id}/afspraken/{made.pk}/").content.decode()
    assert "<b>Bellen" not in page
    assert "<script>1" not in page


def test_an_agreement_stands_under_its_own_triangle_alone(client, bellen):
    other = MembershipFactory(user=MembershipFactory(triangle=bellen.conversation.triangle).user).triangle
    client.force_login(other.memberships.get().user)
    assert client.get(f"/driehoeken/{other.pk}/afspraken/{bellen.pk}/").status_code == 404
    assert client.get(f"/driehoeken/{bellen.conversation.triangle_id}/afspraken/{bellen.pk}/").status_code == 200


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_stays_the_same(client, triangle, bellen, size, django_assert_num_queries):
    for number in range(size):
        talk = ConversationFactory(triangle=triangle, held_on=dt.date(2026, 1, number + 1))
        step(bellen, "behouden", talk.held_on, talk, by_user=UserFactory())
        judge(bellen, talk, "eigenaar", "niet", timezone.now())
    with django_assert_num_queries(7):  # session, user, triangle, agreement, steps, verdicts, seats
        read(client, bellen)


def test_home_leads_to_what_is_past_its_date(client, bellen):
    address = f"/driehoeken/{bellen.conversation.triangle_id}/afspraken/{bellen.pk}/"
    page = client.get("/").content.decode()
    assert "Een afspraak is over de datum" in page
    assert f'href="{address}"' in page
    assert client.get(address).status_code == 200


def test_a_facilitator_is_led_to_no_ledger(client, bellen):
    talk = bellen.conversation
    ledger = f"/driehoeken/{talk.triangle_id}/afspraken/"
    assert f'href="{ledger}"' in client.get(f"/gesprekken/{talk.pk}/").content.decode()
    talk.facilitator = FacilitatorFactory()
    talk.save()
    client.force_login(talk.facilitator)
    answer = client.get(f"/gesprekken/{talk.pk}/")
    assert "Bellen" in answer.content.decode()
    assert ledger not in answer.content.decode()
