"""The page 'Vergeleken met vorige keer': what it says, what it keeps to itself, and that old reports stay the same."""

import copy
import datetime as dt
import json
import re

import pytest
from django.utils import timezone

from conversations.links import Purpose
from conversations.looking_back import decide
from conversations.models import Conversation, Participant, Score, Verdict
from conversations.report import build_content, correction, render_html, render_pdf, what_is_read
from conversations.report_page import compose
from conversations.report_sections import changed_since, prints_of, sections_of
from principles.models import Principle
from tests.comparing.conftest import freeze
from tests.crawling import by_link
from tests.factories import UserFactory
from tests.held import hold, read_case
from tests.pdf_reading import opened, qpdf_check, shown_outside_tags, tagged, texts
from tests.reading_pages import text_of
from tests.test_report_pdf import HOSTILE

pytestmark = pytest.mark.django_db
HEADING = "Vergeleken met vorige keer"


def page_of(content):
    """Return the section as HTML, and as words."""
    html = render_html(content).split('<section class="r-compared"')[1].split("</section>")[0]
    return html, " ".join(re.sub(r"<[^>]+>", " ", html).split())


def pairs_of(content):
    """Return {name: (distance then, distance now, caution)}."""
    pairs = compose(content)["compared"]["pairs"]
    return {pair.name: (*(row and row.distance_words for _, row in pair.sides), pair.caution) for pair in pairs}


def test_each_principle_says_how_far_apart_it_lay_then_and_now(before, now):
    freeze(before)
    content = build_content(now)
    assert pairs_of(content)["Gelijkwaardigheid"] == ("2 punten uit elkaar", "3 punten uit elkaar", "")
    assert list(pairs_of(content)) == [row["name"] for row in content["board"]["rows"]]
    html, words = page_of(content)
    assert "Vorige keer was op 11 september 2025: het gesprek ‘Kennen we elkaars jaar?’." in words
    assert "Op 11 september 2025 zaten er vier mensen aan tafel, op 12 maart 2026 vijf. Vergelijk voorzichtig." in words
    assert "Toen, op 11 september 2025: 1 punt uit elkaar" in words
    assert html.count('class="dh-strip"') == 10
    assert "<title>Vertrouwen, op 11 september 2025. 2 punten uit elkaar: opdrachtgever 4, opdrachtnemer" in html


def judge(agreement, conversation, shown=True, **values):
    for corner, value in values.items():
        moment = timezone.now() if shown else None
        row = {"agreement": agreement, "conversation": conversation, "corner": corner, "value": value}
        Verdict.objects.create(**row, shown_at=moment)


def test_the_agreements_of_last_time_stand_there_with_what_each_corner_said(before, now):
    done, other = before.agreements.order_by("pk")
    judge(done, now, opdrachtgever="deels", eigenaar="niet")
    judge(other, now, shown=False, opdrachtnemer="niet")
    decide(done, now, UserFactory(), what="vervallen", note="Er kwam een ander overzicht")
    freeze(before)
    _, words = page_of(build_content(now))
    told = words.split("Wat er werd van de afspraken")[1]
    assert "E eigenaar: niet nagekomen" in told
    assert "G opdrachtgever: deels" in told
    assert "Vervallen. Er kwam een ander overzicht." in told
    assert "opdrachtnemer" not in told  # not shown
    assert "– Niet besproken." in told


def test_an_older_agreement_that_came_back_stands_there_too(before, now):
    oldest = hold(read_case("oefening-vorige-keer"))
    Conversation.objects.filter(pk=oldest.pk).update(triangle=before.triangle, held_on=dt.date(2024, 1, 9))
    old, *others = oldest.agreements.order_by("pk")
    judge(old, now, eigenaar="nagekomen")
    freeze(before)
    freeze(oldest)
    content = build_content(now)["compared"]
    assert content["held_on"] == "2025-09-11"
    found = [row["text"] for row in content["agreements"]]
    assert old.text in found
    assert not {other.text for other in others} & set(found)


