"""A11Y-01, A11Y-03, SEC-09: every page of the resolver, at both widths, empty, filled and with an error."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from conversations.links import Purpose, give_link, token_of
from conversations.models import Agreement, Conversation, Example, Participant, ReportResponse, Visit
from principles.models import Card, Question
from tests.access.matrix import WRITTEN
from tests.access.routes import parameters, path_of
from tests.examples.conftest import make_example
from tests.factories import FacilitatorFactory, UserFactory
from triangles.models import FacilitatorProfile, Triangle

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = (320, 1280)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
RULES |= {"resultTypes": ["violations"]}  # what passes need not be told
READY = Axe("0")  # of a page that holds the script already
NO_PAGE = {"livez", "readyz", "conversations:report_pdf"} | {"conversations:key", "conversations:save"}  # no pages
NO_PAGE |= {"conversations:report_version_pdf", "conversations:stand", "conversations:papers"}
NO_PAGE |= {"conversations:briefing_pdf", "conversations:briefing_read", "conversations:close_preparation"}
NO_PAGE |= {"conversations:calendar", "conversations:read_pdf", "conversations:ledger_file"}
NO_PAGE |= {"conversations:oversight_file", "security_txt"}
NO_PAGE |= {"conversations:introduction_pdf", "conversations:report_docx", "conversations:report_version_docx"}
NO_PAGE |= {f"conversations:{name}_{kind}" for name in ("personal", "my_data") for kind in ("json", "pdf")}
NO_PAGE |= {"conversations:calendar_feed", "conversations:agenda_item_pdf", "conversations:archive"}
NO_PAGE |= {f"conversations:{name}_stand" for name in ("follow", "waiting", "tablet")}
NO_PAGE |= {"mfa_login_webauthn", "openid_connect_login", "openid_connect_callback", "conversations:access_file"}
NO_PAGE |= {name for name, row in WRITTEN.items() if "GET" not in row}  # only written to
FILLED = ("held", "done", "planned")
ELSEWHERE = {  # not of an adviser in one of those: where they are looked at
    "account_set_password": "here, by link or as somebody else",
    "conversations:link": "here, by link or as somebody else",
    "conversations:report_answer": "here, by link or as somebody else",
    "conversations:access": "test_pages_of_some",
    "conversations:erasure_refuse": "test_pages_of_some",
    "conversations:example_withdraw": "test_pages_of_some",
    "conversations:second_eyes": "test_pages_of_some",
    "conversations:share_questions": "test_pages_of_some",
    "mfa_activate_totp": "test_pages_of_some",
    "mfa_add_webauthn": "test_pages_of_some",
    "mfa_authenticate": "test_pages_of_some",
    "mfa_deactivate_totp": "test_pages_of_some",
    "mfa_reauthenticate": "test_pages_of_some",
    "mfa_reauthenticate_webauthn": "test_pages_of_some",
    "mfa_remove_webauthn": "test_pages_of_some",
    "mfa_view_recovery_codes": "test_pages_of_some",
    "conversations:guide_by_link": "test_pool",
    "conversations:guide_request": "test_pool",
    "conversations:own_profile": "test_pool",
    "conversations:pool_member": "test_pool",
    "conversations:pool_new": "test_pool",
    "conversations:pool_remove": "test_pool",
    "conversations:lead": "test_meeting_pages",
    "conversations:scores": "test_meeting_pages",
    "conversations:opdrachtnemer": "test_oversight",
    "conversations:oversight": "test_oversight",
    "conversations:open_screen": "test_screen",
    "conversations:screen_by_link": "test_screen",
    "conversations:poll_choose": "test_polling",
    "conversations:poll_remove": "test_polling",
    "conversations:share_agreement": "test_examples",
    "conversations:rehearsal_end": "test_rehearsal",
    "conversations:tablet": "test_tablet, test_in_the_room",
    "conversations:waiting": "test_tablet, test_in_the_room",
}
OPEN = (
    "accessibility",
    "privacy",
    "support",
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
)
WRONG = """() => {
  const shown = (node) => node.checkVisibility() && !node.closest("details:not([open]) > :not(summary)");
  const needsFocus = (node) => {
    node.focus();
    const style = getComputedStyle(node);
    return !(parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none") && node.matches(":focus-visible");
  };
  const wide = document.documentElement.scrollWidth > window.innerWidth;
  const heads = document.querySelectorAll("h1").length;
  const controls = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(shown);
  return [
    ...(wide ? ["scrolls sideways"] : []),
    ...(heads === 1 ? [] : [`has ${heads} h1`]),
    ...controls.filter(needsFocus).map((node) => `no visible focus: ${node.outerHTML.slice(0, 120)}`),
  ];
}"""


def pages():
    """Return the full names of the routes that show a page of ours."""
    return [name for name in parameters() if name not in NO_PAGE and not name.startswith("admin:")]


def of_participants():
    """Return the names of the pages that open by personal link."""
    return [name for name in pages() if "participant" in parameters()[name] and "pk" not in parameters()[name]]


def look_at(page, live_server, path):
    """Open `path`, and look at each width; return what is wrong there as texts."""
    page.goto(live_server.url + path)
    return look(page, path)


def look(page, path):
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wrong += problems(page, f"{path} {width}")
    return wrong


def problems(page, where):
    axe = READY if page.evaluate("'axe' in window") else Axe()
    found = axe.run(page, options=RULES).response["violations"]
    wrong = [f"{where} {rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]
    return wrong + [f"{where} {words}" for words in page.evaluate(WRONG)]


def filled_paths(scene, key):
    """Return {path: name of its route} of the pages of staff about one conversation, those of no conversation too."""
    parts = parts_of(scene[key]) | {"code": Card.objects.first().code}
    paths = {path_of(name, **parts): name for name in set(pages()) - set(of_participants())}
    return {path: name for path, name in paths.items() if path != "/account/inloggen/"}


@pytest.mark.parametrize("key", FILLED)
def test_sec_09_priv_09_filled(page, scene, log_in, live_server, key):
    """What is not there in this phase, or leads elsewhere, is looked at where it is."""
    log_in(scene["adviser"])
    make_example()  # the first: the page of each is the same
    before = {path for one in FILLED[: FILLED.index(key)] for path in filled_paths(scene, one)}
    wrong = []
    for path in sorted(filled_paths(scene, key).keys() - before):
        answer = page.goto(live_server.url + path)
        if answer.status == 200 and page.url == live_server.url + path:
            wrong += look(page, path)
    assert wrong == []


def test_every_page_of_staff_is_there_in_one_of_those_three(scene, client):
    client.force_login(scene["adviser"])
    make_example()
    tried = [(name, client.get(path).status_code) for key in FILLED for path, name in filled_paths(scene, key).items()]
    missing = {name for name, _ in tried} - {name for name, status in tried if status == 200}
    assert missing == set(ELSEWHERE)


def enter(page, live_server, person, purpose):
    """Come in by personal link, as `person` would."""
    page.goto(f"{live_server.url}/deelnemen/link/{token_of(give_link(person, purpose))}/")
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url(f"**/deelnemen/{person.pk}/**")


def remark(held):
    """Open the reading round of a meeting of today, with an answered remark of the visitor and a change since."""
    Conversation.objects.filter(pk=held.pk).update(held_on=timezone.localdate())
    held.refresh_from_db()
    held.release_draft(held.facilitator, timezone.localdate() + dt.timedelta(7))
    person = held.participants.order_by("pk").first()
    response = ReportResponse.objects.create(
        conversation=held, participant=person, answer="opmerking", seen={"kop": ""}
    )
    words = {"text": "Dit klopt bijna.", "answer": "Aangepast.", "answered_at": timezone.now()}
    response.remarks.create(section="afspraken", answered_by=held.facilitator, **words)
    return response


@pytest.mark.parametrize(
    ("key", "purpose"),
    [
        ("planned", Purpose.DEELNEMEN),
        ("planned", Purpose.DATUM),
        ("held", Purpose.DEELNEMEN),
        ("held", Purpose.LEZEN),
        ("done", Purpose.LEZEN),
        ("done", Purpose.VOORTGANG),
    ],
)
def test_sec_09_priv_09_by_link(page, scene, live_server, key, purpose):
    conversation = Conversation.objects.get(pk=scene[key].pk)
    conversation.questions.set(Question.objects.filter(code__in=["dilemma", "verbetering"]))
    person = conversation.participants.order_by("pk").first()
    if key == "held":
        remark(conversation)
    enter(page, live_server, person, purpose)
    Visit.objects.let_read(True)
    paths = sorted(path_of(name, participant=person.pk, question="dilemma") for name in of_participants())
    assert [found for path in paths for found in look_at(page, live_server, path)] == []


def test_a_remark_with_an_error_and_one_that_was_written_elsewhere(page, scene, live_server):
    held = scene["held"]
    response = remark(held)
    enter(page, live_server, response.participant, Purpose.LEZEN)
    wrong = look_at(page, live_server, f"/deelnemen/{response.participant_id}/code/")
    Visit.objects.let_read(True)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{live_server.url}/deelnemen/{response.participant_id}/verslag/opmerking/tafel/")
        page.get_by_role("button", name="Bewaar uw opmerking").click()
        page.get_by_role("alert").wait_for()
        wrong += problems(page, f"opmerking {width}")
    assert wrong == []


def test_the_remarks_beside_the_concept_and_an_answer(page, scene, log_in, live_server):
    held = scene["held"]
    made = remark(held).remarks.get()
    log_in(scene["adviser"])
    paths = [f"/gesprekken/{held.pk}/verslag/", f"/gesprekken/{held.pk}/verslag/opmerking/{made.pk}/"]
    assert [found for path in paths for found in look_at(page, live_server, path)] == []


def parts_of(conversation):
    """Return the numbers in addresses about a conversation and its triangle."""
    triangle = conversation.triangle
    parts = {"seat": triangle.seats, "topic": triangle.topics, "membership": triangle.memberships}
    parts |= {
        "member": triangle.team,
        "parked": conversation.parked,
        "participant": conversation.participants,
        "agreement": conversation.agreements,
        "signal": triangle.signals,
    }
    parts |= {"example": Example.objects, "profile": FacilitatorProfile.objects}
    return {"pk": conversation.pk, "triangle": triangle.pk} | {
        name: found.pk for name, rows in parts.items() if (found := rows.first())
    }


def test_with_the_longest_words(page, scene, log_in, live_server):
    """A page of ours stays within its width whatever somebody typed."""
    word = "samenwerkingsverband" * 10
    Conversation.objects.update(title=word, place=word, shared_interest=word, facilitator_name=word, purpose=word)
    Participant.objects.update(name=word, function=word, organisation=word)
    Triangle.objects.update(name=word, purpose=word)
    Agreement.objects.update(text=word, owner_name=word, sign=word)
    log_in(scene["adviser"])
    paths = [
        "/",
        *(path_of(name, pk=scene["held"].pk) for name in ("conversations:conversation", "conversations:report")),
        *(path_of(name, **parts_of(scene["held"])) for name in ("conversations:ledger", "conversations:agreement")),
    ]
    assert [found for path in paths for found in look_at(page, live_server, path)] == []


def test_empty(page, transactional_db, log_in, live_server):
    log_in(FacilitatorFactory())
    assert look_at(page, live_server, "/") + look_at(page, live_server, "/kaarten/?bron=er-is-niets") == []


def test_sec_09_priv_09_for_strangers(page, transactional_db, live_server):
    assert [found for name in OPEN for found in look_at(page, live_server, path_of(name))] == []


@pytest.mark.parametrize("path", ["/er-is-niets/", "/gesprekken/999/", "/account/wachtwoord/nieuw/1-a-b/"])
def test_sec_09_priv_09_what_is_not_there(page, transactional_db, log_in, live_server, path):
    log_in(UserFactory())
    assert look_at(page, live_server, path) == []


@pytest.mark.parametrize("path", ["/account/inloggen/", "/account/wachtwoord/vergeten/"])
def test_with_an_error(page, transactional_db, live_server, path):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(live_server.url + path)
        page.get_by_role("main").get_by_role("button").first.click()
        page.get_by_role("alert").wait_for()
        assert problems(page, f"{path} {width}") == []


def test_with_an_error_when_logged_in(page, transactional_db, log_in, live_server):
    log_in(UserFactory())
    page.goto(f"{live_server.url}/account/wachtwoord/")
    page.get_by_role("main").get_by_role("button").click()
    page.get_by_role("alert").wait_for()
    assert problems(page, "wachtwoord") == []


def test_sec_09_priv_09_the_admin_keeps_the_policy(page, transactional_db, log_in, live_server):
    """The admin is Django's own; here only that our policy does not break it (see the fixture `page`)."""
    log_in(UserFactory(is_staff=True, is_superuser=True))
    for name in parameters():
        if name == "admin:triangles_user_add" or (
            name.startswith("admin:") and name.endswith(("_changelist", "index"))
        ):
            page.goto(live_server.url + path_of(name))
            assert page.evaluate("JSON.parse(sessionStorage.getItem('violations') || '[]')") == [], name
