"""Every kind of field in the markup of NL Design System, with the relations that a screen reader needs."""

import re

import pytest
from crispy_forms.bootstrap import PrependedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import ButtonHolder, Div, Fieldset, Layout, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from wijkportaal import nlds


class Proef(forms.Form):
    naam = forms.CharField(label="Uw naam", help_text="Zoals in uw paspoort.")
    bijnaam = forms.CharField(label="Bijnaam", required=False)
    email = forms.EmailField(label="Mailadres", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    telefoon = forms.CharField(
        label="Telefoon", required=False, widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"})
    )
    plan = forms.CharField(label="Plan", widget=forms.Textarea, max_length=50)
    wijk = forms.ChoiceField(
        label="Wijk", choices=[("", "Kies"), ("Noord", [("1", "Kapel")]), ("Zuid", [("2", "Roer")])]
    )
    soort = forms.ChoiceField(
        label="Soort",
        help_text="Kies er een.",
        choices=[("a", "Groen"), ("b", "Spelen")],
        widget=forms.RadioSelect,
    )
    hulp = forms.MultipleChoiceField(
        label="Hulp", choices=[("geld", "Geld"), ("raad", "Advies")], widget=forms.CheckboxSelectMultiple
    )
    dag = forms.DateField(label="Dag", widget=forms.DateInput(attrs={"type": "date"}))
    begin = forms.DateField(label="Begin", widget=forms.SelectDateWidget)
    bedrag = forms.DecimalField(label="Bedrag")
    bijlage = forms.FileField(label="Bijlage")
    akkoord = forms.BooleanField(label="Akkoord", help_text="Anders kunnen we u niet helpen.")
    geheim = forms.CharField(widget=forms.HiddenInput)


def veld(form, naam):
    """The HTML of one field, on one line."""
    html = Template("{% load crispy_forms_tags %}{{ form|as_crispy_field }}").render(
        Context({"form": form[naam]})
    )
    return re.sub(r"\s+", " ", html).strip()


def tag(html, soort):
    """The first tag of a kind as a dict of its attributes."""
    attributen = re.search(rf"<{soort}\b([^>]*)>", html)[1]
    return {naam: waarde for naam, _, waarde in re.findall(r'([\w-]+)(="([^"]*)")?', attributen)}


def ids(html):
    return re.findall(r'\bid="([^"]+)"', html)


def crispy(form, *layout, **helper):
    form.helper = FormHelper()
    if layout:
        form.helper.layout = Layout(*layout)
    for naam, waarde in helper.items():
        setattr(form.helper, naam, waarde)
    return re.sub(r"\s+", " ", render_crispy_form(form))


LEEG = {"": ""}
TEXTBOX = "utrecht-textbox utrecht-textbox--html-input"


def test_a_text_field_has_label_and_help_and_nothing_of_an_error():
    html = veld(Proef(), "naam")
    assert '<label class="utrecht-form-label" for="id_naam">Uw naam</label>' in html
    assert 'id="id_naam_helptext">Zoals in uw paspoort.</div>' in html
    assert tag(html, "input") == {
        "type": "text",
        "name": "naam",
        "class": TEXTBOX,
        "required": "",
        "aria-describedby": "id_naam_helptext",
        "id": "id_naam",
    }
    assert ids(html) == ["div_id_naam", "id_naam_helptext", "id_naam"]
    assert "invalid" not in html


def test_an_invalid_text_field_names_its_help_and_its_error_once_each():
    html = veld(Proef(LEEG), "naam")
    assert tag(html, "input")["aria-describedby"] == "id_naam_helptext id_naam_error"
    assert tag(html, "input")["aria-invalid"] == "true"
    assert ids(html) == ["div_id_naam", "id_naam_helptext", "id_naam_error", "id_naam"]
    assert html.count("aria-describedby") == html.count("aria-invalid") == 1
    assert "utrecht-form-field--invalid" in html
    assert "Fout: </span>Dit veld is verplicht.</p>" in html


def test_an_optional_field_says_so_in_words():
    assert 'Bijnaam <span class="wp-niet-verplicht">(niet verplicht)</span></label>' in veld(
        Proef(), "bijnaam"
    )
    assert "niet verplicht" not in veld(Proef(), "naam")


def test_a_form_can_say_in_its_own_words_when_an_answer_is_needed():
    form = Proef()
    form.aanduidingen = {"bijnaam": "nodig om te versturen"}
    assert 'Bijnaam <span class="wp-niet-verplicht">(nodig om te versturen)</span>' in veld(form, "bijnaam")
    form.aanduidingen = {"bijnaam": ""}
    assert "wp-niet-verplicht" not in veld(form, "bijnaam")


@pytest.mark.parametrize(
    ("naam", "soort", "klasse"),
    [
        ("naam", "input", TEXTBOX),
        ("email", "input", TEXTBOX),
        ("telefoon", "input", TEXTBOX),
        ("plan", "textarea", "utrecht-textarea utrecht-textarea--html-textarea"),
        ("wijk", "select", "utrecht-select utrecht-select--html-select"),
        ("dag", "input", TEXTBOX),
        ("bedrag", "input", TEXTBOX),
        ("bijlage", "input", "wp-bestand"),
        ("akkoord", "input", "utrecht-custom-checkbox utrecht-custom-checkbox--html-input"),
    ],
)
@pytest.mark.parametrize("gegevens", [None, LEEG])
def test_each_single_input_has_its_class_its_label_and_its_error(naam, soort, klasse, gegevens):
    html = veld(Proef(gegevens), naam)
    invoer = tag(html, soort)
    assert invoer["class"] == klasse
    assert invoer["id"] == f"id_{naam}"
    assert f'for="id_{naam}"' in html
    fout = gegevens is not None and naam != "telefoon"
    assert (invoer.get("aria-invalid") == "true") is fout
    assert (f"id_{naam}_error" in invoer.get("aria-describedby", "").split()) is fout
    assert (f"id_{naam}_error" in ids(html)) is fout


def test_what_a_widget_sets_itself_stays():
    assert tag(veld(Proef(), "email"), "input")["autocomplete"] == "email"
    assert tag(veld(Proef(), "telefoon"), "input")["inputmode"] == "tel"
    assert tag(veld(Proef(), "telefoon"), "input")["type"] == "tel"
    assert tag(veld(Proef(), "dag"), "input")["type"] == "date"
    assert tag(veld(Proef(), "bedrag"), "input")["type"] == "number"
    assert tag(veld(Proef(), "plan"), "textarea")["maxlength"] == "50"


def test_a_class_of_the_widget_comes_before_ours():
    assert nlds.klasse_van(forms.TextInput(attrs={"class": "smal"})) == f"smal {TEXTBOX}"


def test_a_select_keeps_its_groups_and_its_choice():
    html = veld(Proef({"wijk": "2"}), "wijk")
    assert '<optgroup label="Zuid"> <option value="2" selected>Roer</option>' in html


@pytest.mark.parametrize(
    ("naam", "soort", "eerste"), [("soort", "radio", "id_soort_0"), ("hulp", "checkbox", "id_hulp_0")]
)
def test_a_group_of_options_is_a_fieldset_with_a_legend(naam, soort, eerste):
    html = veld(Proef(), naam)
    assert html.startswith("<fieldset")
    assert tag(html, "legend")["class"].startswith("utrecht-form-fieldset__legend ")
    assert tag(html, "input")["id"] == eerste
    assert tag(html, "input")["type"] == soort
    assert f'for="{eerste}"' in html
    assert html.count("<input") == html.count("<label") == 2
    assert "invalid" not in html


def test_the_fieldset_carries_help_and_error_of_its_group():
    goed, fout = veld(Proef(), "soort"), veld(Proef(LEEG), "soort")
    assert tag(goed, "fieldset")["aria-describedby"] == "id_soort_helptext"
    assert tag(fout, "fieldset")["aria-describedby"] == "id_soort_helptext id_soort_error"
    assert "utrecht-form-fieldset--invalid" in fout
    assert "aria-describedby" not in tag(veld(Proef(), "hulp"), "fieldset")
    assert len(ids(fout)) == len(set(ids(fout)))


def test_a_chosen_option_stays_chosen():
    html = veld(Proef({"hulp": ["raad"]}), "hulp")
    assert re.findall(r'value="(\w+)"[^>]* checked', html) == ["raad"]


def test_the_parts_of_a_date_share_one_legend():
    html = veld(Proef(LEEG), "begin")
    assert html.startswith("<fieldset")
    assert html.count("<select") == 3
    assert tag(html, "fieldset")["aria-describedby"] == "id_begin_error"


def test_a_single_checkbox_stands_before_its_label():
    html = veld(Proef(LEEG), "akkoord")
    assert html.index("<input") < html.index("<label")
    assert tag(html, "input")["aria-describedby"] == "id_akkoord_helptext id_akkoord_error"
    assert "utrecht-form-field--checkbox utrecht-form-field--invalid" in html


def test_a_hidden_field_is_only_its_input():
    assert veld(Proef(), "geheim") == '<input type="hidden" name="geheim" id="id_geheim">'


def test_the_summary_leads_to_each_wrong_field_and_says_which():
    html = crispy(Proef(LEEG))
    assert re.findall(r'href="#(\w+)">([^<]+)', html) == [
        (doel, f"{label} – Dit veld is verplicht.")
        for doel, label in [
            ("id_naam", "Uw naam"),
            ("id_email", "Mailadres"),
            ("id_plan", "Plan"),
            ("id_wijk", "Wijk"),
            ("id_soort_0", "Soort"),
            ("id_hulp_0", "Hulp"),
            ("id_dag", "Dag"),
            ("id_begin_day", "Begin"),
            ("id_bedrag", "Bedrag"),
            ("id_bijlage", "Bijlage"),
            ("id_akkoord", "Akkoord"),
        ]
    ]
    doelen = re.findall(r'href="#(\w+)"', html)
    assert set(doelen) <= set(ids(html))
    assert "<li> Geheim – Dit veld is verplicht. </li>" in html


def test_the_summary_can_get_the_focus_and_has_a_name():
    html = crispy(Proef(LEEG))
    assert 'tabindex="-1" role="group" aria-labelledby="formulier-fouten" data-fout-samenvatting' in html
    assert 'id="formulier-fouten">Kijk het formulier nog even na</h2>' in html
    assert "data-fout-samenvatting" not in crispy(Proef())


def test_a_message_of_its_own_needs_no_label_in_the_summary():
    form = forms.Form({})
    form.fields["naam"] = forms.CharField(label="Naam", error_messages={"required": "Vul uw naam in."})
    assert nlds.foutregels(form) == [nlds.Foutregel("Vul uw naam in.", "id_naam")]


def test_an_error_of_the_form_as_a_whole_comes_first():
    form = Proef(LEEG)
    form.add_error(None, "Dit gaat zo niet.")
    assert nlds.foutregels(form)[0] == nlds.Foutregel("Dit gaat zo niet.", "")
    assert "<li> Dit gaat zo niet. </li>" in crispy(form)


def test_a_form_with_optional_questions_says_how_to_see_them():
    assert "Staat er “niet verplicht” bij?" in crispy(Proef())
    form = forms.Form()
    form.fields["naam"] = forms.CharField()
    assert "niet verplicht" not in crispy(form)


def test_a_layout_keeps_fieldset_group_buttons_and_the_sign_before_an_amount():
    html = crispy(
        Proef(),
        Fieldset("Over u", "naam", css_id="over-u"),
        Div(PrependedText("bedrag", "€"), css_id="geld"),
        ButtonHolder(Submit("verder", "Verder")),
        "geheim",
    )
    assert 'wp-groepskop">Over u</legend>' in html
    assert {"over-u", "geld", "id_naam", "id_bedrag", "id_geheim"} <= set(ids(html))
    assert '<span class="wp-teken">€</span>' in html
    assert tag(html, "button") | {"class": ""} == {
        "type": "submit",
        "name": "verder",
        "value": "Verder",
        "id": "submit-id-verder",
        "class": "",
    }


def test_a_form_is_posted_as_a_file_form_without_the_browsers_own_bubbles():
    assert tag(crispy(Proef()), "form") == {
        "method": "post",
        "enctype": "multipart/form-data",
        "novalidate": "",
    }
    assert "<form" not in crispy(Proef(), form_tag=False)


def test_a_helper_can_add_a_button():
    form = forms.Form()
    form.helper = FormHelper()
    form.helper.add_input(Submit("verder", "Verder"))
    assert tag(render_crispy_form(form), "button")["class"] == (
        "utrecht-button utrecht-button--submit utrecht-button--primary-action"
    )


def test_two_forms_on_a_page_do_not_share_ids():
    html = crispy(Proef(LEEG, prefix="een")) + crispy(Proef(LEEG, prefix="twee"))
    assert len(ids(html)) == len(set(ids(html)))


def test_a_formset_comes_out_whole():
    formset = forms.formset_factory(Proef, extra=2)()
    html = Template("{% load crispy_forms_tags %}{% crispy formset %}").render(Context({"formset": formset}))
    assert {"id_form-TOTAL_FORMS", "id_form-0-naam", "id_form-1-naam"} <= set(ids(html))
    assert html.count("<form ") == 1


@pytest.mark.parametrize(
    ("form", "voorvoegsel"),
    [(None, ""), (Proef(), ""), (Proef(LEEG), "Fout: ")],
    ids=["geen", "leeg", "fout"],
)
def test_the_title_of_a_page_with_errors_starts_with_it(form, voorvoegsel):
    sjabloon = Template("{% load nlds %}{% fout_voorvoegsel %}")
    assert sjabloon.render(Context({"form": form})) == voorvoegsel


@pytest.mark.parametrize(
    ("pad", "precies", "verwacht"),
    [
        ("/wijken/", False, 'aria-current="page"'),
        ("/wijken/kapel/", False, 'aria-current="true"'),
        ("/wijken/kapel/", True, ""),
        ("/initiatieven/", False, ""),
    ],
)
def test_the_navigation_knows_where_it_is(pad, precies, verwacht):
    sjabloon = Template("{% load nlds %}{% huidig '/wijken/' precies=precies %}")
    assert sjabloon.render(Context({"request": RequestFactory().get(pad), "precies": precies})) == verwacht


def test_the_navigation_needs_no_request():
    assert Template("{% load nlds %}{% huidig '/wijken/' %}").render(Context()) == ""
