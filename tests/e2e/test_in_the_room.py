"""Phones at 390 px that come in by the code and follow: with a script, without one, and with bad Wi-Fi."""

from playwright.sync_api import expect

from conversations import joining
from conversations.models import Conversation, Op, Score
from tests.e2e.devices import PHONE, join, keep_picture, let_in, look, move, option, show_scores
from tests.in_the_room import CODE

OFFLINE = "Geen verbinding. Uw antwoord wacht op dit scherm."
KEPT = "Opgeslagen. U kunt het nog wijzigen tot de begeleider toont."


def test_a_phone_comes_in_by_the_code_scores_at_a_tap_and_follows(running, open_browser):
    person = running.people[0]
    phone = open_browser(PHONE)
    phone.goto("/mee/")
    look(phone, "mee")
    phone.get_by_label("De code").fill("zzz zzz")
    phone.get_by_role("button", name="Verder").click()
    expect(phone.get_by_role("alert")).to_contain_text("Deze code klopt niet")
    look(phone, "mee-fout")
    phone.get_by_label("De code").fill(CODE.lower())
    phone.get_by_role("button", name="Verder").click()
    expect(phone.get_by_role("heading", name="Wie bent u?")).to_be_visible()
    look(phone, "wie")
    phone.get_by_role("radio", name=person.name).check()
    phone.get_by_role("button", name="Verder").click()
    expect(phone.get_by_role("heading", name="De begeleider laat u zo binnen")).to_be_visible()
    look(phone, "wachten")
    let_in(running)
    expect(phone.get_by_role("heading", name="Vertrouwen")).to_be_visible()
    look(phone, "zaal-score")
    expect(phone.get_by_role("button", name="Bewaar mijn score")).to_be_hidden()
    phone.get_by_role("radio", name=option(4)).check()
    expect(phone.get_by_text(KEPT)).to_be_visible()
    look(phone, "zaal-score-gegeven")
    assert Score.objects.get(participant=person, shown_at=None).value == 4
    phone.reload()
    expect(phone.get_by_role("radio", name=option(4))).to_be_checked()
    show_scores(running)
    expect(phone.get_by_role("heading", name="te weinig scores")).to_be_visible()
    look(phone, "zaal-getoond")
    move(running, "terugblik")
    expect(phone.get_by_role("heading", name="Afspraken van vorige keer")).to_be_visible()
    group = phone.get_by_role("article").first
    group.get_by_role("radio", name="deels").check()
    expect(phone.get_by_text("Opgeslagen. U kunt")).to_be_visible()
    look(phone, "zaal-terugblik")
    move(running, "welkom")
    expect(phone.get_by_text("Het gesprek begint zo.")).to_be_visible()
    look(phone, "zaal-welkom")
    Conversation.objects.get(pk=running.pk).end(running.facilitator)
    expect(phone.get_by_role("heading", name="Deze pagina is dicht")).to_be_visible()
    look(phone, "zaal-dicht")


def test_a_phone_without_a_script_does_the_same_by_its_buttons(running, open_browser):
    person = running.people[0]
    phone = open_browser(PHONE, java_script_enabled=False)
    join(phone, running, person.name)
    phone.get_by_role("link", name="Kijk of u binnen bent").click()
    expect(phone.get_by_role("heading", name="Vertrouwen")).to_be_visible()
    phone.get_by_role("radio", name=option(4)).check()
    phone.get_by_role("button", name="Bewaar mijn score").click()
    expect(phone.get_by_text(KEPT)).to_be_visible()
    expect(phone.get_by_role("radio", name=option(4))).to_be_checked()
    show_scores(running)
    phone.get_by_role("link", name="Kijk waar we zijn").click()
    expect(phone.get_by_role("heading", name="te weinig scores")).to_be_visible()


def test_what_is_tapped_without_wifi_waits_and_is_saved_once_in_order(running, open_browser):
    person = running.people[0]
    phone = open_browser(PHONE)
    join(phone, running, person.name)
    expect(phone.get_by_role("heading", name="Vertrouwen")).to_be_visible()
    phone.context.set_offline(True)
    phone.get_by_role("radio", name=option(2)).check()
    phone.get_by_role("radio", name=option(5)).check()
    expect(phone.get_by_text(OFFLINE)).to_be_visible()
    keep_picture(phone, "zaal-zonder-verbinding")
    assert not Score.objects.filter(participant=person, conversation=running).exists()
    phone.context.set_offline(False)
    expect(phone.get_by_text(KEPT)).to_be_visible()
    score = Score.objects.get(participant=person, conversation=running)
    assert (score.value, score.version) == (5, 2)


