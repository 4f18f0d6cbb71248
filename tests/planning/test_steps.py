"""An adviser begins a conversation and walks the six steps by their buttons."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.models import AuditEvent, Conversation, Participant, Phase
from tests.factories import (
    ConversationFactory,
    ParticipantFactory,
    ReflectionFactory,
    ScoreFactory,
    SeatFactory,
)
from tests.planned import address, refused, save

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 3, 12)


def test_a_new_conversation_has_the_table_of_today_and_the_last_one_held(client, triangle, adviser):
    here = SeatFactory(triangle=triangle, person="Ilse de Wit")
    SeatFactory(triangle=triangle, ends_on=timezone.localdate() - dt.timedelta(days=1))
    ConversationFactory(triangle=triangle, phase=Phase.AFGEROND, held_on=dt.date(2025, 1, 1))
    last = ConversationFactory(triangle=triangle, phase=Phase.OPVOLGING, held_on=dt.date(2025, 9, 1))
    ConversationFactory(triangle=triangle, phase=Phase.GEANNULEERD, held_on=dt.date(2025, 12, 1))
    answer = client.post(f"/driehoeken/{triangle.pk}/nieuw-gesprek/", {"title": "Hoe nu verder?"})
    made = triangle.conversations.get(title="Hoe nu verder?")
    assert answer["Location"] == address(made)
    assert (made.phase, made.previous) == (Phase.CONCEPT, last)
    assert [person.seat for person in made.participants.all()] == [here]
    assert AuditEvent.objects.filter(conversation_id=made.pk, actor_id=adviser.pk).count() == 1


def test_a_new_conversation_needs_a_title(client, triangle, adviser):
    answer = client.post(f"/driehoeken/{triangle.pk}/nieuw-gesprek/", {"title": " "})
    assert refused(answer, "title") == "Geef het gesprek een titel."
    assert not triangle.conversations.exists()


def test_the_page_opens_the_first_step_that_is_not_done(client, conversation):
    assert client.get(address(conversation)).context["open"] == "tijd"
    save(client, conversation, "tijd", title="x", done="on")
    page = client.get(address(conversation))
    assert page.context["open"] == "gesprekspartners"
    assert "1 van de 6 tips klaar." in page.content.decode()


def test_the_steps_are_open_in_any_order_and_the_button_leads_on(client, conversation):
    answer = save(client, conversation, "setting", display="per_hoek", place="De Loods", next="")
    assert answer["Location"] == f"{address(conversation)}#verder"
    answer = save(client, conversation, "vervolg", title="Hoe nu?", next="")
    assert answer["Location"] == f"{address(conversation, 'begeleiding')}#tip-begeleiding"
    answer = save(client, conversation, "vervolg", base="1", title="Hoe nu?")
    assert answer["Location"] == f"{address(conversation, 'vervolg')}#tip-vervolg"
    conversation.refresh_from_db()
    assert (conversation.place, conversation.title) == ("De Loods", "Hoe nu?")


def test_time_is_kept(client, conversation):
    values = {"held_on": "12-03-2027", "start": "9.30"}
    save(client, conversation, "tijd", **values, duration_minutes="150", shared_interest="Weten", initiative="eigenaar")
    conversation.refresh_from_db()
    assert (conversation.held_on, conversation.start, conversation.duration_minutes) == (DAY, dt.time(9, 30), 150)
    assert (conversation.shared_interest, conversation.initiative) == ("Weten", "eigenaar")


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("held_on", "31-02-2027", "Dit is geen datum"),
        ("held_on", "morgen", "Dit is geen datum"),
        ("held_on", "12-03-0027", "tussen 2000 en 2100"),
        ("start", "25.00", "Dit is geen tijd"),
        ("duration_minutes", "lang", "hele minuten"),
        ("duration_minutes", "14", "tussen 15 en 960"),
        ("duration_minutes", "961", "tussen 15 en 960"),
        ("shared_interest", "a" * 20_001, "20000"),
        ("initiative", "de raad", "beschikbare keuze"),
    ],
)
def test_what_is_wrong_with_time_stands_at_its_field_and_nothing_is_written(client, conversation, field, typed, words):
    answer = save(client, conversation, "tijd", note="Bel Ilse", **{field: typed})
    assert words in refused(answer, field)
    assert "Bel Ilse" in answer.content.decode()
    assert typed[:20] in answer.content.decode()
    assert not conversation.tip_notes.exists()
    fresh = Conversation.objects.get(pk=conversation.pk)
    assert (fresh.held_on, fresh.start, fresh.duration_minutes, fresh.version) == (None, None, None, 1)


def test_a_changed_date_counts_only_once_it_was_set(client, conversation):
    for base, (typed, moves) in enumerate([("12-03-2027", 0), ("12-03-2027", 0), ("19-03-2027", 1), ("", 2)]):
        save(client, conversation, "tijd", base=base, held_on=typed)
        conversation.refresh_from_db()
        assert conversation.date_moves == moves


def test_the_outcome_is_kept(client, conversation):
    values = {"title": "Hoe nu?", "purpose": "Horen", "outcomes": ["verslag", "inbedding"], "rhythm": "halfjaar"}
    save(client, conversation, "vervolg", **values, embedded_in="Kwartaaloverleg")
    conversation.refresh_from_db()
    assert {name: getattr(conversation, name) for name in values} == values
    assert refused(save(client, conversation, "vervolg", base="1", title=""), "title")


def test_preparation_is_kept_in_the_order_of_the_focus(client, conversation):
    values = {"questions": ["dilemma", "goed-voorbeeld"], "preparation_closes_on": "01-03-2027"}
    save(client, conversation, "voorbereiding", **values, focus_1="vertrouwen", focus_2="heldere-afspraken")
    conversation.refresh_from_db()
    assert conversation.focus == ["vertrouwen", "heldere-afspraken"]
    assert set(conversation.questions.values_list("code", flat=True)) == {"dilemma", "goed-voorbeeld"}
    assert conversation.preparation_closes_on == dt.date(2027, 3, 1)
    save(client, conversation, "voorbereiding", base="1", focus_2="vertrouwen")
    conversation.refresh_from_db()
    assert (conversation.focus, conversation.questions.count()) == (["vertrouwen"], 0)


def test_preparation_refuses_what_cannot_be(client, conversation):
    Conversation.objects.filter(pk=conversation.pk).update(held_on=DAY)
    answer = save(client, conversation, "voorbereiding", preparation_closes_on="13-03-2027")
    assert "ligt na het gesprek van 12 maart 2027" in refused(answer, "preparation_closes_on")
    answer = save(client, conversation, "voorbereiding", focus_1="vertrouwen", focus_2="vertrouwen")
    assert "koos je al" in refused(answer, "focus_2")
    assert refused(save(client, conversation, "voorbereiding", questions=["toegepast"]), "questions")


def test_a_long_focus_from_a_file_is_not_cut(client, conversation):
    focus = ["vertrouwen", "rolbewustzijn", "gelijkwaardigheid"]
    Conversation.objects.filter(pk=conversation.pk).update(focus=focus)
    kept = client.get(address(conversation, "voorbereiding")).context["form"].as_value()
    assert [kept[f"focus_{nr}"] for nr in (1, 2, 3)] == [[code] for code in focus]


def test_questions_that_were_answered_stay(client, conversation):
    save(client, conversation, "voorbereiding", questions=["dilemma", "goed-voorbeeld"])
    ReflectionFactory(participant=ParticipantFactory(conversation=conversation))
    answer = save(client, conversation, "voorbereiding", base="1", questions=["dilemma"])
    assert "Er zijn al antwoorden" in refused(answer, "questions")
    more = ["dilemma", "goed-voorbeeld", "leeg-vel"]
    assert save(client, conversation, "voorbereiding", base="1", questions=more).status_code == 302


def test_how_scores_are_shown_lies_fixed_after_the_first_score(client, conversation):
    save(client, conversation, "setting", display="naamloos")
    conversation.refresh_from_db()
    assert conversation.display == "naamloos"
    ScoreFactory(participant=ParticipantFactory(conversation=conversation))
    assert save(client, conversation, "setting", base="1", display="per_hoek", place="Zaal 2").status_code == 302
    conversation.refresh_from_db()
    assert (conversation.display, conversation.place) == ("naamloos", "Zaal 2")


def test_the_mirror_question_is_off_until_chosen_and_lies_fixed_after_the_first_score(client, conversation):
    save(client, conversation, "setting", display="per_hoek")
    conversation.refresh_from_db()
    assert conversation.mirror is False
    save(client, conversation, "setting", base="1", display="per_hoek", mirror="on")
    conversation.refresh_from_db()
    assert conversation.mirror is True
    assert AuditEvent.objects.latest("pk").details == {"what": ["mirror"]}
    assert "met de spiegelvraag" in client.get(address(conversation, "tijd")).text
    ScoreFactory(participant=ParticipantFactory(conversation=conversation))
    assert save(client, conversation, "setting", base="2", display="per_hoek", place="Zaal 2").status_code == 302
    conversation.refresh_from_db()
    assert (conversation.mirror, conversation.place) == (True, "Zaal 2")


def test_without_corners_there_is_no_mirror_question_and_the_field_says_why(client, conversation):
    answer = save(client, conversation, "setting", display="naamloos", mirror="on")
    assert "Dit kan niet bij naamloze scores." in refused(answer, "mirror")
    conversation.refresh_from_db()
    assert (conversation.display, conversation.mirror) == ("per_hoek", False)


def test_two_advisers_on_one_step_both_keep_their_text(client, conversation):
    save(client, conversation, "setting", display="per_hoek", place="De Loods")
    answer = save(client, conversation, "setting", base="0", display="per_hoek", place="Het Huis")
    assert "intussen gewijzigd" in refused(answer, "base")
    assert ("Plek", "Het Huis", "De Loods") in answer.context["form"].differences()
    page = answer.content.decode()
    assert 'name="base" value="1"' in page
    conversation.refresh_from_db()
    assert conversation.place == "De Loods"
    save(client, conversation, "setting", base="1", display="per_hoek", place="Het Huis")
    conversation.refresh_from_db()
    assert conversation.place == "Het Huis"


def test_typing_in_one_step_leaves_the_others_alone(client, conversation):
    page = client.get(address(conversation, "setting"))
    base = page.context["form"]["base"].value()
    save(client, conversation, "vervolg", title="Hoe nu?")
    assert save(client, conversation, "setting", base=base, display="per_hoek", place="Zaal").status_code == 302
    conversation.refresh_from_db()
    assert (conversation.title, conversation.place) == ("Hoe nu?", "Zaal")


@pytest.mark.parametrize("phase", [Phase.VERSLAG, Phase.OPVOLGING, Phase.AFGEROND, Phase.GEANNULEERD])
def test_after_the_meeting_the_plan_lies_fixed(client, conversation, phase):
    Conversation.objects.filter(pk=conversation.pk).update(phase=phase)
    page = client.get(address(conversation, "setting")).content.decode()
    assert "<form class=" not in page
    assert "De opzet ligt vast." in page
    save(client, conversation, "setting", place="Zaal")
    conversation.refresh_from_db()
    assert conversation.place == ""


def test_an_unknown_tip_is_not_there(client, conversation):
    assert client.get(address(conversation, "lunch")).status_code == 404
    assert save(client, conversation, "lunch").status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_the_plan_asks_as_much_of_the_database_whatever_its_size(client, conversation, size, django_assert_num_queries):
    for _ in range(size):
        person = ParticipantFactory(conversation=conversation, corner="eigenaar")
        ReflectionFactory(participant=person)
        save(client, conversation, "tijd", base=conversation.tip_notes.count())
    Participant.objects.update(attendance="")
    with django_assert_num_queries(16):
        client.get(address(conversation, "gesprekspartners"))
