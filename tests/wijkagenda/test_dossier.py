"""An agenda on paper: PDF/UA by typst's own check, complete, and whatever people typed is text."""

import json
import re
from html import unescape

import pytest
import typst
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fabrieken import GemeenteFactory, RolFactory
from tests.wijkagenda.fabrieken import (
    IdeeFactory,
    agenda_in,
    bied_aan,
    coalitie_zegt_ja,
    gepubliceerde_agenda,
    keur_goed,
    leg_voor,
    maatregel_van,
    met_cluster,
    met_wijkbudget,
    stap,
    stel_vast,
    wereld,
)
from wijkagenda import dossier, hoofdstukken
from wijkagenda.models import Fase, Idee
from wijkportaal.pdf import als_pdf, leesbaar

pytestmark = pytest.mark.django_db
VIJANDIG = '#panic() *ster* $x^2$ \\ <label> @ref `code` // weg /* " = kop\n- punt\n#import "x"'


@pytest.fixture
def w(db):
    return wereld()


def tekst_van(stuk):
    """What the document says when it is read out: typst's own HTML of the same source, without its tags."""
    html = typst.compile(
        str(dossier.SJABLOON),
        sys_inputs={"gegevens": json.dumps(leesbaar(stuk))},
        ignore_system_fonts=True,
        format="html",
    )
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html.decode())).split())


@pytest.fixture
def gemaakt(monkeypatch):
    """What was handed to typst, in the order in which it was made."""
    stukken = []

    def bewaar(sjabloon, stuk):
        stukken.append(stuk)
        return als_pdf(sjabloon, stuk)

    monkeypatch.setattr(dossier, "als_pdf", bewaar)
    return stukken


def bij_de_coalitie(w):
    agenda = agenda_in(Fase.UITWERKING, w)
    maatregel = maatregel_van(agenda, kosten="2500", titel="Bomen op het plein")
    met_cluster(maatregel, w.groen, "500")
    met_wijkbudget(maatregel, "2000", w.regisseur)
    leg_voor(agenda, w.regisseur)
    keur_goed(maatregel.bijdragen.get(bron="cluster"), w.manager_groen)
    keur_goed(maatregel.bijdragen.get(bron="wijkbudget"), w.manager)
    agenda = stap(agenda, "opstellen", w.regisseur)
    coalitie_zegt_ja(agenda, w)
    return agenda


@pytest.mark.regel("A-08")
def test_the_dossier_is_complete_and_passes_pdf_ua(w, gemaakt):
    agenda = bij_de_coalitie(w)
    oordeel = {"oordeel_door": w.beleid, "oordeel_op": agenda.fase_sinds}
    IdeeFactory(
        agenda=agenda, titel="Fontein", oordeel=Idee.Oordeel.AFGEVALLEN, oordeel_reden="Te duur", **oordeel
    )

    pdf = dossier.dossier(agenda)

    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/Lang(nl-NL)" in pdf
    assert f">{agenda.naam}: dossier voor het college</rdf:li>".encode() in pdf
    inhoud = tekst_van(gemaakt[0])
    for deel in (
        "1. Bomen op het plein",
        "We planten bomen langs de weg.",
        "Aantal bomen: van 2 naar 12 bomen",
        "Cluster Openbare Ruimte",
        f"Manager van {w.groen}, ",
        "Manager van het wijkbudget, ",
        "Nagegaan: ",
        "Wijkbudget € 2.000,00",
        "Samen € 2.500,00",
        "Fontein Bewoner Afgevallen Te duur",
        f"{w.partner} Handtekening",
        "Hoe deze agenda tot stand kwam",
        "Besproken in de wijkcoalitie",
    ):
        assert deel in inhoud
    for mens in (w.manager, w.manager_groen, w.regisseur, w.opbouw):
        assert mens.naam not in inhoud


