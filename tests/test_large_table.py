"""A table of twelve with eight opdrachtgevers: who coordinates, who speaks for whom, and what pages and report say."""

import pytest
from django.db import IntegrityError, transaction

from conversations.board import Board, build_board, find_row
from conversations.models import MOST_OPDRACHTGEVERS, AuditEvent, Participant, Phase, Score
from conversations.participation import table_of
from conversations.planning import start_conversation
from conversations.portable import build_document, check
from conversations.portable.findings import BadFileError
from conversations.report import build_content, render_pdf
from conversations.report_page import compose
from conversations.scoring import CORNERS
from tests.factories import FacilitatorFactory, ParticipantFactory, ScoreFactory, SeatFactory
from tests.large_table import person, twelve, twelve_in_the_room
from tests.meetings import adviser_of, open_meeting, press, principle, room, send
from tests.planned import refused, save
from tests.portable_files import case
from tests.reading_pages import text_of

pytestmark = pytest.mark.django_db
AWAY = ("Gerlof Pasterkamp", "Noëlle van Buren-Achterberg", "Adil Verstappen-Kaya")
SPOKEN = f"Ingeborg Dralle sprak namens {AWAY[0]}, {AWAY[1]} en {AWAY[2]}."
THREE = "Drie scores zijn gegeven namens afwezigen."


def page_of(conversation):
    return f"/gesprekken/{conversation.pk}/deelnemers/namens/"


@pytest.fixture
def meeting(client):
    """A running meeting with two people per corner, and its facilitator logged in."""
    found = open_meeting(per_corner=2)
    client.force_login(found.facilitator)
    return found


def say(client, meeting, extra=(), **speakers):
    """Send the form: who speaks for whom, by the names `n<place in meeting.people>`."""
    sent = {f"namens_{one.pk}": speakers.get(f"n{place}", "niemand") for place, one in enumerate(meeting.people)}
    sent = {name: getattr(speaker, "pk", speaker) for name, speaker in sent.items()}
    return client.post(page_of(meeting), sent | dict(extra), follow=True)


def test_the_board_says_each_corner_in_words_with_how_often():
    row = find_row(build_board(twelve()), "heldere-afspraken")
    assert row.sentence == (
        "2 punten uit elkaar. Opdrachtgevers: 2, 3 (2 keer), 4 (5 keer). Opdrachtnemers: 2 (2 keer). Eigenaar: 3. "
        "Geen beeld: 1 × eigenaar."
    )
    assert row.cells(CORNERS) == ["2, 3 (2 keer), 4 (5 keer)", "2 (2 keer)", "3, geen beeld"]


def test_the_board_counts_what_was_given_for_the_absent_and_never_says_which():
    board = build_board(twelve())
    assert {row.absent_words for row in board.shown} == {THREE}
    assert all(len(pair) == 2 for row in board.shown for pair in row.scores)


def test_a_score_that_the_absent_one_gave_is_their_own():
    conversation = twelve()
    own = Score.objects.filter(participant=person(conversation, "og6"), principle__code="vertrouwen")
    own.update(entry=Score.Entry.ZELF)
    rows = {row.code: row.absent_words for row in build_board(conversation).rows}
    assert rows["vertrouwen"] == "Twee scores zijn gegeven namens afwezigen."
    assert rows["rolbewustzijn"] == THREE


def test_nothing_of_it_shows_before_the_scores_do(meeting):
    away, speaker = meeting.people[:2]
    Participant.objects.filter(pk=away.pk).update(attendance="afwezig", speaker=speaker)
    given = ScoreFactory(participant=away, principle=principle(), value=2, entry="namens")
    assert find_row(build_board(meeting), "vertrouwen").absent_words == ""
    Score.objects.filter(pk=given.pk).update(shown_at=meeting.created_at)
    assert find_row(build_board(meeting), "vertrouwen").absent_words == ""  # the principle itself is not shown


def test_the_content_of_a_report_keeps_it_and_an_older_content_does_without():
    content = build_content(twelve())
    assert Board.from_content(content["board"]).shown[0].absent_words == THREE
    for row in content["board"]["rows"]:
        del row["for_absent"]
    for row in content["table"]:
        row.pop("spoken_by", None)
    page = compose(content)
    assert page["board"].shown[0].absent_words == ""
    assert not any("sprak namens" in text for text in page["about"])


def test_the_report_names_who_spoke_for_whom_and_who_coordinates():
    page = compose(build_content(twelve()))
    assert SPOKEN in page["about"]
    told = {row["name"]: row["absent"] for row in page["table"]}
    assert told[AWAY[0]] == "afwezig, vertegenwoordigd door Ingeborg Dralle"
    assert told["Ingeborg Dralle"] == ""
    assert [row["name"] for row in page["table"] if row["coordinating"]] == ["Ingeborg Dralle"]


