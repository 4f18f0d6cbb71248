"""SEC-06: once a year somebody goes through the list of who has access, and that is kept."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from conversations.models import AuditEvent
from driehoek.chores import do_chores
from tests.factories import ConversationFactory, FacilitatorFactory, MembershipFactory, UserFactory
from tests.reading_pages import text_of
from tests.trust.coming_in import log_in, with_app
from triangles.models import AccessReview, Overseer, PoolManager, User

pytestmark = pytest.mark.django_db
LIST, FILE = "/beheer-toegang/", "/beheer-toegang.csv"


@pytest.fixture
def beheerder(client):
    user = UserFactory(is_staff=True, is_superuser=True, name="Bea Vos", email="bea@voorbeeld.example")
    client.force_login(user)
    return user


@pytest.fixture
def everybody():
    """Somebody in every role, in a triangle whose name would be recognised."""
    facilitator = FacilitatorFactory(name="Yara Nijland")
    conversation = ConversationFactory(facilitator=facilitator, triangle__name="kanarie4417", title="kanarie4418")
    adviser = MembershipFactory(user__name="=Noor()", triangle=conversation.triangle).user
    MembershipFactory(user=adviser, triangle__rehearsal_until=timezone.now())
    PoolManager.objects.create(user=facilitator)
    Overseer.objects.create(user=adviser, organisation_id=organisation_of(conversation))
    with_app(adviser)
    UserFactory(name="Zeger Zomer", is_active=False)


def organisation_of(conversation):
    from tests.factories import SeatFactory

    return SeatFactory(triangle=conversation.triangle).organisation_id


def lines(answer):
    return answer.content.decode().removeprefix("\ufeff").splitlines()


def test_sec_06_the_list_tells_roles_and_counts_and_no_driehoek(client, beheerder, everybody):
    page = text_of(client.get(LIST))
    assert "Adviseur, overzicht" in page
    assert "Begeleider, poulebeheerder" in page
    assert "Zeger Zomer" in page
    assert "Afgesloten" in page
    assert "kanarie" not in page + client.get(FILE).content.decode()


def test_sec_06_the_file_says_the_same_and_calculates_nothing(client, beheerder, everybody):
    head, *rows = lines(client.get(FILE))
    assert head.startswith("Naam;Mailadres;Open;Rollen")
    cells = {row.split(";")[0]: row.split(";")[2:] for row in rows}
    assert cells["'=Noor()"] == ["ja", "adviseur, overzicht", "1", "0", "", "ja", "0"]
    assert cells["Yara Nijland"] == ["ja", "begeleider, poulebeheerder", "0", "1", "", "nee", "0"]
    assert cells["Zeger Zomer"][:2] == ["nee", ""]
    assert len(rows) == User.objects.count()


def test_sec_06_the_list_counts_the_sessions_of_now(client, beheerder, client_of):
    user = UserFactory(name="Mart Mol")
    log_in(client_of(), user)
    log_in(client_of(), user)
    [row] = [row for row in lines(client.get(FILE)) if row.startswith("Mart Mol")]
    assert row.endswith(";nee;2")


@pytest.fixture
def client_of():
    from django.test import Client

    return Client


@pytest.mark.parametrize("size", [1, 30])
def test_the_list_asks_as_much_for_many_accounts_as_for_one(client, beheerder, size, django_assert_num_queries):
    for _ in range(size):
        MembershipFactory()
    with django_assert_num_queries(6):
        client.get(LIST)


def test_sec_06_who_went_through_it_and_when_is_kept(client, beheerder):
    UserFactory()
    assert "Niemand liep de lijst nog na." in text_of(client.get(LIST))
    assert not AccessReview.objects.exists()
    page = text_of(client.post(LIST, follow=True))
    assert "Bea Vos liep de lijst na op" in page
    assert AccessReview.objects.get().accounts == 2
    event = AuditEvent.objects.get(action="toegang nagelopen")
    assert (event.actor_id, event.details) == (beheerder.pk, {"accounts": 2})


def test_sec_06_after_a_year_every_beheerder_is_asked_once(client, beheerder, mailoutbox):
    UserFactory()
    client.post(LIST)
    begin = timezone.now()
    for days, mails in ((364, 0), (366, 1), (367, 1)):
        with time_machine.travel(begin + dt.timedelta(days), tick=False):
            do_chores()
            do_chores()
            call_command("send_due")
        assert [mail.to for mail in mailoutbox if "loop de lijst" in mail.subject] == [[beheerder.email]] * mails
    with time_machine.travel(begin + dt.timedelta(368), tick=False):
        client.force_login(beheerder)
        client.post(LIST)
        do_chores()
        call_command("send_due")
    assert len([mail for mail in mailoutbox if "loop de lijst" in mail.subject]) == 1


def test_who_only_runs_the_accounts_finds_their_work_on_the_first_page(client, beheerder):
    page = client.get("/").content.decode()
    assert "Dag Bea" in page
    assert all(f'href="{path}"' in page for path in ("/beheer/", LIST, "/wissen/"))
    assert 'href="/beheer/"' not in client_in(MembershipFactory().user).get("/").content.decode()


def client_in(user):
    found = Client()
    found.force_login(user)
    return found
