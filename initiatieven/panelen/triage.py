"""Triage on the case page: eight questions one by one, the contact, the Kerngroep (I-04, I-06, I-08)."""

from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from django import forms
from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from initiatieven import gronden
from initiatieven.models import Fase, Initiatief, Kerngroepadvies, Triageantwoord
from initiatieven.panelen.kern import Blad, Invoer, Paneel, PaneelFormulier
from initiatieven.triage import (
    FASEN_MET_KERNGROEP,
    RECHT,
    alles_beantwoord,
    beantwoord,
    beantwoord_namens_kerngroep,
    geen_klacht,
    kies_contact,
    vraag_kerngroep,
)
from initiatieven.triagevragen import (
    MEER,
    NEE,
    VRAAG_OP_SLEUTEL,
    VRAGEN,
    Triagevraag,
    V,
    geldende_antwoorden,
    open_vragen,
)
from wijken.models import Cluster, Medewerker, Rol
from wijkportaal.models import beleid


def vakambtenaren() -> QuerySet[Rol]:
    """Return who can become the fixed contact today, by cluster."""
    rollen = Rol.objects.geldend().filter(soort=Rol.Soort.VAKAMBTENAAR)
    return rollen.select_related("medewerker", "cluster").order_by("cluster__naam", "medewerker__naam")


class ContactVeld(forms.ModelChoiceField):
    """Chooses a role, so that person and cluster come together."""

    def label_from_instance(self, obj: Rol) -> str:
        return f"{obj.cluster}: {obj.medewerker}"