def test_a_naamloos_report_names_who_spoke_but_no_corner_with_a_score():
    page = compose(build_content(twelve(display="naamloos")))
    assert SPOKEN in page["about"]
    sentences = " ".join(row.sentence for row in page["board"].shown)
    assert not any(corner in sentences.lower() for corner in CORNERS)


def test_the_pages_of_the_room_say_who_speaks_and_group_by_corner(client):
    conversation = twelve_in_the_room()
    client.force_login(conversation.facilitator)
    welcome = text_of(room(client, conversation, "welkom"))
    assert "Vertegenwoordigd door Ingeborg Dralle" in welcome
    assert "directeur Adressen en Gebouwen, opdrachtgever, coördineert" in welcome
    matrix = text_of(client.get(f"/gesprekken/{conversation.pk}/leiden/scores/"))
    heads = [f"Opdrachtgever {MOST_OPDRACHTGEVERS} deelnemers", "Opdrachtnemer 2 deelnemers", "Eigenaar 2 deelnemers"]
    places = [matrix.index(head) for head in heads]
    assert places == sorted(places)
    assert matrix.count("Vertegenwoordigd door Ingeborg Dralle") == len(AWAY)
    assert THREE in text_of(room(client, conversation, "gelijkwaardigheid"))
    assert THREE in text_of(client.get(f"/gesprekken/{conversation.pk}/scherm/"))


def test_who_coordinates_stands_first_in_their_corner():
    conversation = twelve()
    Participant.objects.filter(pk=person(conversation, "og1").pk).update(coordinating=False)
    Participant.objects.filter(pk=person(conversation, "og7").pk).update(coordinating=True)
    assert [one.seat.code for one in table_of(conversation)][:2] == ["og7", "og1"]


def test_choosing_who_speaks_makes_absent_and_choosing_nobody_makes_expected_again(client, meeting):
    away, speaker = meeting.people[:2]
    answer = say(client, meeting, n0=speaker)
    assert "Opgeslagen." in text_of(answer)
    away.refresh_from_db()
    assert (away.speaker, away.attendance) == (speaker, "afwezig")
    event = AuditEvent.objects.get(action="wie namens wie spreekt gewijzigd")
    assert (event.details, event.conversation_id) == ({"count": 1}, meeting.pk)
    say(client, meeting)
    away.refresh_from_db()
    assert (away.speaker, away.attendance) == (None, "")


def test_saving_what_stands_there_already_is_no_event(client, meeting):
    say(client, meeting)
    assert not AuditEvent.objects.filter(action="wie namens wie spreekt gewijzigd").exists()


@pytest.mark.parametrize("case_of", ["a chain", "another corner", "away without a word", "themselves"])
def test_nobody_speaks_for_another_who_could_not(client, meeting, case_of):
    first, second, elsewhere, *_ = meeting.people
    if case_of == "away without a word":
        Participant.objects.filter(pk=second.pk).update(attendance="afwezig")
    chosen = {
        "a chain": {"n0": second, "n1": first},
        "another corner": {"n0": elsewhere},
        "away without a word": {"n0": second},
        "themselves": {"n0": first},
    }[case_of]
    page = text_of(say(client, meeting, **chosen))
    words = {"a chain": "is zelf afwezig", "away without a word": f"{second.name} is zelf afwezig"}
    assert words.get(case_of, "Kies iemand uit dezelfde hoek.") in page
    assert not Participant.objects.filter(speaker__isnull=False).exists()


def test_who_saves_an_older_page_sees_what_another_wrote_first(client, meeting):
    away, speaker = meeting.people[:2]
    seen = client.get(page_of(meeting)).context["form"].now
    say(client, meeting, n0=speaker)
    answer = say(client, meeting, {"seen": seen})
    assert "Iemand anders wijzigde dit intussen." in text_of(answer)
    assert Participant.objects.get(pk=away.pk).speaker == speaker
    again = say(client, meeting, {"seen": answer.context["form"]["seen"].value()})
    assert "Opgeslagen." in text_of(again)


def test_whoever_turns_up_speaks_for_themselves(client, meeting):
    away, speaker = meeting.people[:2]
    say(client, meeting, n0=speaker)
    away.refresh_from_db()
    press(client, meeting, f"aanwezig:{away.pk}", version=away.version, attendance="aanwezig")
    away.refresh_from_db()
    assert (away.speaker, away.attendance) == (None, "aanwezig")


