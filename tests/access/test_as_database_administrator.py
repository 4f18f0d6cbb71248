"""Red team, from below: with the tables in hand and an account or a link of one's own, to one private answer.

What such a person changes by SQL is written here with the guards of the database taken away first.
"""

import hashlib

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client

from conversations import guards
from conversations.links import Purpose, find_link, give_link, token_of
from conversations.models import Consent, Conversation, Reflection, TextRead, Visit
from conversations.visits import COOKIE, digest
from driehoek.encryption import MisplacedTextError
from driehoek.mail import Outbox
from tests.access.attempts import TRACE, hears, hears_anywhere, hold, mails_to, own_pages, scene, sql
from tests.by_link import address, answer_to, enter
from tests.crawling import by_link, logged_in
from tests.factories import FacilitatorFactory
from tests.test_canaries import raw_database

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def found():
    return scene()


@pytest.fixture
def bare(found):
    """The same, with every guard of the database taken away; they stand again afterwards."""
    guards.drop(connection)
    yield found
    guards.create(connection)


def text_for(level, of):
    return of.reflections.get(visibility=level)


def answers(found, user):
    tab = logged_in(user)
    tab.raise_request_exception = False
    return tab.post(f"/gesprekken/{found.meeting.pk}/antwoorden/").content.decode()


def test_reading_every_table_gives_no_word(found):
    assert TRACE not in raw_database()


def test_a_token_that_is_copied_to_an_own_row_does_not_open_there(bare):
    mine = enter(bare.other)
    answer_to(mine, bare.other, text="Van mij.")
    own, theirs = bare.other.reflections.get(), text_for("zelf", bare.victim)
    for question in (own.question_id, theirs.question_id):
        sql(
            "UPDATE conversations_reflection SET question_id = %s, text = "
            "(SELECT t.text FROM conversations_reflection t WHERE t.id = %s) WHERE id = %s",
            *(question, theirs.pk, own.pk),
        )
        assert not hears(mine, own_pages(bare.other))
        with pytest.raises(MisplacedTextError):
            str(Reflection.objects.get(pk=own.pk).text)


def test_a_token_in_another_field_or_table_does_not_open_either(bare):
    theirs = text_for("zelf", bare.victim)
    token = "(SELECT t.text FROM conversations_reflection t WHERE t.id = %s)"
    sql(f"UPDATE conversations_reflection SET typed = {token} WHERE id = %s", theirs.pk, theirs.pk)
    sql(f"UPDATE conversations_explanation SET text = {token}", theirs.pk)
    with pytest.raises(MisplacedTextError):
        str(Reflection.objects.get(pk=theirs.pk).typed)
    assert "Kanarie antwoord zelf." not in answers(bare, bare.meeting.facilitator)


def test_a_row_that_is_given_another_author_does_not_open(bare):
    theirs = text_for("zelf", bare.victim)
    sql("UPDATE conversations_reflection SET participant_id = %s WHERE id = %s", bare.other.pk, theirs.pk)
    assert not hears(enter(bare.other), own_pages(bare.other))
    with pytest.raises(MisplacedTextError):
        str(Reflection.objects.get(pk=theirs.pk).text)


