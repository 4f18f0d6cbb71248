"""The mirror question in a real browser: on a phone in the room, and by link."""

from django.utils import timezone
from playwright.sync_api import expect

from conversations.links import Purpose, give_link, token_of
from conversations.models import Conversation, Guess, Score
from tests.e2e.devices import PHONE, join, look, option, show_scores
from tests.meetings import principle

QUESTION = "Hoe denkt u dat de andere hoeken scoren?"
KEPT = "Opgeslagen. U kunt het nog wijzigen tot de begeleider toont."


def test_a_phone_in_the_room_says_what_the_others_score_and_sees_it_shown(running, open_browser, page, log_in):
    Conversation.objects.filter(pk=running.pk).update(mirror=True)
    running.refresh_from_db()
    person = running.people[0]
    other = next(one for one in running.people if one.corner != person.corner)
    Score.objects.create(
        conversation=running, participant=other, corner=other.corner, principle=principle(), value=2, entry="zelf"
    )
    phone = open_browser(PHONE)
    join(phone, running, person.name)
    phone.get_by_role("radio", name=option(4)).first.check()
    expect(phone.get_by_text(KEPT)).to_be_visible()
    phone.get_by_text(QUESTION).click()
    group = phone.get_by_role("group", name=f"De {other.corner} geeft")
    group.get_by_role("radio", name="5").check()
    expect(phone.get_by_text(KEPT)).to_be_visible()
    look(phone, "zaal-spiegelvraag")
    assert list(Guess.objects.values_list("about", "value", "shown_at")) == [(other.corner, 5, None)]
    show_scores(running)
    expect(phone.get_by_role("heading", name="2 punten uit elkaar")).to_be_visible()
    sentence = f"{person.corner.capitalize()} dacht dat {other.corner} 5 gaf; {other.corner} gaf 2."
    log_in(running.facilitator)
    page.goto(f"{page.url}gesprekken/{running.pk}/leiden/?deel=vertrouwen")
    expect(page.get_by_text(sentence, exact=True)).to_have_count(0)
    page.get_by_role("button", name="Toon hoe we elkaar inschatten").click()
    expect(page.get_by_text(sentence, exact=True)).to_be_visible()
    look(page, "leiden-spiegelvraag")
    expect(phone.get_by_text(sentence, exact=True)).to_be_visible()
    look(phone, "zaal-spiegelvraag-getoond")


def test_by_link_it_is_asked_after_the_score_by_keyboard_and_without_a_script(running, open_browser):
    Conversation.objects.filter(pk=running.pk).update(mirror=True, held_on=timezone.localdate())
    running.refresh_from_db()
    person = running.participants.first()
    phone = open_browser(PHONE, java_script_enabled=False)
    phone.goto(f"/deelnemen/link/{token_of(give_link(person, Purpose.DEELNEMEN))}/")
    phone.get_by_role("main").get_by_role("button").click()
    phone.goto(f"/deelnemen/{person.pk}/scores/vertrouwen/")
    phone.get_by_role("radio", name=option(3)).check()
    phone.get_by_role("button", name="Opslaan en verder").click()
    expect(phone.get_by_role("heading", name=QUESTION)).to_be_visible()
    group = phone.get_by_role("group").last
    group.get_by_role("radio").first.focus()
    phone.keyboard.press("ArrowRight")
    phone.get_by_role("button", name="Opslaan en verder").press("Enter")
    expect(phone.get_by_text("Opgeslagen.")).to_be_visible()
    assert Guess.objects.get().value == 2
