"""The worked-out plan, the funding route and the definitive decision on the case page (I-15, B-10 … B-14)."""

import uuid
from typing import Any, cast

from django import forms
from django.db.models import prefetch_related_objects

from budgetten.models import Aanvraag
from budgetten.velden import EuroVeld
from initiatieven import definitief, financiering, geldroute, gronden, plan, toetsing
from initiatieven.forms import tekstveld
from initiatieven.models import Besluit, Fase, Financieringsbron, Initiatief
from initiatieven.panelen.kern import Invoer, Paneel, PaneelFormulier
from initiatieven.panelen.toetsing import BESLUITSJABLOON, BesluitForm, besluit
from wijken.models import Medewerker


class PlanTerugForm(PaneelFormulier):
    """What the residents have to add."""

    reden = tekstveld(
        "Moeten de indieners iets aanvullen?",
        "Schrijf op wat er ontbreekt. Zij krijgen bericht en kunnen hun plan dan weer veranderen.",
        bij_leeg="Schrijf op wat de indieners moeten aanvullen.",
        regels=3,
    )


class BronForm(PaneelFormulier):
    """What the next source of money said."""

    code = forms.CharField(widget=forms.HiddenInput)
    uitkomst = forms.ChoiceField(
        label="Wat kwam eruit?",
        choices=Financieringsbron.Uitkomst.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat eruit kwam."},
    )
    bedrag = EuroVeld(label="Toegekend bedrag", required=False)
    toelichting = forms.CharField(
        label="Waarom?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Leg uit wat er uit deze geldbron kwam."},
    )
    aanduidingen = {"bedrag": "nodig als er geld is toegekend"}

    def __init__(self, *args: Any, zaak: Initiatief, **kwargs: Any) -> None:
        super().__init__(*args, zaak=zaak, **kwargs)
        if halte := geldroute.volgende_bron(zaak):
            self.fields["code"].initial = halte.code
            self.fields["uitkomst"].label = f"Volgende geldbron: {halte.naam}. Wat kwam eruit?"
            if halte.pot:
                self._vraag_waarom_niet()

    def _vraag_waarom_niet(self) -> None:
        """What a pot of the ledger grants is a request; here stands only that nothing comes of it."""
        uitkomst = cast("forms.ChoiceField", self.fields["uitkomst"])
        uitkomst.choices = [keuze for keuze in Financieringsbron.Uitkomst.choices if keuze[0] != "toegekend"]
        uitkomst.help_text = "Alleen als u hier geen geld vraagt. Geld uit deze pot vraagt u aan."
        del self.fields["bedrag"]

    def gegevens(self) -> dict[str, Any]:
        """Return the amount as none when it is not asked."""
        return {"bedrag": None} | self.cleaned_data

    def clean(self) -> dict[str, Any]:
        antwoorden = super().clean() or {}
        uitkomst, bedrag = antwoorden.get("uitkomst"), antwoorden.get("bedrag")
        if uitkomst == Financieringsbron.Uitkomst.TOEGEKEND and "bedrag" in antwoorden and bedrag is None:
            self.add_error("bedrag", "Vul in hoeveel geld is toegekend.")
        if uitkomst and uitkomst != Financieringsbron.Uitkomst.TOEGEKEND and bedrag:
            self.add_error("bedrag", "Een bedrag hoort erbij als er geld is toegekend.")
        return antwoorden


class WijkbudgetForm(PaneelFormulier):
    """The request to the wijkbudget. The rules of the ledger are asked when it is sent."""

    sleutel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    bedrag = EuroVeld(label="Bedrag in euro's", error_messages={"required": "Vul het bedrag in."})
    gericht_op = forms.ChoiceField(
        label="Waar is het plan op gericht?",
        choices=Aanvraag.Gericht.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waar het plan op is gericht."},
    )
    doel = forms.CharField(
        label="Waar is het geld voor?",
        help_text="Kort en zonder namen van inwoners: dit blijft bij het geld staan.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Schrijf op waar het geld voor is."},
    )


