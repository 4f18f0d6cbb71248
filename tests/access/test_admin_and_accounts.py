"""SEC-07 for the pages that are not ours alone: Django's admin and those of allauth."""

import pytest
from django.contrib import admin

from tests.access.matrix import METHODS, STRANGERS, VISITORS
from tests.access.routes import OF_ACCOUNTS, parameters, path_of
from tests.factories import UserFactory


@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_sec_07_the_admin_opens_for_the_beheerder_alone(visit, visitor, method):
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


def test_sec_07_the_admin_shows_no_triangle_and_no_conversation():
    known = {model._meta.label for model in admin.site._registry}
    assert {label for label in known if label.startswith("conversations.")} == set()
    assert known & {"triangles.Triangle", "triangles.Membership", "triangles.Seat", "auth.Group"} == set()


# To a stranger these are the way in; all others of allauth ask them to log in.
WAY_IN = {"account_login", "account_logout", "account_inactive", "mfa_authenticate", "mfa_login_webauthn"}


def is_way_in(name):
    return name in WAY_IN or "reset_password" in name or name.startswith("openid_connect_")


@pytest.mark.parametrize("visitor", VISITORS)
def test_sec_07_the_pages_of_allauth_never_fail_and_ask_strangers_to_log_in(visit, visitor):
    for name in filter(lambda name: name.startswith(OF_ACCOUNTS), parameters()):
        for method in METHODS:
            status = visit(visitor, method, path_of(name)).status_code
            assert status in {200, 302, 404, 405}, (name, method)
            if visitor in STRANGERS and not is_way_in(name):
                assert status == 302, (name, method)


def test_sec_07_a_provider_that_is_not_set_up_is_not_there(client, db):
    assert client.post(path_of("openid_connect_login")).status_code == 404
    assert client.get(path_of("openid_connect_callback")).status_code == 404


def test_sec_13_unsafe_methods_need_the_token(client, db):
    client.handler.enforce_csrf_checks = True
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    for name in parameters():
        if name.startswith(OF_ACCOUNTS) or name in {"admin:logout", "admin:triangles_user_add"}:
            assert client.post(path_of(name)).status_code in {403, 405}, name
