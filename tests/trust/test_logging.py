"""The log of the process: one line per event with its moment, who came in and who was refused, and nothing typed."""

import logging

import pytest
from django.conf import settings
from django.urls import reverse

from driehoek.logs import OneLine
from tests.factories import PASSWORD, UserFactory
from tests.trust.starting import start

pytestmark = pytest.mark.django_db


def told(caplog):
    return [record.getMessage() for record in caplog.records if record.name == "driehoek.inloggen"]


def log_in(client, name, password):
    return client.post(reverse("account_login"), {"login": name, "password": password})


def line(message, *args):
    handler = settings.LOGGING["handlers"]["console"]
    style = settings.LOGGING["formatters"][handler["formatter"]]["format"]
    record = logging.LogRecord("driehoek", logging.INFO, "", 0, message, args, None)
    record.created = 1_795_000_000.25
    return OneLine(style).format(record)


def test_coming_in_and_going_out_are_told_by_number_and_way(client, caplog):
    caplog.set_level("INFO")
    user = UserFactory()
    log_in(client, user.username, PASSWORD)
    client.post(reverse("account_logout"))
    assert told(caplog) == [f"Ingelogd: account {user.pk}, met password", f"Uitgelogd: account {user.pk}"]


@pytest.mark.parametrize("name", ["kanarie-bekend", "kanarie-onbekend"])
def test_a_refusal_is_told_without_what_was_typed(client, caplog, name):
    UserFactory(username="kanarie-bekend")
    log_in(client, name, "kanarie-wachtwoord")
    assert len(told(caplog)) == 1
    assert "geweigerd" in told(caplog)[0]
    assert "kanarie" not in caplog.text


def test_a_closed_account_is_refused_in_the_log_too(client, caplog):
    user = UserFactory(is_active=False)
    log_in(client, user.username, PASSWORD)
    assert not any(one.startswith("Ingelogd") for one in told(caplog))


def test_a_line_says_when_with_its_zone_how_bad_and_who():
    assert line("Er gingen %s mails uit", 3) == "2026-11-18T11:06:40.250+00:00 INFO driehoek Er gingen 3 mails uit"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_nothing_that_came_in_begins_a_line_of_its_own(end):
    forged = line("Not Found: %s", f"/x{end}2026-11-18 INFO driehoek Ingelogd: account 1")
    assert forged.splitlines() == [forged]


def test_what_is_not_there_and_what_is_refused_is_told_once(client, caplog):
    client.force_login(UserFactory())
    client.get("/er-is-niets/")
    assert [record.getMessage() for record in caplog.records if record.name == "django.request"] == [
        "Not Found: /er-is-niets/"
    ]


@pytest.mark.parametrize("level", ["WARNING", "ERROR"])
def test_sec_06_a_quiet_log_still_holds_who_came_in_and_the_head_of_the_audit_log(level):
    read = (
        "import django, logging; django.setup();"
        "assert all(logging.getLogger(name).isEnabledFor(20) for name in ('driehoek.audit', 'driehoek.inloggen'));"
        "assert not logging.getLogger('driehoek.mail').isEnabledFor(20)"
    )
    assert start(read, LOG_LEVEL=level) == (0, "")
