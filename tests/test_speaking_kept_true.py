"""Who speaks for whom stays true: whatever changes meanwhile, whoever goes, and whatever was shown already."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.absence import confirm, tell
from conversations.links import Purpose, give_link
from conversations.models import Participant, Phase, PhaseError, Score, StandIn
from conversations.scoring_for_others import spoken_for
from conversations.speaking import arrange, people_of
from tests.factories import ScoreFactory
from tests.meetings import adviser_of, open_meeting, principle, send
from tests.personal_links import opened
from tests.planned import refused, save
from tests.reading_pages import text_of

pytestmark = pytest.mark.django_db
MEANWHILE = "Iemand veranderde dit intussen."


@pytest.fixture
def meeting():
    """A running meeting of three people per corner: the third opdrachtgever speaks for the first two."""
    found = open_meeting(per_corner=3, held_on=timezone.localdate())
    Participant.objects.filter(pk__in=[one.pk for one in found.people[:2]]).update(
        attendance="afwezig", speaker=found.people[2]
    )
    return found


def prepare(meeting):
    """Put the meeting back to before it, with a date that lies ahead."""
    meeting.phase, meeting.held_on = Phase.VOORBEREIDING, timezone.localdate() + dt.timedelta(9)
    meeting.save()


def state_of(person):
    return Participant.objects.values_list("speaker", "attendance", "version").get(pk=person.pk)


def shown(person):
    return ScoreFactory(participant=person, principle=principle(), value=2, entry="namens", shown_at=timezone.now())


def choose(meeting, **speakers):
    """Return the choice as the form read it: who speaks for whom now, changed as in `n<place>=person or None`."""
    people = {one.pk: one for one in people_of(meeting)}
    chosen = {one: people.get(one.speaker_id) for one in people.values()}
    for place, speaker in speakers.items():
        chosen[people[meeting.people[int(place[1:])].pk]] = speaker and people[speaker.pk]
    return chosen


def test_a_second_browser_of_the_same_link_does_not_overwrite_what_the_first_gave(meeting):
    first, _, speaker = meeting.people[:3]
    link = give_link(speaker, Purpose.DEELNEMEN)
    page, sent = f"/deelnemen/{speaker.pk}/scores/vertrouwen/namens/", f"score_{first.pk}"
    here, _ = opened(link)
    here.post(page, {sent: "5"})
    there, _ = opened(link)
    answer = there.post(page, {sent: "1"})
    assert answer.status_code == 409
    assert "Eerst willen we weten dat u het bent." in text_of(answer)
    assert f'href="/deelnemen/{speaker.pk}/code/"' in answer.content.decode()
    assert Score.objects.get(participant=first).value == 5
    assert here.post(page, {sent: "4"}).status_code == 302
    assert Score.objects.get(participant=first).value == 4


def test_the_page_does_not_say_who_scored_themselves(meeting):
    first, _, speaker = meeting.people[:3]
    ScoreFactory(participant=first, principle=principle(), value=1)
    tab, _ = opened(give_link(speaker, Purpose.DEELNEMEN))
    page = text_of(tab.get(f"/deelnemen/{speaker.pk}/scores/vertrouwen/namens/"))
    assert "hier hoeft u niets te doen" in page
    assert "zelf gescoord" not in page


def test_whom_a_replaced_one_spoke_for_is_expected_again(meeting):
    prepare(meeting)
    first, _, speaker = meeting.people[:3]
    tell(speaker, "Ilse Kramer", "plv. directeur", "ilse@dienst.example")
    confirm(speaker, adviser_of(meeting))
    assert state_of(first) == (None, "", 2)
    assert state_of(speaker) == (None, "afwezig", 2)


def test_whoever_is_replaced_speaks_for_nobody(meeting):
    first, _, speaker = meeting.people[:3]
    assert first in spoken_for(speaker)
    Participant.objects.filter(pk=speaker.pk).update(attendance="afwezig")
    StandIn.objects.create(
        participant=speaker, name="Ilse", confirmed_at=timezone.now(), told_at=timezone.now(), person=meeting.people[4]
    )
    assert spoken_for(speaker) == []
    tab, _ = opened(give_link(speaker, Purpose.DEELNEMEN))
    assert "U spreekt namens" not in text_of(tab.get(f"/deelnemen/{speaker.pk}/"))


@pytest.mark.parametrize("what", ["speaker away", "speaker gone", "absent one gone", "absent one changed"])
def test_what_changed_after_it_was_read_is_not_overwritten(meeting, what):
    away, speaker = meeting.people[3:5]
    chosen = choose(meeting, n3=speaker)
    one = speaker if what.startswith("speaker") else away
    if what.endswith("gone"):
        Participant.objects.filter(pk=one.pk).delete()
    else:
        Participant.objects.filter(pk=one.pk).update(attendance="afwezig", version=2)
    with pytest.raises(PhaseError) as told:
        arrange(meeting, chosen, meeting.facilitator)
    assert MEANWHILE in told.value.message
    assert not Participant.objects.filter(speaker=speaker).exists()


def test_who_speaks_for_somebody_with_a_shown_score_stays(meeting):
    first, second, speaker = meeting.people[:3]
    shown(first)
    for other in (None, second):
        with pytest.raises(PhaseError) as told:
            arrange(meeting, choose(meeting, n0=other), meeting.facilitator)
        assert first.name in told.value.message
    assert state_of(first)[0] == speaker.pk
    arrange(meeting, choose(meeting, n1=None), meeting.facilitator)
    assert state_of(second)[0] is None


def test_who_goes_away_goes_on_speaking_for_whom_a_score_is_shown(client, meeting):
    first, second, speaker = meeting.people[:3]
    shown(first)
    client.force_login(meeting.facilitator)
    send(client, meeting, f"aanwezig:{speaker.pk}", {"attendance": "afwezig"}, version=speaker.version)
    assert (state_of(first)[0], state_of(second)[0]) == (speaker.pk, None)
    page = f"/gesprekken/{meeting.pk}/deelnemers/namens/"
    same = {name: field.initial for name, field in client.get(page).context["form"].fields.items()}
    assert "Opgeslagen." in text_of(client.post(page, same, follow=True))


def seats(people):
    """Return the keys of seats per corner, as the page about the table sends them."""
    return {
        corner: [one.seat_id for one in people if one.corner == corner] for corner in {one.corner for one in people}
    }


def test_whom_a_removed_one_spoke_for_is_expected_again(client, meeting):
    prepare(meeting)
    first, _, speaker = meeting.people[:3]
    client.force_login(adviser_of(meeting))
    left = [one for one in meeting.people if one != speaker]
    assert save(client, meeting, "gesprekspartners", **seats(left)).status_code == 302
    assert state_of(first) == (None, "", 2)


def test_who_speaks_for_somebody_with_a_shown_score_stays_at_the_table(client, meeting):
    prepare(meeting)
    first, _, speaker = meeting.people[:3]
    shown(first)
    client.force_login(adviser_of(meeting))
    left = [one for one in meeting.people if one != speaker]
    answer = save(client, meeting, "gesprekspartners", **seats(left))
    assert speaker.name in refused(answer, "opdrachtgever")
    assert state_of(first)[0] == speaker.pk
