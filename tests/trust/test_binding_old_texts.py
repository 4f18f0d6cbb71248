"""Texts, remarks and consents from before texts were bound to their row come through the migration, and back."""

from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from conversations import guards, models
from conversations.briefing import newest_consents
from conversations.models import Consent, Reflection
from driehoek.encryption import BOUND, cipher
from principles.models import Question
from tests.access.attempts import own_pages, scene, sql
from tests.crawling import logged_in
from tests.factories import FacilitatorFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = ("conversations", "0020_holds_lifted_with_a_reason")
BINDING = import_module("conversations.migrations.0023_bind_what_was_written_before")
OLD = "Kanarie van vroeger."
REMARK, REASON = "rij.3: Kanarie bij een moment.", "Kanarie van een gevraagde."


@pytest.fixture
def found():
    """A preparation in which the victim wrote for each reader, with one row of every other table of private text."""
    made = scene()
    option = made.meeting.date_options.create(starts_at=timezone.now())
    models.Availability.objects.create(option=option, participant=made.other, answer="nee", remark=REMARK)
    asked = {"conversation": made.meeting, "user": UserFactory(), "answered_at": timezone.now()}
    models.GuideRequest.objects.create(**asked, answer="nee", line=REASON)
    models.Proposal.objects.create(participant=made.other, triangle=made.meeting.triangle, text="Kanarie voorstel.")
    response = models.ReportResponse.objects.create(participant=made.other, conversation=made.meeting)
    response.remarks.create(section="samenvatting", text="Kanarie opmerking.", answer="Kanarie antwoord erop.")
    return made


@pytest.fixture
def before(found, monkeypatch):
    """The database as it was before; afterwards it is as it should be, whatever happens."""
    monkeypatch.setattr(BINDING, "CHUNK", 2)
    call_command("migrate", *BEFORE, verbosity=0)
    yield MigrationExecutor(connection).loader.project_state(BEFORE).apps
    call_command("migrate", verbosity=0)


def kept(label, name):
    """Return what stands in a field, as the database has it."""
    rows = getattr(models, label).objects.annotate(token=Cast(name, TextField()))
    return [token for token in rows.values_list("token", flat=True) if token]


def all_kept():
    return {(label, name): kept(label, name) for label, name, _ in BINDING.TEXTS}


def answers(meeting, user):
    return logged_in(user).post(f"/gesprekken/{meeting.pk}/antwoorden/").content.decode()


def write_as_before(apps, found):
    """Let the one beside the victim write for the facilitator, as the product did then; return the key of the text."""
    rows = apps.get_model(*BEFORE[:1], "Reflection").objects
    question = Question.objects.exclude(pk__in=found.other.reflections.values("question")).first()
    own = {"conversation_id": found.meeting.pk, "participant_id": found.other.pk, "corner": found.other.corner}
    text = rows.create(**own, question_id=question.pk, text=OLD, typed="Kanarie half af.")
    yes = {**own, "level": "begeleider", "source": "link", "facilitator_id": found.meeting.facilitator_id}
    del yes["corner"]
    apps.get_model("conversations", "Consent").objects.create(**yes, reflection_id=text.pk)
    rows.filter(pk=text.pk).update(visibility="begeleider")
    return text.pk


def test_sec_08_old_texts_open_where_they_belong_and_only_there_once_they_are_bound(found, before):
    assert {words for tokens in all_kept().values() for words in tokens} & {REMARK, REASON} == {REMARK, REASON}
    old = write_as_before(before, found)
    token = next(one for one in kept("Reflection", "text") if cipher().decrypt(one).decode() == OLD)
    call_command("migrate", verbosity=0)

    assert {place for place, tokens in all_kept().items() if not tokens} == set()
    assert [one for tokens in all_kept().values() for one in tokens if not one.startswith(BOUND)] == []
    assert token not in kept("Reflection", "text")
    text = Reflection.objects.get(pk=old)
    assert (text.text, text.typed) == (OLD, "Kanarie half af.")
    assert {str(one.text) for one in found.victim.explanations.all()} >= {"Kanarie uitleg zelf."}
    assert models.Availability.objects.get().remark == REMARK
    assert models.GuideRequest.objects.get().line == REASON
    remark = models.ReportRemark.objects.get()
    assert (remark.text, remark.answer) == ("Kanarie opmerking.", "Kanarie antwoord erop.")
    assert models.Proposal.objects.get().text == "Kanarie voorstel."
    pages = "".join(found.tab.get(page).content.decode() for page in own_pages(found.victim))
    assert "Kanarie antwoord zelf." in pages  # the visit from before still counts