class VraagForm(PaneelFormulier):
    """One of the eight questions. Which one travels along, so that a stale page answers what it showed."""

    vraag = forms.ChoiceField(choices=V.choices, widget=forms.HiddenInput)
    antwoord = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een antwoord.", "invalid_choice": "Kies een van de antwoorden."},
    )
    regel = forms.ChoiceField(
        label="Welke regel van de negatieve lijst?",
        help_text="Alleen als het antwoord nee is.",
        required=False,
    )
    reden = forms.CharField(
        label="Waarom geldt die regel hier?",
        help_text="Alleen als het antwoord nee is. De indiener leest dit.",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    clusters = forms.ModelMultipleChoiceField(
        Cluster.objects.all(),
        label="Welke clusters lezen mee?",
        help_text="Alleen als er meer clusters nodig zijn. Het cluster van het vaste contact hoeft niet.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    alleen_bij = {V.ONTVANKELIJK: ("regel", "reden"), V.CLUSTERS: ("clusters",)}
    aanduidingen = {"regel": "alleen bij nee", "reden": "alleen bij nee", "clusters": "alleen bij nee"}

    def __init__(
        self,
        *args: Any,
        zaak: Initiatief,
        medewerker: Medewerker,
        vraag: Triagevraag | None = None,
        gegeven: Triageantwoord | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, zaak=zaak, medewerker=medewerker, **kwargs)
        self.soort = vraag or VRAAG_OP_SLEUTEL.get(self.data.get("vraag", ""), VRAGEN[0])
        for veld in {"regel", "reden", "clusters"} - set(self.alleen_bij.get(self.soort.sleutel, ())):
            del self.fields[veld]
        self._vul(gegeven)

    def _vul(self, gegeven: Triageantwoord | None) -> None:
        """Fill in the question, its answers, and what was answered before."""
        antwoord = cast("forms.ChoiceField", self.fields["antwoord"])
        antwoord.label, antwoord.help_text = self.soort.titel, self.soort.waarom
        antwoord.choices = self.soort.keuzes()
        self.initial["vraag"] = self.soort.sleutel
        if "regel" in self.fields:
            lijst = [(rij["code"], f"{rij['regel']} ({rij['bron']})") for rij in beleid("negatieve-lijst")]
            cast("forms.ChoiceField", self.fields["regel"]).choices = [("", "Kies een regel"), *lijst]
        if "clusters" in self.fields:
            self.initial["clusters"] = list(self.zaak.meelezers.all())
        if gegeven:
            self.initial.update(antwoord=gegeven.antwoord, regel=gegeven.regel, reden=gegeven.reden)

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        if gegevens.get("antwoord") == NEE and "regel" in self.fields:
            if not gegevens.get("regel"):
                self.add_error("regel", "Kies de regel van de negatieve lijst.")
            if not gegevens.get("reden"):
                self.add_error("reden", "Schrijf op waarom deze regel hier geldt. De indiener leest dat.")
        if gegevens.get("antwoord") == MEER and not gegevens.get("clusters"):
            self.add_error("clusters", "Kies welke clusters meelezen.")
        return gegevens


@dataclass(frozen=True)
class Kaart:
    """One question on the page: what was answered and what follows, and the form to answer it."""

    nummer: int
    vraag: Triagevraag
    gegeven: Triageantwoord | None
    form: VraagForm | None

    @property
    def antwoord(self) -> str:
        """The answer in words."""
        gegeven = cast("Triageantwoord", self.gegeven)
        return dict(self.vraag.antwoorden).get(gegeven.antwoord, gegeven.antwoord)

    @property
    def gevolg(self) -> str:
        """What the answer leads to."""
        return self.vraag.wat_volgt(cast("Triageantwoord", self.gegeven).antwoord)


class TriageForm(VraagForm):
    """The questions on the page: those that were answered, and the next one."""

    sjabloon = "initiatieven/beheer/triagevragen.html"

    def kaarten(self) -> list[Kaart]:
        """Return the eight questions; the form that was sent in vain stands at its own question."""
        gegeven = geldende_antwoorden(self.zaak)
        open_ = open_vragen(self.zaak, gegeven)
        volgende = open_[0] if open_ else None
        return [
            Kaart(
                nummer, vraag, gegeven.get(vraag.sleutel), self._form(vraag, gegeven, toon=vraag == volgende)
            )
            for nummer, vraag in enumerate(VRAGEN, start=1)
        ]

    def _form(
        self, vraag: Triagevraag, gegeven: dict[str, Triageantwoord], *, toon: bool
    ) -> VraagForm | None:
        if self.is_bound and vraag == self.soort:
            return self
        if not toon and vraag.sleutel not in gegeven:
            return None
        return VraagForm(
            zaak=self.zaak,
            medewerker=self.medewerker,
            vraag=vraag,
            gegeven=gegeven.get(vraag.sleutel),
            auto_id=f"id_triage_{vraag.sleutel}_%s",
        )


class ToewijsForm(PaneelFormulier):
    """Who becomes the fixed contact (I-06)."""

    aanduidingen = {"vakambtenaar": "nodig om toe te wijzen"}

    vakambtenaar = ContactVeld(
        Rol.objects.none(),
        label="Wie wordt het vaste contact?",
        help_text="De vakambtenaar is verantwoordelijk voor de inhoud en spreekt met de indiener.",
        required=False,
        empty_label="Nog niet gekozen",
    )
    openbaar = forms.BooleanField(
        label="Toon dit op de website na de triage",
        help_text="Controleer eerst of er geen namen of adressen in de tekst staan.",
        required=False,
    )

    def __init__(self, *args: Any, zaak: Initiatief, **kwargs: Any) -> None:
        rol = Rol.objects.filter(
            soort=Rol.Soort.VAKAMBTENAAR, medewerker=zaak.vakambtenaar_id, cluster=zaak.cluster_id
        ).first()
        begin = {"openbaar": zaak.openbaar, "vakambtenaar": rol}
        super().__init__(*args, zaak=zaak, initial=begin, **kwargs)
        veld = cast("ContactVeld", self.fields["vakambtenaar"])
        veld.queryset = vakambtenaren()
        if cluster := meestal_bij(zaak.beleidsterrein):
            veld.help_text += f" Bij “{zaak.beleidsterrein}” hoort meestal het cluster {cluster}."
        if not zaak.openbaar_akkoord:
            del self.fields["openbaar"]

    def gegevens(self) -> dict[str, Any]:
        """Return the answers as `triage.kies_contact` wants them."""
        rol: Rol | None = self.cleaned_data["vakambtenaar"]
        return {
            "cluster": rol.cluster if rol else None,
            "vakambtenaar": rol.medewerker if rol else None,
            "openbaar": self.cleaned_data.get("openbaar", False),
        }


def meestal_bij(beleidsterrein: str) -> str:
    """Return the cluster that usually goes with a policy field, or ""."""
    if not beleidsterrein:
        return ""
    return next(
        (rij.get("cluster", "") for rij in beleid("beleidsterreinen") if rij["naam"] == beleidsterrein), ""
    )


class VraagAanKerngroepForm(PaneelFormulier):
    """What the Kerngroep is asked."""

    vraag = forms.CharField(
        label="Wat wilt u van de kerngroep weten?",
        help_text="Alleen als u twijfelt. De zaak gaat gewoon door. Noem geen namen van bewoners.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf uw vraag op."},
    )


class KerngroepAntwoordForm(PaneelFormulier):
    """What the Kerngroep advises, and who said so."""

    namens = forms.CharField(
        label="Wie van de kerngroep adviseert?",
        max_length=150,
        error_messages={"required": "Vul in wie het advies gaf."},
    )
    antwoord = forms.CharField(
        label="Wat is het advies?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf het advies op."},
    )


