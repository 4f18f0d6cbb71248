"""The content files end up in the database, once, and what an administrator edited stays."""

import shutil

import pytest
import yaml
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.state import ProjectState

from principles.loading import load_after_migrate, load_content
from principles.models import Card, CardSourceText, CardText, ExampleAgreementText, PrincipleText, QuestionText, TipText
from principles.reading import CONTENT, ContentError
from principles.versions import Subject, Text

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A copy of the content files that a test may change."""
    return shutil.copytree(CONTENT, tmp_path / "content")


def rewrite(folder, name, change):
    """Let `change` alter the parsed content of one file in place, and write it back."""
    path = folder / f"{name}.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def read(name):
    return yaml.safe_load((CONTENT / f"{name}.yaml").read_text(encoding="utf-8"))


def everything():
    """Every row of every content table, to compare before and after."""
    models = [*Subject.__subclasses__(), *Text.__subclasses__(), Card.principles.through]
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def test_every_principle_of_the_file_is_there_with_its_words():
    found = [
        {
            "code": text.principle.code,
            "naam": text.name,
            "uitleg": text.explanation,
            "kernvraag": text.core_question,
            "schaal": dict(text.scale),
            "kort": [text.pole_low, text.pole_high],
            "doorvragen": text.follow_ups,
        }
        for text in PrincipleText.objects.current()
    ]
    assert found == read("principes")


def test_every_tip_of_the_file_is_there_with_its_words():
    found = [
        {
            "nr": text.tip.position,
            "code": text.tip.code,
            "naam": text.name,
            "waarom": text.reason,
            "velden": text.fields,
            "signalen": text.signs,
        }
        for text in TipText.objects.current()
    ]
    assert found == read("tips")


def test_every_question_of_the_file_is_there_with_its_words():
    found = {"voorbereiding": [], "principe": [], "vervolg": []}
    for text in QuestionText.objects.current():
        words = {
            "code": text.question.code,
            "onderwerp": text.topic,
            "vraag": text.text,
            "antwoorden": text.answers,
            "denk_aan": text.consider,
            "vastleggen": text.records,
        }
        found[text.question.kind].append({key: value for key, value in words.items() if value})
    assert found == read("vragen")


def test_every_card_of_the_file_is_there_with_its_words_and_its_principles():
    found = {}
    for text in CardText.objects.current().prefetch_related("card__principles", "card__source"):
        words = {
            "titel": text.title,
            "principes": {principle.code for principle in text.card.principles.all()},
            "kern": text.core,
            "vraag": text.question,
            "opdrachtgever": text.question_opdrachtgever,
            "opdrachtnemer": text.question_opdrachtnemer,
            "eigenaar": text.question_eigenaar,
            "adviseur": text.question_adviseur,
        }
        group = text.card.source.code.replace("-", "_")
        found.setdefault(group, []).append({key: value for key, value in words.items() if value})
    wanted = read("kaarten")
    del wanted["bronnen"]
    for card in (card for group in wanted.values() for card in group):
        card["principes"] = set(card["principes"])
    assert found == wanted


def test_every_source_of_the_file_is_there_and_our_own():
    found = {text.source.code: text.text for text in CardSourceText.objects.current()}
    assert found == {**read("kaarten")["bronnen"], "algemeen": "Van Driehoek zelf"}


def test_every_example_agreement_of_the_file_is_there():
    texts = ExampleAgreementText.objects.current().select_related("example__principle")
    found = [{"principe": text.example.principle.code, "tekst": text.text} for text in texts]
    assert found == read("voorbeeldafspraken")


@pytest.mark.django_db(transaction=True)
def test_content_is_back_after_a_flush():
    call_command("flush", interactive=False, verbosity=0)
    assert PrincipleText.objects.current().count() == 5
    assert CardText.objects.current().count() == sum(len(group) for group in read("kaarten").values()) - 4


def test_loading_again_changes_nothing_and_asks_little(django_assert_max_num_queries):
    before = everything()
    with django_assert_max_num_queries(8):
        load_content()
    assert everything() == before


def test_loading_anew_takes_few_statements(django_assert_max_num_queries, folder):
    """All cards changed at once: the statements do not grow with the cards."""
    rewrite(folder, "kaarten", lambda content: [card.update(kern="Anders.") for card in content["aanbevelingen"]])
    with django_assert_max_num_queries(18):
        load_content(folder)
    assert CardText.objects.current().filter(core="Anders.").count() == 10


def test_a_changed_text_becomes_a_new_version_and_the_old_one_stays(folder):
    old = PrincipleText.objects.current().get(principle__code="vertrouwen")
    rewrite(folder, "principes", lambda content: content[1].update(kernvraag="Durven we alles te zeggen?"))
    load_content(folder)
    new = PrincipleText.objects.current().get(principle__code="vertrouwen")
    assert (new.number, new.origin, new.core_question) == (2, "bestand", "Durven we alles te zeggen?")
    assert PrincipleText.objects.get(pk=old.pk).core_question == old.core_question
    assert PrincipleText.objects.count() == 6


def test_another_layout_of_the_file_is_no_change(folder):
    rewrite(folder, "kaarten", lambda content: None)
    before = everything()
    load_content(folder)
    assert everything() == before


def test_what_an_administrator_edited_stays_until_the_file_changes(folder):
    card = Card.objects.get(code="benut-spanning")
    card.add_text(title="Spanning helpt", question="Waar wringt het?")
    load_content()
    assert CardText.objects.current().get(card=card).title == "Spanning helpt"

    rewrite(folder, "kaarten", lambda content: content["aanbevelingen"][7].update(kern="Spanning mag er zijn."))
    load_content(folder)
    newest = CardText.objects.current().get(card=card)
    assert (newest.number, newest.title, newest.core) == (3, "Benut spanning", "Spanning mag er zijn.")


def test_what_leaves_the_file_retires_and_comes_back_with_its_texts(folder):
    card = Card.objects.get(code="wat-goed-ging")
    rewrite(folder, "kaarten", lambda content: content["algemeen"].clear())
    load_content(folder)
    card.refresh_from_db()
    assert card.retired_at is not None
    assert not CardText.objects.current().filter(card=card).exists()
    assert CardText.objects.newest().filter(card=card).exists()

    load_content()
    card.refresh_from_db()
    assert card.retired_at is None
    assert CardText.objects.current().get(card=card).number == 1


def test_another_order_and_other_links_are_taken_over_from_the_file(folder):
    def change(content):
        content["aanbevelingen"].reverse()
        content["aanbevelingen"][0]["principes"] = ["vertrouwen"]

    rewrite(folder, "kaarten", change)
    load_content(folder)
    first = CardText.objects.current().first()
    assert first.card.code == "stop-gericht"
    assert [principle.code for principle in first.card.principles.all()] == ["vertrouwen"]


def test_a_card_that_moves_to_another_source_keeps_its_code(folder):
    rewrite(folder, "kaarten", lambda content: content["verbonden"].append(content["algemeen"].pop()))
    card = Card.objects.get(code="wat-goed-ging")
    load_content(folder)
    card.refresh_from_db()
    assert card.source.code == "verbonden"


def test_a_title_may_change_when_the_card_has_a_code(folder):
    rewrite(folder, "kaarten", lambda c: c["algemeen"][0].update(code="wat-goed-ging", titel="Wat lukte"))
    load_content(folder)
    assert CardText.objects.current().get(card__code="wat-goed-ging").title == "Wat lukte"
    assert Card.objects.count() == CardText.objects.current().count()


WRONG = {
    "name missing": ("principes", lambda c: c[2].pop("naam"), "principes.yaml, /2: hier ontbreekt naam."),
    "unknown key": ("tips", lambda c: c[0].update(kleur="rood"), "tips.yaml, /0: deze naam is onbekend"),
    "no text": ("principes", lambda c: c[0].update(uitleg=12), "principes.yaml, /0/uitleg: hier hoort tekst."),
    "empty text": ("tips", lambda c: c[0].update(waarom="  "), "tips.yaml, /0/waarom: deze tekst is leeg."),
    "too long": ("principes", lambda c: c[0].update(naam="x" * 101), "/0/naam: deze tekst is te lang: hooguit 100"),
    "no list": ("principes", lambda c: c[0].update(doorvragen="Ja?"), "/0/doorvragen: hier hoort een lijst."),
    "a pole missing": ("principes", lambda c: c[0]["kort"].pop(), "/0/kort: deze lijst is te kort: minstens 2."),
    "a pole too many": ("principes", lambda c: c[0]["kort"].append("x"), "/0/kort: deze lijst is te lang: hooguit 2."),
    "bad scale": ("principes", lambda c: c[0]["schaal"].pop(3), "principes.yaml, /0/schaal: hier ontbreekt 3."),
    "bad code": ("tips", lambda c: c[0].update(code="Neem Tijd"), "tips.yaml, /0/code: een code bestaat uit kleine"),
    "same code twice": ("vragen", lambda c: c["vervolg"][0].update(code="agenda"), "/vervolg/1: 'agenda' staat er al"),
    "same title twice": (
        "kaarten",
        lambda c: c["algemeen"].append(dict(c["verbonden"][0])),
        "kaarten.yaml, /algemeen/1: 'sturen-aan-de-voorkant' staat er al",
    ),
    "title without letters": ("kaarten", lambda c: c["algemeen"][0].update(titel="???"), "deze titel geeft geen adres"),
    "no question": ("kaarten", lambda c: c["algemeen"][0].pop("vraag"), "/algemeen/0: een kaart heeft een vraag"),
    "no principle": ("kaarten", lambda c: c["algemeen"][0].update(principes=[]), "/principes: deze lijst is te kort"),
    "principle twice": (
        "kaarten",
        lambda c: c["algemeen"][0].update(principes=["vertrouwen", "vertrouwen"]),
        "/principes: in deze lijst staat iets twee keer.",
    ),
    "unknown principle": (
        "voorbeeldafspraken",
        lambda c: c[3].update(principe="geluk"),
        "voorbeeldafspraken.yaml, /3: 'geluk' bestaat niet; toegestaan zijn heldere-afspraken, vertrouwen",
    ),
    "unknown source": ("kaarten", lambda c: c.update(nieuw=c["algemeen"]), "/nieuw/0: 'nieuw' bestaat niet"),
    "no cards": ("kaarten", lambda c: c.update(algemeen=None), "kaarten.yaml, /algemeen: hier hoort een lijst."),
    "unknown group": ("vragen", lambda c: c.update(extra=[]), "vragen.yaml, /: deze naam is onbekend"),
}


@pytest.mark.parametrize(("name", "change", "message"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_file_is_refused_with_place_and_reason_and_loads_nothing(folder, name, change, message):
    rewrite(folder, "principes", lambda content: content[1].update(kernvraag="Dit mag niet geladen worden."))
    rewrite(folder, name, change)
    before = everything()
    with pytest.raises(ContentError) as refused:
        load_content(folder)
    assert message in str(refused.value)
    assert everything() == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"- {code: [", "tips.yaml, regel 1: dit is geen geldige YAML."),
        (b"- naam: caf\xe9", "tips.yaml: dit bestand is geen UTF-8."),
        (b"!!python/object/apply:os.getcwd []", "tips.yaml, regel 1: dit is geen geldige YAML."),
        (b"", "tips.yaml, /: hier hoort een lijst."),
    ],
)
def test_a_file_that_cannot_be_read_is_named(folder, content, message):
    (folder / "tips.yaml").write_bytes(content)
    with pytest.raises(ContentError) as refused:
        load_content(folder)
    assert message in str(refused.value)


def test_a_file_that_is_not_there_is_named_beside_the_mistakes_of_others(folder):
    (folder / "tips.yaml").unlink()
    rewrite(folder, "principes", lambda content: content[0].pop("naam"))
    with pytest.raises(ContentError) as refused:
        load_content(folder)
    assert "tips.yaml: dit bestand is niet te lezen." in str(refused.value)
    assert "principes.yaml, /0: hier ontbreekt naam." in str(refused.value)


def test_migrating_halfway_or_backwards_asks_nothing_of_tables_that_are_not_there(django_assert_num_queries):
    halfway = ProjectState.from_apps(apps)
    del halfway.models["principles", "tiptext"].fields["reason"]
    for state in (ProjectState(), halfway):
        with django_assert_num_queries(0):
            load_after_migrate(apps.get_app_config("principles"), apps=state.apps)
    with django_assert_num_queries(8):
        load_after_migrate(apps.get_app_config("principles"), apps=ProjectState.from_apps(apps).apps)
