"""Whatever people do, in whatever order: no case reaches a state that the rules forbid."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetten import aanvragen
from budgetten.models import Aanvraag
from initiatieven import (
    definitief,
    financiering,
    geldroute,
    namens,
    plan,
    services,
    taken,
    toetsing,
    uitvoering,
)
from initiatieven.models import Fase, Indiener, Initiatief, Toetsbevinding, Voortgang
from initiatieven.overgangen import OVERGANGEN
from initiatieven.toetsing import Bevinding
from tests.fabrieken import RolFactory, WijkFactory
from tests.initiatieven.fabrieken import besloten, in_toets, in_uitwerking, met_plan, verantwoord
from tests.initiatieven.geld import wijkbudget
from wijkportaal.uitzonderingen import Domeinfout

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.regel("I-02", "I-03", "I-13", "I-14", "I-15", "I-17", "I-18", "B-10", "B-12", "B-14"),
]


def verzoek(**velden):
    """A verzoek of which the decision is still to be taken."""
    return in_toets(soort="verzoek", **velden)


def verzoek_in_uitvoering(**velden):
    """A verzoek that the municipality carries out."""
    return in_uitwerking(soort="verzoek", **velden)


BEGIN = {
    "verzoek": verzoek,
    "verzoek in uitvoering": verzoek_in_uitvoering,
    "toets": in_toets,
    "uitwerking": in_uitwerking,
    "plan": met_plan,
    "besloten": besloten,
    "verantwoord": verantwoord,
}
UITSLAGEN = st.sampled_from(Toetsbevinding.Uitslag.values)
AGENDAREDENEN = st.sampled_from(["", "", "impact", "plafond"])
BEDRAGEN = st.sampled_from(["50.00", "900.00", "1500.00"])
MORGEN = timezone.localdate() + datetime.timedelta(days=1)
TEKST = {"motivering": "Daarom.", "voorwaarden": ""}
MENSEN = st.sampled_from(
    ["vakambtenaar", "vakambtenaar", "vakambtenaar", "kcc", "regisseur", "manager", "vreemde"]
)
HOE = "Aan de telefoon."
BON = {"naam": "bon.pdf", "soort": "application/pdf", "inhoud": b"%PDF-1.7"}


def regel(bedrag):
    return {"omschrijving": "Hout", "bedrag": bedrag, "betaler": "gemeente"}


def eerste_regel(zaak):
    return zaak.begroting.values_list("pk", flat=True).first() or -1  # a line that is gone


# By name: what is done with a case, by whom, with one thing that varies.
VAN_STAF = {
    "toets": lambda w, u: {"bevindingen": {steen: Bevinding(u, "Daarom.") for steen in Toetsbevinding.Steen}},
    "advies": lambda w, u: {"strekking": "meewerken", "tekst": "Doen."},
    "principe": lambda w, u: TEKST | {"agendareden": w if w != "plafond" else ""},
    "definitief": lambda w, u: TEKST | {"agendareden": w, "bereik": "buurt_of_plek"},
    "terug": lambda w, u: {"reden": "Vul aan."},
    "rest": lambda w, u: {"reden": "Over."},
    "bron 1a": lambda w, u: {"code": "1a", "uitkomst": "geweigerd", "toelichting": "Nee."},
    "bron 2": lambda w, u: {"code": "2", "uitkomst": "geweigerd", "toelichting": "Nee."},
    "fonds": lambda w, u: {"code": "2", "uitkomst": "toegekend", "toelichting": "Ja.", "bedrag": 400},
    "geen wijkbudget": lambda w, u: {"code": "5", "uitkomst": "nvt", "toelichting": "Nee."},
    "taak": lambda w, u: {"soort": "werk", "omschrijving": "Graven", "uiterlijk": MORGEN},
}
DIENSTEN = {
    "toets": toetsing.leg_toets_vast,
    "advies": toetsing.adviseer,
    "principe": toetsing.bereid_principebesluit_voor,
    "definitief": definitief.bereid_definitief_besluit_voor,
    "terug": plan.geef_plan_terug,
    "rest": uitvoering.geef_rest_terug,
    "bron 1a": financiering.leg_bron_vast,
    "bron 2": financiering.leg_bron_vast,
    "fonds": financiering.leg_bron_vast,
    "geen wijkbudget": financiering.leg_bron_vast,
    "taak": lambda zaak, door, **velden: taken.zet_taak(zaak=zaak, door=door, eigenaar=door, **velden),
}
VAN_BEWONERS = {
    "regel": lambda zaak, bedrag: plan.voeg_regel_toe(zaak=zaak, **regel(bedrag)),
    "stap": lambda zaak, _: plan.voeg_stap_toe(zaak=zaak, wat="Doen", wanneer=MORGEN),
    "onderhoud": lambda zaak, _: plan.schrijf_onderhoud(zaak=zaak, onderhoud="Wij."),
    "inleveren": lambda zaak, _: plan.lever_in(zaak=zaak),
    "voortgang": lambda zaak, _: uitvoering.vertel_voortgang(zaak=zaak, tekst="Het gaat."),
    "verantwoording": lambda zaak, _: uitvoering.geef_verantwoording(zaak=zaak, gedaan="Klaar.", kosten=None),
    "weg": lambda zaak, _: plan.verwijder_regel(zaak=zaak, regel=eerste_regel(zaak)),
    "intrekken": lambda zaak, _: services.trek_in(zaak=zaak),
}
# By what goes on record: the service that does it in the place of the residents, and what varies.
NAMENS = {
    "begroting": (namens.vul_begroting_in, lambda zaak, bedrag: regel(bedrag)),
    "weg": (namens.vul_begroting_in, lambda zaak, _: {"weg": eerste_regel(zaak)}),
    "planning": (namens.vul_planning_in, lambda *_: {"wat": "Doen", "wanneer": MORGEN}),
    "onderhoud": (namens.vul_onderhoud_in, lambda *_: {"onderhoud": "Wij."}),
    "inleveren": (namens.lever_plan_in, lambda *_: {"hoe": HOE}),
    "voortgang": (namens.vertel_voortgang, lambda *_: {"tekst": "Het gaat.", "hoe": HOE}),
    "bon": (namens.voeg_bon_toe, lambda *_: BON | {"hoe": HOE}),
    "verantwoording": (namens.verantwoord, lambda *_: {"gedaan": "Klaar.", "kosten": None, "hoe": HOE}),
    "intrekken": (namens.trek_in, lambda *_: {"hoe": HOE}),
    "mailadres": (namens.wijzig_mailadres, lambda *_: {"email": "sjef@bewoner.example", "hoe": HOE}),
}
STAPPEN = [rij.naam for rij in OVERGANGEN if rij.van in (Fase.TOETS, Fase.UITVOERING) and not rij.via_dienst]
DADEN = st.one_of(
    st.tuples(st.just("stap"), st.sampled_from(STAPPEN)),
    st.tuples(st.just("staf"), st.sampled_from(list(VAN_STAF))),
    st.tuples(st.just("bewoner"), st.sampled_from(list(VAN_BEWONERS))),
    st.tuples(st.just("namens"), st.sampled_from(list(NAMENS))),
    st.tuples(st.just("geld"), st.sampled_from(["vraag", "keur goed", "leg vast"])),
)
REEKSEN = st.lists(st.tuples(DADEN, MENSEN, UITSLAGEN, AGENDAREDENEN, BEDRAGEN), min_size=4, max_size=14)


@pytest.fixture
def wereld():
    """A wijk with money and people, and a case in each of the states where an example begins."""
    wijk = WijkFactory()
    rol = RolFactory(vakambtenaar=True)
    mensen = {
        "vakambtenaar": rol.medewerker,
        "regisseur": RolFactory(wijkregisseur=True, wijk=wijk).medewerker,
        "kcc": RolFactory(kcc=True).medewerker,
        "manager": wijkbudget(wijk),
        "vreemde": RolFactory(vakambtenaar=True).medewerker,
    }
    return {naam: maak(wijk=wijk, rol=rol) for naam, maak in BEGIN.items()}, mensen


def doe(zaak, mensen, daad):
    (soort, naam), wie, uitslag, reden, bedrag = daad
    door = mensen[wie]
    if soort == "stap":
        services.voer_overgang_uit(zaak=zaak, naam=naam, door=door, toelichting="Daarom.")
    elif soort == "staf":
        DIENSTEN[naam](zaak=zaak, door=door, **VAN_STAF[naam](reden, uitslag))
    elif soort == "bewoner":
        VAN_BEWONERS[naam](zaak, bedrag)
    elif soort == "namens":
        dienst, velden = NAMENS[naam]
        dienst(zaak=zaak, door=door, **velden(zaak, bedrag))
    else:
        geld(zaak, door, naam, bedrag)


def geld(zaak, door, naam, bedrag):
    if naam == "vraag":
        financiering.vraag_wijkbudget(
            zaak=zaak, door=door, bedrag=bedrag, gericht_op="leefbaarheid", doel="x", sleutel=uuid.uuid4()
        )
        return
    for aanvraag in geldroute.aanvragen_van(zaak):
        if naam == "keur goed":
            aanvragen.keur_goed(aanvraag=aanvraag, door=door)
        else:
            aanvragen.leg_vast(aanvraag=aanvraag, door=door, kenmerk="B-1", planjaar=aanvraag.jaar_id)


def eis_dat_het_mag(zaak):
    """The rules, read back from the database alone."""
    besluiten = {besluit.soort: besluit for besluit in zaak.besluiten.exclude(uitkomst="")}
    principe, definitief_ = besluiten.get("principe"), besluiten.get("definitief")
    ja = bool(definitief_ and definitief_.uitkomst == "ja")
    eis_besluiten(zaak, principe, definitief_, ja=ja)
    if zaak.fase in (Fase.UITVOERING, Fase.AFGEROND):
        assert principe
        assert principe.uitkomst == "ja"
    if zaak.fase in (Fase.AFGEWEZEN, Fase.GEAGENDEERD):
        laatste = definitief_ or principe
        assert laatste.uitkomst == {"afgewezen": "nee", "geagendeerd": "agenda"}[zaak.fase]
    gevraagd = Aanvraag.objects.filter(onderwerp=geldroute.onderwerp(zaak))
    assert ja or not gevraagd.exists()
    assert ja or not Voortgang.objects.filter(initiatief=zaak).exists()
    assert sum(aanvraag.bedrag for aanvraag in gevraagd.exclude(stand="ingetrokken")) <= 1000
    assert not (zaak.is_verzoek and (zaak.begroting.exists() or zaak.planning.exists()))
    eis_einde(zaak)
    eis_namens(zaak)
    for brief in besluiten.values():
        assert brief.brief


def eis_besluiten(zaak, principe, definitief_, *, ja):
    """What each decision rests on."""
    if principe:
        assert zaak.toetsbevindingen.count() == 4
        assert principe.advies
        assert principe.advies.op <= principe.op
        niet = zaak.toetsbevindingen.filter(uitslag="voldoet_niet").exists()
        assert not (principe.uitkomst == "ja" and (niet or principe.agendareden))
    if definitief_:
        assert principe
        assert principe.uitkomst == "ja"
    if definitief_ and zaak.is_verzoek:
        assert not ja
        assert zaak.fase in (Fase.AFGEWEZEN, Fase.GEAGENDEERD)
    elif definitief_:
        assert zaak.plan.ingeleverd_op
        assert zaak.begroting.exists()
        assert zaak.planning.exists()
    if ja:
        eis_route(zaak, voor_de_potten=True)
        assert geldroute.nog_nodig(zaak) <= financiering.plafond(definitief_.bereik)


def eis_einde(zaak):
    """What is closed as afgerond leaves nothing open."""
    if zaak.fase == Fase.AFGEROND:
        assert not zaak.taken.open().exists()
        assert zaak.is_verzoek or zaak.verantwoording
        eis_route(zaak, voor_de_potten=False)
        assert not uitvoering.houdt_geld_vast(zaak)


def eis_namens(zaak):
    """What was done in the residents' place: by who may, with how they asked, and before they had mail."""
    gedaan = list(zaak.namenshandelingen.order_by("pk").values_list("daad", "door__rollen__soort", "hoe"))
    daden = [daad for daad, _, _ in gedaan]
    assert {soort for _, soort, _ in gedaan} <= {"kcc", "vakambtenaar"}
    assert all(hoe for daad, _, hoe in gedaan if daad not in ("begroting", "planning", "onderhoud"))
    met_mail = daden[daden.index("mailadres") :] if "mailadres" in daden else daden
    assert not zaak.indiener.email or set(met_mail) <= {"mailadres"}
    assert ("intrekken" not in daden) or (zaak.fase, daden[-1]) == (Fase.INGETROKKEN, "intrekken")
    assert daden.count("verantwoording") <= hasattr(zaak, "verantwoording")
    assert daden.count("voortgang") <= zaak.voortgang.count()
    assert daden.count("bon") == zaak.bijlagen.count()