def test_without_an_earlier_report_with_shown_scores_there_is_no_page(before, now):
    assert build_content(now)["compared"] is None  # the one before is still a concept
    freeze(before)
    assert build_content(now)["compared"]
    Score.objects.filter(conversation=before).update(shown_at=None)
    assert build_content(now)["compared"] is None
    assert HEADING not in render_html(build_content(now))


def test_what_lies_later_elsewhere_or_has_nothing_shown_now_is_not_compared(before, now):
    freeze(before)
    assert build_content(before)["compared"] is None  # not with itself, nor with what came after
    Conversation.objects.filter(pk=before.pk).update(held_on=dt.date(2026, 3, 13))
    assert build_content(now)["compared"] is None
    Conversation.objects.filter(pk=before.pk).update(held_on=dt.date(2025, 9, 11))
    Conversation.objects.filter(pk=now.pk).update(triangle=hold(read_case("oefening")).triangle)
    assert build_content(Conversation.objects.get(pk=now.pk))["compared"] is None
    Conversation.objects.filter(pk=now.pk).update(triangle=before.triangle)
    now.scores.update(shown_at=None)
    now.showings.all().delete()
    assert build_content(Conversation.objects.get(pk=now.pk))["compared"] is None


def test_it_is_the_last_version_of_the_last_report(before, now):
    freeze(before)
    Conversation.objects.filter(pk=before.pk).update(title="Beter gezegd")
    freeze(Conversation.objects.get(pk=before.pk), version=2)
    assert build_content(now)["compared"]["title"] == "Beter gezegd"


def test_a_successor_does_not_read_where_the_predecessor_stood(before, now):
    freeze(before)
    assert "zonder hoek" not in page_of(build_content(now))[1]
    Participant.objects.filter(conversation=now, corner="eigenaar").update(name="Iemand Anders")
    kept = build_content(now)["compared"]["board"]
    assert {corner for row in kept["rows"] for corner, _ in row["scores"]} == {None}  # what is not there cannot leak
    html, words = page_of(build_content(now))
    assert "Daarom staan de scores van toen hier zonder hoek." in words
    strips = html.split('class="dh-strip"')[1:]
    assert len(strips) == 10
    for strip in (strip.split("</title>")[0] for strip in strips):
        assert ("opdrachtgever" in strip) == ("12 maart 2026" in strip)


@pytest.mark.parametrize("nameless", ["before", "now"])
def test_naamloos_stays_naamloos(before, now, nameless):
    which = {"before": before, "now": now}[nameless]
    Conversation.objects.filter(pk=which.pk).update(display="naamloos")
    freeze(Conversation.objects.select_related("triangle").get(pk=before.pk))
    content = build_content(Conversation.objects.select_related("triangle").get(pk=now.pk))
    if nameless == "before":
        assert all(corner is None for row in content["compared"]["board"]["rows"] for corner, _ in row["scores"])
    for pair in compose(content)["compared"]["pairs"]:
        (_, then), (_, since) = pair.sides
        assert {corner for corner, _ in then.scores} == {None}
        assert ({corner for corner, _ in since.scores} == {None}) == (nameless == "now")
    assert ("Daarom staan ook die van toen" in page_of(content)[1]) == (nameless == "now")


def test_a_principle_with_another_text_asks_for_care(before, now):
    freeze(before)
    trust = Principle.objects.get(code="vertrouwen")
    old = now.principle_texts.get(principle=trust)
    words = {field.name: getattr(old, field.name) for field in old._meta.fields}
    words = {name: words[name] for name in words if name not in {"id", "number", "origin", "created_at", "principle"}}
    now.principle_texts.remove(old)
    now.principle_texts.add(trust.add_text(**words | {"scale_high": "Anders gezegd."}))
    cautions = {name: caution for name, (_, _, caution) in pairs_of(build_content(now)).items() if caution}
    words = "De tekst van dit principe is veranderd sinds 11 september 2025. Vergelijk voorzichtig."
    assert cautions == {"Vertrouwen": words}


def test_what_was_scored_only_once_is_said(before, now):
    freeze(before)
    content = build_content(now)
    for board, code in ((content["compared"]["board"], "vertrouwen"), (content["board"], "rolbewustzijn")):
        board["rows"] = [row for row in board["rows"] if row["code"] != code]
    found = pairs_of(content)
    assert found["Vertrouwen"] == (None, "2 punten uit elkaar", "")
    assert list(found)[-1] == "Rolbewustzijn"
    assert page_of(content)[1].count("niet gescoord") == 2


