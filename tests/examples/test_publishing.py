"""Publishing: what others will read is shown first, exactly that is published, and it can be withdrawn."""

import pytest
from django.utils import timezone

from conversations.forms.examples import SHARE
from conversations.leading import reveal
from conversations.models import AuditEvent, Conversation, Example, Phase
from conversations.publishing import parts_of
from conversations.run_sheet import build_run_sheet, set_minutes
from principles.models import Question
from tests.examples.conftest import make_example
from tests.factories import MembershipFactory, SeatFactory, TopicFactory, UserFactory
from tests.meetings import give, open_meeting
from tests.reading_pages import errors_of, text_of

pytestmark = pytest.mark.django_db
TYPED = {"title": "Eerst  bellen", "why": "Het scheelt brieven.", "organisation": "Dienst Kust"}
AGREED = TYPED | {"text": "Wij bellen bij slecht nieuws.", "sign": "Niemand schrikt nog."}


def path_to(agreement):
    return f"/driehoeken/{agreement.conversation.triangle_id}/afspraken/{agreement.pk}/delen/"


def share(client, path, **typed):
    """Look at what others will read, then share exactly that."""
    seen = client.post(path, typed).context["example"].digest
    return client.post(path, typed | {"seen": seen, "act": SHARE})


def test_a_look_comes_first_and_publishes_nothing(client, standing):
    page = text_of(client.post(path_to(standing), AGREED))
    assert "Dit lezen anderen Werkafspraak Eerst bellen Dienst Kust," in page
    assert "Wij bellen bij slecht nieuws. Het werkt als Niemand schrikt nog." in page
    assert not Example.objects.exists()


def test_exactly_what_was_shown_becomes_readable(client, standing):
    answer = share(client, path_to(standing), **AGREED)
    found = Example.objects.get()
    assert answer["Location"] == f"/voorbeelden/{found.pk}/"
    assert (found.title, found.organisation, found.published_on) == (
        "Eerst bellen",
        "Dienst Kust",
        timezone.localdate(),
    )
    assert found.content == {
        "text": "Wij bellen bij slecht nieuws.",
        "sign": "Niemand schrikt nog.",
        "principle": "",
    }
    event = AuditEvent.objects.get(action="voorbeeld gedeeld")
    assert (event.triangle_id, event.details) == (found.triangle_id, {"example": found.pk, "kind": "werkafspraak"})
    standing.refresh_from_db()
    assert standing.text == "Renske belt bij slecht nieuws."


@pytest.mark.parametrize(
    "change", [{"text": "Wij bellen altijd."}, {"organisation": "Gemeente Zee"}, {"why": "Zomaar."}]
)
def test_what_was_changed_after_the_look_is_shown_again(client, standing, change):
    SeatFactory(triangle=standing.conversation.triangle, organisation__name="Gemeente Zee")
    seen = client.post(path_to(standing), AGREED).context["example"].digest
    answer = client.post(path_to(standing), AGREED | change | {"seen": seen, "act": SHARE})
    assert "Er is iets veranderd. Er is nog niets gedeeld" in text_of(answer)
    assert not Example.objects.exists()


def test_sending_it_twice_publishes_once(client, standing):
    first, second = (share(client, path_to(standing), **AGREED) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Example.objects.count() == AuditEvent.objects.filter(action="voorbeeld gedeeld").count() == 1


def test_the_look_warns_of_names_and_goes_on(client, standing):
    typed = AGREED | {"text": standing.text, "why": "Vraag het noor@kust.example."}
    page = text_of(client.post(path_to(standing), typed))
    assert "Staat hier een naam in? Haal die weg." in page
    assert "‘Renske’ kan Renske Admiraal zijn" in page
    assert "‘noor@kust.example’ is een mailadres" in page
    assert "Staat hier een naam in?" not in text_of(client.post(path_to(standing), AGREED))
    assert share(client, path_to(standing), **typed).status_code == 302


def test_the_page_of_an_example_names_no_person_and_no_triangle(client, standing):
    share(client, path_to(standing), **AGREED)
    client.force_login(UserFactory(name="Iemand Anders"))
    page = text_of(client.get(f"/voorbeelden/{Example.objects.get().pk}/"))
    assert "Wij bellen bij slecht nieuws." in page
    assert [word for word in ("Renske", "Noor", "Kustregister", "Hoe ging het?") if word in page] == []


@pytest.mark.parametrize("field", ["title", "why", "organisation", "text"])
def test_what_is_needed_is_asked(client, standing, field):
    answer = client.post(path_to(standing), AGREED | {field: " "})
    assert field in errors_of(answer)
    assert answer.context["example"] is None


def test_an_organisation_from_elsewhere_is_refused(client, standing):
    assert "organisation" in errors_of(client.post(path_to(standing), AGREED | {"organisation": "Ander ministerie"}))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda made: made.conversation.agreements.update(kind="actie"),
        lambda made: Conversation.objects.filter(pk=made.conversation_id).update(phase=Phase.VERSLAG),
        lambda made: rehearse(made),
        lambda made: archive(made),
    ],
    ids=["actie", "concept", "oefening", "gearchiveerd"],
)
def test_what_is_not_ours_to_share_is_not_there(client, standing, spoil):
    address = f"/driehoeken/{standing.conversation.triangle_id}/afspraken/{standing.pk}/"
    assert "Deel als voorbeeld" in text_of(client.get(address))
    spoil(standing)
    assert client.get(path_to(standing)).status_code == 404
    assert "Deel als voorbeeld" not in text_of(client.get(address))


