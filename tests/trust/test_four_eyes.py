"""PRIV-05: nobody is erased by one pair of eyes: the form, the code and the database refuse it."""

import datetime as dt
import io
import json

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from conversations.erasure_asking import approve, ask_to_erase, confirm
from conversations.models import AuditEvent, ErasureRequest, LegalHold, Phase, PhaseError, StandIn, record
from tests.factories import FacilitatorFactory, MembershipFactory, UserFactory
from tests.meetings import open_meeting
from tests.trust.somebody import ADDRESS, become, leave_traces, models_with, raw_dump, table_of_two
from triangles.models import User

pytestmark = pytest.mark.django_db
WORD = "kanarie"
MAIL = ADDRESS.format(WORD)


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def wish():
    return ask_to_erase(table_of_two(WORD).people[0])


def adviser(wish):
    """Return somebody who advised the triangle before the wish came."""
    before = wish.asked_at - dt.timedelta(days=1)
    return MembershipFactory(triangle=wish.triangle, created_at=before, user__date_joined=before).user


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


def post(user, wish, what):
    return as_user(user).post(
        f"/driehoeken/{wish.triangle_id}/wissen/{wish.pk}/{what}/", {"is_sure": "on"}, follow=True
    )


def test_priv_05_the_database_refuses_one_person_for_both(wish):
    one = adviser(wish)
    approve(wish, one)
    with pytest.raises(IntegrityError), transaction.atomic():
        ErasureRequest.objects.filter(pk=wish.pk).update(confirmed_by=one)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE conversations_erasurerequest SET confirmed_by_id = approved_by_id")