def test_f03_f06_a_portal_and_a_lost_answer_never_count_as_saved(running, open_browser):
    person = running.people[0]
    phone = open_browser(PHONE)
    join(phone, running, person.name)
    expect(phone.get_by_role("heading", name="Vertrouwen")).to_be_visible()
    faults = ["portal", "lost", "json"]

    def answer(route):
        fault = faults.pop(0) if faults else ""
        if fault == "portal":
            route.fulfill(status=200, content_type="text/html", body="<h1>Gratis wifi</h1>")
        elif fault == "json":
            route.fulfill(status=200, content_type="application/json", body='{"saved": true, "words": "Opgeslagen."}')
        elif fault == "lost":
            route.fetch()  # it is saved, and the answer never comes
            route.abort()
        else:
            route.continue_()

    phone.route("**/zaal/score/**", answer)
    phone.get_by_role("radio", name=option(3)).check()
    expect(phone.get_by_text(OFFLINE)).to_be_visible()
    expect(phone.get_by_text(KEPT)).to_be_visible()
    assert faults == []
    score = Score.objects.get(participant=person, conversation=running)
    assert (score.value, score.version) == (3, 1)
    assert Op.objects.filter(participant=person).count() == 2  # the number of the tap, and where it was given


def test_an_answer_that_waits_is_not_lost_when_the_facilitator_goes_on(running, open_browser):
    person = running.people[0]
    phone = open_browser(PHONE)
    join(phone, running, person.name)
    expect(phone.get_by_role("heading", name="Vertrouwen")).to_be_visible()

    def stop(route):
        route.abort()

    phone.route("**/zaal/score/**", stop)
    phone.get_by_role("radio", name=option(3)).check()
    expect(phone.get_by_text(OFFLINE)).to_be_visible()
    move(running, "rolbewustzijn")
    expect(phone.get_by_text("De begeleider ging verder.")).to_be_visible()
    expect(phone.get_by_role("radio", name=option(3))).to_be_checked()
    keep_picture(phone, "zaal-ga-mee")
    phone.unroute("**/zaal/score/**", stop)
    expect(phone.get_by_role("heading", name="Rolbewustzijn")).to_be_visible()
    assert Score.objects.get(participant=person, conversation=running).principle.code == "vertrouwen"


def test_a_page_that_is_put_out_says_so(running, open_browser):
    phone = open_browser(PHONE)
    join(phone, running, running.people[0].name)
    expect(phone.get_by_role("heading", name="Vertrouwen")).to_be_visible()
    joining.refuse(running, list(running.arrivals.values_list("pk", flat=True)), running.facilitator)
    expect(phone.get_by_role("heading", name="Deze pagina is dicht")).to_be_visible()


def test_the_facilitator_lets_in_and_puts_out(running, open_browser, page, log_in, live_server):
    phones = [open_browser(PHONE) for _ in range(2)]
    for phone, person in zip(phones, running.people, strict=False):
        phone.goto(f"/mee/{CODE}/")
        phone.get_by_role("radio", name=person.name).check()
        phone.get_by_role("button", name="Verder").click()
        expect(phone.get_by_role("heading", name="De begeleider laat u zo binnen")).to_be_visible()
    log_in(running.facilitator)
    page.goto(f"{live_server.url}/gesprekken/{running.pk}/leiden/?deel=vertrouwen")
    page.get_by_role("link", name="Laat binnen").click()
    expect(page.get_by_role("button", name=f"Niet toelaten {running.people[1].name}")).to_be_visible()
    look(page, "aanmeldingen")
    page.get_by_role("button", name=f"Niet toelaten {running.people[1].name}").click()
    expect(phones[1].get_by_role("heading", name="U bent niet binnen")).to_be_visible()
    look(phones[1], "geweigerd")
    page.get_by_role("button", name=f"Laat binnen {running.people[0].name}").click()
    page.wait_for_url("**/leiden/?deel=vertrouwen")
    expect(phones[0].get_by_role("heading", name="Vertrouwen")).to_be_visible()
    page.goto(f"{live_server.url}/gesprekken/{running.pk}/leiden/aanmeldingen/")
    page.set_viewport_size(PHONE)
    look(page, "aanmeldingen-390")
    page.get_by_role("button", name=f"Zet eruit {running.people[0].name}").click()
    expect(phones[0].get_by_role("heading", name="Deze pagina is dicht")).to_be_visible()