def test_priv_03_the_database_refuses_to_raise_a_text_while_its_guards_stand(found):
    theirs = text_for("zelf", found.victim)
    with pytest.raises(DatabaseError), transaction.atomic():
        sql("UPDATE conversations_reflection SET visibility = 'met_naam' WHERE id = %s", theirs.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        sql("UPDATE conversations_reflection SET participant_id = %s WHERE id = %s", found.other.pk, theirs.pk)


@pytest.mark.parametrize("level", ["begeleider", "naamloos", "met_naam"])
def test_a_text_that_is_raised_with_a_made_up_consent_does_not_open(found, level):
    """The guards let it through: the consent is there. The words were encrypted for their author alone."""
    theirs = text_for("zelf", found.victim)
    give_consent(found, theirs, level, found.meeting.facilitator)
    sql("UPDATE conversations_reflection SET visibility = %s WHERE id = %s", level, theirs.pk)
    assert "Kanarie antwoord zelf." not in answers(found, found.meeting.facilitator)
    hold(found.meeting)
    for tab in (logged_in(found.adviser), logged_in(found.meeting.facilitator), enter(found.other)):
        assert "Kanarie antwoord zelf." not in said_on(tab, found)


def give_consent(found, text, level, facilitator):
    """Add a consent by SQL, as if the author gave it."""
    sql(
        "INSERT INTO conversations_consent (conversation_id, participant_id, reflection_id, level, in_report, source, "
        "facilitator_id, facilitator_name, at) VALUES (%s, %s, %s, %s, %s, 'link', %s, '', '2026-03-01 10:00:00+00')",
        *(found.meeting.pk, found.victim.pk, text.pk, level, False, facilitator.pk),
    )


def said_on(tab, found):
    tab.raise_request_exception = False
    pages = [f"/gesprekken/{found.meeting.pk}/{tail}" for tail in ("", "verslag/", "briefing/", "antwoorden/")]
    return "".join(tab.get(page).content.decode() for page in pages)


def test_the_tick_for_the_report_cannot_be_set_by_hand(bare):
    theirs = text_for("met_naam", bare.victim)
    sql("UPDATE conversations_reflection SET in_report = %s WHERE id = %s", True, theirs.pk)
    hold(bare.meeting)
    assert "Kanarie antwoord met_naam." not in said_on(enter(bare.other), bare)
    with pytest.raises(MisplacedTextError):
        str(Reflection.objects.get(pk=theirs.pk).text)


def test_another_facilitator_in_a_consent_reads_nothing_for_the_one_before(bare):
    newcomer = FacilitatorFactory()
    sql("UPDATE conversations_conversation SET facilitator_id = %s WHERE id = %s", newcomer.pk, bare.meeting.pk)
    sql("UPDATE conversations_consent SET facilitator_id = %s", newcomer.pk)
    assert "begeleider." not in answers(bare, newcomer)
    give_consent(bare, text_for("begeleider", bare.victim), "begeleider", newcomer)
    assert "begeleider." not in answers(bare, newcomer)
    assert [one for one in Consent.objects.filter(facilitator=newcomer) if one.is_genuine()] == []


def test_an_own_link_that_is_pointed_at_another_opens_nothing_any_more(bare):
    mine, link = by_link(bare.other), give_link(bare.other, Purpose.DEELNEMEN)
    token = token_of(link)
    sql(
        "DELETE FROM conversations_visit WHERE link_id IN "
        "(SELECT id FROM conversations_link WHERE participant_id = %s)",
        bare.victim.pk,
    )
    sql("DELETE FROM conversations_link WHERE participant_id = %s", bare.victim.pk)
    sql("UPDATE conversations_link SET participant_id = %s WHERE id = %s", bare.victim.pk, link.pk)
    sql("UPDATE conversations_visit SET reads_back = %s", True)
    assert find_link(token) is None
    assert not hears(mine, own_pages(bare.victim))


def test_a_visit_that_is_added_by_hand_is_no_visit(found):
    link = give_link(found.victim, Purpose.DEELNEMEN)
    theirs = Visit.objects.filter(link=link).first()
    sql(
        "INSERT INTO conversations_visit "
        "(link_id, key_digest, nonce, opened_at, reads_back, code_digest, code_tries, seal) "
        "VALUES (%s, %s, %s, '2026-03-01 10:00:00+00', %s, '', 0, %s)",
        *(link.pk, digest("mijn-sleutel"), link.nonce, True, theirs.seal),
    )
    tab = Client()
    tab.cookies[COOKIE] = "mijn-sleutel"
    assert not hears(tab, own_pages(found.victim))
    sql("UPDATE conversations_visit SET key_digest = %s WHERE id = %s", digest("nog-een-sleutel"), theirs.pk)
    tab.cookies[COOKIE] = "nog-een-sleutel"
    assert not hears(tab, own_pages(found.victim))


def test_a_link_with_a_nonce_of_ones_own_gives_no_token(found):
    link = give_link(found.victim, Purpose.DEELNEMEN)
    token = token_of(give_link(found.other, Purpose.DEELNEMEN))
    sql("UPDATE conversations_link SET nonce = 'door-mij-gekozen' WHERE id = %s", link.pk)
    for guess in (f"{link.pk}-door-mij-gekozen", f"{link.pk}-door-mij-gekozen.{token.rpartition('.')[2]}"):
        assert find_link(guess) is None


def test_what_the_table_of_sessions_holds_lets_nobody_in(found):
    lead = logged_in(found.meeting.facilitator)
    assert lead.get("/").status_code == 200
    [(name, held)] = sql("SELECT session_key, session_data FROM django_session")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = name
    assert thief.get("/").status_code == 302
    mine = logged_in(FacilitatorFactory())
    sql("UPDATE django_session SET session_data = %s WHERE session_key <> %s", held, name)
    assert mine.get("/").status_code == 302
    chosen = "a" * 32
    sql(
        "UPDATE django_session SET session_key = %s WHERE session_key = %s",
        hashlib.sha256(chosen.encode()).hexdigest()[:40],
        name,
    )
    thief.cookies[settings.SESSION_COOKIE_NAME] = chosen
    assert thief.get("/").status_code == 302


def test_sec_04_a_code_is_not_found_by_trying_all_of_them_on_its_digest(found):
    tab = by_link(found.victim)
    tab.post(address(found.victim, "code/nieuw/"))
    code = next(one for one in mails_to(found.victim.email) if "Uw code is" in one).split("Uw code is ")[1][:6]
    visit = Visit.objects.exclude(code_digest="").get()
    known = [code, f"{visit.pk}:{code}", f"{visit.pk}:{visit.key_digest}:{code}", f"{visit.key_digest}{code}"]
    assert visit.code_digest not in {hashlib.sha256(one.encode()).hexdigest() for one in known}


def test_the_address_of_a_mail_that_waits_cannot_be_changed_to_an_own_one(found):
    tab = by_link(found.victim)
    tab.post(address(found.victim, "code/nieuw/"))
    sql("UPDATE driehoek_outbox SET \"to\" = 'van-mij@dienst.example'")
    assert mails_to("van-mij@dienst.example") == []
    assert set(Outbox.objects.filter(kind="code").values_list("state", flat=True)) == {"vervallen"}


def test_guards_that_are_taken_away_show_where_the_service_is_watched(bare):
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert "problemen" in answer.json()


def test_priv_08_whoever_takes_over_an_account_is_seen_by_the_author(found):
    """A password hash of one's own opens an account, up to its second factor. Reading as that person leaves a line."""
    answers(found, found.meeting.facilitator)
    assert TextRead.objects.filter(reader=found.meeting.facilitator).exists()
    assert str(found.meeting.facilitator) in found.tab.get(address(found.victim, "antwoorden/")).content.decode()


def test_a_phase_that_is_moved_by_hand_opens_no_private_text(bare):
    for phase in ("gesprek", "verslag", "opvolging", "afgerond", "geannuleerd"):
        Conversation.objects.filter(pk=bare.meeting.pk).update(phase=phase, preparation_closed_at="2026-03-01T00:00Z")
        assert "antwoord zelf." not in answers(bare, bare.meeting.facilitator)
        assert not hears(enter(bare.other) if phase in {"gesprek", "verslag"} else Client(), own_pages(bare.victim))


def test_a_membership_that_is_added_by_hand_opens_what_an_adviser_sees_and_no_more(found):
    spy = FacilitatorFactory()
    sql(
        "INSERT INTO triangles_membership (user_id, triangle_id, corner, created_at) "
        "VALUES (%s, %s, '', '2026-03-01 10:00:00+00')",
        *(spy.pk, found.meeting.triangle_id),
    )
    assert not hears_anywhere(found, logged_in(spy))
