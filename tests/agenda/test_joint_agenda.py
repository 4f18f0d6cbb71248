"""The joint agenda: topics per term with where they came from, moved to a conversation, and closed with a result."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from conversations.models import Conversation, FollowUp, Phase, RunSheetItem, TopicSource
from conversations.run_sheet import add_card, build_run_sheet, change, start_over, store
from principles.models import Card
from tests.factories import ConversationFactory, FacilitatorFactory, ParticipantFactory, TopicFactory
from tests.pdf_reading import texts
from tests.reading_pages import errors_of, text_of
from triangles.models import AgendaTopic

pytestmark = pytest.mark.django_db


def path(triangle, rest=""):
    return f"/driehoeken/{triangle.pk}/werkagenda/{rest}"


def agenda(client, triangle):
    return text_of(client.get(path(triangle)))


@pytest.fixture
def topic(triangle):
    return TopicFactory(triangle=triangle, title="Zeespiegel in 2035", horizon="lange_termijn", lead="eigenaar")


@pytest.fixture
def held(triangle):
    return ConversationFactory(triangle=triangle, phase=Phase.OPVOLGING, title="Hoe ging het?")


@pytest.fixture
def ahead(triangle):
    day = timezone.localdate() + dt.timedelta(days=20)
    return ConversationFactory(triangle=triangle, phase=Phase.VOORBEREIDING, title="En nu?", held_on=day)


def move(client, topic, conversation=None, version=None):
    typed = {"conversation": conversation.pk if conversation else "", "version": version or topic.version}
    return client.post(path(topic.triangle, f"{topic.pk}/gesprek/"), typed)


def keys(conversation):
    return [step.key for step in build_run_sheet(Conversation.objects.get(pk=conversation.pk)) if not step.is_dropped]


def test_open_topics_stand_per_term_with_who_leads_and_where_they_came_from(client, triangle, topic, held):
    TopicFactory(triangle=triangle, title="De begroting", horizon="kwartaal")
    FollowUp.objects.create(conversation=held).topics.add(topic)
    page = agenda(client, triangle)
    assert page.index("Dit kwartaal De begroting niemand trekt het nog") < page.index("Lange termijn Zeespiegel")
    assert "Zeespiegel in 2035 E eigenaar trekt Uit Hoe ging het? , 12 maart 2026" in page
    assert "Dit jaar" not in page


def test_an_empty_agenda_says_what_belongs_there(client, triangle):
    assert "Er staat niets open op de agenda." in agenda(client, triangle)


def test_a_topic_moved_to_a_conversation_comes_on_its_run_sheet_before_the_agreements(client, topic, ahead):
    assert move(client, topic, ahead).status_code == 302
    assert keys(ahead)[-3:] == [f"onderwerp-{topic.pk}", "vervolg", "afsluiting"]
    assert "Komt op tafel in En nu?" in agenda(client, topic.triangle)
    assert "Zeespiegel in 2035" in text_of(client.get(f"/gesprekken/{ahead.pk}/draaiboek/"))
    assert not RunSheetItem.objects.exclude(kind="onderwerp").exists()  # the rest goes on following the plan


def test_moving_it_on_takes_it_off_the_first_and_none_takes_it_off_all(client, topic, ahead):
    later = ConversationFactory(triangle=topic.triangle, phase=Phase.CONCEPT, held_on=None)
    for version, where in enumerate([ahead, later, later], 1):
        move(client, topic, where, version)
    assert list(RunSheetItem.objects.values_list("conversation", flat=True)) == [later.pk]
    move(client, topic, None, 4)
    assert not RunSheetItem.objects.exists()


def test_on_a_run_sheet_that_was_stored_it_gets_its_minutes(client, topic, ahead):
    store(ahead)
    move(client, topic, ahead)
    steps = {step.key: step.minutes for step in build_run_sheet(ahead)}
    assert list(steps)[-3] == f"onderwerp-{topic.pk}"
    assert sum(steps.values()) == 120
    change(ahead, f"onderwerp-{topic.pk}", "vervalt")
    assert "Komt op tafel" not in agenda(client, topic.triangle)
    move(client, topic, ahead, 2)
    assert f"onderwerp-{topic.pk}" in keys(ahead)


def test_proposing_the_run_sheet_again_keeps_topics_and_cards(topic, ahead, client):
    move(client, topic, ahead)
    add_card(ahead, Card.objects.first())
    start_over(ahead)
    assert keys(ahead)[-4:] == [
        f"onderwerp-{topic.pk}",
        "vervolg",
        f"kaart-{Card.objects.first().code}",
        "afsluiting",
    ]


@pytest.mark.parametrize("phase", [Phase.GESPREK, Phase.VERSLAG, Phase.OPVOLGING, Phase.GEANNULEERD])
def test_a_conversation_that_was_held_takes_no_topic(client, topic, ahead, phase):
    Conversation.objects.filter(pk=ahead.pk).update(phase=phase)
    assert "conversation" in errors_of(move(client, topic, ahead))
    assert "Er is geen gesprek dat nog komt." in text_of(client.get(path(topic.triangle, f"{topic.pk}/gesprek/")))


def test_a_conversation_of_another_triangle_takes_no_topic(client, topic):
    assert "conversation" in errors_of(move(client, topic, ConversationFactory()))


def test_after_the_meeting_the_topic_stays_open_and_says_where_it_was_talked_of(client, topic, ahead):
    move(client, topic, ahead)
    Conversation.objects.filter(pk=ahead.pk).update(phase=Phase.VERSLAG)
    assert "Besproken in En nu?" in agenda(client, topic.triangle)
    Conversation.objects.filter(pk=ahead.pk).update(phase=Phase.GEANNULEERD)
    assert "En nu?" not in agenda(client, topic.triangle)


@pytest.mark.drawn
def test_in_the_meeting_it_is_a_part_for_the_room_and_the_big_screen_and_on_paper(client, topic, ahead):
    move(client, topic, ahead)
    guide = FacilitatorFactory()
    Conversation.objects.filter(pk=ahead.pk).update(facilitator=guide)
    ParticipantFactory(conversation=ahead)
    client.force_login(guide)
    client.post(f"/gesprekken/{ahead.pk}/leiden/openen/", {"deel": "welkom"})
    key = f"onderwerp-{topic.pk}"
    page = client.get(f"/gesprekken/{ahead.pk}/leiden/?deel={key}")
    assert "Wat willen jullie hiermee bereiken" in text_of(page)
    client.post(f"/gesprekken/{ahead.pk}/leiden/stap/", {"deel": key})
    assert "Zeespiegel in 2035" in text_of(client.get(f"/gesprekken/{ahead.pk}/scherm/"))
    papers = client.get(f"/gesprekken/{ahead.pk}/papier.pdf")
    assert papers.status_code == 200
    assert "Zeespiegel in 2035" in " ".join(texts(papers.content)[-2].split())


def test_closing_needs_a_result_and_takes_it_off_the_run_sheet(client, topic, ahead):
    move(client, topic, ahead)
    address = path(topic.triangle, f"{topic.pk}/afsluiten/")
    assert "result" in errors_of(client.post(address, {"result": " ", "version": 2}))
    assert RunSheetItem.objects.exists()
    client.post(address, {"result": "De dijk wordt hoger.\n\nIn 2027 klaar.", "version": 2})
    assert not RunSheetItem.objects.exists()
    today = timezone.localdate()
    page = agenda(client, topic.triangle)
    assert re.search(rf"Afgesloten Zeespiegel in 2035 Afgesloten op {today.day} \w+ {today.year} De dijk", page)
    assert "Er staat niets open op de agenda." in page
    assert "De dijk wordt hoger." in text_of(client.get(f"/driehoeken/{topic.triangle_id}/"))
    assert client.get(path(topic.triangle, f"{topic.pk}/gesprek/")).status_code == 404


def test_changing_the_result_keeps_the_day_and_opening_again_keeps_the_words(client, topic):
    address = path(topic.triangle, f"{topic.pk}/afsluiten/")
    client.post(address, {"result": "Klaar.", "version": 1})
    AgendaTopic.objects.update(closed_at=dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC))
    client.post(address, {"result": "Bijna klaar.", "version": 2})
    assert "Afgesloten op 5 januari 2026 Bijna klaar." in agenda(client, topic.triangle)
    client.post(path(topic.triangle, f"{topic.pk}/openen/"))
    found = AgendaTopic.objects.get()
    assert (found.closed_at, found.result, found.version) == (None, "Bijna klaar.", 4)
    assert "Bijna klaar." in client.get(address).content.decode()


def test_who_closes_or_moves_over_somebody_elses_change_sees_both(client, topic, ahead):
    AgendaTopic.objects.update(version=2)
    answer = client.post(path(topic.triangle, f"{topic.pk}/afsluiten/"), {"result": "Klaar.", "version": 1})
    assert "Iemand anders wijzigde dit" in text_of(answer)
    move(client, topic, ahead, 2)
    answer = move(client, topic, None, 2)
    assert re.search(r"In welk gesprek\? .*En nu\?, .*In geen gesprek", text_of(answer))
    assert AgendaTopic.objects.get().closed_at is None
    assert RunSheetItem.objects.count() == 1


def test_what_was_parked_is_put_on_the_agenda_once(client, triangle, held):
    parked = held.parked.create(text="De begroting van volgend jaar")
    assert "De begroting van volgend jaar Hoe ging het?, 12 maart 2026 Zet op de agenda" in agenda(client, triangle)
    address = path(triangle, f"geparkeerd/{parked.pk}/")
    assert 'value="De begroting van volgend jaar"' in client.get(address).content.decode()
    for _ in range(2):
        client.post(address, {"title": "De begroting van 2027", "horizon": "jaar", "lead": ""})
    assert AgendaTopic.objects.count() == TopicSource.objects.count() == 1
    page = agenda(client, triangle)
    assert "De begroting van 2027 niemand trekt het nog Uit Hoe ging het? , 12 maart 2026" in page
    assert "De begroting van volgend jaar" not in page


@pytest.mark.parametrize("phase", [Phase.GESPREK, Phase.GEANNULEERD])
def test_what_is_parked_in_a_running_meeting_is_not_offered(client, triangle, held, phase):
    parked = held.parked.create(text="De begroting")
    Conversation.objects.update(phase=phase)
    assert "De begroting" not in agenda(client, triangle)
    assert client.get(path(triangle, f"geparkeerd/{parked.pk}/")).status_code == 404


def test_what_was_parked_elsewhere_is_not_there(client, triangle):
    parked = ConversationFactory(phase=Phase.OPVOLGING).parked.create(text="De begroting")
    assert client.get(path(triangle, f"geparkeerd/{parked.pk}/")).status_code == 404


@pytest.mark.parametrize("how", ["placed", "parked", "loose"])
def test_taking_a_topic_off_a_draft_leaves_what_others_speak_of(client, triangle, held, ahead, how):
    client.force_login(guide := FacilitatorFactory())
    Conversation.objects.filter(pk=held.pk).update(phase=Phase.VERSLAG, facilitator=guide)
    topic = TopicFactory(triangle=triangle)
    FollowUp.objects.create(conversation=held).topics.add(topic)
    if how == "placed":
        RunSheetItem.objects.create(conversation=ahead, kind="onderwerp", topic=topic, position=0)
    elif how == "parked":
        TopicSource.objects.create(conversation=held, topic=topic)
    client.post(f"/gesprekken/{held.pk}/vastleggen/onderwerp:{topic.pk}/weg/", {"version": 1})
    assert not FollowUp.topics.through.objects.exists()
    assert AgendaTopic.objects.exists() == (how != "loose")


def test_an_archived_triangle_is_only_read(client, topic, held):
    topic.triangle.archived_at = timezone.now()
    topic.triangle.save()
    assert "Zet in een gesprek" not in agenda(client, topic.triangle)
    for rest in ("gesprek/", "afsluiten/"):
        assert client.get(path(topic.triangle, f"{topic.pk}/{rest}")).status_code == 404


def test_a_topic_of_another_triangle_is_not_there(client, triangle):
    elsewhere = TopicFactory()
    for rest in ("gesprek/", "afsluiten/"):
        assert client.get(path(triangle, f"{elsewhere.pk}/{rest}")).status_code == 404
    assert client.post(path(triangle, f"{elsewhere.pk}/openen/")).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_grow(client, triangle, django_assert_num_queries, size):
    for _ in range(size):
        held = ConversationFactory(triangle=triangle, phase=Phase.OPVOLGING)
        held.parked.create(text="De begroting")
        topic = TopicFactory(triangle=triangle)
        TopicFactory(triangle=triangle, closed_at=timezone.now(), result="Klaar.")
        FollowUp.objects.create(conversation=held).topics.add(topic)
        RunSheetItem.objects.create(conversation=held, kind="onderwerp", topic=topic, position=0)
    with django_assert_num_queries(8):
        client.get(path(triangle))
