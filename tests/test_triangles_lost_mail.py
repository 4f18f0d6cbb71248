"""F11: a mail about access that failed, or may not have arrived, is shown where an adviser can send it again."""

import pytest
from django.utils import timezone

from conversations.advising import MANY, queue_invitation
from driehoek.mail import Outbox
from driehoek.sending import send_due
from tests.factories import MembershipFactory
from tests.reading_pages import text_of

pytestmark = pytest.mark.django_db
FAILED = "De mail aan teun@voorbeeld.example kwam niet aan."
UNSURE = "Het is niet zeker dat de mail aan teun@voorbeeld.example aankwam."


@pytest.fixture
def mine(client):
    member = MembershipFactory(triangle__name="Kustregister")
    client.force_login(member.user)
    return member


@pytest.fixture
def teun(mine):
    """A colleague whose mail about access waits in the outbox."""
    member = MembershipFactory(triangle=mine.triangle, user__name="Teun", user__email="teun@voorbeeld.example")
    queue_invitation(member, mine.user, "2026-03-02")
    return member


def end_as(state):
    Outbox.objects.update(state=state)


def pages(client, member):
    """Return the words on the pages where the colleague stands."""
    base = f"/driehoeken/{member.triangle_id}/"
    return [text_of(client.get(path)) for path in (base, f"{base}adviseurs/")]


def press(client, member):
    return client.post(f"/driehoeken/{member.triangle_id}/adviseurs/{member.pk}/mail/", follow=True)


@pytest.mark.parametrize(("state", "words"), [("mislukt", FAILED), ("onzeker", UNSURE)])
def test_it_is_said_at_the_colleague_and_sent_again_once(client, teun, mailoutbox, state, words):
    end_as(state)
    assert all(words in page and "Stuur opnieuw" in page for page in pages(client, teun))
    assert "De mail aan teun@voorbeeld.example gaat opnieuw op weg." in text_of(press(client, teun))
    assert "al onderweg of aangekomen" in text_of(press(client, teun))
    assert not any("Stuur opnieuw" in page for page in pages(client, teun))
    assert send_due() == {"verstuurd": 1}
    assert [mail.to for mail in mailoutbox] == [["teun@voorbeeld.example"]]


@pytest.mark.parametrize("state", ["wacht", "bezig", "verstuurd", "vervallen"])
def test_where_nothing_got_lost_nothing_is_said_or_sent(client, teun, state):
    end_as(state)
    assert not any("Stuur opnieuw" in page for page in pages(client, teun))
    press(client, teun)
    assert Outbox.objects.count() == 1


def test_a_second_failure_is_shown_and_sent_again_too(client, teun):
    end_as("mislukt")
    press(client, teun)
    Outbox.objects.filter(state="wacht").update(state="mislukt")
    assert all(FAILED in page for page in pages(client, teun))
    press(client, teun)
    assert sorted(Outbox.objects.values_list("state", flat=True)) == ["vervallen", "vervallen", "wacht"]


def test_an_address_that_was_mended_gets_the_next_mail(client, teun):
    end_as("mislukt")
    teun.user.email = "teun.slagter@voorbeeld.example"
    teun.user.save()
    press(client, teun)
    assert Outbox.objects.get(state="wacht").to == "teun.slagter@voorbeeld.example"


def test_a_failure_at_another_triangle_is_not_shown_here(client, teun):
    end_as("mislukt")
    other = MembershipFactory(user=teun.user)
    queue_invitation(other, teun.user, "2026-03-02")
    Outbox.objects.filter(state="mislukt").update(state="verstuurd")
    Outbox.objects.filter(ref__triangle=other.triangle_id).update(state="mislukt")
    assert not any("Stuur opnieuw" in page for page in pages(client, teun))


def test_a_new_invitation_stands_in_for_the_one_that_was_lost(client, teun):
    """Also when the newer mail is forgotten after 30 days, the old failure does not come back."""
    end_as("mislukt")
    queue_invitation(teun, teun.user, "2026-03-09")
    Outbox.objects.filter(state="wacht").delete()
    assert not any("Stuur opnieuw" in page for page in pages(client, teun))


def test_the_same_invitation_on_the_same_day_hides_no_failure(client, teun):
    end_as("mislukt")
    queue_invitation(teun, teun.user, "2026-03-02")
    assert all(FAILED in page for page in pages(client, teun))


def test_in_an_archived_triangle_nothing_is_sent(client, teun):
    end_as("mislukt")
    teun.triangle.archived_at = timezone.now()
    teun.triangle.save()
    assert "Stuur opnieuw" not in text_of(client.get(f"/driehoeken/{teun.triangle_id}/"))
    assert press(client, teun).status_code == 404
    assert Outbox.objects.count() == 1


def test_it_is_said_as_well_when_more_got_lost_elsewhere_than_are_looked_through(client, mine):
    elsewhere = MembershipFactory().triangle_id
    Outbox.objects.bulk_create(
        Outbox(
            kind="collega", to="iemand@voorbeeld.example", once=f"elders {nr}", ref={"user": nr, "triangle": elsewhere}
        )
        for nr in range(MANY)
    )
    teun = MembershipFactory(triangle=mine.triangle, user__email="teun@voorbeeld.example")
    queue_invitation(teun, mine.user, "2026-03-02")
    end_as("mislukt")
    assert all(FAILED in page for page in pages(client, teun))
