"""PRIV-06, PRIV-08: the logbook of a conversation says who did what, never what was written or who answered."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from conversations.acts import ACTS, ADVISERS, BOTH, DETAILS, NOBODY
from conversations.logbook import SHOWN, SYSTEM, WHAT
from conversations.models import Consent, Destruction, TextRead, Visibility, destroying, record
from tests.by_link import address, enter, preparing, shows
from tests.factories import (
    ConversationFactory,
    ExplanationFactory,
    FacilitatorFactory,
    MembershipFactory,
    ParticipantFactory,
    ReflectionFactory,
    UserFactory,
    at_visibility,
)
from tests.meetings import CODES, principle

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk():
    """Return a conversation with an adviser and a facilitator, both with a name of their own."""
    found = ConversationFactory(facilitator=FacilitatorFactory(name="Bram Begeleider"))
    MembershipFactory(triangle=found.triangle, user=UserFactory(name="Ans Adviseur"))
    return found


@pytest.fixture
def reads(client, talk):
    """Return a function that gives the logbook as somebody reads it: 'adviser' or 'facilitator'."""

    def page(reader, **query):
        adviser = talk.triangle.memberships.get().user
        client.force_login(adviser if reader == "adviser" else talk.facilitator)
        return shows(client.get(reverse("conversations:logbook", args=[talk.pk]), query))

    return page


def test_priv_06_adviser_and_facilitator_read_who_did_what_and_when(talk, reads):
    with time_machine.travel(dt.datetime(2026, 11, 3, 9, 5, tzinfo=dt.UTC), tick=False):
        record("scores getoond", by=talk.facilitator, conversation=talk, principle="vertrouwen")
    for reader in ("adviser", "facilitator"):
        page = reads(reader)
        for words in ("3 november 2026", "Scores op een principe getoond", "Bram Begeleider, 10.05 uur"):
            assert words in page


def test_the_newest_stands_on_top_and_what_was_done_by_nobody_is_said(talk, reads):
    record("uitgenodigd", by=talk.facilitator, conversation=talk)
    record("vernietigd", conversation=talk, rule="vastgesteld")
    page = reads("adviser")
    assert page.index("Gegevens van het gesprek vernietigd") < page.index("Deelnemers uitgenodigd")
    assert SYSTEM in page


@pytest.mark.parametrize(
    ("action", "details", "words"),
    [
        ("herinnerd", {"count": 1}, "Herinnering verstuurd aan 1 deelnemer<"),
        ("herinnerd", {"count": 3}, "Herinnering verstuurd aan 3 deelnemers<"),
        ("verslag gecorrigeerd", {"version": 2}, "Verslag gecorrigeerd, versie 2<"),
        ("vastgesteld", {}, "Verslag vastgesteld<"),
        (
            "opzet gewijzigd",
            {"what": ["eigenaar", "opdrachtgever", "mirror"]},
            "wie er aan tafel zitten, de spiegelvraag<",
        ),
    ],
)
def test_what_was_done_is_said_with_what_matters(talk, reads, action, details, words):
    record(action, by=talk.facilitator, conversation=talk, **details)
    assert words in reads("adviser")


def test_every_setting_that_the_log_names_has_words():
    assert WHAT.keys() == DETAILS["what"]


def test_priv_06_another_conversation_is_in_no_logbook_and_nobody_else_reads_it(talk, reads, client):
    record("gesprek gemaakt", by=UserFactory(name="Iemand Elders"), conversation=ConversationFactory())
    assert "Er is nog niets vastgelegd." in reads("adviser")
    client.force_login(MembershipFactory().user)
    assert client.get(reverse("conversations:logbook", args=[talk.pk])).status_code == 404


def test_priv_06_a_proposal_by_a_participant_is_for_the_advisers_alone(talk, reads):
    person = ParticipantFactory(conversation=talk, name="Dana Deelnemer", corner="eigenaar")
    record("gesprek voorgesteld", by=person, conversation=talk)
    assert "Dana Deelnemer, eigenaar" in reads("adviser")
    assert "Dana Deelnemer" not in reads("facilitator")


def test_priv_06_a_participant_stands_by_name_only_where_all_readers_know_it(talk, reads):
    person = ParticipantFactory(conversation=talk, name="Dana Deelnemer")
    for action in (action for action, act in ACTS.items() if not act.is_named):
        record(action, by=person, conversation=talk)
    page = reads("adviser")
    assert "Een deelnemer" in page
    assert "Dana Deelnemer" not in page


def test_priv_06_no_line_says_who_answered_or_which_principle_was_scored(talk, reads):
    person = ParticipantFactory(conversation=talk, name="Dana Deelnemer")
    record("toelichting namens deelnemer", by=talk.facilitator, conversation=talk)
    record("getoonde score hersteld", by=talk.facilitator, conversation=talk, principle="vertrouwen")
    record("link ingetrokken", by=talk.facilitator, conversation=talk, participant=person.pk, purpose="deelnemen")
    for reader in ("adviser", "facilitator"):
        page = reads(reader)
        assert "Getoonde score hersteld" in page
        assert not {"Vertrouwen", "vertrouwen", "Dana"} & set(page.replace("<", " ").split())


def test_every_act_says_who_reads_it():
    assert {act.readers for act in ACTS.values()} <= {BOTH, ADVISERS, NOBODY}
    assert all(act.words[0].isupper() and len(act.words) < 60 for act in ACTS.values())


def test_a_long_logbook_goes_on_where_it_ended(talk, reads):
    for number in range(SHOWN + 2):
        record("herinnerd", by=talk.facilitator, conversation=talk, count=number)
    page = reads("adviser")
    assert page.count("Herinnering verstuurd") == SHOWN
    place = page.split("?na=")[1].split('"')[0]
    rest = reads("adviser", na=place)
    assert rest.count("Herinnering verstuurd") == 2
    assert "aan 0 deelnemers" in rest
    assert "aan 1 deelnemer<" in rest


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_grow(talk, client, django_assert_num_queries, size):
    for _ in range(size):
        record("uitgenodigd", by=UserFactory(), conversation=talk)
        record("verhindering gemeld", by=ParticipantFactory(conversation=talk), conversation=talk)
    client.force_login(talk.facilitator)
    with django_assert_num_queries(7):
        client.get(reverse("conversations:logbook", args=[talk.pk]))


def own_page(person):
    """Return the page of a participant with all that is kept of them."""
    tab = enter(person)
    person.links.get().visits.let_read(True)
    return shows(tab.get(address(person, "antwoorden/")))


def test_priv_08_the_author_reads_that_and_when_the_facilitator_read(talk):
    meeting = preparing()
    person, facilitator = meeting.people[0], FacilitatorFactory(name="Bram Begeleider")
    text = ExplanationFactory(participant=person, principle=principle(CODES[0]))
    at = dt.datetime(2026, 11, 3, 9, 5, tzinfo=dt.UTC)
    TextRead.objects.create(conversation=person.conversation, explanation=text, reader=facilitator, at=at)
    page = own_page(person)
    assert "Uw begeleider Bram Begeleider las uw toelichting bij ‘" in page
    assert "Op 3 november 2026, 10.05 uur" in page


def test_priv_03_the_author_reads_who_may_read_since_when_and_who_entered_it():
    person, other, _ = preparing().people
    typist = UserFactory(name="Tess Typt")
    own = ReflectionFactory(participant=person)
    at_visibility(own, Visibility.MET_NAAM, in_report=True)
    own.set_visibility(Visibility.ZELF, source="link")
    entered = ExplanationFactory(participant=person, principle=principle(CODES[0]))
    entered.set_visibility(Visibility.NAAMLOOS, source=Consent.Source.NAMENS, entered_by=typist)
    at_visibility(ExplanationFactory(participant=other, principle=principle(CODES[1])), Visibility.BEGELEIDER)
    page = own_page(person)
    for words in (
        "Dit lezen: de tafel, met uw naam, ook in het verslag.",
        "U liet minder mensen lezen: uw antwoord",
        "Tess Typt voerde uw toelichting",
        "Dit lezen: de tafel, zonder uw naam.",
    ):
        assert words in page
    assert "alleen de begeleider." not in page
    assert page.index("U liet minder mensen lezen") < page.index("U koos wie er leest")  # the newest first


def test_the_author_reads_that_the_table_may_read_and_that_it_was_destroyed():
    person = preparing().people[0]
    at_visibility(ReflectionFactory(participant=person), Visibility.NAAMLOOS, released=True)
    assert "Vrijgegeven aan de tafel: uw antwoord" in own_page(person)
    with destroying(person.conversation, Destruction.Rule.GESPREK):
        pass
    assert "Uw teksten zijn vernietigd: 90 dagen na het gesprek." in own_page(person)


def test_sec_04_what_is_from_before_another_mail_address_stays_shut():
    person = preparing().people[0]
    at_visibility(ReflectionFactory(participant=person), Visibility.MET_NAAM)
    person.texts_closed_at = timezone.now() + dt.timedelta(seconds=1)
    person.save()
    assert "Wat er met uw teksten gebeurde" not in own_page(person)