def rehearse(made):
    made.conversation.triangle.rehearsal_until = timezone.now() + timezone.timedelta(days=1)
    made.conversation.triangle.save()


def archive(made):
    made.conversation.triangle.archived_at = timezone.now()
    made.conversation.triangle.save()


def test_another_triangle_in_the_address_is_not_there(client, standing):
    other = MembershipFactory(user=UserFactory()).triangle
    assert client.get(f"/driehoeken/{other.pk}/afspraken/{standing.pk}/delen/").status_code == 404


def test_a_triangle_without_anybody_has_no_organisation_to_name(client, ahead):
    ahead.triangle.seats.all().delete()
    assert "Er zit nog niemand in deze driehoek." in text_of(client.get(f"/gesprekken/{ahead.pk}/delen/draaiboek/"))


def test_the_questions_go_in_the_words_of_the_conversation(client, ahead):
    address = f"/gesprekken/{ahead.pk}/delen/vragen/"
    assert client.get(address)["Location"].startswith(f"/gesprekken/{ahead.pk}/voorbereiden/voorbereiding/")
    ahead.questions.set(Question.objects.filter(code__in=["dilemma", "goed-voorbeeld"]))
    share(client, address, **TYPED)
    content = Example.objects.get().content
    assert [row["code"] for row in content["questions"]] == ["goed-voorbeeld", "dilemma"]
    assert content["questions"][1]["text"].endswith("?")


def test_the_run_sheet_goes_with_its_minutes_and_without_the_title_of_a_topic(client, ahead):
    topic = TopicFactory(triangle=ahead.triangle, title="Zeespiegel in 2035")
    ahead.run_sheet.create(kind="onderwerp", topic=topic, position=0)
    set_minutes(ahead, {"vervolg": 25})
    ahead.run_sheet.filter(kind="pauze").update(dropped=True)
    answer = client.post(f"/gesprekken/{ahead.pk}/delen/draaiboek/", TYPED)
    assert "Zeespiegel" not in text_of(answer)
    parts = answer.context["example"].content["parts"]
    assert parts[0]["kind"] == "welkom"
    assert [part["minutes"] for part in parts if part["chosen"]] == [25]
    assert [part["name"] for part in parts if part["kind"] == "onderwerp"] == ["Onderwerp van de gezamenlijke agenda"]
    assert "pauze" not in {part["kind"] for part in parts}


def test_a_run_sheet_that_is_shared_later_tells_nothing_of_the_distances(client, triangle):
    meeting = open_meeting(triangle=triangle, phase=Phase.VOORBEREIDING, focus=["gelijkwaardigheid"])
    before = principles_of(meeting)
    assert before[0] == "gelijkwaardigheid"
    Conversation.objects.filter(pk=meeting.pk).update(phase=Phase.GESPREK)
    give(meeting, 3, 3, 3, code=before[1])
    give(meeting, 1, 5, 1, code=before[-1])
    reveal(meeting, before, meeting.facilitator)
    standing_now = [step.code for step in build_run_sheet(meeting) if step.kind == "principe"]
    assert standing_now[0] == before[-1]
    assert principles_of(meeting) == before
    answer = client.post(f"/gesprekken/{meeting.pk}/delen/draaiboek/", TYPED)
    parts = answer.context["example"].content["parts"]
    assert [part["code"] for part in parts if part["kind"] == "principe"] == before


def principles_of(meeting):
    """Return the codes of the principles in the order in which they would be shared."""
    return [part["code"] for part in parts_of(meeting) if part["kind"] == "principe"]


def test_who_advises_the_triangle_or_published_it_withdraws_it(client, standing):
    share(client, path_to(standing), **AGREED)
    found = Example.objects.get()
    address = f"/voorbeelden/{found.pk}/intrekken/"
    assert "Trek dit voorbeeld in" in text_of(client.get(f"/voorbeelden/{found.pk}/"))
    client.force_login(UserFactory(is_staff=True))
    assert client.get(address).status_code == client.post(address).status_code == 404
    colleague = MembershipFactory(triangle=found.triangle).user
    client.force_login(colleague)
    assert "Dit voorbeeld intrekken?" in text_of(client.get(address))
    assert Example.objects.exists()
    client.post(address)
    assert not Example.objects.exists()
    assert AuditEvent.objects.get(action="voorbeeld ingetrokken").actor_id == colleague.pk
    assert client.get(f"/voorbeelden/{found.pk}/").status_code == 404


def test_what_came_in_by_a_file_is_withdrawn_by_the_beheerder(client):
    found = make_example(elsewhere=False)
    address = f"/voorbeelden/{found.pk}/intrekken/"
    client.force_login(UserFactory())
    assert client.post(address).status_code == 404
    client.force_login(UserFactory(is_staff=True))
    client.post(address)
    assert not Example.objects.exists()


def test_the_organisation_of_the_own_corner_stands_first(client, triangle, ahead):
    SeatFactory(triangle=triangle, corner="eigenaar", organisation__name="Ministerie van Zee")
    SeatFactory(triangle=triangle, corner="opdrachtnemer", organisation__name="Dienst Duin")
    address = f"/gesprekken/{ahead.pk}/delen/draaiboek/"
    for corner, first in [("eigenaar", "Ministerie van Zee"), ("opdrachtgever", "Dienst Kust"), ("", "Dienst Duin")]:
        triangle.memberships.update(corner=corner)
        assert client.get(address).context["form"].fields["organisation"].choices[0] == (first, first)
