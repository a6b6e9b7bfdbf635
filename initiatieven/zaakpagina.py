"""The case page, leaf by leaf: what each shows, and nothing fetched for another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from initiatieven import geldroute
from initiatieven.dossier import brieven
from initiatieven.forms_beheer import NotitieForm, StapForm, paneelstappen, stapformulieren
from initiatieven.models import Bijlage, Boodschap, Fase, Gevolgd, Initiatief, Notitie, Steun, Taak
from initiatieven.overgangen import mogelijke_overgangen
from initiatieven.panelen import PANELEN
from initiatieven.panelen.kern import Blad, PaneelFormulier, toon
from initiatieven.tijdlijn import verloop
from initiatieven.views import antwoorden
from initiatieven.woorden import stand
from wijken.models import Medewerker

NAMEN = {
    Blad.NU: "Nu te doen",
    Blad.BERICHTEN: "Berichten",
    Blad.COLLEGAS: "Taken en collega’s",
    Blad.NOTITIES: "Notities",
    Blad.DOSSIER: "Dossier",
}


@dataclass(frozen=True)
class Lezer:
    """Who looks at which case, and what this person may see of it."""

    zaak: Initiatief
    medewerker: Medewerker

    def mag(self, recht: str) -> bool:
        """Tell whether this person has a permission with this case."""
        return self.medewerker.has_perm(f"initiatieven.{recht}", self.zaak)


@dataclass(frozen=True)
class Verstuurd:
    """What was sent and could not be kept, to show it as it was typed."""

    panelen: Mapping[str, PaneelFormulier] = field(default_factory=dict)
    stap: StapForm | None = None
    notitie: NotitieForm | None = None


@dataclass(frozen=True)
class Bladlink:
    """A link to a leaf, with how many things are on it that ask for attention."""

    blad: Blad
    naam: str
    aantal: int
    eenheid: str


def met_tellingen(zaken: QuerySet[Initiatief], medewerker: Medewerker) -> QuerySet[Initiatief]:
    """Count along what the head and the links to the leaves tell, in the query that fetches the case."""
    return zaken.annotate(
        volgt=Exists(Gevolgd.objects.filter(initiatief=OuterRef("pk"), medewerker=medewerker)),
        aantal_nieuw=_aantal(Boodschap.objects.ongelezen_van(Boodschap.Kant.BEWONER)),
        aantal_taken=_aantal(Taak.objects.open()),
        aantal_notities=_aantal(Notitie.objects.all()),
        aantal_steun=_aantal(Steun.objects.bevestigd()),
        aantal_bijlagen=_aantal(Bijlage.objects.all()),
    )


def _aantal(rijen: QuerySet[Any]) -> Coalesce:
    van_zaak = rijen.filter(initiatief=OuterRef("pk")).order_by().values("initiatief")
    return Coalesce(Subquery(van_zaak.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField())


def inhoud(zaak: Initiatief, medewerker: Medewerker, blad: Blad, verstuurd: Verstuurd) -> dict[str, Any]:
    """Return what the template of the case page shows. `zaak` comes with its `met_tellingen`.

    Raises:
        PermissionDenied: this leaf is not for this person.
    """
    lezer = Lezer(zaak, medewerker)
    if blad == Blad.NU and zaak.fase == Fase.UITVOERING:
        geldroute.lees_vooraf(zaak)
    mogelijkheden = mogelijke_overgangen(zaak, medewerker) if blad == Blad.NU else []
    panelen = toon(
        PANELEN, zaak, medewerker, blad=blad, mogelijkheden=mogelijkheden, ingevuld=verstuurd.panelen
    )
    return {
        "zaak": zaak,
        **stand(zaak),
        "blad": blad,
        "bladsjabloon": f"initiatieven/beheer/blad_{blad}.html",
        "bladen": bladen(lezer),
        "panelen": panelen,
        "iets_in_te_vullen": any(getoond.form for getoond in panelen),
        "stapformulieren": stapformulieren(mogelijkheden, verstuurd=verstuurd.stap),
        "paneelstappen": paneelstappen(mogelijkheden, [getoond.paneel for getoond in panelen]),
        "met_indiener": lezer.mag("indiener_zien"),
        **(BLADINHOUD[blad](lezer, verstuurd) if blad in BLADINHOUD else {}),
    }


def bladen(lezer: Lezer) -> list[Bladlink]:
    """Return the leaves that this person may open."""
    zaak: Any = lezer.zaak
    aantallen = {
        Blad.BERICHTEN: (zaak.aantal_nieuw, "nieuw"),
        Blad.COLLEGAS: (zaak.aantal_taken, "open"),
        Blad.NOTITIES: (zaak.aantal_notities, ""),
    }
    mag_lezen = lezer.mag("notitie_lezen")
    return [
        Bladlink(blad, naam, *aantallen.get(blad, (0, "")))
        for blad, naam in NAMEN.items()
        if blad != Blad.NOTITIES or mag_lezen
    ]


def _berichten(lezer: Lezer, verstuurd: Verstuurd) -> dict[str, Any]:
    """The mails about the case, beside the panels with what submitters and contact wrote."""
    return {
        "mag_antwoorden": antwoorden.mag_schrijven(lezer.zaak, lezer.medewerker),
        "brieven": brieven(lezer.zaak, met_indiener=lezer.mag("indiener_zien")),
    }


def _notities(lezer: Lezer, verstuurd: Verstuurd) -> dict[str, Any]:
    """What colleagues wrote to each other, for who may read it."""
    if not lezer.mag("notitie_lezen"):
        raise PermissionDenied
    form = verstuurd.notitie or NotitieForm()
    return {
        "notities": lezer.zaak.notities.select_related("door"),
        "notitieform": form if lezer.mag("notitie_schrijven") else None,
    }


def _dossier(lezer: Lezer, verstuurd: Verstuurd) -> dict[str, Any]:
    """What there is to look up: who, which files, and what happened when."""
    zaak, met_indiener = lezer.zaak, lezer.mag("indiener_zien")
    return {
        "bijlagen": zaak.bijlagen.defer("inhoud") if met_indiener else [],
        "groep": zaak.groep.all() if met_indiener else [],
        "verloop": verloop(zaak, met_indiener=met_indiener),
    }


BLADINHOUD = {Blad.BERICHTEN: _berichten, Blad.NOTITIES: _notities, Blad.DOSSIER: _dossier}
