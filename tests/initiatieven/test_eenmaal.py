"""Each form of the case page and of the status page does once what it does, however often it is sent.

The forms are those of the registries; they are read from the page as it is shown, with the key in it.
"""

import datetime
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from initiatieven import boodschappen, financiering, services, uitvoering
from initiatieven.models import Belbericht, Boodschap, Fase, Initiatief, Kerngroepadvies, Taak, Verbinding
from initiatieven.panelen import OP_NAAM as PANEEL_OP_NAAM
from initiatieven.panelen import PANELEN
from initiatieven.panelen.kern import Blad, adres_van_zaak
from initiatieven.statusdelen import DELEN
from tests.fabrieken import RolFactory
from tests.initiatieven.bezoek import open_voor_indiener
from tests.initiatieven.fabrieken import (
    BoodschapFactory,
    InitiatiefFactory,
    afgerond,
    beantwoord_alles,
    besloten,
    in_toets,
    in_uitwerking,
    met_plan,
    verantwoord,
)
from tests.initiatieven.geld import wijkbudget
from tests.initiatieven.paginas import formulier, formulieren
from tests.initiatieven.test_uitvoering import gereserveerd
from wijkportaal.eenmaal import VELD
from wijkportaal.models import Bericht, Inzending

pytestmark = pytest.mark.django_db
OVERMORGEN = timezone.localdate() + datetime.timedelta(days=2)
REDEN = {"reden": "Daarom."}
REGEL = {"omschrijving": "Hout", "bedrag": "12,50", "betaler": "gemeente"}


@pytest.fixture(autouse=True)
def geen_eerdere_pogingen():
    cache.clear()


@dataclass(frozen=True)
class Proef:
    """A case in which a form can be filled in, and with what; `data` may depend on the case."""

    zaak: Callable[[], Initiatief]
    data: Any = field(default_factory=dict)

    def gegevens(self, zaak: Initiatief) -> dict[str, Any]:
        return self.data(zaak) if callable(self.data) else dict(self.data)


def in_gesprek():
    return InitiatiefFactory(toegewezen=True)


def beantwoord():
    zaak = InitiatiefFactory()
    beantwoord_alles(zaak, RolFactory(kcc=True).medewerker)
    return zaak


def zonder_mail():
    zaak = met_telefoon(InitiatiefFactory())
    Belbericht.objects.create(initiatief=zaak, gebeurtenis="x:1", onderwerp="Hallo", tekst="Dag.")
    return zaak


def met_vraag():
    zaak = in_gesprek()
    RolFactory(vakambtenaar=True, medewerker=zaak.vakambtenaar, cluster=zaak.cluster)
    boodschappen.schrijf_als_gemeente(
        zaak=zaak, door=zaak.vakambtenaar, tekst="Met hoeveel?", uiterlijk=OVERMORGEN
    )
    return zaak


def met_boodschap():
    return BoodschapFactory().initiatief


def met_kerngroepvraag():
    zaak = in_gesprek()
    Kerngroepadvies.objects.create(initiatief=zaak, vraag="Wat vindt u?", gevraagd_door=zaak.vakambtenaar)
    return zaak


def met_taak():
    zaak = in_gesprek()
    wie = {"eigenaar": zaak.vakambtenaar, "gezet_door": zaak.vakambtenaar}
    Taak.objects.create(initiatief=zaak, soort="overig", omschrijving="Bel.", uiterlijk=OVERMORGEN, **wie)
    return zaak


def met_verbinding():
    zaak = in_gesprek()
    Verbinding.objects.create(
        initiatief=zaak, ander=in_gesprek(), soort="zelfde_plek", door=zaak.vakambtenaar, **REDEN
    )
    return zaak


def met_rest():
    zaak = besloten()
    gereserveerd(zaak)
    uitvoering.geef_verantwoording(zaak=zaak, gedaan="Het staat er.", kosten=None)
    return zaak


def klaar_voor_wijkbudget():
    zaak = met_plan()
    wijkbudget(zaak.wijk)
    for code in ("1a", "2"):
        financiering.leg_bron_vast(
            zaak=zaak, door=zaak.vakambtenaar, code=code, uitkomst="geweigerd", toelichting="Gebeld."
        )
    services.voer_overgang_uit(zaak=zaak, naam="definitief-ja", door=zaak.vakambtenaar)
    return Initiatief.objects.get(pk=zaak.pk)


def teruggekeken():
    zaak = afgerond(openbaar=True)
    uitvoering.kijk_terug(zaak=zaak, oordeel="goed", tip="", voorbeeld_akkoord=True)
    return zaak


