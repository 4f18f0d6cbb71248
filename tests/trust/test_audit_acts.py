"""PRIV-06: every act has its event, and no event can hold what somebody wrote."""

import ast
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from conversations import absence, signs
from conversations.acts import ACTS, DETAILS, UnknownActError, check
from conversations.advising import change_corner
from conversations.models import AgreementStep, Arrival, AuditEvent, Destruction, Example, Link, record
from principles.models import Principle
from tests.by_link import preparing
from tests.factories import ConversationFactory, MembershipFactory, SeatFactory, UserFactory
from tests.mistakes import NO_ROLES
from triangles.models import User

ROOT = Path(__file__).resolve().parents[2]
APPS = ("conversations", "triangles", "driehoek", "principles")
CANARY = "Sjoerd zei dat de wethouder liegt"


def literals_of(call):
    """Return the texts that stand in the first argument of a call: of a choice both."""
    first = call.args[0] if call.args else None
    return [node.value for node in ast.walk(first) if isinstance(node, ast.Constant)] if first else []


def recorded():
    """Return {text: files} of every text that the code passes on as an act, to `record` or to `keep`."""
    found = {}
    for path in (path for app in APPS for path in (ROOT / app).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and named(node.func) in {"record", "keep"}:
                for text in literals_of(node):
                    found.setdefault(text, []).append(path.name)
    return found


def named(function):
    return getattr(function, "id", None) or getattr(function, "attr", None)


def test_priv_06_every_act_in_the_code_is_one_that_the_log_knows():
    unknown = {text for text in recorded() if isinstance(text, str) and text not in ACTS}
    assert unknown == {"begeleider zegt "}  # with ja or nee behind it: both are known
    assert {"begeleider zegt ja", "begeleider zegt nee"} <= ACTS.keys()


def test_priv_06_every_act_that_the_log_knows_is_done_somewhere():
    source = "".join(path.read_text() for app in APPS for path in (ROOT / app).rglob("*.py") if path.name != "acts.py")
    missing = {act for act in ACTS if f'"{act}"' not in source}
    assert missing == {"begeleider zegt ja", "begeleider zegt nee"}


@pytest.mark.parametrize("details", [{"count": CANARY}, {"note": CANARY}, {"what": [CANARY]}, {"until": CANARY}])
def test_priv_06_content_cannot_enter_the_log(db, details):
    with pytest.raises(UnknownActError) as refused:
        record("herinnerd", conversation=ConversationFactory(), **details)
    assert CANARY not in str(refused.value)
    assert not AuditEvent.objects.exists()


def test_priv_06_an_unknown_act_is_refused_and_not_repeated(db):
    with pytest.raises(UnknownActError) as refused:
        record(CANARY)
    assert CANARY not in str(refused.value)


@pytest.mark.parametrize(
    "details",
    [{"count": True}, {"count": 1.5}, {"confidential": 1}, {"until": "2026-11-22x"}, {"kind": ""}, {"count": {}}],
)
def test_priv_06_a_detail_has_one_kind_of_value(details):
    with pytest.raises(UnknownActError):
        check("herinnerd", details)


def test_numbers_days_and_fixed_words_come_through():
    plain = {"count": 3, "until": "2026-11-22", "what": ["mirror", "eigenaar"], "confidential": False, "request": None}
    check("herinnerd", plain)


def test_the_fixed_words_are_those_of_the_product(db):
    """A principle, rule or sign that is added later must be added to the log as well."""
    assert set(Principle.objects.values_list("code", flat=True)) == DETAILS["principle"]
    assert set(Destruction.Rule.values) == DETAILS["rule"]
    assert set(Link.Purpose.values) == DETAILS["purpose"]
    assert {*Example.Kind.values, *Arrival.Kind.values, *signs.KINDS} == DETAILS["kind"]
    assert DETAILS["step"] < set(AgreementStep.What.values)


def acts_after(*, act, **about):
    """Do something and return the acts and details that it left in the log, the oldest first."""
    last = AuditEvent.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    act()
    return list(AuditEvent.objects.filter(pk__gt=last, **about).order_by("pk").values_list("action", "details"))


@pytest.fixture
def adviser(db, client):
    """Somebody who advises a driehoek with one seat, and is signed in."""
    found = MembershipFactory()
    SeatFactory(triangle=found.triangle, corner="eigenaar")
    client.force_login(found.user)
    return found


def test_priv_06_a_seat_that_passes_to_somebody_else_leaves_an_event(adviser, client):
    seat, triangle = adviser.triangle.seats.get(), adviser.triangle
    path = reverse("triangles:seat_replace", args=[triangle.pk, seat.pk])
    sent = {"person": "Yara Geheim", "function": "Directeur", "organisation": "Elders", "version": seat.version}
    done = acts_after(act=lambda: client.post(path, sent | {"last_day": "2026-11-01"}), triangle_id=triangle.pk)
    assert done == [("plaats overgedragen", {})]
    assert triangle.seats.count() == 2


def test_priv_06_the_corner_of_an_adviser_leaves_an_event(adviser):
    done = acts_after(act=lambda: change_corner(adviser, "eigenaar", adviser.user))
    assert done == [("adviseur gewijzigd", {"adviser": adviser.user_id})]


def test_priv_06_an_account_that_the_beheerder_opens_closes_and_opens_again_leaves_events(client, db):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    sent = {"username": "yara", "name": "Yara", "email": "yara@voorbeeld.example", "is_active": "on"}
    found = acts_after(act=lambda: client.post("/beheer/triangles/user/add/", NO_ROLES | sent))
    user = User.objects.get(username="yara")
    path = f"/beheer/triangles/user/{user.pk}/change/"
    for change in ({"is_active": ""}, {}, {"name": "Yara B."}):
        found += acts_after(act=lambda change=change: client.post(path, NO_ROLES | sent | change))
    about = {"user": user.pk}
    names = ("account geopend", "account afgesloten", "account heropend", "account gewijzigd")
    assert found == [(name, about) for name in names]


def test_priv_06_an_absence_that_is_told_and_taken_back_leaves_events(db):
    person = preparing().people[0]
    assert acts_after(act=lambda: absence.tell(person, "Yara Geheim", "", "")) == [("verhindering gemeld", {})]
    assert acts_after(act=lambda: absence.take_back(person)) == [("verhindering teruggenomen", {})]
    assert acts_after(act=lambda: absence.take_back(person)) == []


def test_priv_06_what_leaves_by_the_command_line_leaves_an_event(db, tmp_path):
    found = ConversationFactory()
    for confidential in (False, True):
        options = {"include_confidential": confidential, "stdout": StringIO(), "stderr": StringIO()}
        done = acts_after(act=lambda options=options: call_command("export_conversation", str(found.pk), **options))
        assert done == [("geëxporteerd", {"confidential": confidential})]
    options = {"output": str(tmp_path / "verslag.pdf"), "stdout": StringIO()}
    done = acts_after(act=lambda: call_command("render_report", str(found.pk), **options))
    assert done == [("verslag geschreven", {})]
