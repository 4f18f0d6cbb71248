"""What `/metrics` tells after everybody asked everything: names from the code and numbers, nothing of anybody."""

import re

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from driehoek.metrics.counting import DURATION, METHODS, OTHER, REFUSED, REQUESTS, SECONDS
from tests.access.routes import parameters, path_of
from tests.test_metrics import BEARER

pytestmark = pytest.mark.usefixtures("undrawn")
READING = ("anonymous", "participant", "adviser", "facilitator", "beheerder", "big screen")
# Routes without a name of their own are called after their code.
UNNAMED = {"django.views.generic.base.RedirectView", "admin:django.contrib.admin.sites.catch_all_view"}


@pytest.fixture(autouse=True)
def nothing_counted():
    """Forget what other tests asked: some have addresses of their own."""
    for one in (REQUESTS, REFUSED, DURATION):
        one.clear()


def told():
    return Client().get("/metrics", headers=BEARER).content.decode()


def values_of(text, *labels):
    """Return {label: values} in the lines of the product itself."""
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    ours = [sample for sample in samples if sample.name.startswith("driehoek_")]
    return {label: {sample.labels[label] for sample in ours if label in sample.labels} for label in labels}


def test_sec_08_no_metric_holds_a_word_of_anybody_and_no_visitor_makes_one(visit, subject, people):
    for visitor in READING:
        for name in parameters():
            visit(visitor, "GET", path_of(name, **subject))
    for nonsense in ("/geheim-pad/", "/metrics/", "/gesprekken/999999/", "/beheer/geheim-pad/"):
        visit("beheerder", "GET", nonsense)
        visit("beheerder", "GEHEIM", nonsense)
    text = told()
    found = values_of(text, "route", "method", "status", "le")
    assert found["route"] <= {*parameters(), *UNNAMED, OTHER}
    assert found["method"] <= METHODS | {OTHER}
    assert found["status"] <= {"2xx", "3xx", "4xx", "5xx", "409", "422", "429", "503"}
    assert found["le"] == {str(float(bound)) for bound in SECONDS} | {"+Inf"}
    assert {*re.findall(r"(\w+)=\"", text)} <= {
        *found,
        "generation",
        "implementation",
        "major",
        "minor",
        "patchlevel",
        "version",
    }
    words = [subject["token"], subject["screen_token"], subject["calendar_token"], "geheim", "GEHEIM"]
    words += [word for user in people.values() if user.is_authenticated for word in (user.name, user.email)]
    assert [word for word in words if word in text] == []
