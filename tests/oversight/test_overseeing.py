"""What is kept ready for overviews: right after every refresh, and nothing that was said, scored or judged."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.models import Agreement, Overseen, Phase, Verdict
from conversations.models.oversight import NEVER, NOT_PLANNED
from conversations.overseeing import tell_preparation
from conversations.signalling import refresh, refresh_all, refresh_batch
from tests.factories import ConversationFactory, MembershipFactory, SeatFactory, TriangleFactory
from tests.oversight.seated import row_of, seat_at, triangle_of
from tests.signs.tables import agree, promise, table
from triangles.models import Triangle

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 4, 1)


def said(row, *names):
    return tuple(row[name] for name in names)


def test_a_triangle_without_anything_yet(organisation):
    made = triangle_of(organisation, "Kade", corners=["opdrachtnemer", "eigenaar"], corner="eigenaar")
    row = row_of(made, organisation)
    corners = said(row, "of_opdrachtgever", "of_opdrachtnemer", "of_eigenaar", "empty")
    assert corners == (False, False, True, "opdrachtgever")
    assert said(row, "folded", "rhythm", "last_on", "next_on", "stand") == ("kade", "", NEVER, NOT_PLANNED, "geen")
    assert said(row, "late", "signs") == (0, "")


def test_rhythm_and_days_are_those_of_the_table(talk, organisation):
    assert said(row_of(talk.triangle, organisation), "rhythm", "last_on") == ("halfjaar", dt.date(2026, 3, 12))
    ConversationFactory(triangle=talk.triangle, held_on=dt.date(2026, 5, 7), phase=Phase.VOORBEREIDING)
    row = row_of(talk.triangle, organisation)
    assert said(row, "next_on", "stand", "signs") == (dt.date(2026, 5, 7), "uitgenodigd", "")


def test_each_organisation_has_one_row_with_all_its_corners(talk, organisation):
    SeatFactory(triangle=talk.triangle, organisation=organisation)
    seat_at(talk.triangle, organisation, "eigenaar")
    assert Overseen.objects.filter(triangle=talk.triangle).count() == 2
    row = row_of(talk.triangle, organisation)
    assert said(row, "of_opdrachtgever", "of_opdrachtnemer", "of_eigenaar") == (True, False, True)


def test_only_agreements_past_their_date_count(talk, organisation):
    for due_on, kind in ((DAY, "actie"), (dt.date(2026, 3, 31), "actie"), (dt.date(2026, 3, 31), "besluit")):
        promise(talk, due_on=due_on, kind=kind)
    assert row_of(talk.triangle, organisation)["late"] == 1
    draft = table(talk.triangle, phase=Phase.VERSLAG)
    promise(draft, due_on=dt.date(2026, 3, 31))
    assert row_of(talk.triangle, organisation)["late"] == 1
    Agreement.objects.update(status="gedaan")
    assert row_of(talk.triangle, organisation)["late"] == 0


def judge(agreement, talk):
    Verdict.objects.create(
        agreement=agreement, conversation=talk, corner="eigenaar", value="niet", shown_at=timezone.now()
    )


def test_nothing_in_a_row_tells_of_a_score_or_a_verdict(organisation):
    """The same triangle twice: in one the table grew apart and an agreement was judged, in the other it did not."""
    rows = []
    for scores, judged in (((3, 3, 3), False), ((1, 5, 3), True)):
        first = table(held_on=dt.date(2025, 9, 11), scores=(3, 3, 4))
        last = table(first.triangle, scores=scores, rhythm="halfjaar")
        made = promise(first, due_on=dt.date(2026, 3, 20))
        if judged:
            judge(made, last)
        Triangle.objects.update(name="Kade")
        seat_at(first.triangle, organisation)
        row = row_of(first.triangle, organisation)
        rows.append({name: value for name, value in row.items() if name not in ("id", "triangle_id")})
        kinds = set(first.triangle.signals.values_list("kind", flat=True))
        assert ({"verder-uiteen", "niet-nagekomen"} <= kinds) == judged
    assert rows[0] == rows[1]
    assert rows[0]["late"] == 1


def test_signs_are_told_by_their_kind(at, talk, organisation):
    assert row_of(talk.triangle, organisation)["signs"] == "geen-datum"
    agree(talk, dt.date(2026, 9, 10))
    SeatFactory(triangle=talk.triangle, corner="eigenaar", begins_on=dt.date(2026, 3, 20))
    SeatFactory(triangle=talk.triangle, begins_on=dt.date(2026, 3, 20))
    assert row_of(talk.triangle, organisation)["signs"] == "nieuwe-opdrachtgever nieuw-gezicht"
    at("2026-10-01")
    assert row_of(talk.triangle, organisation)["signs"] == "nieuwe-opdrachtgever nieuw-gezicht lang-geleden"


def test_a_seat_that_is_over_leaves_no_row_after_a_round(at, talk, organisation):
    talk.triangle.seats.filter(organisation=organisation).update(ends_on=dt.date(2026, 4, 1))
    refresh_all()
    assert row_of(talk.triangle, organisation)["empty"] == ""
    at("2026-04-02")
    refresh_all()
    rows = Overseen.objects.filter(triangle=talk.triangle)
    assert not rows.filter(organisation=organisation).exists()
    assert {row.empty for row in rows} == {"opdrachtgever"}


@pytest.mark.parametrize("field", ["archived_at", "rehearsal_until"])
def test_a_triangle_out_of_use_has_no_rows(talk, field):
    Triangle.objects.update(**{field: timezone.now()})
    refresh(talk.triangle_id)
    assert not Overseen.objects.exists()


def test_refreshing_again_writes_nothing(talk):
    before = list(Overseen.objects.values())
    assert refresh_batch([talk.triangle_id], DAY) == 0
    assert list(Overseen.objects.values()) == before


def test_a_row_keeps_its_number_when_it_says_something_else(talk, organisation):
    before = row_of(talk.triangle, organisation)["id"]
    Triangle.objects.update(name="Ánders")
    row = row_of(talk.triangle, organisation)
    assert said(row, "id", "folded") == (before, "ánders")


def test_a_change_of_the_triangle_is_followed(client, talk, organisation, django_capture_on_commit_callbacks):
    client.force_login(MembershipFactory(triangle=talk.triangle).user)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/driehoeken/{talk.triangle_id}/archiveren/")
    assert not Overseen.objects.exists()


PLANS = [
    ([], None, "geen"),
    ([("concept", "2026-05-07")], "2026-05-07", "concept"),
    ([("concept", None)], None, "concept"),
    ([("concept", "2026-03-31")], None, "geen"),
    ([("voorbereiding", "2026-04-01")], "2026-04-01", "uitgenodigd"),
    ([("voorbereiding", "2026-04-01", "dicht")], "2026-04-01", "dicht"),
    ([("voorbereiding", "2026-03-31")], None, "voorbij"),
    ([("verslag", "2026-03-12")], None, "verslag"),
    ([("verslag", "2026-03-12"), ("concept", "2026-06-01")], "2026-06-01", "concept"),
    ([("verslag", "2026-03-12"), ("concept", None)], None, "concept"),
    ([("concept", "2026-05-07"), ("voorbereiding", "2026-06-01")], "2026-05-07", "concept"),
    ([("concept", "2026-05-07"), ("gesprek", "2026-03-31")], None, "loopt"),
    ([("gesprek", "2026-04-01")], "2026-04-01", "loopt"),
]


@pytest.mark.parametrize(("plans", "next_on", "stand"), PLANS)
def test_how_far_the_next_conversation_is(plans, next_on, stand):
    rows = [plan(*one) for one in plans]
    assert tell_preparation(rows, DAY) == (next_on and dt.date.fromisoformat(next_on), stand)


def plan(phase, held_on, closed=""):
    return {
        "phase": phase,
        "held_on": held_on and dt.date.fromisoformat(held_on),
        "changed_at": timezone.now(),
        "preparation_closed_at": (closed and timezone.now()) or None,
    }


def test_a_plan_without_a_day_that_was_left_lying_is_none():
    row = plan("concept", None) | {"changed_at": timezone.now() - dt.timedelta(91)}
    assert tell_preparation([row], DAY) == (None, "geen")


def test_a_triangle_of_nobody_is_in_no_overview(db):
    refresh(TriangleFactory().pk)
    assert not Overseen.objects.exists()
