"""Alive and ready: what a balancer and an installer are told."""

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from conversations import guards

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_open_without_login_and_never_kept(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_alive_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/livez").status_code == 200


def test_ready_when_the_database_is_up_to_date(client):
    assert client.get("/readyz").json() == {"gereed": True, "problemen": []}


def test_not_ready_while_a_migration_waits(client):
    MigrationRecorder(connection).record_unapplied("conversations", newest("conversations"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert answer.json()["problemen"] == [f"Migratie conversations.{newest('conversations')} is niet uitgevoerd."]


def newest(app):
    from driehoek.health import newest_migrations

    return dict(newest_migrations())[app]


def test_not_ready_when_a_guard_is_gone(client):
    guards.drop(connection)
    answer = client.get("/readyz")
    guards.create(connection)
    assert answer.status_code == 503
    assert any("bewaker" in problem for problem in answer.json()["problemen"])


def test_not_ready_without_a_database_and_nothing_of_it_is_told(client, monkeypatch):
    def unreachable(*_):
        raise DatabaseError("wachtwoord van host db-17 geweigerd")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", unreachable)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["problemen"] == ["De database is niet bereikbaar."]
    assert client.get("/livez").status_code == 200


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_asked_only_never_told(path):
    assert Client(enforce_csrf_checks=True).post(path).status_code in {403, 405}
