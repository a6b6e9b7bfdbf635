"""The staff's forms that are not of a panel."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from initiatieven.models import Postuk
from initiatieven.overgangen import Mogelijkheid, Overgang
from initiatieven.panelen.kern import Paneel
from wijkportaal.formulieren import PaginaFormulier


class NotitieForm(PaginaFormulier):
    """An internal note. Once it is kept nobody changes it."""

    tekst = forms.CharField(
        label="Nieuwe notitie",
        help_text="Blijft staan zoals u het schrijft. De indiener ziet dit niet, maar kan het wel opvragen.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf eerst iets op."},
    )


class StapForm(PaginaFormulier):
    """The button of one step, with the reason when the step asks one."""

    toelichting = forms.CharField(
        label="Toelichting",
        help_text="De indiener leest dit.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf een toelichting."},
    )

    def __init__(self, *args: Any, overgang: Overgang, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"id_{overgang.naam}_%s", **kwargs)
        self.overgang = overgang
        if not overgang.toelichting_verplicht:
            del self.fields["toelichting"]


@dataclass(frozen=True)
class Paneelstap:
    """The steps that are taken with a panel, and what each of them still needs."""

    paneel: Paneel
    ontbreekt: list[str]


class SluitPostForm(PaginaFormulier):
    """Why no case is made of a mail, and what the sender hears."""

    reden = forms.CharField(
        label="Waarom sluit u deze mail?",
        help_text="Voor collega’s. De afzender ziet dit niet.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Schrijf op waarom u deze mail sluit."},
    )
    antwoord = forms.CharField(
        label="Antwoord aan de afzender",
        help_text="Wat u hier schrijft, sturen we als mail. Leeg: we sturen niets.",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, post: Postuk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.post = post
        if post.stand != Postuk.Stand.NIEUW:
            del self.fields["antwoord"]  # nobody reads it there


def stapformulieren(
    mogelijkheden: list[Mogelijkheid], *, verstuurd: StapForm | None = None
) -> list[tuple[Mogelijkheid, StapForm]]:
    """Return a form for each step that stands on its own; the one that was sent keeps what was typed."""
    los = [keuze for keuze in mogelijkheden if not keuze.stap.paneel and keuze.heeft_knop]
    los.sort(key=lambda keuze: keuze.stap.is_terug)
    ingevuld = {verstuurd.overgang.naam: verstuurd} if verstuurd else {}
    return [(keuze, ingevuld.get(keuze.stap.naam) or StapForm(overgang=keuze.stap)) for keuze in los]


def paneelstappen(mogelijkheden: list[Mogelijkheid], getoond: Iterable[Paneel]) -> list[Paneelstap]:
    """Return for each panel where a step can be taken what any of its steps still needs.

    `getoond` are the panels on the page. A step whose panel is not there yet is not the next one.
    """
    stappen = []
    for paneel in getoond:
        if lijsten := [keuze.ontbreekt for keuze in mogelijkheden if keuze.stap.paneel == paneel.naam]:
            gedeeld = [wat for wat in lijsten[0] if all(wat in lijst for lijst in lijsten)]
            stappen.append(Paneelstap(paneel, gedeeld))
    return stappen
