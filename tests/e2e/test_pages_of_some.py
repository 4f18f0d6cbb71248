"""A11Y-01, A11Y-03, SEC-09: the pages that only some of staff see, or once: axe, both widths, focus and policy."""

import pytest

from conversations.erasure_asking import approve, ask_to_erase
from principles.models import Question
from tests.e2e.test_every_page import look, look_at
from tests.e2e.test_second_factor import CHOICE, fingerprint, here, log_out, user, with_password
from tests.examples.conftest import make_example
from tests.factories import UserFactory
from tests.trust.coming_in import code_of

__all__ = ["fingerprint", "here", "user"]  # fixtures
pytestmark = pytest.mark.django_db(transaction=True)


def test_sec_09_priv_09_of_a_beheerder(page, scene, log_in, live_server):
    """The list of who has access, and what waits for a second pair of eyes."""
    wish = ask_to_erase(scene["planned"].participants.first())
    approve(wish, scene["adviser"])
    log_in(UserFactory(is_staff=True, is_superuser=True))
    wrong = look_at(page, live_server, "/beheer-toegang/") + look_at(page, live_server, "/wissen/")
    assert page.get_by_role("button", name="Bevestig").count() == 1
    assert wrong == []


def test_sec_09_priv_09_of_an_adviser_who_decides_on_something(page, scene, log_in, live_server):
    """Refusing to erase, withdrawing an example, sharing questions."""
    wish = ask_to_erase(scene["planned"].participants.first())
    found = make_example(published_by=scene["adviser"])
    scene["planned"].questions.set(Question.objects.all()[:2])
    log_in(scene["adviser"])
    paths = [
        f"/driehoeken/{wish.triangle_id}/wissen/",
        f"/driehoeken/{wish.triangle_id}/wissen/{wish.pk}/weigeren/",
        f"/voorbeelden/{found.pk}/intrekken/",
        f"/gesprekken/{scene['planned'].pk}/delen/vragen/",
    ]
    wrong = []
    for path in paths:
        wrong += look_at(page, live_server, path)
        assert page.url == live_server.url + path
        assert page.get_by_role("main").get_by_role("button").count() >= 1
    assert wrong == []


def test_sec_09_priv_09_of_the_second_step(page, here, user, fingerprint):
    """From choosing it until taking it away again, with an app and a passkey."""
    wrong = []

    def see(*paths):
        for path in paths:
            here(path)
            wrong.extend(look(page, path))
            assert page.url.endswith(path)

    with_password(page, here)
    page.wait_for_url(f"**{CHOICE}")
    see(CHOICE, f"{CHOICE}passkeys/nieuw/", f"{CHOICE}app/")
    secret = page.locator(".dh-secret").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Stel de app in").click()
    page.wait_for_url("**/herstelcodes/")
    wrong += look(page, "herstelcodes")
    here(f"{CHOICE}passkeys/nieuw/")
    page.get_by_role("button", name="Voeg de passkey toe").click()
    page.wait_for_url(lambda address: not address.endswith("/nieuw/"))
    key = user.authenticator_set.get(type="webauthn").pk
    see(CHOICE, f"{CHOICE}herstelcodes/", f"{CHOICE}app/weg/", f"{CHOICE}passkeys/{key}/weg/", f"{CHOICE}bevestigen/")
    here("/")
    log_out(page)
    with_password(page, here)
    page.wait_for_url("**/tweede-stap/inloggen/")
    assert wrong + look(page, "tweede-stap/inloggen") == []
