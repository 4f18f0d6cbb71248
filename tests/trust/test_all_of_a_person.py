"""PRIV-05: all that is kept of a person, complete by construction, and nothing of anybody else in it."""

import io
import json
import re

import pikepdf
import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client

from conversations.links import Purpose, give_link
from conversations.models import Participant, Phase, Reflection, Visit, record
from conversations.personal.elsewhere import NOT_OF_A_PERSON
from conversations.personal.kept_of_accounts import PARTS
from conversations.personal.papers import render_personal
from conversations.personal.people import of_account, with_address
from conversations.personal.telling import build_personal, key_of
from driehoek.sending import send_due
from tests.factories import FacilitatorFactory, MembershipFactory, ParticipantFactory, ReflectionFactory, UserFactory
from tests.meetings import open_meeting
from tests.pdf_reading import texts
from tests.personal_links import opened
from tests.trust.somebody import ADDRESS, become, leave_traces, sits_again, table_of_two
from triangles.models import Triangle

pytestmark = pytest.mark.django_db
WORDS = (
    "antwoord zelf",
    "antwoord begeleider",
    "antwoord naamloos",
    "antwoord met_naam",
    "getypt",
    "toelichting heldere-afspraken",
    "toelichting vertrouwen",
    "liever vroeg",
    "opmerking",
    "Vervanger",
    "voorstel",
    "meldde hulp",
    "directeur",
    "mandaat",
)
SECRET = re.compile(r"nonce|digest|password|secret(?!ary)|key|token|seal|^data$|once|message_id")


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


def surely(person, purpose=Purpose.DEELNEMEN):
    """Return a browser in which the link was opened and the code from the mailbox was typed."""
    client, _ = opened(give_link(person, purpose))
    address = f"/deelnemen/{person.pk}/gegevens/code/"
    client.post(f"{address}nieuw/")
    send_due()
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]
    assert client.post(address, {"code": code}).status_code == 302
    return client


def words_on(pdf):
    return " ".join(" ".join(texts(pdf)).split())


def data_of(client, person):
    return client.get(f"/deelnemen/{person.pk}/gegevens.json").content.decode()


def test_priv_05_every_model_is_told_of_or_named_with_a_reason():
    told, named = {part.model_label for part in PARTS}, set(NOT_OF_A_PERSON)
    models = {model._meta.label for model in apps.get_models()}
    assert models - told - named == set(), "Zet dit model in conversations/personal"
    assert (told | named) - models == set()
    assert told & named == set()
    assert all(NOT_OF_A_PERSON.values())


def test_priv_05_a_model_that_points_to_somebody_may_not_be_called_about_nobody():
    people = {"conversations.Participant", "triangles.User", "triangles.Seat", "conversations.Link"}
    wrong = [
        f"{label}.{field.name}"
        for label in NOT_OF_A_PERSON
        for field in apps.get_model(label)._meta.get_fields()
        if field.concrete and (is_to(field, people) or field.get_internal_type() == "EmailField")
    ]
    assert wrong == []


def is_to(field, labels):
    return bool(field.is_relation and field.related_model and field.related_model._meta.label in labels)


def test_priv_05_every_way_to_a_person_is_followed():
    """A column that points to somebody is a lookup of a part, or the part is found in another way."""
    people = {"conversations.Participant": "participants", "triangles.User": "users", "triangles.Seat": "seats"}
    followed = {(part.model_label, one) for part in PARTS for one in (*part.participants, *part.users, *part.seats)}
    found = {part.model_label for part in PARTS if part.find}
    missed = [
        f"{label}.{field.name}"
        for label in {part.model_label for part in PARTS} - found
        for field in apps.get_model(label)._meta.concrete_fields
        if is_to(field, people) and (label, field.name) not in followed
    ]
    # the seat of a participant and whom somebody speaks for are of the row itself
    assert sorted(missed) == ["conversations.Participant.seat", "conversations.Participant.speaker"]


def test_priv_05_no_field_that_is_told_is_a_secret_and_every_key_is_its_own():
    for part in PARTS:
        names = [field.name for field in part.fields]
        keys = [key_of(part, field) for field in part.fields]
        assert [name for name in names if SECRET.search(name)] == []
        assert len(set(keys)) == len(keys)
        known = {field.name for field in part.model._meta.get_fields()}
        assert set(part.shown) | set(part.hidden) <= known


@pytest.mark.django_db(transaction=True)
def test_priv_05_by_link_everything_of_mine_is_in_the_file_and_nothing_of_another():
    meeting = table_of_two()
    me = meeting.people[0]
    sits_again(me, "kanarie")
    told = data_of(surely(me), me)
    for words in (*WORDS, "van de vorige keer"):
        assert f"kanarie {words}" in told
    assert ADDRESS.format("kanarie") in told
    assert "Naam van ander" not in told
    assert "ander antwoord" not in told
    assert "ander " not in told
    assert json.loads(told)["versie"] == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.drawn
def test_priv_05_the_page_and_the_pdf_say_the_same_in_words():
    me = table_of_two().people[0]
    client = surely(me)
    page = client.get(f"/deelnemen/{me.pk}/gegevens/").content.decode()
    drawn = client.get(f"/deelnemen/{me.pk}/gegevens.pdf").content
    printed = words_on(drawn)
    for words in WORDS:
        assert f"kanarie {words}" in page
        assert f"kanarie {words}" in printed
    assert "ander antwoord" not in page + printed
    with pikepdf.open(io.BytesIO(drawn)) as found:
        assert found.Root.MarkInfo.Marked
        assert str(found.Root.Lang) == "nl"