def ingevuld():
    zaak = met_plan()
    zaak.plan.ingeleverd_op = None
    zaak.plan.save()
    return zaak


def met_telefoon(zaak):
    """The same case, of somebody who has only a telephone."""
    zaak.indiener.email, zaak.indiener.telefoon = "", "0475 123456"
    zaak.indiener.save()
    return zaak


def ander(zaak):
    return {"kenmerk": in_gesprek().kenmerk} | REDEN


PROEVEN = {
    "bellen": Proef(zonder_mail, lambda zaak: {"berichten": [zaak.belberichten.get().pk]}),
    "vraag": Proef(met_vraag),
    "gelezen": Proef(met_boodschap),
    "triage": Proef(InitiatiefFactory, {"antwoord": "nee"}),
    "toewijzen": Proef(beantwoord, lambda zaak: {"rol": RolFactory(vakambtenaar=True).pk}),
    "stappenplan": Proef(in_gesprek, REDEN),
    "afspraak": Proef(
        in_gesprek, {"dag": OVERMORGEN, "tijd": "14:30", "minuten": 60, "plaats": "Het stadskantoor"}
    ),
    "gesprek": Proef(in_gesprek, {"gesproken_op": "2026-01-05", "inhoud": "Een bank."}),
    "trede": Proef(in_gesprek, {"trede": "faciliteren"} | REDEN),
    "herindeling": Proef(in_gesprek, {"naar": "verzoek"} | REDEN),
    "toets": Proef(in_toets, {"beleid": "voldoet_niet", "beleid_reden": "Toch niet."}),
    "advies": Proef(in_toets, {"strekking": "meewerken", "tekst": "Doen."}),
    "principebesluit": Proef(in_toets, {"motivering": "Het past."}),
    "plan": Proef(met_plan, REDEN),
    "financiering": Proef(in_uitwerking, {"uitkomst": "geweigerd", "toelichting": "Gebeld."}),
    "definitief": Proef(met_plan, {"motivering": "Het klopt.", "bereik": "buurt_of_plek"}),
    "wijkbudget": Proef(
        klaar_voor_wijkbudget, {"bedrag": "400", "gericht_op": "leefbaarheid", "doel": "Bakken"}
    ),
    "verantwoording": Proef(met_rest, REDEN),
    "voorbeeld": Proef(teruggekeken, {"tekst": "Zo kan het."}),
    "taken": Proef(
        in_gesprek,
        lambda zaak: {
            "soort": "overig",
            "omschrijving": "Bel.",
            "wie": f"cluster-{zaak.cluster_id}",
            "uiterlijk": OVERMORGEN,
        },
    ),
    "taak-afronden": Proef(met_taak, lambda zaak: {"taak": zaak.taken.get().pk, "uitkomst": "Klaar."}),
    "kerngroep": Proef(in_gesprek, {"vraag": "Wat vindt u?"}),
    "kerngroep-antwoord": Proef(met_kerngroepvraag, {"namens": "Voorzitter", "antwoord": "Doen."}),
    "overdragen": Proef(in_gesprek, lambda zaak: {"rol": RolFactory(vakambtenaar=True).pk} | REDEN),
    "berichten": Proef(in_gesprek, {"tekst": "Mag de bank groen?"}),
    "verbinden": Proef(in_gesprek, lambda zaak: ander(zaak) | {"soort": "zelfde_plek"}),
    "verbinding-weg": Proef(met_verbinding, lambda zaak: {"verbinding": Verbinding.objects.get().pk}),
    "samenvoegen": Proef(in_gesprek, ander),
    "namens-begroting": Proef(lambda: met_telefoon(in_uitwerking()), REGEL),
    "namens-planning": Proef(
        lambda: met_telefoon(in_uitwerking()), {"wat": "Timmeren", "wanneer": OVERMORGEN}
    ),
    "namens-onderhoud": Proef(lambda: met_telefoon(in_uitwerking()), {"onderhoud": "Buren."}),
    "namens-inleveren": Proef(lambda: met_telefoon(ingevuld()), {"hoe": "Aan de telefoon."}),
    "namens-verantwoording": Proef(
        lambda: met_telefoon(besloten()),
        {"gedaan": "Het staat er.", "kosten": "380", "hoe": "Aan de telefoon."},
    ),
    "namens-voortgang": Proef(
        lambda: met_telefoon(besloten()), {"tekst": "De eerste bak staat.", "hoe": "Aan de telefoon."}
    ),
    "namens-bonnen": Proef(
        lambda: met_telefoon(besloten()), lambda zaak: {"bestand": BON, "hoe": "Aan de balie."}
    ),
    "namens-intrekken": Proef(lambda: met_telefoon(besloten()), {"hoe": "Aan de telefoon."}),
    "mailadres": Proef(in_gesprek, {"email": "nieuw@bewoner.example", "hoe": "Aan de telefoon."}),
}
BON = SimpleUploadedFile("bon.pdf", b"%PDF-1.7 bon", "application/pdf")
DEELPROEVEN = {
    "vraag": Proef(met_vraag, {"tekst": "Veertien."}),
    "berichten": Proef(in_gesprek, {"tekst": "Mag de bank groen?"}),
    "voortgang": Proef(besloten, {"tekst": "De eerste bak staat."}),
    "bonnen": Proef(besloten, lambda zaak: {"bestand": BON}),
    "verantwoording": Proef(besloten, {"gedaan": "Het staat er.", "kosten": "380"}),
    "terugblik": Proef(afgerond, {"oordeel": "goed"}),
    "begroting": Proef(in_uitwerking, REGEL),
    "planning": Proef(in_uitwerking, {"wat": "Timmeren", "wanneer": OVERMORGEN}),
    "onderhoud": Proef(in_uitwerking, {"onderhoud": "Buren."}),
    "inleveren": Proef(ingevuld),
}


