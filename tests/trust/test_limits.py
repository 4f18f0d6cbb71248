"""What one request may hold: no file at all, a megabyte of text, a thousand fields; beyond that 413 in Dutch."""

import json
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files import uploadhandler
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from driehoek.errors import too_many
from tests.access.routes import parameters, path_of
from tests.factories import ConversationFactory, FacilitatorFactory

pytestmark = pytest.mark.django_db
LOGIN = "/account/inloggen/"


@pytest.fixture
def strict():
    """A browser to which the check on forged requests applies, with its cookie: that is what reads a form first."""
    client = Client(enforce_csrf_checks=True)
    client.get(LOGIN)
    return client


def a_file(name="aanval.html"):
    return SimpleUploadedFile(name, b"<script>alert(1)</script>" * 1000, content_type="text/html")


def refused(answer, words):
    page = answer.content.decode()
    assert answer.status_code == 413
    assert words in page
    assert "Er is niets opgeslagen" in page
    assert 'lang="nl"' in page
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    return True


def test_sec_14_a_file_is_refused_on_every_route_that_is_posted_to(strict):
    assert {
        name: status
        for name in parameters()
        if (status := strict.post(path_of(name), {"bestand": a_file()}).status_code) != 413
    } == {}


def test_sec_14_a_file_reaches_no_folder_and_no_view(strict, monkeypatch, tmp_path):
    def refuse(*args, **kwargs):
        raise AssertionError("a file was taken in")

    monkeypatch.setattr(uploadhandler.MemoryFileUploadHandler, "new_file", refuse)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert refused(strict.post(LOGIN, {"bestand": a_file()}), "neemt geen bestanden aan")
    assert list(Path(tmp_path).iterdir()) == []


def test_no_handler_writes_files_and_no_model_keeps_them():
    assert settings.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
    assert settings.STORAGES["default"]["BACKEND"].endswith("InMemoryStorage")
    assert settings.DATA_UPLOAD_MAX_NUMBER_FILES == 0


def test_more_than_a_megabyte_is_refused_in_dutch(strict):
    refused(strict.post(LOGIN, {"login": "a" * (1024 * 1024 + 1)}), "te veel in één keer")


def test_more_than_a_thousand_fields_is_refused_in_dutch(strict):
    refused(strict.post(LOGIN, {f"veld{number}": "x" for number in range(1001)}), "te veel in één keer")


def test_as_much_as_fits_comes_in(strict):
    fields = {f"veld{number}": "x" * 900 for number in range(1000)}
    assert strict.post(LOGIN, fields).status_code == 403  # read, and then refused for want of a token


@pytest.fixture
def save(client):
    """Save as the page does; returns a function that sends a body as JSON."""
    conversation = ConversationFactory(facilitator=FacilitatorFactory())
    client.force_login(conversation.facilitator)
    path = path_of("conversations:save", pk=conversation.pk)
    return lambda body: client.post(path, body, content_type="application/json")


def test_a_save_that_is_too_large_is_told_as_json(save):
    answer = save(json.dumps({"value": "x" * (1024 * 1024)}))
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/json")
    assert "te veel in één keer" in answer.json()["errors"][0]


@pytest.mark.parametrize("opened", ["[", '{"a":'])
def test_a_save_that_is_nested_too_deep_is_no_valid_change(save, opened):
    answer = save(opened * 100_000)
    assert answer.status_code == 422
    assert answer.json() == {"errors": ["Dit is geen geldige wijziging."]}


PERIODS = {"login": ("een minuut", "60"), "send_code": ("een uur", "3600"), "propose": ("een dag", "86400")}


@pytest.mark.parametrize(("action", "told"), PERIODS.items())
def test_sec_05_who_asks_too_often_reads_how_long_that_limit_lasts(rf, action, told):
    answer = too_many(rf.get("/"), action)
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (429, told[1])
    assert f"Wacht {told[0]} en probeer het dan opnieuw." in page
    assert ("Een code die u al kreeg, werkt tien minuten." in page) == (action == "send_code")
    assert "account" not in page