def test_priv_05_nothing_is_told_before_the_code_from_the_mailbox_was_typed_here():
    """Also not in the browser that wrote it: there is more here than was written in it."""
    me = table_of_two().people[0]
    client, visit = opened(give_link(me, Purpose.DEELNEMEN))
    Visit.objects.filter(pk=visit.pk).let_read(True)
    for rest in ("gegevens/", "gegevens.json", "gegevens.pdf", "gegevens/wissen/"):
        answer = client.get(f"/deelnemen/{me.pk}/{rest}")
        assert answer.status_code == 302
        assert answer.url.startswith(f"/deelnemen/{me.pk}/gegevens/code/?wanted=")
    assert client.post(f"/deelnemen/{me.pk}/gegevens/wissen/", {"is_sure": "on"}).status_code == 302
    assert not me.erasures.exists()
    wrong = client.post(f"/deelnemen/{me.pk}/gegevens/code/", {"code": "000000"})
    assert "klopt niet" in wrong.content.decode()


def test_priv_05_without_an_address_a_link_tells_no_more_than_it_shows_already():
    """Nobody can be asked for a code then, so nothing of this is told: not by a link to read, and no files."""
    person = table_of_two().people[0]
    Participant.objects.filter(pk=person.pk).update(email="")
    for purpose in (Purpose.LEZEN, Purpose.VOORTGANG, Purpose.DEELNEMEN):
        client, _ = opened(give_link(person, purpose))
        for rest in ("gegevens/", "gegevens.json", "gegevens.pdf", "gegevens/wissen/"):
            assert client.get(f"/deelnemen/{person.pk}/{rest}").status_code == 302
        assert "geen mailadres van u" in client.get(f"/deelnemen/{person.pk}/gegevens/code/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_priv_05_two_who_share_a_mailbox_read_their_own():
    meeting = table_of_two()
    me, other = meeting.people[:2]
    Participant.objects.filter(pk=other.pk).update(email=me.email)
    type(other.seat).objects.filter(pk=other.seat_id).update(email=me.email)
    told = data_of(surely(me), me)
    assert "kanarie antwoord zelf" in told
    assert "ander " not in told


@pytest.mark.django_db(transaction=True)
def test_priv_05_another_triangle_tells_nothing_here():
    me = table_of_two().people[0]
    elsewhere = open_meeting(Phase.VERSLAG, triangle__name="Driehoek elders").people[0]
    become(elsewhere, "kanarie")
    leave_traces(elsewhere, "elders")
    told = data_of(surely(me), me)
    assert "elders" not in told


@pytest.mark.django_db(transaction=True)
def test_priv_05_what_was_closed_with_the_old_address_stays_closed():
    me = table_of_two().people[0]
    text = Reflection.objects.filter(participant=me).first()
    Participant.objects.filter(pk=me.pk).update(texts_closed_at=text.changed_at)
    me.refresh_from_db()
    told = json.loads(data_of(surely(me), me))
    assert text.pk not in [row["nummer"] for row in told["gegevens"]["antwoorden"]]
    written = json.dumps(build_personal(with_address(me.email))["gegevens"]["antwoorden"])
    assert "gesloten" in written
    assert text.text not in written


def test_priv_05_an_account_reads_its_own_and_names_no_triangle_that_it_may_not_open():
    meeting = table_of_two()
    me = UserFactory(name="Kanarie Account", email="kanarie-account@dienst.example")
    MembershipFactory(user=me, triangle=meeting.triangle)
    hidden = Triangle.objects.create(name="Verborgen driehoek")
    MembershipFactory(user=me, triangle=Triangle.objects.create(name="Open driehoek"))
    record("driehoek gemaakt", by=me, triangle=hidden)
    gone = open_meeting(Phase.VERSLAG, triangle=hidden, title="Verborgen gesprek")
    gone.showings.create(principle_id=1, shown_by=me)
    client = Client()
    client.force_login(me)
    told = client.get("/account/mijn-gegevens.json").content.decode()
    assert "Kanarie Account" in told
    assert "Open driehoek" in told
    assert f"gesprek {gone.pk}" in told
    for words in ("Verborgen", "kanarie antwoord", "ander antwoord"):
        assert words not in told
    assert client.get("/account/mijn-gegevens.pdf").content.startswith(b"%PDF")
    assert "Kanarie Account" in client.get("/account/mijn-gegevens/").content.decode()


def test_priv_05_an_account_reads_nothing_of_a_colleague():
    one, other = FacilitatorFactory(), FacilitatorFactory(name="Collega Canary", email="canary@dienst.example")
    assert "anary" not in json.dumps(build_personal(of_account(one)))
    assert "anary" in json.dumps(build_personal(of_account(other)))


def test_priv_05_reading_it_changes_nothing():
    me = table_of_two().people[0]
    person = with_address(me.email)
    before = [model.objects.count() for model in apps.get_models() if model is not Session]
    render_personal(build_personal(person))
    assert [model.objects.count() for model in apps.get_models() if model is not Session] == before


@pytest.mark.drawn
def test_priv_05_an_empty_person_is_said_to_be_one():
    told = build_personal(with_address("niemand@dienst.example"))
    assert not any(told["gegevens"].values())
    assert "We bewaren niets." in words_on(render_personal(told))


@pytest.mark.parametrize("size", [1, 3])
def test_priv_05_more_rows_cost_no_more_queries(size, django_assert_num_queries):
    meeting = open_meeting(Phase.VERSLAG)
    people = [ParticipantFactory(conversation=meeting, email="veel@dienst.example", name="Veel") for _ in range(size)]
    for person in people:
        ReflectionFactory(participant=person)
    found = with_address("veel@dienst.example")
    with django_assert_num_queries(26):
        build_personal(found)
