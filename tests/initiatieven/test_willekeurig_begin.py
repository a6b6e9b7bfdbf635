"""Whatever people do in triage and talk, in whatever order: no case gets where the rules forbid it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from initiatieven import gesprek, namens, overdracht, services, stappenplan, triage
from initiatieven.models import Fase, Gespreksverslag, Indiener, Initiatief
from initiatieven.triagevragen import KLACHTEN, NEE, VRAGEN, geldende_antwoorden
from tests.fabrieken import RolFactory, WijkFactory
from tests.initiatieven.fabrieken import InitiatiefFactory, beantwoord_alles
from wijkportaal.uitzonderingen import Domeinfout

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.regel("I-03", "I-04", "I-05", "I-06", "I-10", "I-11", "I-12", "I-18"),
]
STAPPEN = (
    "toewijzen",
    "doorverwijzen",
    "weigeren",
    "terug_naar_triage",
    "naar_toets",
    "agenderen",
    "terug_naar_gesprek",
)
ANTWOORDEN = ("ja", "nee", "initiatief", "verzoek", "beleidswens", "buurt", "Groen", "alleen", "meer")
PUNTEN = dict.fromkeys(Gespreksverslag.PUNTEN, "Duidelijk.")
DADEN = st.one_of(
    st.tuples(st.just("stap"), st.sampled_from(STAPPEN)),
    st.tuples(st.just("stap"), st.sampled_from(STAPPEN)),
    st.tuples(st.just("alles"), st.just("")),
    st.tuples(st.just("contact"), st.just("")),
    st.tuples(st.sampled_from([vraag.sleutel.value for vraag in VRAGEN]), st.sampled_from(ANTWOORDEN)),
    st.tuples(st.just("gesprek"), st.sampled_from(["", "advies"])),
    st.tuples(st.just("halfgesprek"), st.just("")),
    st.tuples(st.just("trede"), st.sampled_from(["loslaten", "regisseren"])),
    st.tuples(st.just("geen plan"), st.just("")),
    st.tuples(st.just("herindelen"), st.sampled_from(["verzoek", "beleidswens"])),
    st.tuples(st.just("overdragen"), st.just("")),
    st.tuples(st.just("intrekken"), st.sampled_from(["zelf", "namens"])),
)
TOEGEWEZEN = [
    (("alles", ""), "regisseur"),
    (("contact", ""), "regisseur"),
    (("stap", "toewijzen"), "regisseur"),
]
GESPROKEN = [
    *TOEGEWEZEN,
    (("gesprek", "advies"), "contact"),
    (("trede", "loslaten"), "contact"),
    (("geen plan", ""), "contact"),
]
BEGIN = ([], TOEGEWEZEN, GESPROKEN)
MENSEN = st.sampled_from(["regisseur", "contact", "contact", "kcc", "ander", "vreemde"])


@pytest.fixture
def wereld():
    wijk = WijkFactory()
    rollen = {naam: RolFactory(vakambtenaar=True) for naam in ("contact", "ander", "vreemde")}
    mensen = {naam: rol.medewerker for naam, rol in rollen.items()}
    mensen["kcc"] = RolFactory(kcc=True).medewerker
    mensen["regisseur"] = RolFactory(wijkregisseur=True, wijk=wijk).medewerker
    return InitiatiefFactory(wijk=wijk), mensen, rollen


def doe(zaak, door, naam, wat, rollen):
    """One thing that somebody tries."""
    dag, rol = timezone.localdate(), rollen["contact"]
    punten = {} if naam == "halfgesprek" else PUNTEN
    daden = {
        "stap": lambda: services.voer_overgang_uit(zaak=zaak, naam=wat, door=door, toelichting="Daarom."),
        "alles": lambda: beantwoord_alles(zaak, door),
        "contact": lambda: triage.kies_contact(
            zaak=zaak, door=door, cluster=rol.cluster, vakambtenaar=rol.medewerker, openbaar=True
        ),
        "trede": lambda: gesprek.kies_trede(zaak=zaak, door=door, trede=wat),
        "geen plan": lambda: stappenplan.plan_niet_nodig(zaak=zaak, door=door, reden="Klein."),
        "herindelen": lambda: gesprek.deel_opnieuw_in(zaak=zaak, door=door, naar=wat, reden="Daarom."),
        "intrekken": lambda: (
            services.trek_in(zaak=zaak)
            if wat == "zelf"
            else namens.trek_in(zaak=zaak, door=door, hoe="Aan de telefoon.")
        ),
        "overdragen": lambda: overdracht.draag_over(
            zaak=zaak, door=door, rol=rollen["ander"], reden="Daarom."
        ),
    }
    for soort in ("gesprek", "halfgesprek"):
        daden[soort] = lambda: gesprek.leg_gesprek_vast(
            zaak=zaak, door=door, gesproken_op=dag, punten=punten, steun=[wat] if wat else []
        )
    antwoord = {"regel": "prive", "reden": "Privé.", "clusters": [rol.cluster]}
    daden.setdefault(
        naam, lambda: triage.beantwoord(zaak=zaak, door=door, vraag=naam, antwoord=wat, **antwoord)
    )
    daden[naam]()


def eis_dat_het_mag(zaak):
    """The rules, read back from the database alone."""
    antwoorden = geldende_antwoorden(zaak)
    geweigerd = antwoorden.get("ontvankelijk") and antwoorden["ontvankelijk"].antwoord == NEE
    klachten = [vraag for vraag in KLACHTEN if vraag in antwoorden and antwoorden[vraag].antwoord == "ja"]
    assert zaak.overdrachten.count() == zaak.keer_overgedragen
    if zaak.fase in (Fase.ORIENTATIE, Fase.TOETS, Fase.GEAGENDEERD):
        assert zaak.vakambtenaar
        assert zaak.soort
        assert len(antwoorden) == len(VRAGEN)
        assert not klachten
        assert not geweigerd
    if zaak.fase in (Fase.TOETS, Fase.GEAGENDEERD):
        verslag = zaak.gespreksverslagen.first()
        assert verslag.open_punten == []
        assert verslag.steun
    if zaak.fase == Fase.TOETS and zaak.soort == Initiatief.Soort.INITIATIEF:
        assert zaak.tredekeuzes.exists()
        assert zaak.stappenplan.niet_nodig
    if zaak.fase == Fase.GEAGENDEERD:
        assert zaak.soort == Initiatief.Soort.BELEIDSWENS
    assert (zaak.fase != Fase.DOORVERWEZEN) or klachten
    namens_ = list(zaak.namenshandelingen.values_list("daad", "door__rollen__soort"))
    assert set(namens_) <= {("intrekken", "kcc"), ("intrekken", "vakambtenaar")}
    assert not namens_ or (zaak.fase, zaak.indiener.email, len(namens_)) == (Fase.INGETROKKEN, "", 1)
    assert (zaak.fase != Fase.AFGEWEZEN) or geweigerd


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    begin=st.sampled_from(BEGIN),
    met_mail=st.booleans(),
    reeks=st.lists(st.tuples(DADEN, MENSEN), min_size=6, max_size=16),
)
def test_no_sequence_of_actions_reaches_a_forbidden_state(wereld, begin, met_mail, reeks):
    zaak, mensen, rollen = wereld
    with transaction.atomic():
        if not met_mail:
            Indiener.objects.filter(initiatief=zaak).update(email="", telefoon="0475 123456")
        for (naam, wat), wie in [*begin, *reeks]:
            rij = Initiatief.objects.get(pk=zaak.pk)
            try:
                with transaction.atomic():
                    doe(rij, mensen[wie], naam, wat, rollen)
            except (Domeinfout, PermissionDenied):
                pass
            eis_dat_het_mag(Initiatief.objects.get(pk=zaak.pk))
        transaction.set_rollback(True)


def test_the_last_beginning_is_one_from_which_all_phases_can_be_reached(wereld):
    zaak, mensen, rollen = wereld
    for (naam, wat), wie in [*BEGIN[-1], (("stap", "naar_toets"), "contact")]:
        doe(Initiatief.objects.get(pk=zaak.pk), mensen[wie], naam, wat, rollen)
    assert Initiatief.objects.get(pk=zaak.pk).fase == Fase.TOETS