def kerngroepadviezen(zaak: Initiatief) -> list[Kerngroepadvies]:
    """Return the questions to the Kerngroep with their answers, newest first, asked of the database once."""
    met_wie = Kerngroepadvies.objects.select_related("gevraagd_door", "opgeschreven_door")
    prefetch_related_objects([zaak], Prefetch("kerngroepadviezen", met_wie))
    return list(zaak.kerngroepadviezen.all())


def wacht_op_kerngroep(zaak: Initiatief) -> bool:
    """A question to the Kerngroep has no answer yet."""
    return any(rij.beantwoord_op is None for rij in kerngroepadviezen(zaak))


def adviezen(zaak: Initiatief, *, wachtend: bool) -> list[Kerngroepadvies]:
    """Return the questions to the Kerngroep with the form that is due.

    That is to answer as long as one waits (`wachtend`), to ask otherwise.
    """
    return kerngroepadviezen(zaak) if wacht_op_kerngroep(zaak) == wachtend else []


def antwoorden(zaak: Initiatief) -> list[Kaart]:
    """Return the answers that count, in the order of the questions, to read back after triage."""
    if zaak.fase == Fase.TRIAGE:
        return []
    gegeven = geldende_antwoorden(zaak)
    return [
        Kaart(nummer, vraag, gegeven[vraag.sleutel], None)
        for nummer, vraag in enumerate(VRAGEN, start=1)
        if vraag.sleutel in gegeven
    ]


TRIAGE = Paneel(
    "triage",
    "Triage: acht vragen",
    invoer=Invoer(
        recht=RECHT,
        fasen=(Fase.TRIAGE,),
        formulier=TriageForm,
        bewaar=beantwoord,
        knop="Antwoord bewaren",
        gedaan="Het antwoord is bewaard.",
    ),
    vastgelegd=antwoorden,
    grond=gronden.TRIAGE,
    sjabloon="initiatieven/beheer/triageantwoorden.html",
)
TOEWIJZEN = Paneel(
    "toewijzen",
    "Vast contact",
    invoer=Invoer(
        recht=RECHT,
        fasen=(Fase.TRIAGE,),
        formulier=ToewijsForm,
        bewaar=kies_contact,
        knop="Alleen bewaren",
        gedaan="Het vaste contact is bewaard. De zaak is nog in triage.",
        als=lambda zaak, medewerker: not geen_klacht(zaak) and not alles_beantwoord(zaak),
    ),
    grond=gronden.VAST_CONTACT,
)
VRAAG_KERNGROEP = Paneel(
    "kerngroep",
    "Advies van de Kerngroep Actief Burgerschap",
    invoer=Invoer(
        recht="initiatieven.kerngroep_vragen",
        fasen=FASEN_MET_KERNGROEP,
        formulier=VraagAanKerngroepForm,
        bewaar=vraag_kerngroep,
        knop="Advies vragen",
        gedaan="De kerngroep krijgt uw vraag per mail.",
        als=lambda zaak, medewerker: not wacht_op_kerngroep(zaak),
    ),
    vastgelegd=partial(adviezen, wachtend=False),
    grond=gronden.KERNGROEP,
    sjabloon="initiatieven/beheer/kerngroep.html",
    ingeklapt=True,
    blad=Blad.COLLEGAS,
)
ANTWOORD_KERNGROEP = Paneel(
    "kerngroep-antwoord",
    "Advies van de Kerngroep Actief Burgerschap",
    invoer=Invoer(
        recht="initiatieven.kerngroep_antwoorden",
        fasen=tuple(Fase),
        formulier=KerngroepAntwoordForm,
        bewaar=beantwoord_namens_kerngroep,
        knop="Advies opschrijven",
        gedaan="Het advies staat bij de zaak.",
        als=lambda zaak, medewerker: wacht_op_kerngroep(zaak),
    ),
    vastgelegd=partial(adviezen, wachtend=True),
    grond=gronden.KERNGROEP,
    sjabloon="initiatieven/beheer/kerngroep.html",
    ingeklapt=True,
    blad=Blad.COLLEGAS,
)
PANELEN = (TRIAGE, TOEWIJZEN)
KERNGROEP = (VRAAG_KERNGROEP, ANTWOORD_KERNGROEP)
