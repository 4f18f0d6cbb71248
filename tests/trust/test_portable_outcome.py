"""What the table wrote down in a file: insights, what was parked, the follow-up and the agreements."""

import datetime as dt

import pytest

from conversations.models import AgreementStep
from conversations.portable import import_document
from tests.portable_files import small
from tests.trust.whole_file import whole

pytestmark = pytest.mark.django_db


def read(document):
    return import_document(document).conversation


def kept(row, *names):
    row.refresh_from_db()
    return {name: getattr(row, name) for name in names}


def test_what_the_table_wrote_down_is_kept_in_its_order():
    conversation = read(whole())
    insights = conversation.insights.order_by("pk").values_list("principle__code", "text", "applied", "shared_view")
    assert list(insights) == [("vertrouwen", "I1", "deels", "verschillend"), ("rolbewustzijn", "I2", "", "")]
    assert list(conversation.parked.order_by("pk").values_list("text", flat=True)) == ["de kantine", "het tarief"]
    steps = (
        AgreementStep.objects.filter(conversation=conversation).order_by("pk").values_list("agreement__text", "what")
    )
    assert list(steps) == [("A1", "gemaakt"), ("A2", "gemaakt")]


def test_an_agreement_keeps_who_what_and_when_and_is_open_where_the_file_says_nothing():
    document = whole()
    bare = {"text": "A3", "kind": "actie", "corners": ["eigenaar"]}
    document["conversation"]["agreements"].append(bare)
    names = (
        *("text", "kind", "of_opdrachtgever", "of_opdrachtnemer", "of_eigenaar", "owner__code", "owner_name"),
        *("due_on", "principle__code", "sign", "most_important", "status"),
    )
    none = (None, "", None, None, "")
    owned = ("ei1", "Mila Horst", dt.date(2026, 6, 15), "vertrouwen", "niemand belt nog")
    assert list(read(document).agreements.order_by("pk").values_list(*names)) == [
        ("A1", "werkafspraak", True, False, True, *owned, True, "gedaan"),
        ("A2", "besluit", False, True, False, *none, False, "open"),
        ("A3", "actie", False, False, True, *none, False, "open"),
    ]


def test_the_follow_up_is_kept_with_its_topics_and_team_in_their_order():
    follow_up = read(whole()).follow_up
    names = ("contact_now", "contact_wanted", "next_on", "account_team", "account_team_rhythm", "note")
    values = ("elk kwartaal", "elke maand", dt.date(2026, 9, 1), True, "elke week", "Niet in augustus.")
    assert kept(follow_up, *names) == dict(zip(names, values, strict=True))
    topics = follow_up.topics.through.objects.order_by("pk")
    rows = [(link.agendatopic.title, link.agendatopic.horizon, link.agendatopic.lead) for link in topics]
    assert rows == [("Wachttijden", "kwartaal", "opdrachtnemer"), ("Monteurs", "lange_termijn", "")]
    team = follow_up.team.through.objects.order_by("pk")
    assert [(link.teammember.corner, link.teammember.name) for link in team] == [
        ("eigenaar", "Bo Prins"),
        ("opdrachtgever", "Aad Smit"),
    ]


def test_a_follow_up_of_which_nothing_is_said_yet_is_empty():
    follow_up = read(small(follow_up={})).follow_up
    names = ("contact_now", "contact_wanted", "next_on", "account_team", "account_team_rhythm", "note")
    assert kept(follow_up, *names) == dict(zip(names, ("", "", None, False, "", ""), strict=True))
    assert [follow_up.topics.count(), follow_up.team.count()] == [0, 0]
