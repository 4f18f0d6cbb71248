"""Every form with input, sent with what cannot be: told at its field and in a summary, kept, and nothing written.

The rows stand in mistakes.py: the form, what is typed wrong, the field that is told of it, and words of the message.
"""

import datetime as dt

import pytest
from django.core.cache import cache

from conversations.models import Agreement, Phase
from conversations.report import establish
from tests.every_row import every_row
from tests.examples.conftest import make_example
from tests.factories import (
    ConversationFactory,
    FacilitatorFactory,
    MembershipFactory,
    ParticipantFactory,
    ScoreFactory,
    SeatFactory,
    TopicFactory,
    UserFactory,
)
from tests.form_pages import FormPage
from tests.held import hold, read_case
from tests.mistakes import FORMS, MENDED, MISTAKES

pytestmark = pytest.mark.django_db
SECRET = {"password", "oldpassword", "password1", "password2"}  # never sent back


@pytest.fixture
def open_form(client):
    """Return a function that makes what a form is about, logs in who may fill it in, and gives (address, right)."""
    cache.clear()  # the limits on trying count across tests

    def opened(name):
        """The rest of the form is sent as the page came."""
        path, phase, typed = FORMS[name]
        scene = begin(Phase(phase) if phase in Phase.values else None, is_scored=name == "tip 2")
        if phase != "nobody":
            client.force_login(UserFactory(is_staff=True, is_superuser=True) if phase == "beheerder" else scene["user"])
        known = {key: str(value) for key, value in scene.items()}
        path = path.format(**known)
        return path, as_it_came(client.get(path)) | filled(typed, known), known

    return opened


def as_it_came(answer):
    """Return {name: values} of the form on a page, without its token; {} for an address that is only written to."""
    values = FormPage(answer.content.decode()).values if answer.status_code == 200 else {}
    return {name: value for name, value in values.items() if name != "csrfmiddlewaretoken"}


def filled(typed, known):
    """Put what is known in the names and values of what is typed."""
    return {
        name.format(**known): [one.format(**known) for one in value]
        if isinstance(value, list)
        else value.format(**known)
        for name, value in typed.items()
    }


def begin(phase, is_scored):
    """Make a conversation in a phase with what the forms are about; Ilse sits there, and Sjoerd comes later."""
    user = FacilitatorFactory(username="al", email="al@voorbeeld.example")
    if phase == Phase.OPVOLGING:
        return established(user)
    day = dt.date(2027, 3, 12)
    conversation = ConversationFactory(phase=phase or Phase.GESPREK, held_on=day, facilitator=user)
    triangle = conversation.triangle
    person = ParticipantFactory(conversation=conversation, seat__person="Ilse", seat__begins_on=dt.date(2023, 1, 1))
    other = ParticipantFactory(conversation=conversation, corner="eigenaar")
    if is_scored:
        ScoreFactory(participant=person)
    SeatFactory(triangle=triangle, person="Sjoerd", begins_on=dt.date(2030, 1, 1))
    before = ConversationFactory(triangle=triangle, phase=Phase.OPVOLGING, held_on=dt.date(2026, 3, 12))
    earlier = Agreement.objects.create(conversation=before, kind="actie", text="Bellen", of_eigenaar=True)
    return {
        "user": user,
        "pk": conversation.pk,
        "triangle": triangle.pk,
        "seat": person.seat_id,
        "person": other.pk,
        "score": f"score:{other.pk}:vertrouwen",
        "topic": TopicFactory(triangle=triangle).pk,
        "member": triangle.team.create(name="Joris", corner="opdrachtnemer").pk,
        "membership": MembershipFactory(triangle=triangle, user=user).pk,
        "earlier": earlier.pk,
        "parked": before.parked.create(text="De begroting").pk,
        "organisation": person.seat.organisation.name,
        "example": make_example("draaiboek").pk,
        "step": "vertrouwen",
    }


def established(user):
    conversation = hold(read_case("kustregister"))
    MembershipFactory(triangle=conversation.triangle, user=user)
    establish(conversation, user)
    return {"user": user, "pk": conversation.pk, "text": "agreements-0-text"}


@pytest.mark.parametrize(("form", "wrong", "field", "words"), MISTAKES, ids=lambda value: str(value)[:40])
def test_a_mistake_is_told_at_its_field_and_nothing_is_lost_or_written(client, open_form, form, wrong, field, words):
    path, right, known = open_form(form)
    typed, field = right | filled(wrong, known), field.format(**known)
    before = every_row()
    answer = client.post(path, typed)
    page = FormPage(answer.content.decode())
    assert answer.status_code == 200
    assert words in page.wrong(field)
    assert {name for name, value in typed.items() if name not in SECRET and not page.keeps(name, value)} == set()
    assert is_summed_up(page)
    assert every_row() == before


def is_summed_up(page):
    """Whether the page begins with what is wrong: ours with the focus there, the admin with its line on top."""
    if page.summary is None:
        return 'class="errornote"' in page.html
    return "autofocus" in page.summary and "<title>Fout: " in page.html and page.links <= page.ids


@pytest.mark.parametrize("form", FORMS)
def test_what_is_right_is_taken_when_nothing_else_is_wrong(client, open_form, form):
    """The table above is worth something only when it is the mistake that is refused."""
    path, right, known = open_form(form)
    answer = client.post(path, right | filled(MENDED.get(form, {}), known))
    asked = ("Stel je versie 2 zo vast?", "Dit lezen anderen")
    assert answer.status_code == 302 or any(words in answer.content.decode() for words in asked)


def test_a_wrong_password_says_so_without_a_word_about_which_of_the_two(client, open_form):
    path, right, _ = open_form("log in")
    page = FormPage(client.post(path, right | {"login": "al", "password": "fout"}).content.decode())
    assert "Deze naam en dit wachtwoord horen niet bij elkaar." in page.html
    assert is_summed_up(page)
    assert page.keeps("login", "al")
