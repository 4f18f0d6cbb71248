"""Another key for private text while people write: nothing is lost, nothing stays unreadable, the old key may go."""

import io
import threading

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.models import F, TextField
from django.db.models.functions import Cast

from conversations.management.commands import rotate_text_keys
from conversations.models import Reflection
from driehoek.encryption import cipher, fernet, is_under_first_key, sealed
from principles.models import Question
from tests.at_once import at_once
from tests.factories import ParticipantFactory, ReflectionFactory, UserFactory

OLD = "oude-sleutel-die-alleen-deze-test-gebruikt"
NEW = "nieuwe-sleutel-die-alleen-deze-test-gebruikt"
WRITERS, TURNS = 3, 40


@pytest.fixture
def rows(settings, transactional_db):
    """Return the numbers of answers that are kept under the old key, with the new key before it."""
    settings.TEXT_KEYS = [OLD]
    questions = list(Question.objects.all()[:4])
    people = [ParticipantFactory() for _ in range(5)]
    made = [ReflectionFactory(participant=one, question=q, text="Eerst.") for one in people for q in questions]
    settings.TEXT_KEYS = [NEW, OLD]
    return [row.pk for row in made]


def tokens():
    found = Reflection.objects.annotate(token=Cast("text", TextField()))
    return dict(found.values_list("pk", "token"))


def rotate():
    call_command("rotate_text_keys", stdout=io.StringIO())


def write(pk, words):
    """Save an answer as the product does: over the version that was read."""
    row = Reflection.objects.get(pk=pk)
    assert row.text
    same = Reflection.objects.filter(pk=pk, version=row.version)
    assert same.update(text=sealed(row, "text", words), version=F("version") + 1) == 1


@pytest.mark.django_db(transaction=True)
def test_rotation_under_load_loses_no_write_and_leaves_nothing_under_the_old_key(
    rows, settings, own_connections, monkeypatch
):
    monkeypatch.setattr(rotate_text_keys, "BATCH", 3)
    own_connections()
    last, started = {}, threading.Barrier(WRITERS + 1)

    def writer(number):
        mine = rows[number::WRITERS]
        started.wait()
        for turn in range(TURNS):
            pk = mine[turn % len(mine)]
            last[pk] = f"Beurt {turn} van schrijver {number}."
            write(pk, last[pk])

    def turner():
        started.wait()
        for _ in range(3):
            rotate()

    at_once(*[lambda number=number: writer(number) for number in range(WRITERS)], turner)
    settings.TEXT_KEYS = [NEW]
    [kept] = at_once(lambda: {row.pk: row.text for row in Reflection.objects.all()})
    assert kept == dict.fromkeys(rows, "Eerst.") | last


@pytest.mark.django_db(transaction=True)
def test_a_write_between_reading_and_writing_back_is_never_undone(rows, monkeypatch):
    renewed = rotate_text_keys.renewed

    def slow(token, model, pk):
        if pk == rows[0] and "Net" not in Reflection.objects.get(pk=pk).text:
            write(pk, "Net ertussen.")
        return renewed(token, model, pk)

    monkeypatch.setattr(rotate_text_keys, "renewed", slow)
    rotate()
    assert Reflection.objects.get(pk=rows[0]).text == "Net ertussen."


@pytest.mark.django_db(transaction=True)
def test_a_crash_halfway_leaves_everything_readable_and_again_ends_it(rows, settings, monkeypatch):
    monkeypatch.setattr(rotate_text_keys, "BATCH", 4)
    put, done = rotate_text_keys.put, []

    def dying(*row):
        done.append(row)
        if len(done) == 7:  # in the middle of the second batch
            raise KeyboardInterrupt
        return put(*row)

    monkeypatch.setattr(rotate_text_keys, "put", dying)
    with pytest.raises(KeyboardInterrupt):
        rotate()
    assert [is_under_first_key(token) for token in tokens().values()].count(True) == 4  # whole batches alone
    assert {row.text for row in Reflection.objects.all()} == {"Eerst."}
    monkeypatch.setattr(rotate_text_keys, "put", put)
    rotate()
    settings.TEXT_KEYS = [NEW]
    assert {row.text for row in Reflection.objects.all()} == {"Eerst."}


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_still_writes_under_the_old_key_is_told_of(rows, monkeypatch):
    put = rotate_text_keys.put

    def written_again(model, name, pk, token, new):
        changed = put(model, name, pk, token, new)
        if pk == rows[0] and name == "text":  # a worker that was not started again
            old = fernet((OLD,)).encrypt(cipher().decrypt(token.removeprefix("rij."))).decode()
            with connections["default"].cursor() as cursor:
                cursor.execute("UPDATE conversations_reflection SET text = %s WHERE id = %s", ["rij." + old, pk])
        return changed

    monkeypatch.setattr(rotate_text_keys, "put", written_again)
    with pytest.raises(CommandError, match="1 teksten staan nog onder een oude sleutel"):
        rotate()


@pytest.mark.django_db
def test_secrets_of_second_factors_move_along(settings):
    settings.TEXT_KEYS = [OLD]
    kept = {"secret": cipher().encrypt(b"JBSWY3DPEHPK3PXP").decode()}
    row = Authenticator.objects.create(user=UserFactory(), type="totp", data=kept)
    settings.TEXT_KEYS = [NEW, OLD]
    rotate()
    settings.TEXT_KEYS = [NEW]
    row.refresh_from_db()
    assert cipher().decrypt(row.data["secret"]) == b"JBSWY3DPEHPK3PXP"
