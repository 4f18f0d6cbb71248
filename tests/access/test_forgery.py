"""SEC-13 for every route: nothing is changed by a request that no form of the site itself sent."""

import pytest
from django.test import Client

from tests.access.conftest import way_in
from tests.access.routes import parameters, path_of
from tests.every_row import every_row
from tests.factories import ConversationFactory, FacilitatorFactory

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
WRITES = "conversations:step"


@pytest.fixture
def strict(people, links):
    """Return a function that gives the browser of a visitor to which the check applies."""

    def come_in(visitor):
        client = Client()
        if visitor in links:
            client.post(way_in(links[visitor]))
        else:
            client.force_login(people[visitor])
        client.handler.enforce_csrf_checks = True
        return client

    return come_in


@pytest.mark.parametrize("visitor", ["participant", "facilitator", "beheerder"])
def test_sec_13_without_the_token_of_a_form_no_route_takes_anything(strict, subject, visitor):
    client, before = strict(visitor), every_row()
    asked = {
        (name, method): client.generic(method, path_of(name, **subject)) for name in parameters() for method in UNSAFE
    }
    assert {key: answer.status_code for key, answer in asked.items() if answer.status_code != 403} == {}
    assert every_row() == before


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({}, True),
        ({"origin": "http://testserver"}, True),
        ({"origin": "https://kwaad.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": "http://testserver.kwaad.example"}, False),
    ],
)
def test_sec_13_a_form_of_another_site_is_refused_even_with_a_token(db, headers, taken):
    conversation = ConversationFactory(facilitator=FacilitatorFactory())
    client = Client(enforce_csrf_checks=True)
    client.force_login(conversation.facilitator)
    client.get("/")
    token = client.cookies["csrf"].value
    path = path_of(WRITES, pk=conversation.pk)
    answer = client.post(path, {"csrfmiddlewaretoken": token}, headers=headers)
    assert (answer.status_code != 403) is taken
