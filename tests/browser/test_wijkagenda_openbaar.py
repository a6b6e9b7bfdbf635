"""The wijkagenda as raad, college and residents read it: on a phone and on a desk, twelve maatregelen."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.mensen import klik, kop
from tests.fabrieken import BuurtFactory, WijkFactory
from tests.wijkagenda.fabrieken import (
    JAAR,
    ThemaFactory,
    WijkagendaFactory,
    agenda_in,
    maatregel_van,
    met_cluster,
    met_wijkbudget,
    stap,
    volgende_versie,
    wereld,
)
from wijkagenda.models import Fase
from wijkagenda.voortgang import Melding, meld_voortgang

PLANNEN = (
    ("Groen", "Bomen en banken op het Stationsplein", "1500", 0),
    ("Groen", "Een pluktuin bij de Sint Josephschool, onderhouden door de buurt", "0", 1),
    ("Groen", "Zwerfvuil: elke maand samen opruimen", "0", 0),
    ("Verkeer", "Veilig oversteken bij de Kapellerlaan", "2500", 0),
    ("Verkeer", "Fietsenstalling bij de markt", "0", 0),
    ("Verkeer", "Minder hard rijden in de Heinsbergerweg", "0", 2),
    ("Ontmoeten", "Open avond in het buurthuis", "500", 2),
    ("Ontmoeten", "Welkom voor nieuwe bewoners", "0", 0),
    ("Ontmoeten", "Samen eten met ouderen", "250.50", 1),
    ("Veilig wonen", "Betere verlichting in de brandgangen", "1000", 0),
    ("Veilig wonen", "Buurtpreventieteam met de wijkagent", "0", 0),
    ("Veilig wonen", "Spreekuur over geluidsoverlast", "0", 2),
)


@pytest.fixture
def roermond(transactional_db):
    """Not Roermond but the smallest municipality with an agenda that is carried out, and one that begins."""
    w = wereld(pot=20_000)
    w.wijk.naam, w.groen.naam = "Centrum", "Groen en openbare ruimte"
    w.wijk.save()
    w.groen.save()
    agenda = agenda_in(Fase.UITWERKING, w, inleiding="Centrum is van iedereen.\n\nDit gaan we samen doen.")
    delen = [
        agenda.deelagendas.create(
            buurt=BuurtFactory(wijk=w.wijk, naam=naam), inleiding=f"Hier begint {naam}."
        )
        for naam in ("Binnenstad", "Kapel in ’t Zand")
    ]
    themas = {naam: ThemaFactory(naam=naam) for naam in dict.fromkeys(plan[0] for plan in PLANNEN)}
    for thema, titel, kosten, deel in PLANNEN:
        maatregel = maatregel_van(
            agenda,
            titel=titel,
            kosten=kosten,
            thema=themas[thema],
            deelagenda=delen[deel - 1] if deel else None,
        )
        met_cluster(maatregel, w.groen, inzet="Maakt het plan en begeleidt de aannemer")
        if kosten != "0":
            met_wijkbudget(maatregel, kosten, w.regisseur)
    w.agenda = volgende_versie(agenda, w)
    meld(w, 1, "gestart", toelichting="De eerste bomen staan.", waarde=6, waarde_op=timezone.localdate())
    meld(w, 3, "gereed", toelichting="Elke maand een groep van twintig mensen.")
    meld(w, 4, "vertraagd", toelichting="De aannemer heeft pas in het voorjaar tijd.")
    w.begin = WijkagendaFactory(wijk=WijkFactory(naam="Donderberg"))
    WijkFactory(naam="Swalmen")
    return w


def meld(w, nummer, stand, **velden):
    maatregel = w.agenda.maatregelen.get(nummer=nummer)
    meld_voortgang(maatregel=maatregel, melding=Melding(stand=stand, gezien="", **velden), door=w.regisseur)


@pytest.mark.regel("C-03", "A-01", "A-12")
def test_raad_and_residents_read_what_happens_in_a_wijk(scherm, bekijk, roermond):
    scherm.goto("/")
    klik(scherm, "Bekijk de wijkagenda’s")
    kop(scherm, "Wijkagenda’s")
    expect(scherm.get_by_role("row").filter(has_text="Centrum").first).to_contain_text("9 gepland")
    bekijk(scherm, "wijkagendas")

    scherm.get_by_role("link", name="Centrum", exact=True).first.click()
    kop(scherm, f"Wijkagenda Centrum {JAAR}–{JAAR + 3}")
    expect(scherm.get_by_role("heading", level=4)).to_have_count(12)
    bekijk(scherm, "wijkagenda")

    scherm.get_by_label("Thema", exact=True).select_option("Verkeer")
    scherm.get_by_label("Buurt", exact=True).select_option("De hele wijk")
    scherm.get_by_role("button", name="Toon").click()
    expect(scherm.get_by_text("2 van de 12 maatregelen.")).to_be_visible()
    expect(scherm.get_by_role("heading", level=4)).to_have_count(2)

    klik(scherm, "4. Veilig oversteken bij de Kapellerlaan")
    kop(scherm, "Veilig oversteken bij de Kapellerlaan")
    expect(scherm.get_by_text("De aannemer heeft pas in het voorjaar tijd.")).to_be_visible()
    bekijk(scherm, "maatregel")
    scherm.goto(f"/wijken/{roermond.wijk.slug}/agenda/{JAAR}/maatregelen/1/")
    bekijk(scherm, "maatregel-met-meting")

    scherm.goto(roermond.begin.get_absolute_url())
    expect(scherm.get_by_text("Iedereen kan wensen en ideeën voor de wijk inbrengen.")).to_be_visible()
    bekijk(scherm, "wijkagenda-begin")
    scherm.goto(roermond.wijk.get_absolute_url())
    bekijk(scherm, "wijk-met-agenda")


@pytest.mark.regel("A-09")
def test_a_second_version_says_what_changed(scherm, bekijk, roermond):
    w = roermond
    agenda = stap(w.agenda, "herzien", w.regisseur)
    agenda.maatregelen.filter(nummer=1).update(
        titel="Bomen, banken en een kiosk op het Stationsplein", doel="Het plein is kaal en te warm."
    )
    agenda.maatregelen.filter(nummer=5).update(
        weggelaten=True, weggelaten_reden="Het station krijgt al een grote stalling."
    )
    met_cluster(maatregel_van(agenda, titel="Een skatebaan", deelagenda=agenda.deelagendas.first()), w.groen)
    scherm.goto(agenda.get_absolute_url())
    expect(scherm.get_by_text("Versie 1 blijft gelden tot de nieuwe is vastgesteld.")).to_be_visible()
    bekijk(scherm, "wijkagenda-herzien")
    w.agenda = volgende_versie(agenda, w, toelichting="Na een jaar hebben we de agenda bijgewerkt.")

    scherm.goto(w.agenda.versies.get(nummer=2).get_absolute_url())
    expect(scherm.get_by_role("heading", name="Wat er is veranderd sinds versie 1")).to_be_visible()
    expect(scherm.get_by_text("Het station krijgt al een grote stalling.")).to_be_visible()
    scherm.get_by_text("Bekijk beide teksten").first.click()
    expect(scherm.get_by_text("Het plein is kaal en te warm.").first).to_be_visible()
    bekijk(scherm, "versie-2")
    scherm.goto(w.agenda.versies.get(nummer=1).get_absolute_url())
    expect(scherm.get_by_text("Er is een nieuwere versie.")).to_be_visible()
    bekijk(scherm, "versie-1")
