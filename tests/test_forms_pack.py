"""The form pack: each kind of field, empty, filled and wrong, as a person with a screen reader meets it."""

from html.parser import HTMLParser

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import ButtonHolder, Div, Fieldset, Layout, Submit
from django import forms
from django.forms import formset_factory
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import render_to_string

CHOICES = [("samen", "bij elkaar"), ("online", "online")]


class EveryField(forms.Form):
    title = forms.CharField(label="Titel", help_text="Een vraag werkt het best.")
    purpose = forms.CharField(label="Doel", widget=forms.Textarea)
    form = forms.ChoiceField(label="Vorm", choices=CHOICES)
    display = forms.ChoiceField(label="Tonen", choices=CHOICES, widget=forms.RadioSelect, help_text="Kies er één.")
    agreed = forms.BooleanField(label="Afgesproken", help_text="Met de begeleider.")
    held_on = forms.DateField(label="Datum", widget=forms.DateInput)
    focus = forms.MultipleChoiceField(label="Nadruk", choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    place = forms.CharField(label="Plek", required=False)
    secret = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        if self.cleaned_data.get("place") == "maan":
            raise forms.ValidationError("Op de maan is geen zaal.")


FILLED = QueryDict(
    "title=Hoe+gaat+het&purpose=Horen&form=online&display=samen&agreed=on&held_on=12-03-2026&focus=samen&focus=online&secret=1"
)
VISIBLE = ["title", "purpose", "form", "display", "agreed", "held_on", "focus", "place"]


class Tags(HTMLParser):
    """Every start tag with its attributes, in order."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    @property
    def ids(self):
        return [attrs["id"] for _, attrs in self.found if attrs.get("id")]

    def values(self, name):
        return [attrs[name] for _, attrs in self.found if attrs.get(name)]

    def of(self, tag):
        return [attrs for found, attrs in self.found if found == tag]


def render(form):
    return Template("{% load crispy_forms_tags %}{{ form|crispy }}").render(Context({"form": form}))


def crispy(form):
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))


@pytest.mark.parametrize("data", [None, FILLED, QueryDict("place=maan")], ids=["empty", "filled", "wrong"])
def test_every_reference_on_the_page_points_at_one_thing(data):
    tags = Tags(render(EveryField(data)))
    assert len(tags.ids) == len(set(tags.ids))
    described = {name for value in tags.values("aria-describedby") for name in value.split()}
    linked = {href.removeprefix("#") for href in tags.values("href")}
    assert described | linked | set(tags.values("for")) <= set(tags.ids)


def test_every_input_has_its_label_or_legend():
    tags = Tags(render(EveryField()))
    inputs = [
        attrs for tag in ("input", "select", "textarea") for attrs in tags.of(tag) if attrs.get("type") != "hidden"
    ]
    assert {attrs["id"] for attrs in inputs} == set(tags.values("for"))
    html = render(EveryField())
    assert html.count("<legend") == 2
    for label in ("Titel", "Doel", "Vorm", "Tonen", "Afgesproken", "Datum", "Nadruk", "Plek"):
        assert label in html


def test_optional_fields_say_so_and_others_do_not():
    html = render(EveryField())
    assert html.count("(mag leeg blijven)") == 1


def test_help_is_tied_to_its_field():
    tags = Tags(render(EveryField()))
    described = [attrs.get("aria-describedby") for tag, attrs in tags.found if tag in {"input", "fieldset"}]
    assert {"id_title_helptext", "id_display_helptext", "id_agreed_helptext"} <= set(described)


def test_a_filled_form_keeps_what_was_typed_and_shows_no_error():
    html = render(EveryField(FILLED))
    tags = Tags(html)
    assert "utrecht-alert--error" not in html
    assert "aria-invalid" not in html
    assert "12-03-2026" in tags.values("value")
    assert [attrs["value"] for attrs in tags.of("option") if "selected" in attrs] == ["online"]
    assert sorted(attrs.get("value", "on") for attrs in tags.of("input") if "checked" in attrs) == [
        "on",
        "online",
        "samen",
        "samen",
    ]


def test_a_wrong_form_starts_with_a_summary_that_takes_the_focus_and_links_to_each_field():
    html = render(EveryField(QueryDict("")))
    tags = Tags(html)
    summary = next(attrs for attrs in tags.of("div") if "dh-summary" in attrs.get("class", ""))
    assert summary["tabindex"] == "-1"
    assert "autofocus" in summary
    assert html.index("dh-summary") < html.index("<input")
    assert "Er kloppen acht dingen niet" in html
    targets = ["id_title", "id_purpose", "id_form", "id_display_0", "id_agreed", "id_held_on", "id_focus_0"]
    assert tags.values("href") == [f"#{name}" for name in targets]


def test_each_error_stands_at_its_field_too():
    tags = Tags(render(EveryField(QueryDict(""))))
    for name in VISIBLE[:-1]:
        assert f"id_{name}_error" in tags.ids
        holder = next(
            attrs for _, attrs in tags.found if f"id_{name}_error" in attrs.get("aria-describedby", "").split()
        )
        assert holder
    assert sum(attrs.get("aria-invalid") == "true" for _, attrs in tags.found) >= len(VISIBLE) - 1


def test_an_error_about_the_whole_form_stands_in_the_summary():
    data = FILLED.copy()
    data["place"] = "maan"
    html = render(EveryField(data))
    assert "Er klopt één ding niet" in html
    assert html.count("Op de maan is geen zaal.") == 1


def test_typed_text_and_choices_are_escaped():
    html = render(EveryField(QueryDict("title=<script>alert(1)</script>&form=<b>&held_on='\"><i>")))
    assert "<script>" not in html
    assert "<b>" not in html
    assert "<i>" not in html


@pytest.mark.parametrize(
    ("data", "start"), [(None, "<title>Proef"), (QueryDict(""), "<title>Fout: Proef"), (FILLED, "<title>Proef")]
)
def test_the_title_of_the_page_tells_of_an_error_first(rf, data, start):
    page = Template('{% extends "base.html" %}{% block title %}Proef{% endblock %}')
    assert start in page.render(Context({"form": EveryField(data), "request": rf.get("/")}))


def test_a_formset_numbers_its_parts_and_sums_up_their_errors():
    class Moment(forms.Form):
        day = forms.DateField(label="Dag")

    moments = formset_factory(Moment, min_num=1, extra=1, validate_min=True)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-day": "31-02-2026", "form-1-day": "12-03-2026"}
    html = render(moments(data))
    tags = Tags(html)
    assert "Regel 1" in html
    assert "Regel 2" in html
    assert tags.values("href") == ["#id_form-0-day"]
    assert html.count("dh-summary") == 1
    assert {"form-TOTAL_FORMS", "form-INITIAL_FORMS"} <= {attrs["name"] for attrs in tags.of("input")}
    assert len(tags.ids) == len(set(tags.ids))


def test_a_form_with_a_layout_of_its_own_uses_the_same_parts():
    form = EveryField(QueryDict(""))
    form.helper = FormHelper()
    form.helper.layout = Layout(
        Fieldset("Wat", "title", "display"), Div("agreed", css_class="dh-flow"), ButtonHolder(Submit("go", "Opslaan"))
    )
    html = crispy(form)
    assert html.count("<form") == html.count("</form>") == 1
    assert html.count("dh-summary") == 1
    assert "<legend" in html
    assert "Wat</legend>" in html
    assert 'type="submit"' in html
    assert "Opslaan" in html
    assert 'id="id_title_error"' in html


def test_the_login_page_renders_the_fields_of_allauth_with_the_pack(client, db):
    html = client.get("/account/inloggen/").content.decode()
    assert "Gebruikersnaam of mailadres" in html
    assert "utrecht-textbox--html-input" in html
    assert "placeholder" not in html


def test_an_error_page_needs_nothing_but_itself():
    assert "Deze pagina is er niet" in render_to_string("404.html")