def test_a_report_of_before_this_page_reads_and_weighs_as_it_did(now):
    old = build_content(now)
    del old["compared"]
    mark, seen = what_is_read(old), prints_of(sections_of(old))
    html = render_html(copy.deepcopy(old))
    assert HEADING not in html
    assert html == render_html(build_content(now))
    assert what_is_read(old) == mark
    assert "vergeleken" not in seen
    assert changed_since(seen, old) == []
    stamp = {**old["stamp"], "state": "vastgesteld", "version": 2, "reason": "Naam", "at": "2026-03-26T10:00:00+01:00"}
    report = freeze(now)
    report.content = old
    assert "compared" not in correction(report, None, stamp)


def test_who_read_the_concept_hears_that_the_comparison_changed(before, now):
    freeze(before)
    content = build_content(now)
    seen = prints_of(sections_of(content))
    judge(before.agreements.first(), now, eigenaar="niet")
    assert [section.key for section in changed_since(seen, build_content(now))] == ["vergeleken"]


@pytest.mark.drawn
def test_the_pdf_has_the_page_for_eye_and_ear(before, now, tmp_path):
    judge(before.agreements.first(), now, eigenaar="niet")
    freeze(before)
    drawn = render_pdf(build_content(now))
    made = opened(drawn)
    assert qpdf_check(drawn, tmp_path) == ""
    assert shown_outside_tags(made) == 0
    figures = [str(node.Alt) for node in tagged(made, "Figure")]
    assert len(figures) == 20
    assert len({figure for figure in figures if " op 1" in figure}) == 10  # each has its day in its name
    page = next(page for page in texts(drawn) if HEADING in page)
    assert page.lstrip().splitlines()[0].startswith("Kustregister")  # on a page of its own
    assert page.count("uit elkaar") == 10


def test_no_text_of_last_time_is_ever_read_as_html(before, now):
    freeze(before)
    content = build_content(now)
    last = content["compared"]
    last["title"] = last["agreements"][0]["text"] = HOSTILE[0]
    last["agreements"][0]["decided"] = {"what": "vervallen", "until": None, "note": HOSTILE[0]}
    for row in last["board"]["rows"]:
        row["name"] = HOSTILE[0]
    for row in content["board"]["rows"]:
        row["name"] = HOSTILE[0]
    html, _ = page_of(content)
    assert html.count("&lt;script&gt;") > 10
    assert "<script" not in html


def test_no_private_text_travels_along(before, now):
    """The earlier content is what everybody read; of its quotes nothing is taken."""
    freeze(before)
    kept = json.dumps(build_content(now)["compared"], ensure_ascii=False)
    for words in [*before.reflections.all(), *before.explanations.all()]:
        assert words.text not in kept


def test_a_participant_reads_it_in_words_and_can_remark_on_it(before, now):
    judge(before.agreements.first(), now, eigenaar="niet")
    freeze(before)
    now.release_draft(UserFactory())
    person = now.participants.first()
    tab = by_link(person, Purpose.LEZEN)
    words = text_of(tab.get(f"/deelnemen/{person.pk}/verslag/")).split("Vorige keer was")[1]
    then = "opdrachtgever 4, opdrachtnemer 2 en 3, eigenaar 4."
    assert f"Toen, op 11 september 2025: 2 punten uit elkaar: {then} Nu, op 12 maart 2026: 2 punten" in words
    assert "Eigenaar: niet nagekomen." in words
    assert HEADING in text_of(tab.get(f"/deelnemen/{person.pk}/verslag/opmerking/"))


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_stays_the_same(before, now, size, django_assert_num_queries):
    for _ in range(size - 1):
        judge(before.agreements.create(kind="actie", text="Nog een", of_eigenaar=True), now, eigenaar="niet")
    freeze(before)
    build_content(now)
    with django_assert_num_queries(QUERIES):
        build_content(now)


QUERIES = 23  # of which four for the comparison
