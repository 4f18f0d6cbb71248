"""PRIV-03: who may read a private text, at every level, in every state; written down apart from the code."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from conversations.models import Consent, Conversation, Explanation, Reflection, Visibility
from conversations.models.private_texts import StaleTextError, is_free
from principles.models import Question
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

pytestmark = pytest.mark.django_db
LEADS, ADVISES = ("facilitator", "second"), ("adviser",)
INSIDE = {*LEADS, *ADVISES}
# (level, released by showing, preparation closed) -> who reads it
READERS = {
    ("zelf", False, False): set(),
    ("zelf", False, True): set(),
    ("zelf", True, True): set(),
    ("begeleider", False, False): {"facilitator"},
    ("begeleider", False, True): {"facilitator"},
    ("begeleider", True, True): {"facilitator"},
    ("naamloos", False, False): set(),
    ("naamloos", False, True): {*LEADS},
    ("naamloos", True, False): INSIDE,
    ("naamloos", True, True): INSIDE,
    ("met_naam", False, False): {*LEADS},
    ("met_naam", False, True): {*LEADS},
    ("met_naam", True, False): INSIDE,
    ("met_naam", True, True): INSIDE,
}


@pytest.fixture
def people():
    """Return {who: user}: two who lead, two advisers of the triangle, and those who are none of its business."""
    meeting = ConversationFactory(facilitator=FacilitatorFactory(), second_facilitator=FacilitatorFactory())
    MembershipFactory(triangle=meeting.triangle)  # a second adviser: no text is found twice for it
    elsewhere = ConversationFactory(facilitator=FacilitatorFactory())
    return {
        "facilitator": meeting.facilitator,
        "second": meeting.second_facilitator,
        "adviser": MembershipFactory(triangle=meeting.triangle).user,
        "adviser elsewhere": MembershipFactory(triangle=elsewhere.triangle).user,
        "facilitator elsewhere": elsewhere.facilitator,
        "beheerder": UserFactory(is_staff=True, is_superuser=True),
        "nobody": AnonymousUser(),
    }


@pytest.fixture(params=[ReflectionFactory, ExplanationFactory], ids=["reflection", "explanation"])
def text(request, people):
    meeting = Conversation.objects.get(facilitator=people["facilitator"])
    return request.param(participant=ParticipantFactory(conversation=meeting))


def readers(text, people):
    rows = type(text).objects
    return {who for who, user in people.items() if list(rows.visible_to(user)) == [text]}


@pytest.mark.parametrize("state", READERS, ids=str)
def test_priv_03_who_reads_a_text(people, text, state):
    level, released, closed = state
    at_visibility(text, level, facilitator=people["facilitator"] if level == "begeleider" else None)
    type(text).objects.update(released_at=timezone.now() if released else None)
    Conversation.objects.update(preparation_closed_at=timezone.now() if closed else None)
    assert readers(text, people) == READERS[state]


def test_priv_03_the_newest_consent_says_which_facilitator(people, text):
    at_visibility(text, "begeleider", facilitator=people["facilitator"])
    text.set_visibility("begeleider", source="link", facilitator=people["second"])
    assert readers(text, people) == {"second"}


def test_priv_03_who_stops_leading_reads_no_more(people, text):
    at_visibility(text, "begeleider", facilitator=people["facilitator"])
    Conversation.objects.filter(pk=text.conversation_id).update(facilitator=None)
    assert readers(text, people) == set()


FREE = {
    *((level, level) for level in Visibility.values),
    *((level, "zelf") for level in Visibility.values),
    ("met_naam", "naamloos"),
    ("met_naam", "begeleider"),
}


@pytest.mark.parametrize("old", Visibility.values)
@pytest.mark.parametrize("new", Visibility.values)
def test_priv_03_what_is_free_and_what_asks_consent(old, new):
    assert is_free(old, new) is ((old, new) in FREE)


class TestConsent:
    def test_priv_03_a_raise_writes_who_when_from_where_and_for_whom(self, people, text):
        text.set_visibility(
            "begeleider",
            source="namens",
            entered_by=people["adviser"],
            facilitator=people["facilitator"],
            facilitator_name="Wie er stond",
        )
        row = Consent.objects.get()
        assert (row.level, row.source, row.in_report) == ("begeleider", "namens", False)
        assert (row.entered_by, row.facilitator) == (people["adviser"], people["facilitator"])
        assert row.facilitator_name == "Wie er stond"
        assert (row.participant, row.conversation) == (text.participant, text.conversation)

    def test_priv_03_the_report_is_off_unless_asked_and_possible(self, text):
        text.set_visibility("met_naam", source="link")
        assert not text.in_report
        text.set_visibility("met_naam", in_report=True, source="link")
        assert text.in_report is True
        text.set_visibility("begeleider", in_report=True, source="link")
        assert text.in_report is False
        kept = type(text).objects.get()
        assert (kept.visibility, kept.in_report, kept.version) == ("begeleider", False, text.version)
        assert text.visibility == "begeleider"

    def test_priv_03_what_opens_nothing_writes_no_consent_of_its_own(self, text):
        text.set_visibility("met_naam", in_report=True, source="link")
        before = Consent.objects.filter(source="link").count()
        text.set_visibility("met_naam", in_report=True, source="link")
        text.set_visibility("naamloos", in_report=True, source="link")
        text.set_visibility("naamloos", source="link")
        text.set_visibility("zelf", source="link")
        assert Consent.objects.filter(source="link").count() == before
        assert Consent.objects.filter(source="verlaagd").count() == 3

    def test_priv_03_the_facilitator_is_named_anew_each_time(self, people, text):
        for _ in range(2):
            text.set_visibility("begeleider", source="link", facilitator=people["facilitator"])
        assert Consent.objects.filter(source="link").count() == 2

    def test_priv_03_anew_writes_a_yes_also_where_nothing_opens(self, text):
        text.set_visibility("zelf", source="link", anew=True)
        assert Consent.objects.get().level == "zelf"

    def test_priv_03_ticking_the_report_later_is_a_consent(self, text):
        text.set_visibility("naamloos", source="link")
        text.set_visibility("naamloos", in_report=True, source="link")
        assert list(Consent.objects.values_list("in_report", flat=True)) == [False, True]

    def test_priv_03_of_two_at_once_one_is_told(self, text):
        other = type(text).objects.get()
        text.set_visibility("met_naam", source="link")
        with pytest.raises(StaleTextError):
            other.set_visibility("zelf", source="link")
        kept = type(text).objects.get()
        assert (kept.visibility, kept.version) == ("met_naam", 2)
        assert (text.version, other.version, other.visibility) == (2, 1, "zelf")
        assert Consent.objects.count() == 1


@pytest.fixture
def shelf():
    """Return a conversation with a reflection of every sort."""
    person = ParticipantFactory()
    questions = iter(Question.objects.filter(kind="voorbereiding"))

    def put(level="zelf", *, in_report=False, released=False, **fields):
        row = at_visibility(
            ReflectionFactory(participant=ParticipantFactory(conversation=person.conversation), **fields),
            level,
            in_report=in_report,
        )
        if released:
            Reflection.objects.filter(pk=row.pk).update(released_at=timezone.now())
        return row.pk

    first = next(questions)
    return {
        "mine": put(question=first),
        "skipped": put(question=first, text="", skipped=True),
        "typed only": put(question=first, text="", version=0),
        "nameless": put("naamloos", question=first),
        "nameless, told": put("naamloos", released=True, question=first),
        "nameless, printed": put("naamloos", in_report=True, released=True, question=first),
        "named, ticked and hidden": put("met_naam", in_report=True, question=first),
        "named, told": put("met_naam", released=True, question=first),
        "facilitator, moment set": put("begeleider", released=True, question=first),
    }


FOUND = {
    "for_table": {
        "nameless",
        "nameless, told",
        "nameless, printed",
        "named, ticked and hidden",
        "named, told",
    },
    "released": {"nameless, told", "nameless, printed", "named, told"},
    "for_report": {"nameless, printed"},
    "named": {"named, ticked and hidden", "named, told"},
    "written": {
        "mine",
        "nameless",
        "nameless, told",
        "nameless, printed",
        "named, ticked and hidden",
        "named, told",
        "facilitator, moment set",
    },
}
FOUND["answered"] = FOUND["written"] | {"skipped"}
FOUND["saved"] = FOUND["written"] | {"skipped"}


@pytest.mark.parametrize("name", FOUND)
def test_priv_03_each_question_finds_its_own_texts(shelf, name):
    found = set(getattr(Reflection.objects, name)().values_list("pk", flat=True))
    assert {label for label, pk in shelf.items() if pk in found} == FOUND[name]


@pytest.mark.parametrize("name", ["for_table", "released", "for_report", "named", "written"])
def test_priv_03_and_so_with_explanations(name):
    at_visibility(ExplanationFactory(), "met_naam", in_report=True)
    assert getattr(Explanation.objects, name)().exists() is (name not in {"released", "for_report"})


def test_priv_03_a_name_stands_beside_what_was_written_with_it(text):
    at_visibility(text, "met_naam")
    assert text.author_name == text.participant.name
    text.set_visibility("naamloos", source="link")
    assert text.author_name == ""