def eis_route(zaak, *, voor_de_potten):
    """Every source has its outcome, up to the one that pays (B-12), and none beside one it excludes."""
    kost = geldroute.gevraagd_van_anderen if voor_de_potten else geldroute.uitgegeven_door_anderen
    betaalt = kost(zaak)
    for halte in geldroute.route(zaak):
        if betaalt <= 0 or (voor_de_potten and halte.pot):
            break
        assert halte.heeft_uitkomst
        betaalt -= halte.gaf
    gaven = [halte for halte in geldroute.route(zaak) if halte.gaf]
    assert not (any(h.sluit_uit for h in gaven) and any(h.van_gemeente for h in gaven))


def geef_alleen_telefoon(zaak):
    """The submitter cannot open the own page: staff do it."""
    Indiener.objects.filter(initiatief=zaak).update(email="", telefoon="0475 123456")


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(begin=st.sampled_from(list(BEGIN)), met_mail=st.booleans(), reeks=REEKSEN)
def test_no_sequence_of_actions_reaches_a_forbidden_state(wereld, begin, met_mail, reeks):
    zaken, mensen = wereld
    with transaction.atomic():
        if not met_mail:
            geef_alleen_telefoon(zaken[begin])
        for daad in reeks:
            zaak = Initiatief.objects.get(pk=zaken[begin].pk)
            try:
                with transaction.atomic():
                    doe(zaak, mensen, daad)
            except (Domeinfout, PermissionDenied):
                pass
            eis_dat_het_mag(Initiatief.objects.get(pk=zaak.pk))
        transaction.set_rollback(True)


def test_the_whole_way_from_a_plan_to_the_end_can_be_walked_in_the_place_of_the_residents(wereld):
    zaken, mensen = wereld
    geef_alleen_telefoon(zaken["uitwerking"])
    namens_ = ("begroting", "weg", "begroting", "planning", "onderhoud", "inleveren")
    weg = [
        *(("namens", naam) for naam in namens_),
        *(("staf", naam) for naam in ("definitief", "bron 1a", "bron 2")),
        ("stap", "definitief-ja"),
        *(("namens", naam) for naam in ("voortgang", "bon", "verantwoording")),
        ("stap", "afronden"),
    ]
    for daad in weg:
        zaak = Initiatief.objects.get(pk=zaken["uitwerking"].pk)
        doe(zaak, mensen, (daad, "vakambtenaar", "voldoet", "", "50.00"))
        eis_dat_het_mag(Initiatief.objects.get(pk=zaak.pk))
    assert Initiatief.objects.get(pk=zaken["uitwerking"].pk).fase == Fase.AFGEROND
