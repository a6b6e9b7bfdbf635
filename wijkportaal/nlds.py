"""How a form field looks in NL Design System: the classes of its input, its options, its errors.

Relations between a field and its help and errors are Django's own: ids `<id>_helptext` and
`<id>_error`, which `BoundField.aria_describedby` names. The templates in `templates/nlds/` use these ids.
"""

from collections import Counter
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.html import format_html
from django.utils.safestring import SafeString

TEXTBOX = "utrecht-textbox utrecht-textbox--html-input"
# Most specific first: the first kind that a widget is an instance of.
KLASSEN: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "utrecht-custom-checkbox utrecht-custom-checkbox--html-input"),
    (forms.RadioSelect, "utrecht-radio-button utrecht-radio-button--html-input"),
    (forms.CheckboxInput, "utrecht-custom-checkbox utrecht-custom-checkbox--html-input"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.FileInput, "wp-bestand"),
)


@dataclass(frozen=True)
class Optie:
    """One radio button or checkbox of a group."""

    invoer: SafeString
    label: str
    id: str


@dataclass(frozen=True)
class Foutregel:
    """A line of the error summary; without `doel` there is nothing on the page to go to."""

    tekst: str
    doel: str


def klasse_van(widget: forms.Widget) -> str:
    """Return the NLDS classes for `widget`, after those that it has of its own."""
    nlds = next((klassen for soort, klassen in KLASSEN if isinstance(widget, soort)), TEXTBOX)
    return f"{widget.attrs.get('class', '')} {nlds}".strip()


def soort_van(veld: BoundField) -> str:
    """Tell which layout a field needs: verborgen, vinkje, keuzes, groep (several inputs) or gewoon."""
    widget = veld.field.widget
    if widget.is_hidden:
        return "verborgen"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "keuzes"
    if isinstance(widget, forms.CheckboxInput):
        return "vinkje"
    return "groep" if widget.use_fieldset else "gewoon"


def etiket(veld: BoundField) -> SafeString:
    """Return the label of a field; what need not be filled in says so in words.

    A form that keeps half an answer too has words of its own for a field, in `aanduidingen`.
    """
    gewoon = "" if veld.field.required else "niet verplicht"
    aanduiding = getattr(veld.form, "aanduidingen", {}).get(veld.name, gewoon)
    if not aanduiding:
        return format_html("{}", veld.label)
    return format_html('{} <span class="wp-niet-verplicht">({})</span>', veld.label, aanduiding)


def invoer(veld: BoundField) -> SafeString:
    """Return the input of a field in NLDS classes; what its widget sets, such as `inputmode`, stays."""
    return veld.as_widget(attrs={"class": klasse_van(veld.field.widget)})


def opties(veld: BoundField) -> list[Optie]:
    """Return the radio buttons or checkboxes of a group, one by one."""
    klasse = klasse_van(veld.field.widget)
    return [
        Optie(_teken(deel, klasse), str(deel.choice_label), deel.id_for_label) for deel in veld.subwidgets
    ]


def _teken(deel: BoundWidget, klasse: str) -> SafeString:
    """Draw an option's input alone, without Django's label around it."""
    deel.data["attrs"]["class"] = klasse
    return deel.tag()


def doel_van(veld: BoundField) -> str:
    """Return the id of the input that a link to this field must focus: of a group, its first."""
    if soort_van(veld) == "verborgen":
        return ""
    if soort_van(veld) == "keuzes":
        return veld.subwidgets[0].id_for_label if veld.subwidgets else ""
    return veld.id_for_label or veld.auto_id


def foutregels(form: forms.BaseForm) -> list[Foutregel]:
    """Return all errors of a form, those of the form as a whole first, then in the order of its fields.

    Where several fields have the same message ("Dit veld is verplicht."), the label says which is meant.
    """
    per_veld = [(veld, str(fout)) for veld in form for fout in veld.errors]
    keren = Counter(tekst for _, tekst in per_veld)
    return [Foutregel(str(fout), "") for fout in form.non_field_errors()] + [
        Foutregel(f"{veld.label} – {tekst}" if keren[tekst] > 1 else tekst, doel_van(veld))
        for veld, tekst in per_veld
    ]


def deels_verplicht(form: forms.BaseForm) -> bool:
    """Tell whether some fields must be filled in and others need not, so that the form should say which."""
    return len({veld.field.required for veld in form.visible_fields()}) > 1