@pytest.mark.regel("A-06", "A-08")
def test_it_says_which_part_waits_for_whom():
    deel = {"bron": "cluster", "van_wie": "Groen", "akkoord_op": None, "toezegging": ""}
    assert hoofdstukken._akkoord(deel) == "Nog niet (Manager van Groen)"
    buiten = {"bron": "subsidie", "van_wie": "Fonds", "akkoord_op": None, "toezegging": ""}
    assert hoofdstukken._akkoord(buiten) == "Nog niet toegezegd"
    assert hoofdstukken._akkoord(buiten | {"toezegging": "F-1"}) == "Toegezegd: F-1"


@pytest.mark.regel("A-09")
def test_a_version_on_paper_is_what_was_adopted_whatever_changed_since(w, gemaakt):
    agenda = bij_de_coalitie(w)
    agenda = stap(agenda, "aanbieden-college", w.regisseur)
    stel_vast(agenda, w, toelichting="Er komt meer groen.")
    bied_aan(agenda, w)
    agenda.refresh_from_db()
    agenda = stap(agenda, "herzien", w.regisseur)
    agenda.maatregelen.update(titel="Iets anders")

    versie = agenda.versies.select_related("besluit", "raadsaanbieding").get()
    pdf = dossier.versie_als_pdf(versie)

    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    inhoud = tekst_van(gemaakt[0])
    assert "1. Bomen op het plein" in inhoud
    assert "Iets anders" not in inhoud
    for deel in ("besluit 2026/1 van het college", "brief RB-1", "Er komt meer groen.", "versie 1"):
        assert deel in inhoud


def document(**velden):
    agenda = {"naam": "Wijkagenda", "wijk": {"naam": "W"}, "vorm": "Volledig", "inleiding": VIJANDIG}
    lijsten = ("deelagendas", "maatregelen", "weggelaten", "akkoorden", "stappen")
    leeg = {naam: [] for naam in lijsten}
    return {"versie": 1, "agenda": agenda | {"van": "2026-01-01", "tot": "2029-12-31"}, **leeg, **velden}


def maatregel(tekst, nummer=1, **velden):
    teksten = ("titel", "omschrijving", "doel", "effect", "trekker", "betrokkenen", "beheer", "thema")
    deel = {"bron": "cluster", "bron_naam": "Clusterbudget", "bedrag": "5.00", "akkoord_op": "2026-01-01"}
    return {
        **dict.fromkeys((*teksten, "indicator", "eenheid", "deelagenda"), tekst),
        "nummer": nummer,
        "jaar_van": 2026,
        "jaar_tot": 2027,
        "kosten": "5.00",
        "startwaarde": "1.50",
        "streefwaarde": "1000.00",
        "streefdatum": "2027-12-31",
        "bijdragen": [deel | {"van_wie": tekst, "inzet": tekst, "toezegging": ""}],
        "verkenningen": [{"naam": tekst, "uitkomst": "Geweigerd", "toelichting": tekst}],
        "ideeen": [tekst],
        **velden,
    }


def stuk_van(doc):
    GemeenteFactory()
    return dossier._stuk(doc, doc["agenda"]["naam"])


@pytest.mark.regel("A-08")
def test_hostile_text_is_only_text():
    keuze = {"titel": VIJANDIG, "steun": 1, "tegen": 2, "punten": 3, "wil_helpen": 4}
    peiling = {
        "titel": VIJANDIG,
        "van": "2026-01-01",
        "tot": "2026-02-01",
        "bereikt": VIJANDIG,
        "deelnemers": {"online": 3, "papier": 1},
        "keuzes": [keuze],
    }
    stuk = stuk_van(
        document(
            maatregelen=[maatregel(VIJANDIG)],
            weggelaten=[{"nummer": 2, "titel": VIJANDIG, "weggelaten_reden": VIJANDIG}],
            deelagendas=[{"buurt": VIJANDIG, "inleiding": VIJANDIG}],
            peiling=peiling,
        )
    )

    assert als_pdf(dossier.SJABLOON, stuk).startswith(b"%PDF-")
    inhoud = tekst_van(stuk)
    assert inhoud.count("#panic() *ster* $x^2$") >= 20
    assert "online: 3, op papier: 1" in inhoud


