"""Every page of staff shows its own help, closed and once; the big screens and the pages of others show none."""

import pytest

from driehoek.help import the_help
from driehoek.templatetags.help import folded, with_bold
from tests.access.matrix import ACCOUNTS, BY_LINK
from tests.access.routes import path_of
from tests.test_help import of_staff

SUMMARY = "<summary>Uitleg bij deze pagina</summary>"
IN_THE_ROOM = {"conversations:screen", "conversations:report_screen"}  # read from the far end of the table
# Nobody here opens these: they need a rehearsal, a keeper of the pool, or a verslag that is vastgesteld.
ELSEWHERE = ["account_set_password", "conversations:agenda_item", "conversations:pool_member"]
ELSEWHERE += ["conversations:pool_new", "conversations:pool_remove", "conversations:rehearsal_end"]
ELSEWHERE += ["conversations:report_correct", "conversations:report_version", "conversations:share_agreement"]

# These ask for the password again, or for a second step that nobody here has.
AFTER_THE_PASSWORD = {"mfa_activate_totp", "mfa_add_webauthn", "mfa_authenticate", "mfa_deactivate_totp"}
AFTER_THE_PASSWORD |= {"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn"}
AFTER_THE_PASSWORD |= {"mfa_view_recovery_codes"}


def opened(visit, subject, name):
    """Return the page `name` as whoever may open it sees it, or None when nobody here may."""
    path = path_of(name, **subject)
    for visitor in ("anonymous", *ACCOUNTS):
        answer = visit(visitor, "GET", path)
        if answer.status_code == 200:
            return answer.content.decode()
    return None


def test_every_page_shows_its_own_help(visit, subject):
    found = {name: opened(visit, subject, name) for name in of_staff() - IN_THE_ROOM}
    assert {name for name, page in found.items() if page is None} == {*ELSEWHERE, *AFTER_THE_PASSWORD}
    wrong = [name for name, page in found.items() if page and not shows_its_own(page, name)]
    assert wrong == []


def shows_its_own(page, name):
    told = the_help().pages().get(name)
    return told and page.count(SUMMARY) == 1 and all(f"<li>{with_bold(text)}</li>" in page for text in told.sentences)


@pytest.mark.parametrize("name", sorted(IN_THE_ROOM))
def test_the_big_screen_shows_none(visit, subject, name):
    assert SUMMARY not in opened(visit, subject, name)


@pytest.mark.parametrize("name", ["conversations:mine", "conversations:link", "privacy", "conversations:guide_by_link"])
def test_who_has_no_account_gets_the_page_without_it(visit, subject, name):
    answers = [visit(visitor, "GET", path_of(name, **subject)) for visitor in ("anonymous", *BY_LINK)]
    pages = [answer.content.decode() for answer in answers if answer.status_code == 200]
    assert [page for page in pages if SUMMARY in page or "#uitleg" in page] == []
    assert pages


def test_it_takes_no_question_to_the_database(django_assert_num_queries, db):
    folded.cache_clear()
    with django_assert_num_queries(0):
        assert SUMMARY in folded("home")


def test_words_on_a_button_are_strong_and_nothing_else_is_html():
    assert with_bold("Kies **Nee & <b>** nu.") == "Kies <strong>Nee &amp; &lt;b&gt;</strong> nu."
