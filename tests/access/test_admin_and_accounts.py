"""SEC-07 for the pages that are not ours alone: Django's admin and those of allauth."""

import pytest
from django.contrib import admin

from tests.access.routes import parameters, path_of
from tests.access.test_matrix import METHODS, STRANGERS, VISITORS
from tests.factories import UserFactory


@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_the_admin_opens_for_the_beheerder_alone(visit, visitor, method):
    for name in parameters():
        if not name.startswith("admin:") or name == "admin:logout":
            continue
        status = visit(visitor, method, path_of(name)).status_code
        if visitor == "beheerder":
            assert status in {200, 302, 403, 404, 405}, name
        elif visitor in STRANGERS:
            assert status == 302, name
        else:
            assert status in {302, 403}, name


def test_the_admin_shows_no_triangle_and_no_conversation():
    known = {model._meta.label for model in admin.site._registry}
    assert {label for label in known if label.startswith("conversations.")} == set()
    assert known & {"triangles.Triangle", "triangles.Membership", "triangles.Seat", "auth.Group"} == set()


@pytest.mark.parametrize("visitor", VISITORS)
def test_the_pages_of_allauth_never_fail(visit, visitor):
    closed = {"account_change_password", "account_set_password"}
    for name in parameters():
        if not name.startswith("account_"):
            continue
        for method in METHODS:
            status = visit(visitor, method, path_of(name)).status_code
            assert status in {200, 302, 405}, (name, method)
            if visitor in STRANGERS and name in closed:
                assert status == 302, (name, method)


def test_unsafe_methods_need_the_token(client, db):
    client.handler.enforce_csrf_checks = True
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    for name in parameters():
        if name.startswith("account_") or name in {"admin:logout", "admin:triangles_user_add"}:
            assert client.post(path_of(name)).status_code in {403, 405}, name