def log_in_met_alles(client, zaak):
    """Somebody with each role that fills something in on a case; the contact, when there is one."""
    rol = {"medewerker": zaak.vakambtenaar} if zaak.vakambtenaar else {}
    medewerker = RolFactory(kcc=True, **rol).medewerker
    RolFactory(wijkregisseur=True, wijk=zaak.wijk, medewerker=medewerker)
    RolFactory(soort="beleidsmedewerker", medewerker=medewerker)
    if zaak.cluster:
        RolFactory(vakambtenaar=True, cluster=zaak.cluster, medewerker=medewerker)
    client.force_login(medewerker)


def rijen():
    """How many rows each table holds; asking for a page counts too, so not the sessions."""
    return {
        model.__name__: model._default_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model.__name__ != "Session"
    }


def druk_twee_keer(client, pagina, adres, gegevens):
    """Send a form as it stands on the page two times; return both answers with what was said."""
    tekst = client.get(pagina).text
    verborgen = formulier(tekst, adres).verborgen
    assert VELD in verborgen
    uitkomsten = []
    for _ in range(2):
        for bestand in (waarde for waarde in gegevens.values() if hasattr(waarde, "seek")):
            bestand.seek(0)
        antwoord = client.post(adres, verborgen | gegevens)
        gezegd = [str(melding) for melding in client.get(antwoord.url, follow=True).context["messages"]]
        uitkomsten.append((antwoord.status_code, antwoord.url, gezegd, rijen()))
    return uitkomsten


def test_each_panel_and_each_part_with_a_form_is_tried_here():
    assert {paneel.naam for paneel in PANELEN if paneel.invoer} == set(PROEVEN)
    assert {deel.naam for deel in DELEN if deel.invoer} == set(DEELPROEVEN)


@pytest.mark.parametrize("naam", PROEVEN)
def test_a_panel_that_is_sent_twice_is_kept_once(client, naam):
    zaak = PROEVEN[naam].zaak()
    gegevens = PROEVEN[naam].gegevens(zaak)
    log_in_met_alles(client, zaak)
    adres = reverse("admin:initiatieven_paneel", args=[zaak.pk, naam])
    pagina = adres_van_zaak(zaak, PANEEL_OP_NAAM[naam].blad_voor(zaak))
    eerste, tweede = druk_twee_keer(client, pagina, adres, gegevens)
    assert eerste[0] == 302
    assert eerste[2] != []
    assert tweede == eerste
    assert Inzending.objects.count() == 1


@pytest.mark.parametrize("naam", DEELPROEVEN)
def test_a_part_that_is_sent_twice_is_kept_once(client, naam):
    zaak = DEELPROEVEN[naam].zaak()
    open_voor_indiener(client, zaak)
    eerste, tweede = druk_twee_keer(
        client,
        reverse("initiatieven:volgen", args=[zaak.kenmerk]),
        reverse("initiatieven:volgdeel", args=[zaak.kenmerk, naam]),
        DEELPROEVEN[naam].gegevens(zaak),
    )
    assert eerste[0] == 302
    assert eerste[2] != []
    assert tweede == eerste
    assert Inzending.objects.count() == 1


@pytest.mark.parametrize("maak", [InitiatiefFactory, met_verbinding, in_toets, met_plan, verantwoord])
def test_each_form_that_makes_something_of_a_case_has_its_own_key(client, maak):
    zaak = maak()
    log_in_met_alles(client, zaak)
    tekst = "".join(client.get(adres_van_zaak(zaak, blad)).text.split("wp-bladen")[1] for blad in Blad)
    eigen = [rij for rij in formulieren(tekst) if f"/{zaak.pk}/" in rij.adres]
    sleutels = [rij.verborgen.get(VELD) for rij in eigen]
    assert None not in sleutels
    assert len(set(sleutels)) == len(sleutels) > 3


