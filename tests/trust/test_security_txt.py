"""Where somebody who finds a weakness can tell it: the lines that RFC 9116 asks for."""

import datetime as dt

import pytest
import time_machine

from tests.trust.starting import start

PATH = "/.well-known/security.txt"


def lines(client):
    answer = client.get(PATH)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    return [tuple(line.split(": ", 1)) for line in answer.content.decode().splitlines()]


@time_machine.travel("2026-11-22T23:30:00+00:00", tick=False)
def test_it_names_whom_to_tell_and_until_when(client, settings):
    settings.SECURITY_CONTACT = ["beveiliging@voorbeeld.example", "https://voorbeeld.example/melden"]
    settings.SECURITY_EXPIRES_DAYS = 30
    settings.SECURITY_POLICY_URL = "https://voorbeeld.example/beleid"
    settings.SITE_URL = "https://driehoek.voorbeeld.example/"
    assert lines(client) == [
        ("Contact", "mailto:beveiliging@voorbeeld.example"),
        ("Contact", "https://voorbeeld.example/melden"),
        ("Expires", "2026-12-22T00:00:00Z"),
        ("Preferred-Languages", "nl, en"),
        ("Canonical", f"https://driehoek.voorbeeld.example{PATH}"),
        ("Policy", "https://voorbeeld.example/beleid"),
    ]


def test_it_ends_within_a_year_also_by_itself(client):
    until = dt.datetime.fromisoformat(dict(lines(client))["Expires"])
    assert dt.timedelta(days=1) < until - dt.datetime.now(dt.UTC) < dt.timedelta(days=366)


def test_without_a_contact_there_is_no_page(client, settings):
    settings.SECURITY_CONTACT = []
    assert client.get(PATH).status_code == 404


@pytest.mark.parametrize("days", ["0", "366"])
def test_sec_11_a_term_outside_the_rules_is_refused(days):
    code, errors = start(SECURITY_EXPIRES_DAYS=days)
    assert code != 0
    assert "SECURITY_EXPIRES_DAYS" in errors.splitlines()[-1]