def test_sec_08_what_was_given_to_a_facilitator_stays_open_to_that_facilitator_alone(found, before):
    write_as_before(before, found)
    call_command("migrate", verbosity=0)
    shown = answers(found.meeting, found.meeting.facilitator)
    assert OLD in shown
    assert "Kanarie antwoord begeleider." in shown
    assert "begeleider." not in answers(found.meeting, found.meeting.second_facilitator)
    sql("UPDATE conversations_conversation SET second_facilitator_id = NULL, facilitator_id = %s", found.adviser.pk)
    assert OLD not in answers(found.meeting, found.adviser)


def test_sec_08_the_guard_of_consents_stands_again_and_an_unsealed_one_opens_nothing(found, before):
    call_command("migrate", verbosity=0)
    assert guards.missing(connection) == set()
    assert all(one.is_genuine() for one in Consent.objects.exclude(source="verlaagd"))
    with pytest.raises(DatabaseError), transaction.atomic():
        sql("UPDATE conversations_consent SET facilitator_id = %s", FacilitatorFactory().pk)
    texts = list(Reflection.objects.filter(visibility="begeleider"))
    assert {one.facilitator_id for one in newest_consents(texts).values()} == {found.meeting.facilitator_id}


def test_going_back_gives_every_text_as_it_was_before(found, before):
    words = {
        place: [cipher().decrypt(one).decode() for one in tokens]
        for place, tokens in all_kept().items()
        if place[1] not in BINDING.WERE_PLAIN
    }
    assert "Kanarie antwoord zelf." in words["Reflection", "text"]
    assert "Kanarie getypt." in words["Reflection", "typed"]
    assert words["ReportRemark", "answer"] == ["Kanarie antwoord erop."]
    assert (kept("Availability", "remark"), kept("GuideRequest", "line")) == ([REMARK], [REASON])


def test_binding_that_broke_off_goes_on_where_it_was_and_leaves_every_guard_standing(found, before, monkeypatch):
    """It breaks off among the texts, and once more among the consents with their guard taken away."""
    write_as_before(before, found)
    whole = BINDING.seal
    consents = break_at(1, whole)
    monkeypatch.setattr(BINDING, "bound", break_at(3, BINDING.bound))
    with pytest.raises(DatabaseError):
        call_command("migrate", verbosity=0)
    some = [one.startswith(BOUND) for one in kept("Reflection", "text")]
    assert (any(some), all(some)) == (True, False)
    monkeypatch.undo()
    monkeypatch.setattr(BINDING, "CHUNK", 2)
    monkeypatch.setattr(BINDING, "seal", lambda kind, *rest: (consents if kind == "consent" else whole)(kind, *rest))
    first = kept("Reflection", "text")
    with pytest.raises(DatabaseError):
        call_command("migrate", verbosity=0)
    assert {one for one in first if one.startswith(BOUND)} <= set(kept("Reflection", "text"))  # not done twice
    monkeypatch.setattr(BINDING, "seal", whole)
    call_command("migrate", verbosity=0)
    assert [one for tokens in all_kept().values() for one in tokens if not one.startswith(BOUND)] == []
    assert all(one.is_genuine() for one in Consent.objects.exclude(source="verlaagd"))
    assert guards.missing(connection) == set()
    assert OLD in answers(found.meeting, found.meeting.facilitator)


def break_at(count, step):
    """Return `step` that raises DatabaseError from the time it was called `count` times."""
    calls = []

    def broken(*given):
        calls.append(1)
        if len(calls) > count:
            raise DatabaseError("the machine went down")
        return step(*given)

    return broken
