"""Who sits where when a file meets a triangle that is here already: what is recognised, kept, added, and said."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.portable import import_document
from tests.portable_files import small
from tests.trust.whole_file import whole
from triangles.models import AgendaTopic, Organisation, Seat, TeamMember, Triangle

pytestmark = pytest.mark.django_db
KEEPS = "hier staat al {}; dat blijft, {} is niet overgenomen"
TRIANGLE = (
    "name",
    "kind",
    "purpose",
    "contact_frequency",
    "agreements_place",
    "process_coordinator",
    "recurring_topics",
)


def said(document):
    """Read in `document` and return what it says that was not taken over."""
    return [str(found) for found in import_document(document).differences]


def file(*seats, **triangle):
    """Return a small file with these seats, each {field: value} beside those of the first; all take part."""
    document = small()
    first = document["triangle"]["seats"][0]
    document["triangle"] |= {"seats": [{**first, **seat} for seat in seats] or [first], **triangle}
    document["conversation"]["participants"] = [seat["id"] for seat in document["triangle"]["seats"]]
    return document


def seated():
    return list(Seat.objects.order_by("pk").values_list("code", "person"))


def test_every_field_of_a_new_triangle_and_its_seats_is_kept():
    assert said(whole()) == []
    (triangle,) = Triangle.objects.values(*TRIANGLE)
    assert triangle == {name: whole()["triangle"][name] for name in TRIANGLE}
    names = ("code", "corner", "organisation__name", "person", "function", "mandate", "function_level", "email")
    names += ("begins_on", "ends_on", "coordinating")
    ministry, service = "Ministerie van Wonen", "Dienst Warmte"
    one = ("tot een miljoen", 3, "noor@voorbeeld.example", dt.date(2024, 2, 1), None, True)
    two = ("de eigen afdeling", 2, "ids@voorbeeld.example", dt.date(2023, 1, 1), dt.date(2027, 12, 31), False)
    assert list(Seat.objects.order_by("pk").values_list(*names)) == [
        ("og1", "opdrachtgever", ministry, "Noor Bakhuis", "directeur", *one),
        ("on1", "opdrachtnemer", service, "Ids Terpstra", "hoofd", *two),
        ("ei1", "eigenaar", ministry, "Mila Horst", "secretaris-generaal", "", None, "", None, None, False),
    ]
    assert list(Organisation.objects.order_by("pk").values_list("name", flat=True)) == [ministry, service]


def test_what_a_file_does_not_say_of_a_new_triangle_is_empty():
    assert said(small()) == []
    (triangle,) = Triangle.objects.values(*TRIANGLE)
    named = {name: small()["triangle"][name] for name in ("name", "kind", "purpose")}
    assert triangle == {**dict.fromkeys(TRIANGLE, ""), "recurring_topics": [], **named}
    assert [AgendaTopic.objects.count(), TeamMember.objects.count()] == [0, 0]


def test_the_same_file_again_differs_in_nothing_and_adds_nothing():
    said(whole())
    counts = [model.objects.count() for model in (Triangle, Seat, Organisation, AgendaTopic, TeamMember)]
    assert said(whole()) == []
    assert [model.objects.count() for model in (Triangle, Seat, Organisation, AgendaTopic, TeamMember)] == counts


def test_what_a_file_leaves_out_is_no_difference():
    said(whole())
    document = small()
    document["triangle"] |= {"kind": "verbonden_partij"}
    assert said(document) == []
    assert Triangle.objects.get().contact_frequency == "elke maand"


def test_each_line_of_the_triangle_that_differs_is_named_and_kept():
    said(small(facilitator={"name": "Yara"}))
    changes = {
        "purpose": ("‘Warmte zonder gas.’", "‘Iets’"),
        "contact_frequency": ("niets", "‘elke week’"),
        "agreements_place": ("niets", "‘kast’"),
        "process_coordinator": ("niets", "‘Bo’"),
    }
    given = {name: value.strip("‘’") for name, (_, value) in changes.items()}
    lines = [f"/triangle/{name}: {KEEPS.format(*words)}" for name, words in changes.items()]
    topics = f"/triangle/recurring_topics: {KEEPS.format('niets', '‘[' + chr(39) + 'Tarief' + chr(39) + ']’')}"
    assert sorted(said(file(**given, recurring_topics=["Tarief"]))) == sorted([*lines, topics])
    assert Triangle.objects.get().contact_frequency == ""


def test_each_field_of_a_seat_that_differs_is_named_and_kept():
    said(whole())
    document = whole()
    document["triangle"]["seats"][0] |= {
        "function": "minister",
        "mandate": "alles",
        "function_level": 5,
        "email": "x@voorbeeld.example",
        "coordinating": False,
        "from": "2024-03-01",
        "until": "2026-12-31",
        "organisation": "Ministerie van wonen",
    }
    lines = {
        "function": ("‘directeur’", "‘minister’"),
        "mandate": ("‘tot een miljoen’", "‘alles’"),
        "function_level": ("‘3’", "‘5’"),
        "email": ("‘noor@voorbeeld.example’", "‘x@voorbeeld.example’"),
        "coordinating": ("‘ja’", "‘nee’"),
        "from": ("‘2024-02-01’", "‘2024-03-01’"),
        "until": ("niets", "‘2026-12-31’"),
        "organisation": ("‘Ministerie van Wonen’", "‘Ministerie van wonen’"),
    }
    assert said(document) == [f"/triangle/seats/0/{name}: {KEEPS.format(*words)}" for name, words in lines.items()]
    assert Seat.objects.get(code="og1").function == "directeur"


def test_a_difference_stands_at_the_seat_it_is_about():
    said(whole())
    document = whole()
    document["triangle"]["seats"][2]["function"] = "minister"
    document["triangle"]["seats"][1]["until"] = None
    assert said(document) == [
        f"/triangle/seats/1/until: {KEEPS.format('‘2027-12-31’', 'niets')}",
        f"/triangle/seats/2/function: {KEEPS.format('‘secretaris-generaal’', '‘minister’')}",
    ]


@pytest.mark.parametrize(
    ("change", "recognised"),
    [
        ({}, True),
        ({"organisation": "MINISTERIE VAN WONEN"}, True),
        ({"organisation": "Gemeente"}, False),
        ({"person": "Bo"}, False),
        ({"corner": "eigenaar"}, False),
        ({"from": "2026-12-31"}, True),
        ({"from": "2027-01-01"}, False),
        ({"until": "2025-01-01"}, True),
        ({"until": "2024-12-31"}, False),
    ],
)
def test_a_seat_is_recognised_by_corner_organisation_person_and_period(change, recognised):
    said(file({"from": "2025-01-01", "until": "2026-12-31"}))
    said(file(change))
    assert Seat.objects.count() == (1 if recognised else 2)


def test_of_several_seats_that_fit_the_one_with_the_same_id_is_meant_and_else_the_same_first_day():
    years = [{"id": f"s{year}", "from": f"{year}-01-01", "until": f"{year}-12-31"} for year in (2023, 2025, 2024)]
    said(file(*years))
    by_id = import_document(file({"id": "s2024"})).conversation
    assert [person.seat.code for person in by_id.participants.all()] == ["s2024"]
    by_day = import_document(file({"id": "x", "from": "2024-01-01"})).conversation
    assert [person.seat.code for person in by_day.participants.all()] == ["s2024"]
    both = import_document(file({"id": "s2025", "from": "2024-01-01"})).conversation
    assert [person.seat.code for person in both.participants.all()] == ["s2025"]


def test_a_seat_here_is_not_given_to_a_second_row_while_another_fits():
    said(file({"id": "s1", "until": "2024-12-31"}, {"id": "s2", "from": "2025-01-01"}))
    document = file({"id": "x", "until": "2024-06-30"}, {"id": "s1", "from": "2024-07-01"})
    conversation = import_document(document).conversation
    assert [person.seat.code for person in conversation.participants.order_by("pk")] == ["s1", "s2"]


def test_a_code_that_is_taken_or_asked_for_gets_the_next_number():
    said(file())
    said(file({"id": "a", "person": "Bo"}))
    said(file({"id": "a", "person": "Cas"}, {"id": "a-3", "person": "Dirk"}))
    assert seated() == [("a", "Noor Bakhuis"), ("a-2", "Bo"), ("a-4", "Cas"), ("a-3", "Dirk")]


def test_two_new_seats_of_one_file_never_share_a_code():
    long = "b" * 40
    said(file({"id": long}))
    said(file({"id": long, "person": "Bo"}))
    for number, name in enumerate(("Cas", "Dirk"), start=3):
        said(file({"id": long, "person": name}))
        assert Seat.objects.get(person=name).code == f"{'b' * 38}-{number}"


OTHER = "hier coördineert al iemand anders; dat blijft, deze plaats coördineert niet"


@pytest.mark.parametrize(
    ("here", "there", "taken_over"),
    [
        ({"coordinating": True}, {"coordinating": True}, False),
        ({"coordinating": True, "until": "2025-01-01"}, {"coordinating": True}, True),
        ({"coordinating": True}, {"coordinating": True, "until": "2025-01-01"}, True),
        ({"coordinating": False}, {"coordinating": True}, True),
        ({"coordinating": True}, {"coordinating": False}, None),
    ],
)
def test_only_who_coordinates_here_goes_on_and_it_is_said(here, there, taken_over):
    said(file({"id": "a", **here}))
    found = said(file({"id": "z", "person": "Bo"}, {"id": "b", "person": "Cas", **there}))
    assert found == ([f"/triangle/seats/1/coordinating: {OTHER}"] if taken_over is False else [])
    assert Seat.objects.get(code="b").coordinating is bool(taken_over)


def test_an_organisation_of_a_new_seat_is_found_whatever_its_capitals():
    Organisation.objects.create(name="MINISTERIE van Wonen")
    assert said(file({"id": "a"}, {"id": "b", "person": "Bo", "organisation": "Gemeente"})) == [
        f"/triangle/seats/0/organisation: {KEEPS.format('‘MINISTERIE van Wonen’', '‘Ministerie van Wonen’')}"
    ]
    assert Organisation.objects.count() == 2


def test_an_open_triangle_goes_before_an_archived_one_and_then_the_oldest():
    made = [Triangle.objects.create(name="Warmtenet", kind="rijk", purpose="p") for _ in range(3)]
    Triangle.objects.filter(pk=made[0].pk).update(archived_at=timezone.now())
    assert import_document(small()).conversation.triangle == made[1]


TOPIC = {"title": "Zeespiegel", "horizon": "jaar", "lead": "eigenaar"}


def test_a_topic_that_is_on_the_agenda_is_kept_and_its_difference_named():
    said(file(agenda=[TOPIC, {"title": "Tarief", "horizon": "kwartaal"}]))
    found = said(file(agenda=[{"title": "Tarief", "horizon": "jaar"}, {**TOPIC, "lead": "opdrachtgever"}]))
    assert found == [
        f"/triangle/agenda/0/horizon: {KEEPS.format('‘kwartaal’', '‘jaar’')}",
        f"/triangle/agenda/1/lead: {KEEPS.format('‘eigenaar’', '‘opdrachtgever’')}",
    ]
    rows = AgendaTopic.objects.order_by("pk").values_list("title", "horizon", "lead")
    assert list(rows) == [("Zeespiegel", "jaar", "eigenaar"), ("Tarief", "kwartaal", "")]


def test_a_topic_that_stands_in_a_file_twice_is_added_once_and_the_second_is_compared():
    document = file(agenda=[TOPIC, {**TOPIC, "horizon": "kwartaal"}])
    document["conversation"]["follow_up"] = {
        "agenda": [{"title": "Nieuw", "horizon": "jaar"}, {**TOPIC, "lead": "opdrachtgever"}, TOPIC]
    }
    imported = import_document(document)
    assert [str(found) for found in imported.differences] == [
        f"/triangle/agenda/1/horizon: {KEEPS.format('‘jaar’', '‘kwartaal’')}",
        f"/conversation/follow_up/agenda/1/lead: {KEEPS.format('‘eigenaar’', '‘opdrachtgever’')}",
    ]
    links = imported.conversation.follow_up.topics.through.objects.order_by("pk")
    assert [link.agendatopic.title for link in links] == ["Nieuw", "Zeespiegel"]
    assert AgendaTopic.objects.count() == 2


def test_of_topics_with_one_title_the_oldest_that_is_open_is_meant():
    triangle = import_document(small()).conversation.triangle
    shut, first, _ = (
        AgendaTopic.objects.create(triangle=triangle, title="Zeespiegel", horizon=h)
        for h in ("kwartaal", "jaar", "lange_termijn")
    )
    AgendaTopic.objects.filter(pk=shut.pk).update(closed_at=timezone.now())
    document = small(follow_up={"agenda": [{"title": "Zeespiegel", "horizon": "jaar"}]})
    imported = import_document(document)
    assert imported.differences == []
    assert imported.conversation.follow_up.topics.get() == first


def test_the_team_is_recognised_by_corner_and_name_and_who_left_only_when_nobody_else_is_there():
    members = [{"corner": "eigenaar", "name": "Bo"}, {"corner": "opdrachtgever", "name": "Bo"}]
    triangle = import_document(small(follow_up={"account_team_members": [*members, members[0]]})).conversation.triangle
    assert list(TeamMember.objects.order_by("pk").values_list("corner", "name")) == [
        ("eigenaar", "Bo"),
        ("opdrachtgever", "Bo"),
    ]
    TeamMember.objects.filter(corner="eigenaar").update(left_on=dt.date(2026, 1, 1))
    again = TeamMember.objects.create(triangle=triangle, corner="eigenaar", name="Bo")
    TeamMember.objects.create(triangle=triangle, corner="eigenaar", name="Bo")
    follow_up = import_document(small(follow_up={"account_team_members": members})).conversation.follow_up
    links = follow_up.team.through.objects.filter(followup=follow_up).order_by("pk")
    assert [link.teammember.corner for link in links] == ["eigenaar", "opdrachtgever"]
    assert links.first().teammember == again
    assert TeamMember.objects.count() == 4


def test_a_difference_repeats_no_line_ends_and_no_more_than_a_little():
    said(file(purpose="x" * 300))
    (found,) = said(file(purpose="a\nb"))
    assert found == f"/triangle/purpose: {KEEPS.format('‘' + 'x' * 60 + '…’', '‘a' + chr(92) + 'u000ab’')}"