def test_a_word_that_is_too_long_does_not_run_off_the_page():
    stuk = stuk_van(document(maatregelen=[maatregel("w" * 500)]))

    assert als_pdf(dossier.SJABLOON, stuk).startswith(b"%PDF-")


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=60))
def test_whatever_is_typed_the_document_passes_the_standard(tekst):
    stuk = {"titel": f"Agenda {tekst}", "afzender": "Gemeente", "voet": tekst, "kenmerken": [("Wijk", tekst)]}
    chapters = [{"niveau": 2, "kop": "Maatregelen"}, hoofdstukken._maatregel(maatregel(tekst))]
    assert als_pdf(dossier.SJABLOON, stuk | {"inleiding": tekst, "hoofdstukken": chapters}).startswith(
        b"%PDF-"
    )


def test_a_hundred_maatregelen_fit_in_one_document():
    rijen = [maatregel("Bomen langs de weg. " * 20, nummer) for nummer in range(1, 101)]

    assert als_pdf(dossier.SJABLOON, stuk_van(document(maatregelen=rijen))).startswith(b"%PDF-")


# Who gets what.


@pytest.mark.regel("A-09")
def test_everybody_downloads_a_published_version_and_nobody_another(w, client):
    agenda = gepubliceerde_agenda(w)
    adres = reverse("wijkagenda:versie_pdf", args=[w.wijk.slug, agenda.van.year, 1])

    antwoord = client.get(adres)
    assert (antwoord.status_code, antwoord["Content-Type"]) == (200, "application/pdf")
    assert antwoord.content.startswith(b"%PDF-")
    assert "versie%201.pdf" in antwoord["Content-Disposition"]
    assert client.get(adres).content == antwoord.content
    assert client.post(adres).status_code == 405
    assert client.get(adres.replace("versies/1", "versies/2")).status_code == 404


def test_a_version_that_was_not_offered_to_the_raad_is_not_handed_out(w, client):
    agenda = stap(bij_de_coalitie(w), "aanbieden-college", w.regisseur)
    stel_vast(agenda, w)

    assert (
        client.get(reverse("wijkagenda:versie_pdf", args=[w.wijk.slug, agenda.van.year, 1])).status_code
        == 404
    )


@pytest.mark.regel("A-08")
@pytest.mark.parametrize(
    ("wie", "status"), [("regisseur", 200), ("secretaris", 200), ("opbouw", 200), ("budgethouder", 403)]
)
def test_the_dossier_is_for_who_may_read_the_agenda(w, client, wie, status):
    agenda = bij_de_coalitie(w)
    client.force_login(getattr(w, wie))

    antwoord = client.get(reverse("admin:wijkagenda_dossier", args=[agenda.pk]))
    assert antwoord.status_code == status
    assert (antwoord["Content-Type"] == "application/pdf") is (status == 200)


def test_not_for_another_wijk_nor_for_strangers(w, client):
    adres = reverse("admin:wijkagenda_dossier", args=[bij_de_coalitie(w).pk])

    assert client.get(adres).status_code == 302
    client.force_login(RolFactory(wijkregisseur=True).medewerker)
    assert client.get(adres).status_code == 403


def test_an_agenda_in_the_making_has_no_dossier_yet(w, client):
    agenda = agenda_in(Fase.UITWERKING, w)
    client.force_login(w.regisseur)

    antwoord = client.get(reverse("admin:wijkagenda_dossier", args=[agenda.pk]))
    assert antwoord.status_code == 409
    assert "Uitwerking" in antwoord.content.decode()


def test_its_page_offers_it_only_while_there_is_one(w, client):
    client.force_login(w.regisseur)
    adres = reverse("admin:wijkagenda_dossier", args=[bij_de_coalitie(w).pk])
    assert adres in client.get(adres.replace("dossier/", "change/")).content.decode()
