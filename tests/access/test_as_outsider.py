"""Red team, from outside: without an account and without a link of one's own, to one private answer."""

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.test import Client
from django.utils.http import int_to_base36

from conversations.calendar_feed import renew_link
from conversations.links import Purpose, find_link, give_link, signer, token_of, withdraw
from conversations.models import Meeting, Participant, Visit
from conversations.screen_link import give_screen_link
from conversations.visits import COOKIE
from tests.access.attempts import TRACE, hears, hears_anywhere, mails_to, own_pages, scene
from tests.access.routes import parameters, path_of
from tests.by_link import address
from tests.crawling import by_link
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def found():
    return scene()


@pytest.fixture
def stranger():
    return Client(raise_request_exception=False)


def test_sec_08_guessing_every_number_on_every_address_gives_nothing(found, stranger):
    assert not hears_anywhere(found, stranger)
    pages = [path_of(name, participant=nr) for name, names in parameters().items() for nr in range(4) if names]
    assert not hears(stranger, [page for page in pages if page.startswith("/deelnemen/")])


def test_sec_02_a_token_that_is_made_up_or_signed_for_something_else_opens_nothing(found):
    link, meeting = give_link(found.victim, Purpose.DEELNEMEN), found.meeting
    value = f"{link.pk}-{link.nonce}"  # as somebody knows who saw the table
    forged = [
        value,
        signing.Signer(key="een-andere-sleutel", salt="driehoek.link.deelnemen", sep=".").sign(value),
        *(signer(purpose).sign(value) for purpose in Purpose if purpose != Purpose.DEELNEMEN),
        signing.dumps(value),
        token_of(give_link(found.other, Purpose.DEELNEMEN)).replace(f"{link.pk + 1}-", f"{link.pk}-", 1),
    ]
    assert [find_link(token) for token in forged] == [None] * len(forged)
    others = [token_of(give_screen_link(meeting, meeting.facilitator)), token_of(renew_link(found.adviser))]
    for token in forged + others:
        tab = Client()
        assert tab.post(f"/deelnemen/link/{token}/").status_code in {200, 302, 404, 410}
        assert not hears(tab, own_pages(found.victim))


def test_sec_02_a_cookie_that_is_kept_after_the_link_was_withdrawn_opens_nothing(found):
    kept = Client()
    kept.cookies[COOKIE] = found.tab.cookies[COOKIE].value
    assert hears(kept, own_pages(found.victim))  # the same browser, so that it would be heard
    withdraw(found.victim.links.get(purpose="deelnemen"), found.adviser)
    assert not hears(kept, own_pages(found.victim))


def test_what_stands_in_the_table_of_visits_is_no_cookie(found, stranger):
    visit = Visit.objects.get(link__participant=found.victim, link__purpose="deelnemen")
    for value in (visit.key_digest, visit.nonce, visit.seal, str(visit.pk), "", "a" * 500):
        stranger.cookies[COOKIE] = value
        assert not hears(stranger, own_pages(found.victim))


def test_sec_13_another_host_is_refused_and_never_in_a_mail(found, stranger):
    assert stranger.get("/account/inloggen/", headers={"host": "kwaad.example"}).status_code == 400
    headers = {"host": "kwaad.example", "x-forwarded-host": "kwaad.example"}
    answer = stranger.post("/account/wachtwoord-vergeten/", {"email": found.adviser.email}, headers=headers)
    assert answer.status_code in {400, 404}
    assert [one for one in mails_to(found.adviser.email) if "kwaad.example" in one] == []


def test_the_reset_of_one_account_is_of_no_use_for_another(found, stranger):
    mine = UserFactory()
    token = default_token_generator.make_token(mine)
    key = f"{int_to_base36(found.meeting.facilitator.pk)}-{token}"
    page = stranger.get(
        path_of("account_reset_password_from_key", uidb36=key.partition("-")[0], key=token), follow=True
    )
    assert "password1" not in page.content.decode()
    found.meeting.facilitator.refresh_from_db()
    assert found.meeting.facilitator.check_password(PASSWORD)


def test_sec_03_unknown_withdrawn_and_made_up_answer_the_same_to_the_letter(found, stranger):
    link = give_link(found.other, Purpose.DEELNEMEN)
    token = token_of(link)
    withdraw(link, found.adviser)
    tokens = [token, "1-a.b", "geen-token", f"999999-{link.nonce}.abc"]
    answers = [stranger.get(f"/deelnemen/link/{one}/") for one in tokens]
    told = {
        (one.status_code, one.content.decode().replace(token, "")) for one, token in zip(answers, tokens, strict=True)
    }
    assert len({status for status, _ in told}) == 1
    assert len({len(body) for _, body in told}) == 1


def test_a_form_from_another_site_writes_nothing(found):
    elsewhere = Client(enforce_csrf_checks=True)
    elsewhere.cookies[COOKIE] = found.tab.cookies[COOKIE].value
    sent = {"version": 1, "visibility": "met_naam", "in_report": "on", "text": "Van een ander."}
    for tail in ("vragen/dilemma/", "vragen/dilemma/lezers/", "vragen/dilemma/terug/", "gegevens/wissen/"):
        assert elsewhere.post(address(found.victim, tail), sent).status_code == 403
    assert {row.visibility for row in found.victim.reflections.all()} == {"zelf", "begeleider", "naamloos", "met_naam"}


def test_the_code_of_the_room_lets_nobody_in_before_the_facilitator_does(found, stranger):
    meeting = type(found.meeting).objects.get(pk=found.meeting.pk)
    meeting.begin(found.meeting.facilitator)
    code = Meeting.objects.get(conversation=meeting).code
    stranger.post(f"/mee/{code}/", {"who": found.victim.pk})
    assert not hears(stranger, own_pages(found.victim))
    assert not hears_anywhere(found, stranger)


def test_sec_04_a_stolen_link_shows_nothing_without_the_code_and_the_code_is_not_guessed(found):
    thief = by_link(found.victim)
    assert not hears(thief, own_pages(found.victim))
    thief.post(address(found.victim, "code/nieuw/"))
    [told] = [one for one in mails_to(found.victim.email) if "Uw code is" in one]
    for guess in range(6):
        wrong = f"{(int(told.split('Uw code is ')[1][:6]) + 1 + guess) % 1_000_000:06}"
        thief.post(address(found.victim, "code/"), {"code": wrong})
    thief.post(address(found.victim, "code/"), {"code": told.split("Uw code is ")[1][:6]})  # too late
    assert not hears(thief, own_pages(found.victim))


def test_what_is_not_found_or_not_allowed_repeats_no_word(found, stranger):
    for path in (f"/gesprekken/{found.meeting.pk}/", "/gesprekken/999999/", "/deelnemen/999999/", "/voorbeelden/1/"):
        for method in ("get", "post", "put", "delete"):
            assert TRACE not in getattr(stranger, method)(path).content.decode()


@pytest.mark.parametrize("purpose", [Purpose.DEELNEMEN, Purpose.LEZEN, Purpose.VOORTGANG])
def test_sec_04_no_stolen_link_opens_the_file_of_somebody_to_whom_no_code_can_be_mailed(found, purpose):
    Participant.objects.filter(pk=found.victim.pk).update(email="")
    assert not hears(by_link(found.victim, purpose), own_pages(found.victim))
