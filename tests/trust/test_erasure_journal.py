"""The journal of erasing: what comes in it, and what a database of before that act does with it."""

import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from conversations.models import AuditEvent, ErasureRequest, LegalHold, StandIn
from conversations.replaying import replay
from tests.factories import MembershipFactory, UserFactory
from tests.meetings import open_meeting
from tests.trust.somebody import ADDRESS, models_with, table_of_two

pytestmark = pytest.mark.django_db
WORD = "kanarie"


@pytest.fixture
def journal(settings, tmp_path):
    settings.ERASURE_JOURNAL = str(tmp_path / "journaal.jsonl")
    return tmp_path / "journaal.jsonl"


def lines(journal):
    return [json.loads(line) for line in journal.read_text().splitlines()]


def written(journal, kind, **keys):
    """Write a line of a moment ago, as if the database was put back to before it."""
    with journal.open("a") as file:
        file.write(json.dumps({"at": timezone.now().isoformat(), "kind": kind} | keys) + "\n")


def replayed(journal, ago=5):
    return replay([journal], timezone.now() - dt.timedelta(minutes=ago))


def line_of(person, by):
    keys = {"participants": [person.pk], "seats": [person.seat_id], "shares": False}
    return {"triangle": person.conversation.triangle_id, "by": by} | keys


def two_beheerders():
    return [UserFactory(is_staff=True) for _ in range(2)]


def erase(two, *options):
    who = {"requested_by": "P. Piet", "approved_by": two[0].username, "confirmed_by": two[1].username}
    call_command("erase_person", ADDRESS.format(WORD), *options, **who)


def test_an_erasure_leaves_numbers_and_a_trial_of_it_leaves_nothing(journal, django_capture_on_commit_callbacks):
    meeting, two = table_of_two(WORD), two_beheerders()
    UserFactory(email=ADDRESS.format(WORD), name=f"Naam van {WORD}")
    with django_capture_on_commit_callbacks(execute=True):
        erase(two, "--dry-run")
    assert lines(journal) == []
    with django_capture_on_commit_callbacks(execute=True):
        erase(two)
    assert [line["kind"] for line in lines(journal)] == ["persoon", "account"]
    assert lines(journal)[0]["participants"] == [meeting.people[0].pk]
    assert WORD not in journal.read_text()
    assert journal.stat().st_mode & 0o777 == 0o600


def test_whoever_was_erased_is_erased_again_by_the_same_two(journal):
    person, two = table_of_two(WORD).people[0], two_beheerders()
    written(journal, "persoon", **line_of(person, [user.pk for user in two]))
    assert replayed(journal)[0][0] == "Opnieuw gedaan: persoon 1 keer."
    assert models_with(WORD) == []
    assert ErasureRequest.objects.get().confirmed_by == two[1]
    assert AuditEvent.objects.first_broken() is None


def test_also_when_who_decided_is_not_known_here_and_not_when_it_was_long_before(journal):
    person = table_of_two(WORD).people[0]
    written(journal, "persoon", **line_of(person, [987_654, 987_655]))
    assert replayed(journal, ago=-5) == ([], [])
    assert models_with(WORD) != []
    replayed(journal)
    assert models_with(WORD) == []


def test_an_account_and_a_mention_go_again(journal):
    user, asked = UserFactory(name=f"Naam van {WORD}", email=ADDRESS.format("weg")), open_meeting().people[0]
    asked = StandIn.objects.create(participant=asked, name=f"{WORD} Vervanger", email=ADDRESS.format("plv"))
    written(journal, "account", user=user.pk, shares=False)
    written(journal, "vermeldingen", stand_ins=[asked.pk], conversations=[])
    assert replayed(journal) == (["Opnieuw gedaan: account 1 keer.", "Opnieuw gedaan: vermeldingen 1 keer."], [])
    assert models_with(WORD) == []
    assert replayed(journal)[1] == []


def test_what_does_not_go_is_told_and_keeps_nothing_else_from_going(journal):
    adviser, other = MembershipFactory().user, UserFactory(name=WORD)
    written(journal, "later bedacht", row=1)
    assert replayed(journal)[1][0].endswith("Deze versie kent dat niet.")
    for user in (adviser, other):
        written(journal, "account", user=user.pk, shares=False)
    with pytest.raises(CommandError, match="de enige adviseur van driehoek"):
        call_command("replay_erasures", journal, since=(timezone.now() - dt.timedelta(1)).isoformat())
    assert models_with(WORD) == []


def test_a_hold_of_after_the_backup_holds_again_until_it_was_lifted(journal):
    meeting, two = table_of_two(WORD), two_beheerders()
    written(journal, "bewaarplicht", conversation=meeting.pk)
    replayed(journal)
    assert LegalHold.objects.open().get().conversation == meeting
    written(journal, "bewaarplicht opgeheven", conversation=meeting.pk)
    written(journal, "persoon", **line_of(meeting.people[0], [user.pk for user in two]))
    assert replayed(journal)[1] == []
    assert not LegalHold.objects.open().exists()
    assert [label for label in models_with(WORD) if label != "conversations.LegalHold"] == []


def test_rows_that_were_made_after_the_backup_are_not_here(journal):
    written(journal, "concept", conversation=987_654)
    written(journal, "account", user=987_654, shares=False)
    written(journal, "persoon", triangle=987_654, by=[1, 2], participants=[987_654], seats=[], shares=False)
    assert replayed(journal) == ([], [])


def test_a_line_that_is_none_is_refused_before_anything_goes(journal):
    person, two = table_of_two(WORD).people[0], two_beheerders()
    written(journal, "persoon", **line_of(person, [user.pk for user in two]))
    journal.write_text(journal.read_text() + "{half\n")
    with pytest.raises(CommandError, match="niet te lezen"):
        call_command("replay_erasures", journal, since="2026-01-01T00:00")
    assert models_with(WORD) != []
