"""What somebody with an account sees of principles and cards, and what a beheerder may change."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.html import escape

from principles.models import Card, CardText, Principle, PrincipleText, Question, QuestionText
from principles.versions import TextIsFrozenError

pytestmark = pytest.mark.django_db

UNKNOWN = "Deze keuze bestaat niet. Kies er een uit de lijst."


@pytest.fixture
def reader(client):
    """A browser in which somebody with an account is logged in."""
    client.force_login(get_user_model().objects.create(username="lezer", name="Lees Mee", email="lezer@voorbeeld.test"))
    return client


@pytest.fixture
def beheerder(client):
    """A browser in which a functioneel beheerder is logged in."""
    user = get_user_model().objects.create(
        username="beheer", name="Be Heer", email="beheer@voorbeeld.test", is_staff=True, is_superuser=True
    )
    client.force_login(user)
    return client


def titles(response):
    return [row.text.title for row in response.context["rows"]]


def add_cards(size):
    """Add `size` cards, each with two principles."""
    source = Card.objects.get(code="wat-goed-ging").source
    for number in range(size):
        card = Card.objects.create(code=f"extra-{number}", source=source, position=100 + number)
        card.principles.set(Principle.objects.all()[:2])
        card.add_text(title=f"Extra {number}", question="Wat nu?")


@pytest.mark.parametrize("path", ["/principes/", "/kaarten/", "/kaarten/kiezen/"])
def test_without_login_there_is_nothing_to_see(client, path):
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("path", ["/principes/", "/kaarten/", "/kaarten/kiezen/"])
def test_pages_only_read(reader, path):
    assert reader.post(path).status_code == 405
    assert reader.head(path).status_code == 200


def test_the_page_of_the_principles_has_all_their_words_and_cards(reader):
    page = reader.get("/principes/").content.decode()
    for text in PrincipleText.objects.current():
        words = [text.name, text.explanation, text.core_question, *text.follow_ups]
        for part in words + [words for _, words in text.scale]:
            assert escape(part) in page
    for code in Card.objects.values_list("code", flat=True):
        assert f'href="/kaarten/{code}/"' in page
    assert "Passen we dit genoeg toe? Waarom wel of niet?" in page


def test_a_principle_lists_its_own_cards_only(reader):
    sections = {text.principle.code: cards for text, cards in reader.get("/principes/").context["sections"]}
    assert "Blijf de mens zien" in [card.title for card in sections["opgavegericht"]]
    assert "Blijf de mens zien" not in [card.title for card in sections["vertrouwen"]]


def test_all_cards_stand_in_the_order_of_the_file(reader):
    response = reader.get("/kaarten/")
    assert len(titles(response)) == Card.objects.count() == 33
    assert titles(response)[:2] == ["Start gericht", "Verbind opgave en spelers"]
    assert "33 kaarten" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "count", "present", "absent"),
    [
        ("principe=rolbewustzijn", 9, "De rol van de eigenaar", "Maak verbindingen persoonlijk"),
        ("bron=ronde-tafels", 7, "Kiezen", "Start gericht"),
        ("hoek=eigenaar", 10, "Start gericht", "Kiezen"),
        ("hoek=alle", 23, "Kiezen", "Start gericht"),
        ("principe=vertrouwen&bron=ongeschreven", 4, "Geen fouten maken", "Je netwerk telt"),
        ("principe=vertrouwen&hoek=adviseur&bron=", 3, "Benut spanning", "Geen fouten maken"),
    ],
)
def test_the_address_holds_the_filter(reader, query, count, present, absent):
    response = reader.get(f"/kaarten/?{query}")
    assert len(titles(response)) == count
    assert present in titles(response)
    assert absent not in titles(response)
    for choice in filter(None, (part.split("=")[1] for part in query.split("&"))):
        assert f'<option value="{choice}" selected>' in response.content.decode()


def test_a_chosen_corner_sees_its_own_question_and_not_that_of_another(reader):
    page = reader.get("/kaarten/?hoek=eigenaar").content.decode()
    assert "Wat moet voor jouw organisatie duidelijk zijn voordat dit start?" in page
    assert "Op welk punt is deze opdracht nog te vaag om ja te zeggen?" not in page


def test_nothing_found_says_what_to_do(reader):
    page = reader.get("/kaarten/?hoek=eigenaar&bron=verbonden").content.decode()
    assert "0 kaarten" in page
    assert "Laat een keuze los" in page


@pytest.mark.parametrize("query", ["principe=geluk", "hoek=koning", "bron=%00", "principe=' OR 1=1 --", "bron=🌊"])
def test_an_unknown_choice_is_named_and_filters_nothing(reader, query):
    response = reader.get(f"/kaarten/?{query}")
    page = response.content.decode()
    assert response.status_code == 200
    assert UNKNOWN in page
    assert "<title>Fout: Gesprekskaarten" in page
    assert len(titles(response)) == 33


def test_an_unknown_choice_leaves_the_good_ones_at_work(reader):
    response = reader.get("/kaarten/?principe=geluk&bron=algemeen")
    assert titles(response) == ["Wat goed ging"]


def test_a_card_shows_its_questions_per_corner_its_principles_and_its_source(reader):
    page = reader.get("/kaarten/stop-gericht/").content.decode()
    text = CardText.objects.current().get(card__code="stop-gericht")
    for words in [text.title, text.core, *(question for _, question in text.questions)]:
        assert escape(words) in page
    assert [audience.value for audience, _ in text.questions] == [
        "opdrachtgever",
        "opdrachtnemer",
        "eigenaar",
        "adviseur",
    ]
    assert 'href="/principes/#heldere-afspraken"' in page
    assert "Grenzeloos verzameld (2022)" in page


def test_an_unknown_card_is_not_there(reader):
    assert reader.get("/kaarten/bestaat-niet/").status_code == 404


def test_a_retired_card_keeps_its_address_and_says_so(reader):
    Card.objects.filter(code="kiezen").update(retired_at="2026-01-01T00:00Z")
    assert "Deze kaart is niet meer in gebruik." in reader.get("/kaarten/kiezen/").content.decode()
    assert "Kiezen" not in titles(reader.get("/kaarten/"))
    assert 'href="/kaarten/kiezen/"' not in reader.get("/principes/").content.decode()


def test_only_the_newest_words_are_shown_and_as_text(reader):
    Card.objects.get(code="kiezen").add_text(title="<script>alert(1)</script>", question="{% now 'Y' %}")
    page = reader.get("/kaarten/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{% now &#x27;Y&#x27; %}" in page
    assert "<script>alert" not in page
    assert "Schaarste aan mensen" not in page


@pytest.mark.parametrize("size", [0, 1, 30])
@pytest.mark.parametrize(("path", "queries"), [("/principes/", 6), ("/kaarten/", 6), ("/kaarten/kiezen/", 7)])
def test_the_number_of_queries_does_not_grow(reader, django_assert_num_queries, path, queries, size):
    add_cards(size)
    Card.objects.get(code="kiezen").add_text(title="Kiezen, weer", question="Wat niet?")
    with django_assert_num_queries(queries):
        reader.get(path)


def test_current_is_one_query_and_one_text_per_subject(django_assert_num_queries):
    principle = Principle.objects.get(code="vertrouwen")
    for name in ("Vertrouwen, twee", "Vertrouwen, drie"):
        principle.add_text(name=name)
    with django_assert_num_queries(1):
        names = [(text.principle.code, text.name) for text in PrincipleText.objects.current()]
    assert names[:2] == [("heldere-afspraken", "Heldere afspraken"), ("vertrouwen", "Vertrouwen, drie")]
    assert len(names) == 5


def test_a_text_never_changes_and_never_goes():
    text = QuestionText.objects.current().first()
    text.text = "Iets anders"
    for attempt in (text.save, text.delete, QuestionText.objects.all().delete):
        with pytest.raises(TextIsFrozenError):
            attempt()
    with pytest.raises(TextIsFrozenError):
        QuestionText.objects.update(text="Iets anders")
    assert (
        QuestionText.objects.get(pk=text.pk).text == "Wanneer werkte deze driehoek goed samen? Wat maakte het verschil?"
    )


def change_url(question):
    return f"/beheer/principles/question/{question.pk}/change/"


def admin_post(browser, question, **changes):
    """Return what the admin page of a question sends when only `changes` were typed into its form for a new version."""
    formset = browser.get(change_url(question)).context["inline_admin_formsets"][0].formset
    forms = [formset.management_form, *formset.forms]
    filled = {field.html_name: field.value() or "" for form in forms for field in form}
    return filled | {f"{formset.forms[-1].prefix}-{name}": value for name, value in changes.items()}


def test_a_change_in_the_admin_is_a_new_version(beheerder):
    question = Question.objects.get(code="agenda")
    old = question.texts.get()
    for number, topic in ((2, "Over wat"), (3, "Waarover dan wel")):
        sent = admin_post(beheerder, question, topic=topic, consider="koers\r\n\r\n  geld ")
        assert beheerder.post(change_url(question), sent).status_code == 302
        new = question.texts.newest().get()
        assert (new.number, new.origin, new.topic, new.consider) == (number, "beheer", topic, ["koers", "geld"])
        assert new.records == old.records
    assert question.texts.get(number=1).topic == "Waarover"


def test_saving_without_a_change_makes_no_version(beheerder):
    question = Question.objects.get(code="agenda")
    assert beheerder.post(change_url(question), admin_post(beheerder, question)).status_code == 302
    assert question.texts.count() == 1


def test_an_empty_wording_is_refused_in_dutch(beheerder):
    question = Question.objects.get(code="agenda")
    response = beheerder.post(change_url(question), admin_post(beheerder, question, text=" "))
    assert "Dit veld is verplicht." in response.content.decode()
    assert question.texts.count() == 1


def test_the_admin_cannot_change_an_old_version_or_delete(beheerder):
    question = Question.objects.get(code="agenda")
    sent = admin_post(beheerder, question) | {
        "texts-0-text": "Stiekem anders",
        "texts-0-DELETE": "on",
        "code": "gekaapt",
    }
    beheerder.post(change_url(question), sent)
    question.refresh_from_db()
    assert question.code == "agenda"
    assert "Stiekem anders" not in question.texts.values_list("text", flat=True)
    assert beheerder.post(f"/beheer/principles/question/{question.pk}/delete/", {"post": "yes"}).status_code == 403
    assert beheerder.get("/beheer/principles/question/add/").status_code == 403


@pytest.mark.parametrize("kind", ["principle", "tip", "question", "card", "cardsource", "exampleagreement"])
def test_the_admin_shows_every_kind_with_its_versions(beheerder, kind):
    listed = beheerder.get(f"/beheer/principles/{kind}/")
    assert listed.status_code == 200
    first = listed.context["cl"].result_list[0]
    page = beheerder.get(f"/beheer/principles/{kind}/{first.pk}/change/").content.decode()
    assert first.code in page
    assert f"{first.code}, versie 1" in page
