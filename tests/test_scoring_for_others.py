"""By personal link somebody scores for those they speak for: hidden as every score, and never read back."""

import pytest
from django.utils import timezone

from conversations.links import Purpose, give_link
from conversations.models import Op, Participant, Score, Showing, Visit
from conversations.scoring_for_others import save_for_others
from tests.factories import ScoreFactory
from tests.meetings import CODES, open_meeting, principle, score, score_part, send
from tests.personal_links import opened
from tests.reading_pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    """A running meeting of three people per corner: the third opdrachtgever speaks for the first two."""
    found = open_meeting(per_corner=3, held_on=timezone.localdate())
    Participant.objects.filter(pk__in=[one.pk for one in found.people[:2]]).update(
        attendance="afwezig", speaker=found.people[2]
    )
    return found


@pytest.fixture
def visitor(meeting):
    return opened(give_link(meeting.people[2], Purpose.DEELNEMEN))[0]


def page_of(person, code="vertrouwen"):
    return f"/deelnemen/{person.pk}/scores/{code}/namens/"


def test_each_gets_the_score_given_for_them_and_the_next_principle_follows(meeting, visitor):
    first, second, speaker = meeting.people[:3]
    sent = {f"score_{first.pk}": "2", f"score_{second.pk}": "geen"}
    answer = visitor.post(page_of(speaker, CODES[0]), sent)
    assert answer.url == page_of(speaker, CODES[1])
    rows = Score.objects.values_list("participant", "value", "entry", "corner", "shown_at")
    assert sorted(rows) == [
        (first.pk, 2, "namens", "opdrachtgever", None),
        (second.pk, None, "namens", "opdrachtgever", None),
    ]
    assert Op.objects.filter(part=score_part(first, CODES[0]), version=1).exists()


def test_what_was_given_is_never_read_back_and_an_open_choice_leaves_it(meeting, visitor):
    first, second, speaker = meeting.people[:3]
    visitor.post(page_of(speaker), {f"score_{first.pk}": "5"})
    page = visitor.get(page_of(speaker))
    assert "checked" not in page.content.decode()
    assert text_of(page).count("Er is al een score.") == 1
    visitor.post(page_of(speaker), {f"score_{second.pk}": "3"})
    assert sorted(Score.objects.values_list("participant", "value")) == [(first.pk, 5), (second.pk, 3)]


def test_who_scored_themselves_is_not_asked_and_keeps_their_score(meeting, visitor):
    first, _, speaker = meeting.people[:3]
    ScoreFactory(participant=first, principle=principle(), value=1)
    page = text_of(visitor.get(page_of(speaker)))
    assert f"{first.name}: hier hoeft u niets te doen." in page
    visitor.post(page_of(speaker), {f"score_{first.pk}": "5"})
    assert Score.objects.get(participant=first).value == 1
    save_for_others(Visit.objects.latest("pk"), "vertrouwen", {first.pk: 5})  # they scored just before this was saved
    assert Score.objects.get(participant=first).value == 1


def test_nobody_scores_for_whom_they_do_not_speak_for(meeting, visitor):
    speaker, other = meeting.people[2], meeting.people[3]
    visitor.post(page_of(speaker), {f"score_{other.pk}": "5"})
    assert not Score.objects.exists()
    Participant.objects.update(speaker=None)
    answer = visitor.get(page_of(speaker), follow=True)
    assert "U spreekt nu voor niemand anders." in text_of(answer)


def test_once_shown_nothing_changes(meeting, visitor):
    first, _, speaker = meeting.people[:3]
    Showing.objects.create(conversation=meeting, principle=principle())
    answer = visitor.post(page_of(speaker), {f"score_{first.pk}": "5"})
    assert answer.status_code == 409
    assert "Wat u net koos, is niet opgeslagen." in text_of(answer)
    assert not Score.objects.exists()


def test_after_the_last_principle_was_shown_the_page_leads_back(meeting, visitor):
    speaker = meeting.people[2]
    Showing.objects.create(conversation=meeting, principle=principle(CODES[-1]))
    page = visitor.get(page_of(speaker, CODES[-1])).content.decode()
    assert f'href="/deelnemen/{speaker.pk}/">Terug naar uw pagina</a>' in page


def test_who_is_spoken_for_sees_the_score_and_the_speaker_is_told_so(meeting, visitor):
    first, _, speaker = meeting.people[:3]
    tab, visit = opened(give_link(first, Purpose.DEELNEMEN))
    Visit.objects.filter(pk=visit.pk).let_read(True, after_code=True)  # as after the code from their mail
    visitor.post(page_of(speaker), {f"score_{first.pk}": "5"})
    assert "De ander kan deze score met de eigen link zien en veranderen." in text_of(visitor.get(page_of(speaker)))
    own = tab.get(f"/deelnemen/{first.pk}/scores/vertrouwen/")
    assert "Iemand anders vulde dit namens u in." in text_of(own)
    assert [button.data["selected"] for button, *_ in own.context["options"]].index(True) == 4


def test_the_page_of_the_facilitator_knows_that_it_is_older(client, meeting, visitor):
    first, _, speaker = meeting.people[:3]
    client.force_login(meeting.facilitator)
    visitor.post(page_of(speaker), {f"score_{first.pk}": "5"})
    answer = send(client, meeting, score_part(first), score("1"), version=0)
    assert answer.status_code == 409
    assert Score.objects.get().value == 5


def test_their_own_page_asks_it_and_says_how_far_it_is(meeting, visitor):
    first, second, speaker = meeting.people[:3]
    visitor.post(page_of(speaker), {f"score_{first.pk}": "5"})
    page = text_of(visitor.get(f"/deelnemen/{speaker.pk}/"))
    assert f"U spreekt namens {first.name} en {second.name}. 1 van 10 scores gegeven." in page
    other = opened(give_link(meeting.people[3], Purpose.DEELNEMEN))[0]
    assert "U spreekt namens" not in text_of(other.get(f"/deelnemen/{meeting.people[3].pk}/"))


def test_a_score_outside_the_scale_is_told_at_its_field(meeting, visitor):
    first, _, speaker = meeting.people[:3]
    page = visitor.post(page_of(speaker), {f"score_{first.pk}": "6"})
    assert "Kies een score van 1 tot en met 5, of geen beeld." in text_of(page)
    assert not Score.objects.exists()