def test_whoever_is_away_speaks_for_nobody(client, meeting):
    away, speaker = meeting.people[:2]
    say(client, meeting, n0=speaker)
    send(client, meeting, f"aanwezig:{speaker.pk}", {"attendance": "afwezig"}, version=speaker.version)
    away.refresh_from_db()
    assert (away.speaker, away.attendance) == (None, "afwezig")


@pytest.mark.parametrize("phase", [Phase.OPVOLGING, Phase.AFGEROND, Phase.GEANNULEERD])
def test_what_is_vastgesteld_or_called_off_stays_as_it_is(client, phase):
    found = open_meeting(phase, per_corner=2)
    client.force_login(adviser_of(found))
    page = say(client, found, n0=found.people[1])
    assert "Dit kan nu niet meer" in text_of(page)
    assert not Participant.objects.filter(speaker__isnull=False).exists()


def test_the_database_keeps_who_is_there_from_being_spoken_for(meeting):
    there, speaker = meeting.people[:2]
    for values in ({"speaker": speaker}, {"speaker": there, "attendance": "afwezig"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Participant.objects.filter(pk=there.pk).update(**values)


def test_a_ninth_opdrachtgever_is_refused_at_the_field(client):
    conversation = open_meeting(Phase.CONCEPT)
    adviser = adviser_of(conversation)
    client.force_login(adviser)
    seats = [SeatFactory(triangle=conversation.triangle) for _ in range(MOST_OPDRACHTGEVERS + 1)]
    answer = save(client, conversation, "gesprekspartners", opdrachtgever=[seat.pk for seat in seats])
    words = "Er kunnen hooguit acht opdrachtgevers aan tafel. Je koos er negen. Kies wie namens de anderen komen."
    assert refused(answer, "opdrachtgever") == words
    answer = save(client, conversation, "gesprekspartners", opdrachtgever=[seat.pk for seat in seats[1:]])
    assert answer.status_code == 302
    assert conversation.participants.count() == MOST_OPDRACHTGEVERS


def test_a_new_conversation_seats_eight_and_always_who_coordinates():
    first = SeatFactory()
    others = [SeatFactory(triangle=first.triangle) for _ in range(MOST_OPDRACHTGEVERS)]
    owner = SeatFactory(triangle=first.triangle, corner="eigenaar")
    others[-1].coordinating = True
    others[-1].save()
    found = start_conversation(first.triangle, "Groot", FacilitatorFactory())
    seated = list(found.participants.values_list("seat", flat=True))
    assert seated == [seat.pk for seat in (first, *others[:-2], others[-1], owner)]


def test_a_ninth_opdrachtgever_in_a_file_is_refused_at_its_place():
    document = case("bronnenbank")
    ninth = {**document["triangle"]["seats"][0], "id": "og9", "person": "Bo Nijland", "coordinating": False}
    document["triangle"]["seats"].append(ninth)
    document["conversation"]["participants"].append("og9")
    with pytest.raises(BadFileError) as refusal:
        check(document)
    [finding] = refusal.value.findings
    assert finding.place == "/conversation/participants/12"
    assert finding.reason == "aan tafel kunnen hoogstens 8 opdrachtgevers zitten"
    ninth |= {"from": "2026-04-23", "until": "2026-04-23"}  # who stands in for one day does not count
    check(document)


def test_a_file_says_that_a_score_was_given_for_somebody_and_not_by_whom():
    conversation = build_document(twelve(), include_confidential=True)["conversation"]
    given = {row["participant"] for row in conversation["scores"] if row.get("entry") == "namens"}
    assert given == {"og6", "og7", "og8"}
    assert check(build_document(twelve(), include_confidential=True)) is None
    assert "speaker" not in str(conversation)


@pytest.mark.parametrize("size", [1, 4])
def test_the_page_asks_the_same_number_of_queries_for_a_small_and_a_large_table(
    client, django_assert_num_queries, size
):
    conversation = open_meeting(per_corner=size)
    ParticipantFactory(conversation=conversation)
    client.force_login(conversation.facilitator)
    with django_assert_num_queries(4):
        client.get(page_of(conversation))


def test_without_a_second_person_in_a_corner_there_is_nothing_to_choose(client):
    conversation = open_meeting()
    client.force_login(conversation.facilitator)
    assert "Nu heeft elke hoek er hooguit één." in text_of(client.get(page_of(conversation)))
    assert "namens wie" not in text_of(client.get(f"/gesprekken/{conversation.pk}/deelnemers/"))


def test_the_strips_of_twelve_fit_on_the_first_page_of_the_report_at_full_size():
    content = build_content(twelve())
    assert compose(content)["mark_size"] == 16
    assert render_pdf(content) == render_pdf(content)