class DefinitiefForm(BesluitForm):
    """What the definitive decision will say."""

    soort = Besluit.Soort.DEFINITIEF
    VELDEN = (*BesluitForm.VELDEN, "bereik")

    bereik = forms.ChoiceField(
        label="Voor wie is het?",
        help_text="Dit bepaalt het hoogste bedrag uit het wijkbudget.",
        choices=Aanvraag.Bereik.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    aanduidingen = BesluitForm.aanduidingen | {"bereik": "nodig om mee te werken"}

    def __init__(self, *args: Any, zaak: Initiatief, **kwargs: Any) -> None:
        super().__init__(*args, zaak=zaak, **kwargs)
        if zaak.is_verzoek:
            del self.fields["bereik"], self.fields["voorwaarden"]
            self.fields["motivering"].help_text = (
                "Alleen als het toch niet kan, of als er andere plannen of extra geld voor nodig blijken. "
                "Is het verzoek gedaan? Rond het dan af."
            )

    def gegevens(self) -> dict[str, Any]:
        """A verzoek has no reach and no conditions."""
        return {"bereik": "", "voorwaarden": ""} | super().gegevens()


def uitgewerkt(zaak: Initiatief) -> dict[str, Any] | None:
    """The plan as the residents filled it in, with who pays what and what is still missing."""
    if zaak.fase not in PLANFASEN or zaak.is_verzoek:
        return None
    prefetch_related_objects([zaak], "begroting", "planning")  # several parts of the status page ask for it
    regels, stappen = list(zaak.begroting.all()), list(zaak.planning.all())
    stand = plan.plan_van(zaak)
    return {
        "plan": stand,
        "regels": regels,
        "stappen": stappen,
        "totaal": plan.totaal(regels),
        "per_betaler": plan.per_betaler(regels),
        "ontbreekt": plan.wat_ontbreekt(regels=regels, stappen=stappen, plan=stand),
    }


def geldbronnen(zaak: Initiatief) -> dict[str, Any] | None:
    """The sources in their order, what the ledger was asked, and what is still needed (B-10, B-12)."""
    if zaak.fase not in PLANFASEN or zaak.is_verzoek:
        return None
    return {
        "haltes": geldroute.route(zaak),
        "aanvragen": geldroute.aanvragen_van(zaak),
        "gevraagd": plan.gevraagd(zaak),
        "nog_nodig": geldroute.nog_nodig(zaak),
        "uitgesloten_door": geldroute.uitgesloten_door(zaak),
    }


def definitief_besluit(zaak: Initiatief) -> dict[str, Any] | None:
    """The definitive decision, once taken."""
    return besluit(zaak, Besluit.Soort.DEFINITIEF)


def mag_bron(zaak: Initiatief, medewerker: Medewerker) -> bool:
    """Tell whether the outcome of a source can be recorded now."""
    return not zaak.is_verzoek and geldroute.volgende_bron(zaak) is not None


def mag_wijkbudget(zaak: Initiatief, medewerker: Medewerker) -> bool:
    """Tell whether the wijkbudget can be asked: after the decision, when the sources before it spoke."""
    genomen = toetsing.genomen(zaak, Besluit.Soort.DEFINITIEF)
    return genomen is not None and geldroute.wijkbudget_aan_de_beurt(zaak)


def plan_wacht(zaak: Initiatief, medewerker: Medewerker) -> bool:
    """Tell whether a plan waits for the definitive decision."""
    return plan.is_ingeleverd(zaak)


def wacht_op_besluit(zaak: Initiatief, medewerker: Medewerker) -> bool:
    """Tell whether the definitive decision can be taken."""
    return definitief.wacht_op_besluit(zaak)


PLANFASEN = (Fase.UITVOERING, Fase.AFGEROND)
PANELEN = (
    Paneel(
        "plan",
        "Het uitgewerkte plan",
        invoer=Invoer(
            recht=toetsing.TOETSEN,
            fasen=(Fase.UITVOERING,),
            formulier=PlanTerugForm,
            bewaar=plan.geef_plan_terug,
            knop="Plan teruggeven",
            gedaan="De indieners kunnen hun plan weer veranderen. Zij krijgen bericht.",
            als=plan_wacht,
        ),
        vastgelegd=uitgewerkt,
        sjabloon="initiatieven/beheer/plan.html",
        grond=gronden.DEFINITIEF_BESLUIT,
        ingeklapt=True,
    ),
    Paneel(
        "financiering",
        "Waar komt het geld vandaan?",
        invoer=Invoer(
            recht=toetsing.TOETSEN,
            fasen=(Fase.UITVOERING,),
            formulier=BronForm,
            bewaar=financiering.leg_bron_vast,
            knop="Uitkomst vastleggen",
            gedaan="De uitkomst van deze geldbron staat vast.",
            als=mag_bron,
        ),
        vastgelegd=geldbronnen,
        sjabloon="initiatieven/beheer/geldroute.html",
        grond=gronden.FINANCIERING,
    ),
    Paneel(
        "definitief",
        "Definitief besluit",
        invoer=Invoer(
            recht=toetsing.TOETSEN,
            fasen=(Fase.UITVOERING,),
            formulier=DefinitiefForm,
            bewaar=definitief.bereid_definitief_besluit_voor,
            knop="Alleen bewaren",
            gedaan="De tekst van het besluit is bewaard. Er is nog niets besloten.",
            als=wacht_op_besluit,
        ),
        vastgelegd=definitief_besluit,
        sjabloon=BESLUITSJABLOON,
    ),
    Paneel(
        "wijkbudget",
        "Geld uit het wijkbudget vragen",
        invoer=Invoer(
            recht=toetsing.TOETSEN,
            fasen=(Fase.UITVOERING,),
            formulier=WijkbudgetForm,
            bewaar=financiering.vraag_wijkbudget,
            knop="Aanvragen bij het wijkbudget",
            gedaan="De aanvraag is gedaan en wacht op een besluit.",
            als=mag_wijkbudget,
        ),
        grond=gronden.PLAFOND,
    ),
)