def test_priv_05_the_database_refuses_erased_without_two(wish):
    done = {"state": "gewist", "decided_at": timezone.now()}
    for by in ({}, {"approved_by": adviser(wish)}, {"confirmed_by": adviser(wish)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ErasureRequest.objects.filter(pk=wish.pk).update(**done, **by)


def test_priv_05_the_code_refuses_it_before_anything_goes(wish):
    one = adviser(wish)
    approve(wish, one)
    wish.refresh_from_db()
    with pytest.raises(PhaseError):
        confirm(wish, one)
    assert wish.participant.reflections.count() == 4


def test_priv_05_one_adviser_approves_and_only_another_confirms(wish):
    one, two = adviser(wish), adviser(wish)
    assert "Akkoord genoteerd" in post(one, wish, "akkoord").content.decode()
    page = post(one, wish, "bevestigen").content.decode()
    assert "Jij gaf al akkoord" in page
    assert "Bevestig en wis nu" not in page
    assert wish.participant.reflections.count() == 4
    assert "Bevestig en wis nu" in as_user(two).get(f"/driehoeken/{wish.triangle_id}/wissen/").content.decode()
    assert "De persoon is gewist" in post(two, wish, "bevestigen").content.decode()
    wish.refresh_from_db()
    assert (wish.state, wish.approved_by, wish.confirmed_by) == ("gewist", one, two)
    assert wish.participant.reflections.count() == 0


def test_priv_05_nobody_confirms_what_nobody_approved(wish):
    assert "Iemand anders besliste" in post(adviser(wish), wish, "bevestigen").content.decode()
    assert wish.participant.reflections.count() == 4


def test_priv_05_a_second_confirmation_does_nothing_more(wish):
    one, two, three = (adviser(wish) for _ in range(3))
    approve(wish, one)
    wish.refresh_from_db()
    confirm(wish, two)
    with pytest.raises(PhaseError):
        confirm(wish, three)
    with pytest.raises(PhaseError):
        approve(wish, three)


def test_priv_05_a_beheerder_confirms_by_number_and_sees_nothing_of_who_or_where(wish):
    beheerder, one = UserFactory(is_staff=True, date_joined=wish.asked_at), adviser(wish)
    assert f"Verzoek {wish.pk}<" not in as_user(beheerder).get("/wissen/").content.decode()
    approve(wish, one)
    page = as_user(beheerder).get("/wissen/").content.decode()
    assert f"Verzoek {wish.pk}<" in page
    for words in (WORD, wish.triangle.name, wish.participant.name, wish.participant.conversation.title):
        assert words not in page
    assert as_user(beheerder).get(f"/driehoeken/{wish.triangle_id}/wissen/").status_code == 404
    assert "Kruis eerst aan" in as_user(beheerder).post(f"/wissen/{wish.pk}/", follow=True).content.decode()
    answer = as_user(beheerder).post(f"/wissen/{wish.pk}/", {"is_sure": "on"}, follow=True).content.decode()
    assert "De persoon is gewist" in answer
    assert WORD not in answer


def test_priv_05_a_beheerder_who_advises_too_gives_one_of_the_two(wish):
    both = UserFactory(is_staff=True)
    MembershipFactory(user=both, triangle=wish.triangle)
    approve(wish, both)
    assert as_user(both).post(f"/wissen/{wish.pk}/").status_code == 404
    assert wish.participant.reflections.count() == 4


def test_priv_05_others_find_no_such_page(wish):
    for user in (UserFactory(), FacilitatorFactory(), MembershipFactory().user):
        assert as_user(user).get("/wissen/").status_code == 404
        for what in ("akkoord", "bevestigen", "weigeren"):
            assert post(user, wish, what).status_code == 404
    assert Client().get("/wissen/").status_code == 302


def test_priv_05_advisers_are_told_on_the_first_page(wish, django_assert_max_num_queries):
    client = as_user(adviser(wish))
    with django_assert_max_num_queries(9):  # with the session and the user
        page = client.get("/").content.decode()
    assert "Iemand vraagt om gewist te worden" in page
    assert f"/driehoeken/{wish.triangle_id}/wissen/" in page


def test_priv_05_a_refusal_needs_a_reason(wish):
    one = adviser(wish)
    assert "De deelnemer leest dit." in post(one, wish, "weigeren").content.decode()
    address = f"/driehoeken/{wish.triangle_id}/wissen/{wish.pk}/weigeren/"
    as_user(one).post(address, {"reason": "Er loopt een onderzoek."})
    wish.refresh_from_db()
    assert (wish.state, wish.reason, wish.refused_by) == ("geweigerd", "Er loopt een onderzoek.", one)


def run(command, *words, **options):
    said = io.StringIO()
    call_command(command, *words, stdout=said, **options)
    return said.getvalue()


def decided(**changes):
    """Return the options with which two beheerders decide; they are made when they are not there."""
    for name in ("een", "twee"):
        User.objects.filter(username=name).exists() or UserFactory(username=name, is_staff=True)
    return {"requested_by": "De persoon zelf", "approved_by": "een", "confirmed_by": "twee"} | changes


def test_priv_05_export_person_writes_both_files_over_all_triangles(tmp_path):
    table_of_two(WORD)
    elsewhere = open_meeting(Phase.VERSLAG).people[0]
    become(elsewhere, WORD)
    leave_traces(elsewhere, "elders")
    assert "Geschreven" in run("export_person", MAIL.upper(), output=str(tmp_path / "map"))
    told = (tmp_path / "map" / "persoonsgegevens.json").read_text()
    assert "kanarie antwoord zelf" in told
    assert "elders antwoord zelf" in told
    assert "ander antwoord" not in told
    assert len(json.loads(told)["gegevens"]["deelnames"]) == 2
    assert (tmp_path / "map" / "persoonsgegevens.pdf").read_bytes().startswith(b"%PDF")
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.details["participants"]) == ("gegevens gegeven", 2)


def test_priv_05_the_commands_say_in_dutch_what_is_wrong(tmp_path):
    meeting = table_of_two(WORD)
    with pytest.raises(CommandError, match=r"Van niemand@dienst.example is niets bekend\."):
        run("export_person", "niemand@dienst.example", output=str(tmp_path))
    with pytest.raises(CommandError, match="niets bekend"):
        run("erase_person", "niemand@dienst.example", **decided())
    with pytest.raises(CommandError, match="twee verschillende mensen"):
        run("erase_person", MAIL, **decided(confirmed_by="een"))
    with pytest.raises(CommandError, match="onbekend is geen account van een functioneel beheerder"):
        run("erase_person", MAIL, **decided(approved_by="onbekend"))
    with pytest.raises(CommandError, match="geen account van een functioneel beheerder"):
        run("erase_person", MAIL, **decided(approved_by=meeting.adviser.username))
    become(open_meeting(Phase.VERSLAG).people[0], WORD)
    type(meeting.people[1]).objects.filter(pk=meeting.people[1].pk).update(email=MAIL)
    with pytest.raises(CommandError, match="Dit adres is van meer mensen: Naam van kanarie, Naam van ander"):
        run("erase_person", MAIL, **decided())
    assert meeting.people[0].reflections.count() == 4


def test_priv_05_a_dry_run_tells_the_counts_and_erases_nothing():
    meeting = table_of_two(WORD)
    before, events = models_with(WORD), AuditEvent.objects.count()
    said = run("erase_person", MAIL, **decided(dry_run=True))
    assert "Zou gewist worden op verzoek van De persoon zelf" in said
    assert f"Driehoek {meeting.triangle_id}: " in said
    assert "reflection 4" in said
    assert "Blijft: vastgestelde verslagen" in said
    assert (models_with(WORD), AuditEvent.objects.count()) == (before, events)


def test_priv_05_erase_person_leaves_no_trace_in_any_triangle():
    table_of_two(WORD)
    elsewhere = open_meeting(Phase.VERSLAG)
    become(elsewhere.people[0], WORD)
    leave_traces(elsewhere.people[0], WORD)
    StandIn.objects.create(participant=elsewhere.people[1], name="Naam van kanarie", email=MAIL)
    waiting = ask_to_erase(elsewhere.people[0])
    assert "Gewist op verzoek van De persoon zelf" in run("erase_person", MAIL, **decided())
    assert models_with(WORD) == []
    assert WORD not in raw_dump()
    assert "De persoon zelf" not in raw_dump()
    waiting.refresh_from_db()
    assert waiting.state == "gewist"
    assert {wish.approved_by.username for wish in ErasureRequest.objects.all()} == {"een"}


def test_priv_05_erase_person_closes_the_account_and_takes_its_name_away():
    account = FacilitatorFactory(username=WORD, name=f"Naam van {WORD}", email=MAIL)
    meeting = open_meeting(Phase.VERSLAG)
    meeting.facilitator, meeting.facilitator_name = account, account.name
    meeting.save()
    MembershipFactory(user=account, triangle=meeting.triangle)
    with pytest.raises(CommandError, match=f"enige adviseur van driehoek {meeting.triangle_id}"):
        run("erase_person", MAIL, **decided())
    MembershipFactory(triangle=meeting.triangle)
    assert "Account: " in run("erase_person", MAIL, **decided())
    account.refresh_from_db()
    assert (account.name, account.is_active) == ("gewist", False)
    assert models_with(WORD) == []


def test_priv_05_a_guide_who_is_awaited_is_not_erased():
    account = FacilitatorFactory(email=MAIL)
    meeting = open_meeting(Phase.VOORBEREIDING)
    type(meeting).objects.filter(pk=meeting.pk).update(facilitator=account)
    with pytest.raises(CommandError, match=f"begeleidt nog gesprek {meeting.pk}"):
        run("erase_person", MAIL, **decided())


def test_priv_05_the_command_stops_at_a_legal_hold_and_at_ones_own_erasure():
    meeting = table_of_two(WORD)
    LegalHold.objects.create(conversation=meeting, reason="Onderzoek", name="Inspectie")
    before = models_with(WORD)
    with pytest.raises(CommandError, match="bewaarplicht"):
        run("erase_person", MAIL, **decided())
    assert models_with(WORD) == before
    UserFactory(username="zelf", email="zelf@dienst.example", is_staff=True)
    with pytest.raises(CommandError, match="beslist daar niet zelf over"):
        run("erase_person", "zelf@dienst.example", **decided(approved_by="zelf"))


def test_priv_05_the_second_eyes_see_how_big_it_is_who_approved_and_that_the_address_changed(wish):
    beheerder, one = UserFactory(is_staff=True, date_joined=wish.asked_at), adviser(wish)
    record("mailadres gewijzigd", by=one, conversation=wish.participant.conversation, participant=wish.participant_id)
    approve(wish, one)
    page = as_user(beheerder).get("/wissen/").content.decode()
    for words in (
        f"Akkoord van {one}",
        "Het gaat om 1 gesprek.",
        "Mailadres gewijzigd op",
        "Er ligt geen bewaarplicht",
    ):
        assert words in page
    LegalHold.objects.create(conversation=wish.participant.conversation, reason="Onderzoek", name="Inspectie")
    page = as_user(beheerder).get("/wissen/").content.decode()
    assert "Dit kan nog niet." in page
    assert "Bevestig en wis nu" not in page


def test_priv_05_one_tap_decides_nothing(wish):
    as_user(adviser(wish)).post(f"/driehoeken/{wish.triangle_id}/wissen/{wish.pk}/akkoord/")
    wish.refresh_from_db()
    assert wish.state == "gevraagd"
