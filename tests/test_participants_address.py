"""Another mail address of a participant: earlier links end, the old address is told, what was written stays shut."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone

from conversations.links import Purpose, find_link, give_link, token_of
from conversations.models import AuditEvent, Visit
from conversations.visits import code_digest, may_read_back, send_code, try_code
from driehoek.mail import Outbox
from tests.factories import ReflectionFactory
from tests.mailed import asking, has_event, page_of, press, sent
from tests.personal_links import opened
from tests.reading_pages import text_of

pytestmark = pytest.mark.django_db
SJOERD = "sjoerd@dienst.example"


@pytest.fixture
def person(client):
    """Somebody who was invited, with an adviser logged in."""
    cache.clear()  # the limits on trying count across tests
    conversation = asking()
    client.force_login(conversation.adviser)
    found = conversation.participants.get(name="Sjoerd")
    found.conversation = conversation
    return found


def test_an_invitation_that_got_lost_goes_to_the_mended_address(client, person):
    Outbox.objects.filter(kind="uitnodiging", to=SJOERD).update(state="mislukt")
    press(client, person, "mailadres", email="s.vlietstra@dienst.example")
    sent()
    row = Outbox.objects.get(kind="uitnodiging", to=SJOERD)
    press(client, person, "mail", mail=row.pk)
    one = sent()["s.vlietstra@dienst.example"]
    assert "uitnodiging" in one.subject
    assert has_event(one)


def test_another_address_ends_the_links_and_tells_the_old_one(client, person):
    link = give_link(person, Purpose.DEELNEMEN)
    secretary = give_link(person, Purpose.DATUM)
    tokens = [token_of(link), token_of(secretary)]
    assert "gaat nu naar s.vlietstra@dienst.example" in press(
        client, person, "mailadres", email="s.vlietstra@dienst.example"
    )
    assert [find_link(token) for token in tokens] == [None, None]
    mails = sent()
    assert sorted(mails) == [SJOERD]
    one = mails[SJOERD]
    assert "Mail over het gesprek ‘Hoe nu verder?’ gaat voortaan naar een ander adres." in one.body
    assert "vlietstra@" not in one.message().as_string()
    assert "/deelnemen/" not in one.body
    person.refresh_from_db()
    assert person.seat.email == "s.vlietstra@dienst.example"
    assert AuditEvent.objects.filter(action="mailadres gewijzigd", conversation_id=person.conversation_id).count() == 1
    assert "s.vlietstra" not in str(list(AuditEvent.objects.values()))


def test_sec_04_another_address_opens_nothing_that_was_written_before(client, person):
    """Otherwise an adviser could change the address to their own and read private text with a code."""
    ReflectionFactory(participant=person, text="kanarie")
    press(client, person, "mailadres", email="iemand@dienst.example")
    person.refresh_from_db()
    browser, visit = opened(give_link(person, Purpose.DEELNEMEN))
    assert not send_code(visit)
    good = {"code_digest": code_digest(visit, "123456"), "code_until": timezone.now() + dt.timedelta(minutes=5)}
    Visit.objects.filter(pk=visit.pk).update(**good)  # as if a code was on its way when the address changed
    assert not try_code(visit, "123456")
    assert browser.get(f"/deelnemen/{person.pk}/code/")["Location"] == f"/deelnemen/{person.pk}/"  # it opens nothing
    page = text_of(browser.get(f"/deelnemen/{person.pk}/antwoorden/"))
    assert "kanarie" not in page
    sent()
    assert not Outbox.objects.filter(kind="code").exists()


def test_an_address_mended_before_anything_was_written_closes_nothing(client, person):
    press(client, person, "mailadres", email="s.vlietstra@dienst.example")
    person.refresh_from_db()
    _, visit = opened(give_link(person, Purpose.DEELNEMEN))
    assert may_read_back(visit)
    ReflectionFactory(participant=person)
    _, elsewhere = opened(give_link(person, Purpose.DEELNEMEN))
    assert send_code(elsewhere)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Vul het nieuwe mailadres in."),
        ("geen adres", "Dit is geen mailadres."),
        (SJOERD.upper(), "Dit adres staat er al."),
        ("a" * 250 + "@x.example", "254"),
    ],
)
def test_a_wrong_address_is_told_at_the_field_and_changes_nothing(client, person, typed, words):
    token = token_of(give_link(person, Purpose.DEELNEMEN))
    answer = client.post(page_of(person.conversation, f"{person.pk}/mailadres/"), {"email": typed})
    page = answer.content.decode()
    assert words in page
    assert 'aria-invalid="true"' in page
    assert "<title>Fout: " in page
    assert find_link(token)
    person.refresh_from_db()
    assert person.email == SJOERD
