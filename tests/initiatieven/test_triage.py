"""The eight questions of triage: each answer kept, what follows from it, and who may not touch it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from initiatieven import services, triage
from initiatieven.models import Fase, Faseovergang, Initiatief, Kerngroepadvies, Triageantwoord
from initiatieven.triagevragen import VRAGEN
from tests.fabrieken import ClusterFactory, MedewerkerFactory, RolFactory
from tests.initiatieven.fabrieken import GEWONE_ANTWOORDEN, InitiatiefFactory, beantwoord_alles
from tests.initiatieven.paginas import zaak_in_geheel
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = pytest.mark.django_db
LASTIG = "<script>alert(1)</script> 🌳 \u202eomgekeerd " + "woord " * 600


@pytest.fixture
def zaak():
    return InitiatiefFactory()


@pytest.fixture
def regisseur(zaak, client):
    medewerker = RolFactory(wijkregisseur=True, wijk=zaak.wijk).medewerker
    client.force_login(medewerker)
    return medewerker


def pagina(zaak):
    return reverse("admin:initiatieven_initiatief_change", args=[zaak.pk])


def paneel(zaak, naam="triage"):
    return reverse("admin:initiatieven_paneel", args=[zaak.pk, naam])


def antwoord(zaak, door, vraag, wat, **erbij):
    return triage.beantwoord(zaak=zaak, door=door, vraag=vraag, antwoord=wat, **erbij)


def weiger(zaak, door, reden="De opbrengst is voor de winkel."):
    return antwoord(zaak, door, "ontvankelijk", "nee", regel="commercieel", reden=reden)


def onderwerpen(naar):
    return list(Bericht.objects.filter(naar=naar).order_by("pk").values_list("onderwerp", flat=True))


@pytest.mark.regel("I-04")
def test_the_eight_questions_come_one_by_one_each_with_its_reason(client, zaak, regisseur):
    for nummer, vraag in enumerate(VRAGEN, start=1):
        tekst = zaak_in_geheel(client, zaak)
        assert f"Vraag {nummer} van 8" in tekst
        assert f"Vraag {nummer + 1} van 8" not in tekst
        assert vraag.waarom in tekst
        assert "Toewijzen aan de vakambtenaar" not in tekst
        velden = {"vraag": vraag.sleutel, "antwoord": GEWONE_ANTWOORDEN[vraag.sleutel]}
        assert client.post(paneel(zaak), velden).status_code == 302
    tekst = zaak_in_geheel(client, zaak)
    assert "Toewijzen aan de vakambtenaar" in tekst
    assert "Bij “Groen” hoort meestal het cluster Beheer." in tekst
    assert "Volgens regel I-04, “Werk aan de wijk!”, bijlage 3, fase 2" in tekst
    zaak.refresh_from_db()
    assert (zaak.soort, zaak.reikwijdte, zaak.beleidsterrein) == ("initiatief", "buurt", "Groen")


@pytest.mark.regel("I-04")
def test_each_answer_is_kept_with_who_and_when_and_never_overwritten(zaak, regisseur):
    kcc = RolFactory(kcc=True).medewerker
    antwoord(zaak, regisseur, "soort", "verzoek")
    antwoord(zaak, kcc, "soort", "initiatief")
    antwoord(zaak, kcc, "soort", "initiatief")
    rijen = Triageantwoord.objects.values_list("antwoord", "door", "rol")
    assert list(rijen) == [
        ("verzoek", regisseur.pk, "Wijkregisseur"),
        ("initiatief", kcc.pk, "KCC-medewerker"),
    ]
    zaak.refresh_from_db()
    assert zaak.soort == "initiatief"
    for doe in (
        lambda: Triageantwoord.objects.update(antwoord="beleidswens"),
        Triageantwoord.objects.first().delete,
    ):
        with pytest.raises(DatabaseError, match="triageantwoord_blijft_staan"), transaction.atomic():
            doe()


@pytest.mark.regel("I-04")
def test_an_answer_shows_at_once_what_it_leads_to(client, zaak, regisseur):
    client.post(paneel(zaak), {"vraag": "openbare_ruimte", "antwoord": "ja"})
    tekst = zaak_in_geheel(client, zaak)
    assert "De indiener krijgt één bericht met de weg naar de meldingenpagina." in tekst
    assert "Klacht doorverwijzen en afsluiten" in tekst
    assert "van 8" not in tekst
    assert f"{regisseur}, Wijkregisseur" in tekst
    client.post(paneel(zaak), {"vraag": "openbare_ruimte", "antwoord": "nee"})
    tekst = zaak_in_geheel(client, zaak)
    assert "Klacht doorverwijzen en afsluiten" not in tekst
    assert "Vraag 2 van 8" in tekst
    zaak.refresh_from_db()
    assert zaak.klacht == ""


@pytest.mark.regel("I-05")
@pytest.mark.parametrize(
    ("klacht", "adres"),
    [
        ("openbare_ruimte", "https://www.voorbeeldstad.example/meldingen"),
        ("buren", "https://www.voorbeeldstad.example/meldingen"),
        ("organisatie", "klachten@voorbeeldstad.example"),
    ],
)
def test_a_complaint_is_forwarded_in_one_message_that_says_where(zaak, klacht, adres):
    kcc = RolFactory(kcc=True).medewerker
    antwoord(zaak, kcc, klacht, "ja")
    services.voer_overgang_uit(zaak=zaak, naam="doorverwijzen", door=kcc)
    zaak.refresh_from_db()
    bericht = Bericht.objects.get()
    assert (zaak.fase, zaak.klacht) == (Fase.DOORVERWEZEN, klacht)
    assert bericht.naar == "truus@bewoner.example"
    assert adres in bericht.tekst


@pytest.mark.regel("I-04")
def test_what_is_on_the_negative_list_is_refused_with_rule_and_reason(client, zaak, regisseur):
    client.post(
        paneel(zaak),
        {"vraag": "ontvankelijk", "antwoord": "nee", "regel": "commercieel", "reden": "Voor <b>winst</b> 💶"},
    )
    stap = reverse("admin:initiatieven_stap", args=[zaak.pk, "weigeren"])
    assert client.post(stap).status_code == 302
    zaak.refresh_from_db()
    assert zaak.fase == Fase.AFGEWEZEN
    brief = Bericht.objects.get(naar=zaak.indiener.email)
    assert "De regel: Het dient een commercieel belang. (RM 4.1)" in brief.tekst
    assert "Waarom die hier geldt: Voor <b>winst</b> 💶" in brief.tekst
    assert Faseovergang.objects.get().toelichting in brief.tekst
    assert "Voor &lt;b&gt;winst&lt;/b&gt;" in zaak_in_geheel(client, zaak)
    assert client.post(stap).status_code == 409


@pytest.mark.regel("I-04")
def test_a_refusal_without_rule_or_reason_is_asked_again_and_loses_nothing(client, zaak, regisseur):
    velden = {"vraag": "ontvankelijk", "antwoord": "nee", "regel": "", "reden": ""}
    for anders, over in (({"reden": "Onthoud mij"}, "Onthoud mij"), ({"regel": "prive"}, "selected")):
        resultaat = client.post(paneel(zaak), velden | anders)
        assert resultaat.status_code == 422
        assert over in resultaat.text
    for fout in ({"regel": "verzonnen", "reden": "x"}, {"regel": "prive", "reden": " "}):
        with pytest.raises(Domeinfout):
            antwoord(zaak, regisseur, "ontvankelijk", "nee", **fout)
    with pytest.raises(IntegrityError, match="met_regel_en_reden"), transaction.atomic():
        Triageantwoord.objects.create(
            initiatief=zaak, vraag="ontvankelijk", antwoord="nee", door=regisseur, rol="x"
        )
    assert not Triageantwoord.objects.exists()


@pytest.mark.regel("I-03", "I-04")
def test_no_step_is_taken_that_the_answers_do_not_carry(zaak, regisseur):
    for naam in ("toewijzen", "doorverwijzen", "weigeren"):
        with pytest.raises(services.OvergangNietToegestaan):
            services.voer_overgang_uit(zaak=zaak, naam=naam, door=regisseur)
    beantwoord_alles(zaak, regisseur)
    weiger(zaak, regisseur)
    rol = RolFactory(vakambtenaar=True)
    wie = {"cluster": rol.cluster, "vakambtenaar": rol.medewerker}
    triage.kies_contact(zaak=zaak, door=regisseur, openbaar=False, **wie)
    with pytest.raises(services.OvergangNietToegestaan, match="negatieve lijst"):
        services.voer_overgang_uit(zaak=zaak, naam="toewijzen", door=regisseur)
    antwoord(zaak, regisseur, "buren", "ja")
    with pytest.raises(services.OvergangNietToegestaan, match="klacht"):
        services.voer_overgang_uit(zaak=zaak, naam="weigeren", door=regisseur)


@pytest.mark.regel("I-06", "W-05")
def test_other_clusters_read_along_are_told_and_can_do_nothing(client, zaak, regisseur):
    ander, vreemd = ClusterFactory(), ClusterFactory()
    meelezer = RolFactory(vakambtenaar=True, cluster=ander).medewerker
    buiten = RolFactory(vakambtenaar=True, cluster=vreemd).medewerker
    beantwoord_alles(zaak, regisseur)
    client.post(paneel(zaak), {"vraag": "clusters", "antwoord": "meer", "clusters": [ander.pk]})
    rol = RolFactory(vakambtenaar=True)
    client.post(paneel(zaak, "toewijzen"), {"vakambtenaar": rol.pk, "overgang": "toewijzen"})
    assert onderwerpen(meelezer.email) == [f"Lees mee met {zaak.kenmerk}"]
    assert onderwerpen(buiten.email) == []
    assert list(Initiatief.objects.zichtbaar_voor(meelezer)) == [zaak]
    client.force_login(meelezer)
    tekst = zaak_in_geheel(client, zaak)
    assert f"meer clusters nodig: {ander}" in tekst
    assert zaak.indiener.email not in tekst
    assert client.post(paneel(zaak, "overdragen"), {}).status_code == 403
    client.force_login(buiten)
    assert client.get(pagina(zaak)).status_code == 403


@pytest.mark.regel("I-06")
def test_more_clusters_are_named_and_one_cluster_takes_them_away(zaak, regisseur):
    cluster = ClusterFactory()
    with pytest.raises(Domeinfout, match="welke clusters"):
        antwoord(zaak, regisseur, "clusters", "meer")
    antwoord(zaak, regisseur, "clusters", "meer", clusters=[cluster])
    assert list(zaak.meelezers.all()) == [cluster]
    antwoord(zaak, regisseur, "clusters", "alleen")
    assert not zaak.meelezers.exists()


@pytest.mark.regel("I-04")
@pytest.mark.parametrize(
    ("vraag", "wat"),
    [("soort", "klacht"), ("soort", LASTIG), ("onzin", "ja"), ("beleidsterrein", "Onzin"), ("buren", "")],
)
def test_what_is_no_answer_is_refused(client, zaak, regisseur, vraag, wat):
    with pytest.raises(Domeinfout, match="Kies een van de antwoorden"):
        antwoord(zaak, regisseur, vraag, wat)
    assert client.post(paneel(zaak), {"vraag": vraag, "antwoord": wat}).status_code == 422
    assert not Triageantwoord.objects.exists()


@pytest.mark.regel("I-03", "I-09")
def test_a_stranger_to_the_wijk_can_answer_nothing_choose_nobody_and_take_no_step(zaak):
    ander = RolFactory(wijkregisseur=True).medewerker
    with pytest.raises(PermissionDenied):
        antwoord(zaak, ander, "soort", "verzoek")
    with pytest.raises(PermissionDenied):
        triage.kies_contact(zaak=zaak, door=ander, cluster=None, vakambtenaar=None, openbaar=False)
    for naam in ("toewijzen", "weigeren", "doorverwijzen"):
        with pytest.raises(PermissionDenied):
            services.voer_overgang_uit(zaak=zaak, naam=naam, door=ander)


def test_triage_cannot_be_changed_after_it_ended():
    zaak, kcc = InitiatiefFactory(toegewezen=True), RolFactory(kcc=True).medewerker
    with pytest.raises(VerouderdeActie, match="al afgerond"):
        antwoord(zaak, kcc, "soort", "verzoek")


def test_triage_publishes_nothing_without_the_submitters_yes():
    zaak = InitiatiefFactory(openbaar_akkoord=False)
    kcc = RolFactory(kcc=True).medewerker
    triage.kies_contact(zaak=zaak, door=kcc, cluster=None, vakambtenaar=None, openbaar=True)
    zaak.refresh_from_db()
    assert zaak.openbaar is False


def test_the_history_says_why(zaak):
    antwoord(zaak, RolFactory(kcc=True).medewerker, "soort", "verzoek")
    assert zaak.history.first().history_change_reason == "triage: Wat is het?"


@pytest.mark.regel("I-08")
def test_the_kerngroep_is_asked_and_answers_and_stops_nothing(client, zaak, regisseur):
    client.post(paneel(zaak, "kerngroep"), {"vraag": "Bij wie hoort dit? <b>"})
    assert onderwerpen("kerngroep@voorbeeldstad.example") == [f"Advies gevraagd bij {zaak.kenmerk}"]
    tekst = zaak_in_geheel(client, zaak)
    assert "wacht op advies" in tekst
    assert "Bij wie hoort dit? &lt;b&gt;" in tekst
    beantwoord_alles(zaak, regisseur)
    assert triage.alles_beantwoord(zaak) is None
    beleid = RolFactory(soort="beleidsmedewerker").medewerker
    client.force_login(beleid)
    velden = {"antwoord": "Bij het cluster groen.", "namens": "Kees Kerngroep"}
    assert client.post(paneel(zaak, "kerngroep-antwoord"), velden).status_code == 302
    advies = Kerngroepadvies.objects.get()
    assert (advies.gevraagd_door, advies.namens, advies.opgeschreven_door) == (
        regisseur,
        "Kees Kerngroep",
        beleid,
    )
    assert onderwerpen(regisseur.email) == [f"Advies van de kerngroep bij {zaak.kenmerk}"]
    assert client.post(paneel(zaak, "kerngroep-antwoord"), velden).status_code == 409
    with pytest.raises(DatabaseError), transaction.atomic():
        Kerngroepadvies.objects.update(antwoord="Toch anders")


@pytest.mark.regel("I-08")
def test_the_kerngroep_gets_one_question_at_a_time_from_who_works_on_the_case(client, zaak, regisseur):
    assert client.post(paneel(zaak, "kerngroep"), {"vraag": ""}).status_code == 422
    assert client.post(paneel(zaak, "kerngroep"), {"vraag": "x" * 4001}).status_code == 422
    triage.vraag_kerngroep(zaak=zaak, door=regisseur, vraag="Een")
    assert client.post(paneel(zaak, "kerngroep"), {"vraag": "Twee"}).status_code == 409
    for vreemde in (MedewerkerFactory(), RolFactory(wijkregisseur=True).medewerker):
        with pytest.raises(PermissionDenied):
            triage.vraag_kerngroep(zaak=zaak, door=vreemde, vraag="x")
        with pytest.raises(PermissionDenied):
            triage.beantwoord_namens_kerngroep(zaak=zaak, door=vreemde, antwoord="x", namens="y")
    klaar = InitiatiefFactory(toegewezen=True, fase=Fase.UITVOERING, wijk=zaak.wijk)
    with pytest.raises(VerouderdeActie):
        triage.vraag_kerngroep(zaak=klaar, door=regisseur, vraag="Te laat")


def test_the_page_in_triage_asks_the_same_queries_however_often_an_answer_changed(client, zaak, regisseur):
    gesteld = []
    for aantal in (10, 90):
        for nummer in range(aantal):
            antwoord(zaak, regisseur, "soort", ("verzoek", "initiatief")[nummer % 2])
        with CaptureQueriesContext(connection) as vragen:
            client.get(pagina(zaak))
        gesteld.append(len(vragen))
    assert gesteld[0] == gesteld[1] <= 20
