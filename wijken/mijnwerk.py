"""The part of *Mijn werk* for everybody: which roles somebody has today, and where each finds the way."""

from dataclasses import dataclass
from typing import Any, cast

from django.dispatch import receiver
from django.http import HttpRequest

from wijken.models import Medewerker, Rol
from wijkportaal.mijnwerk import mijnwerk
from wijkportaal.onderdelen import Onderdeel


@dataclass(frozen=True)
class Ingang:
    """A page that is of use, what one does there, and the permission that it asks, if any."""

    route: str
    tekst: str
    uitleg: str
    recht: str = ""


WIJKEN = Ingang("wijken:lijst", "Alle wijken", "Wie is wie in elke wijk, en wat bewoners er doen.")
INITIATIEVEN = Ingang("initiatieven:lijst", "Initiatieven op de website", "Wat iedereen kan lezen.")
WERKLIJST = Ingang(
    "admin:initiatieven_initiatief_changelist",
    "Werklijst initiatieven",
    "Alle zaken waar u mee werkt, met fase en termijn.",
    recht="initiatieven.view_initiatief",
)
INVOEREN = Ingang(
    "admin:initiatieven_initiatief_add",
    "Idee van een inwoner invoeren",
    "Voor wie belt, langskomt of u aanspreekt.",
    recht="initiatieven.add_initiatief",
)
INGEKOMEN = Ingang(
    "admin:initiatieven_postuk_changelist",
    "Binnengekomen post",
    "Mail aan het algemene adres: wat wacht, wat is geweigerd en wat is afgehandeld.",
    recht="initiatieven.view_postuk",
)
MENSEN = Ingang(
    "admin:wijken_medewerker_changelist",
    "Mensen en rollen",
    "Wie heeft welke rol, en tot wanneer.",
    recht="wijken.view_medewerker",
)
VOORSTELLEN = Ingang(
    "admin:wijken_accountvoorstel_changelist",
    "Voorstellen voor accounts",
    "Wat een andere beheerder vroeg, en u bevestigt of weigert.",
    recht="wijken.view_accountvoorstel",
)
BELEID = Ingang(
    "admin:wijkportaal_beleidsparameter_changelist",
    "Beleidsparameters",
    "Termijnen, bedragen en andere keuzes van de raad, met hun bron.",
    recht="wijkportaal.view_beleidsparameter",
)
POST = Ingang(
    "admin:wijkportaal_bericht_changelist",
    "Berichten",
    "Wat het portaal heeft verstuurd, en wat nog niet aankwam.",
    recht="wijkportaal.view_bericht",
)
GELD = Ingang(
    "admin:budgetten_inzicht",
    "Inzicht in het geld",
    "Wat er in elke pot zit, wat is gebruikt en waar een tekort dreigt.",
    recht="budgetten.view_rekening",
)
BUDGETTEN = Ingang(
    "admin:budgetten_jaarbudget_changelist",
    "Budgetten per jaar",
    "Verdelen over de wijken, overhevelen, extra geld en een jaar sluiten.",
    recht="budgetten.view_jaarbudget",
)
AANVRAGEN = Ingang(
    "admin:budgetten_aanvraag_changelist",
    "Aanvragen",
    "Geld aanvragen, en elke aanvraag volgen tot de laatste euro.",
    recht="budgetten.view_aanvraag",
)
OVERLEGGEN = Ingang(
    "admin:wijken_overleg_changelist",
    "Overleggen",
    "Agenda, verslag en actiepunten van de overleggen waar u bij zit.",
    recht="wijken.view_overleg",
)
INGANGEN = (
    WERKLIJST,
    INVOEREN,
    INGEKOMEN,
    AANVRAGEN,
    BUDGETTEN,
    GELD,
    OVERLEGGEN,
    MENSEN,
    VOORSTELLEN,
    BELEID,
    POST,
    WIJKEN,
    INITIATIEVEN,
)


@receiver(mijnwerk)
def wegwijzer(request: HttpRequest, **kwargs: Any) -> Onderdeel:
    """Say as who somebody is here, and what that person can do: nobody meets an empty page."""
    medewerker = cast("Medewerker", request.user)
    soorten = {rol.soort for rol in medewerker.rollen_van_vandaag}
    ingangen = [ingang for ingang in INGANGEN if not ingang.recht or medewerker.has_perm(ingang.recht)]
    rollen = [soort.label for soort in Rol.Soort if soort in soorten]
    return Onderdeel("wijken/beheer/wegwijzer.html", {"rollen": rollen, "ingangen": ingangen}, volgorde=20)