@pytest.mark.parametrize("wat", ["notitie", "stap", "antwoord"])
def test_what_stands_beside_the_panels_is_kept_once_too(client, wat):
    zaak = in_gesprek()
    log_in_met_alles(client, zaak)
    pagina = reverse("admin:initiatieven_initiatief_change", args=[zaak.pk])
    adressen = {
        "notitie": (
            adres_van_zaak(zaak, Blad.NOTITIES),
            reverse("admin:initiatieven_notitie", args=[zaak.pk]),
            {"tekst": "Gebeld."},
        ),
        "stap": (
            pagina,
            reverse("admin:initiatieven_stap", args=[zaak.pk, "terug_naar_triage"]),
            {"toelichting": "Hoort bij Groen."},
        ),
        "antwoord": (
            reverse("admin:initiatieven_antwoord", args=[zaak.pk]),
            reverse("admin:initiatieven_antwoord", args=[zaak.pk]),
            {"tekst": "Wij bellen u.", "versturen": "ja"},
        ),
    }
    eerste, tweede = druk_twee_keer(client, *adressen[wat])
    assert (eerste[0], tweede) == (302, eerste)


@pytest.mark.regel("I-14")
def test_a_decision_pressed_twice_says_both_times_that_it_is_taken(client):
    zaak = in_toets()
    client.force_login(zaak.vakambtenaar)
    eerste, tweede = druk_twee_keer(
        client,
        reverse("admin:initiatieven_initiatief_change", args=[zaak.pk]),
        reverse("admin:initiatieven_paneel", args=[zaak.pk, "principebesluit"]),
        {"motivering": "Het past.", "overgang": "principebesluit-ja"},
    )
    assert (eerste[0], tweede) == (302, eerste)
    assert eerste[2] == ["Het principebesluit is genomen: de gemeente werkt mee. Iedereen krijgt bericht."]
    assert Initiatief.objects.get(pk=zaak.pk).fase == Fase.UITVOERING


def test_what_was_refused_is_kept_on_the_page_and_can_be_sent_with_the_same_key(client):
    zaak = in_uitwerking()
    open_voor_indiener(client, zaak)
    adres = reverse("initiatieven:volgdeel", args=[zaak.kenmerk, "begroting"])
    tekst = client.get(reverse("initiatieven:volgen", args=[zaak.kenmerk])).text
    regel = formulier(tekst, adres).verborgen | DEELPROEVEN["begroting"].gegevens(zaak)
    antwoord = client.post(adres, regel | {"bedrag": "veel"})
    assert (antwoord.status_code, Inzending.objects.count()) == (422, 0)
    assert 'value="Hout"' in antwoord.text
    assert VELD in formulier(antwoord.text, adres).verborgen
    assert client.post(adres, regel).status_code == 302
    assert zaak.begroting.count() == 1


def test_the_page_that_was_open_too_long_shows_what_was_typed_and_not_its_key(client):
    zaak = in_gesprek()
    adres = reverse("initiatieven:volgdeel", args=[zaak.kenmerk, "berichten"])
    antwoord = client.post(adres, {"tekst": "Mag de bank groen?", VELD: "b7a1"})
    assert antwoord.context["getypt"] == ["Mag de bank groen?"]


def test_two_presses_at_once_send_one_message(transactional_db):
    zaak = in_gesprek()
    bewoner = Client()
    open_voor_indiener(bewoner, zaak)
    adres = reverse("initiatieven:volgdeel", args=[zaak.kenmerk, "berichten"])
    tekst = bewoner.get(reverse("initiatieven:volgen", args=[zaak.kenmerk])).text
    bericht = formulier(tekst, adres).verborgen | {"tekst": "Mag de bank groen?"}
    start, antwoorden = threading.Barrier(2), []

    def druk() -> None:
        eigen = Client()
        eigen.cookies = bewoner.cookies
        start.wait()
        antwoorden.append(eigen.post(adres, bericht))
        connection.close()

    draden = [threading.Thread(target=druk) for _ in range(2)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert [(antwoord.status_code, antwoord.url) for antwoord in antwoorden] == [
        (302, f"{reverse('initiatieven:volgen', args=[zaak.kenmerk])}#deel-berichten")
    ] * 2
    assert Boodschap.objects.count() == Bericht.objects.filter(naar=zaak.vakambtenaar.email).count() == 1
