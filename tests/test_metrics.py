"""`/metrics`: not there without its secret, and with it numbers by the name of a route."""

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from conversations.links import Purpose, give_link, token_of
from conversations.models import Phase
from conversations.models.audit_heads import keep_head
from driehoek.mail import Outbox
from driehoek.metrics import standing
from driehoek.metrics.counting import OURS
from tests.access.test_headers import HTTPS, faults_of
from tests.factories import ParticipantFactory
from tests.trust.starting import start

pytestmark = pytest.mark.django_db
BEARER = {"Authorization": f"Bearer {settings.METRICS_TOKEN}"}
OFF = """
import django, sys
django.setup()
from django.conf import settings
settings.SECURE_SSL_REDIRECT = False
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
from django.test import Client
status = Client(headers={"Host": "driehoek.voorbeeld.example", "Authorization": "Bearer "}).get("/metrics").status_code
counting = [name for name in settings.MIDDLEWARE if "metrics" in name]
sys.exit(f"{status} {counting} {'prometheus_client' in sys.modules}")
"""


def ask(method="GET", **headers):
    return Client(enforce_csrf_checks=True).generic(method, "/metrics", headers=headers)


def number(name, **labels):
    return OURS.get_sample_value(name, labels) or 0


def shown():
    """Return {name of a number without labels: value} of what the page tells."""
    lines = ask(**BEARER).content.decode().splitlines()
    return {
        name: float(value) for name, value in (line.split() for line in lines if line[0] != "#" and "{" not in line)
    }


def test_without_the_setting_nothing_is_there_and_nothing_is_counted():
    code, said = start(OFF)
    assert (code, said.splitlines()[-1]) == (1, "404 [] False")


def test_sec_11_a_secret_that_can_be_guessed_is_refused():
    code, said = start(METRICS_TOKEN="x" * 31)
    assert (code, said.splitlines()[-1].partition(": ")[2][:26]) == (1, "METRICS_TOKEN is te kort: ")
    assert start(METRICS_TOKEN="x" * 32)[0] == 0


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize(
    "given",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer anders",
        settings.METRICS_TOKEN,
        f"Basic {settings.METRICS_TOKEN}",
        "Bearer é",
    ],
)
def test_sec_07_without_the_secret_it_is_an_address_that_is_not_there(method, given):
    headers = {} if given is None else {"Authorization": given}
    found, nowhere = ask(method, **headers), Client(enforce_csrf_checks=True).generic(method, "/metriek")
    told = [
        {name: value for name, value in answer.headers.items() if name != "X-Request-ID"} for answer in (found, nowhere)
    ]
    assert (found.status_code, told[0], bool(found.cookies)) == (404, told[1], False)
    assert found.content == nowhere.content


def test_sec_09_sec_10_with_the_secret_it_tells_numbers_and_gives_no_cookie(django_assert_max_num_queries):
    with django_assert_max_num_queries(6):  # the mail, the head, and on PostgreSQL the limits
        answer = Client().get("/metrics", headers=BEARER, **HTTPS)
    assert (answer.status_code, faults_of(answer)) == (200, [])
    assert answer["Content-Type"].startswith("text/plain; version=")
    assert (bool(answer.cookies), "Vary" in answer.headers) == (False, False)  # no session was looked at
    assert settings.METRICS_TOKEN not in answer.content.decode()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_with_the_secret_it_is_only_read(method):
    answer = ask(method, **BEARER)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_sec_02_a_visit_by_personal_link_is_counted_by_its_route_and_its_secret_is_not_told(client):
    link = give_link(
        ParticipantFactory(conversation__phase=Phase.VOORBEREIDING, conversation__held_on=timezone.localdate()),
        Purpose.DEELNEMEN,
    )
    asked = {"route": "conversations:link", "method": "GET", "status": "2xx"}
    before = number("driehoek_requests_total", **asked)
    took = number("driehoek_request_duration_seconds_count", route="conversations:link")
    assert client.get(f"/deelnemen/link/{token_of(link)}/").status_code == 200
    assert number("driehoek_requests_total", **asked) == before + 1
    assert number("driehoek_request_duration_seconds_count", route="conversations:link") == took + 1
    text = ask(**BEARER).content.decode()
    assert 'driehoek_requests_total{method="GET",route="conversations:link",status="2xx"}' in text
    assert token_of(link) not in text
    assert "/deelnemen/" not in text


def test_addresses_that_are_not_there_and_methods_of_ones_own_are_one_each(client):
    def series():
        return sum(len(family.samples) for family in OURS.collect())

    client.generic("ZOEK", "/er-is-niets/")
    before = series()
    for one in range(20):
        assert client.generic(f"ZOEK{one}", f"/er-is-niets/{one}/").status_code == 404
    assert series() == before
    assert number("driehoek_requests_total", route="other", method="other", status="4xx") >= 21


def test_a_save_that_is_refused_is_counted_apart(client):
    asked = {"route": "conversations:guide_by_link", "status": "429"}
    from django.test import RequestFactory

    from driehoek.metrics.counting import count

    request = RequestFactory().get("/")
    request.resolver_match = type("Match", (), {"view_name": "conversations:guide_by_link"})
    before = number("driehoek_refused_total", **asked)
    count(request, 429, 0.1)
    count(request, 404, 0.1)
    assert number("driehoek_refused_total", **asked) == before + 1


def test_the_mail_that_waits_and_the_head_that_was_kept_are_told():
    now = timezone.now()
    rows = [("wacht", 90), ("wacht", 30), ("wacht", -600), ("mislukt", 0), ("onzeker", 0), ("verstuurd", 7200)]
    Outbox.objects.bulk_create(
        Outbox(
            kind="x", to="kanarie@dienst.example", once=str(nr), state=state, due=now - timezone.timedelta(seconds=ago)
        )
        for nr, (state, ago) in enumerate(rows)
    )
    assert "driehoek_audit_head_age_seconds" not in shown()
    keep_head()
    found = shown()
    told = [found[f"driehoek_{name}"] for name in ("database_up", "mails_waiting", "mails_failed", "mails_unsure")]
    assert told == [1, 2, 1, 1]
    assert 90 <= found["driehoek_mail_oldest_wait_seconds"] < 200
    assert 0 <= found["driehoek_audit_head_age_seconds"] < 100
    assert "kanarie" not in ask(**BEARER).content.decode()


def test_without_a_database_the_rest_is_told(monkeypatch):
    def away():
        raise OperationalError("wachtwoord van host db-17 geweigerd")

    monkeypatch.setattr(standing, "read_numbers", away)
    found = shown()
    assert found["driehoek_database_up"] == 0
    assert found["driehoek_workers"] == 1
    assert "driehoek_mails_waiting" not in found


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such limit")
def test_postgresql_ends_what_takes_too_long(monkeypatch):
    def slow():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(20)")
        yield "x", "x", 1

    monkeypatch.setattr(standing, "read_numbers", slow)
    assert shown()["driehoek_database_up"] == 0
