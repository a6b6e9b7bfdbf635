"""Toets, advice and principebesluit: what may be decided, by whom, on what (I-09, I-13, I-14, I-18)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from initiatieven import services, toetsing
from initiatieven.models import Advies, Besluit, Besluitbrief, Fase, Initiatief, Toetsbevinding
from initiatieven.toetsing import Bevinding
from tests.fabrieken import MedewerkerFactory, RolFactory
from tests.initiatieven.bezoek import open_voor_indiener
from tests.initiatieven.fabrieken import AdviesFactory, InitiatiefFactory, ToetsbevindingFactory, in_toets
from tests.initiatieven.paginas import zaak_in_geheel
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = pytest.mark.django_db
Steen, Uitslag = Toetsbevinding.Steen, Toetsbevinding.Uitslag
TEKST = {"motivering": "De straat wordt er mooier van.", "voorwaarden": "", "agendareden": ""}


@pytest.fixture
def zaak():
    """A case of which the toets begins."""
    rol = RolFactory(vakambtenaar=True)
    return InitiatiefFactory(
        toegewezen=True, fase=Fase.TOETS, vakambtenaar=rol.medewerker, cluster=rol.cluster
    )


@pytest.fixture
def regisseur(zaak):
    return RolFactory(wijkregisseur=True, wijk=zaak.wijk).medewerker


def besluit(zaak, naam="ja", door=None):
    return services.voer_overgang_uit(
        zaak=zaak, naam=f"principebesluit-{naam}", door=door or zaak.vakambtenaar
    )


def alle(uitslag=Uitslag.VOLDOET, reden="Daarom."):
    return {steen: Bevinding(uitslag, reden) for steen in Steen}


@pytest.mark.regel("I-13", "I-14", "I-20")
def test_from_toets_to_a_positive_decision(zaak, regisseur):
    ambtenaar = zaak.vakambtenaar
    toetsing.leg_toets_vast(zaak=zaak, door=ambtenaar, bevindingen=alle())
    advies = toetsing.adviseer(zaak=zaak, door=regisseur, strekking="meewerken", tekst="Doen.")
    toetsing.bereid_principebesluit_voor(zaak=zaak, door=ambtenaar, **TEKST)

    besluit(zaak)

    zaak.refresh_from_db()
    genomen = Besluit.objects.get()
    assert zaak.fase == Fase.UITVOERING
    assert (genomen.uitkomst, genomen.door, genomen.rol) == ("ja", ambtenaar, "Vakambtenaar")
    assert (genomen.advies, genomen.dubbele_rol) == (advies, False)
    assert str(regisseur.rollen_van_vandaag[0]) == advies.rol
    mail = Bericht.objects.get(naar=zaak.indiener.email)
    assert "Het besluit: we werken mee." in mail.tekst
    assert "De straat wordt er mooier van." in mail.tekst
    assert "U werkt uw plan nu verder uit" in mail.tekst
    assert Bericht.objects.get(naar=regisseur.email).onderwerp.startswith("Principebesluit over")
    assert genomen.brief.naam == f"{zaak.kenmerk} principebesluit.pdf"


@pytest.mark.regel("I-13", "I-14")
def test_it_says_all_that_is_missing_for_the_decision(zaak):
    with pytest.raises(services.OvergangNietToegestaan) as fout:
        besluit(zaak)
    assert str(fout.value) == (
        "Vul de toetsstenen in. Nog open: Past het bij het beleid en draagt het bij aan de doelen? "
        "Steunt de buurt het? Zijn er mensen en middelen om het te doen? "
        "Is er geen gegronde reden om niet mee te werken? "
        "Wacht op het advies van de wijkregisseur. Leg het besluit uit in gewone woorden."
    )


@pytest.mark.regel("I-14")
def test_no_decision_before_the_advice(zaak):
    ambtenaar = zaak.vakambtenaar
    toetsing.leg_toets_vast(zaak=zaak, door=ambtenaar, bevindingen=alle())
    toetsing.bereid_principebesluit_voor(zaak=zaak, door=ambtenaar, **TEKST)

    with pytest.raises(services.OvergangNietToegestaan, match=r"^Wacht op het advies"):
        besluit(zaak)
    klaar = Besluit.objects.get()
    klaar.uitkomst, klaar.door, klaar.op = "ja", ambtenaar, timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        klaar.save()
    klaar.advies = AdviesFactory()  # of another case
    with pytest.raises(IntegrityError, match="rests on touchstones and advice"), transaction.atomic():
        klaar.save()
    klaar.advies = AdviesFactory(initiatief=zaak, op=timezone.now() + datetime.timedelta(hours=1))
    with pytest.raises(IntegrityError, match="rests on touchstones and advice"), transaction.atomic():
        klaar.save()


@pytest.mark.regel("I-03", "I-14")
@pytest.mark.parametrize("fase", [Fase.UITVOERING, Fase.AFGEWEZEN, Fase.GEAGENDEERD, Fase.AFGEROND])
def test_the_database_lets_no_case_go_on_without_its_decision(fase):
    zaak = in_toets()
    with pytest.raises(IntegrityError, match="no phase without the decision"), transaction.atomic():
        Initiatief.objects.filter(pk=zaak.pk).update(fase=fase)


@pytest.mark.regel("I-13")
@pytest.mark.parametrize(
    ("uitslag", "voorwaarden", "kan", "waarom_niet"),
    [
        ("voldoet", "", {"ja"}, ""),
        ("voldoet_niet", "", {"nee"}, "Meewerken kan niet: het voldoet niet aan alle toetsstenen."),
        ("voorwaarde", "", set(), "Schrijf op onder welke voorwaarden de gemeente meewerkt."),
        ("voorwaarde", "Buren vegen zelf.", {"ja"}, ""),
    ],
)
def test_the_touchstones_decide_which_outcome_is_possible(uitslag, voorwaarden, kan, waarom_niet):
    zaak = in_toets(uitslag=uitslag, besluit_voorwaarden=voorwaarden)
    mogelijk = {
        naam: services.OP_NAAM[f"principebesluit-{naam}"].ontbreekt(zaak) for naam in Besluit.Uitkomst
    }
    assert {naam for naam, ontbreekt in mogelijk.items() if not ontbreekt} == kan
    assert mogelijk["ja"] == ([waarom_niet] if waarom_niet else [])


@pytest.mark.regel("I-18")
@pytest.mark.parametrize(
    ("soort", "reden", "waarom"),
    [
        ("beleidswens", "", "het is een complexe beleidswens"),
        ("verzoek", "extra_geld", "er zijn andere plannen of extra geld van de gemeente voor nodig"),
        ("initiatief", "impact", "het raakt veel mensen of verschillende belangen in de wijk"),
    ],
)
def test_what_is_too_large_goes_to_the_wijkagenda_and_nowhere_else(soort, reden, waarom):
    zaak = in_toets(soort=soort, besluit_agendareden=reden)
    with pytest.raises(services.OvergangNietToegestaan, match=f"Dit gaat naar de wijkagenda: {waarom}"):
        besluit(zaak)
    with pytest.raises(services.OvergangNietToegestaan):
        besluit(zaak, "nee")

    besluit(zaak, "agenda")

    zaak.refresh_from_db()
    assert zaak.fase == Fase.GEAGENDEERD
    assert "uw plan gaat naar de wijkagenda" in Bericht.objects.get(naar=zaak.indiener.email).tekst


@pytest.mark.regel("I-18")
def test_what_is_small_does_not_go_to_the_wijkagenda():
    with pytest.raises(services.OvergangNietToegestaan, match="Kies waarom dit te groot is"):
        besluit(in_toets(), "agenda")


@pytest.mark.regel("I-18")
def test_the_database_never_works_along_with_a_beleidswens():
    zaak = in_toets(soort="beleidswens")
    klaar = Besluit.objects.get()
    klaar.uitkomst, klaar.door, klaar.op = "ja", zaak.vakambtenaar, timezone.now()
    klaar.advies = zaak.adviezen.get()
    with pytest.raises(IntegrityError, match="rests on touchstones"), transaction.atomic():
        klaar.save()


@pytest.mark.regel("I-09")
def test_the_double_role_is_allowed_and_visible():
    zaak = in_toets()
    RolFactory(wijkregisseur=True, wijk=zaak.wijk, medewerker=zaak.vakambtenaar)
    toetsing.adviseer(zaak=zaak, door=zaak.vakambtenaar, strekking="meewerken", tekst="Een buurtfeest.")

    besluit(zaak)

    genomen = Besluit.objects.get()
    assert genomen.dubbele_rol
    assert genomen.rol.startswith("Vakambtenaar")
    assert genomen.advies.rol.startswith("Wijkregisseur")


@pytest.mark.regel("I-09", "W-05")
@pytest.mark.parametrize("wie", ["wijkregisseur", "clustermanager", "kcc", "beheerder", "vakambtenaar"])
def test_only_the_vakambtenaar_of_the_case_tests_and_decides(wie):
    zaak = in_toets()
    velden = {"wijk": zaak.wijk} if wie == "wijkregisseur" else {}
    velden |= {"cluster": zaak.cluster} if wie in ("clustermanager", "vakambtenaar") else {}
    vreemde = RolFactory(**{wie: True}, **velden).medewerker
    for doe in (
        lambda: toetsing.leg_toets_vast(zaak=zaak, door=vreemde, bevindingen=alle()),
        lambda: toetsing.bereid_principebesluit_voor(zaak=zaak, door=vreemde, **TEKST),
        lambda: besluit(zaak, door=vreemde),
    ):
        with pytest.raises(PermissionDenied):
            doe()


@pytest.mark.regel("I-09", "W-05")
@pytest.mark.parametrize("wie", ["wijkregisseur", "clustermanager", "kcc", "vakambtenaar"])
def test_only_the_wijkregisseur_of_the_wijk_advises(zaak, wie):
    for persoon in (RolFactory(**{wie: True}).medewerker, zaak.vakambtenaar):
        with pytest.raises(PermissionDenied):
            toetsing.adviseer(zaak=zaak, door=persoon, strekking="niet", tekst="Nee.")


@pytest.mark.regel("I-14")
def test_deciding_twice_decides_once():
    zaak = in_toets()
    besluit(zaak)
    with pytest.raises(VerouderdeActie):
        besluit(zaak)
    with pytest.raises(VerouderdeActie):
        toetsing.bereid_principebesluit_voor(zaak=zaak, door=zaak.vakambtenaar, **TEKST)
    assert Besluitbrief.objects.count() == 1


@pytest.mark.regel("I-13", "I-14")
def test_what_a_decision_rests_on_never_changes_afterwards():
    zaak = in_toets()
    besluit(zaak)
    for doe in (
        lambda: zaak.toetsbevindingen.update(uitslag="voldoet_niet"),
        lambda: zaak.toetsbevindingen.all().delete(),
        lambda: AdviesFactory(initiatief=zaak),
        lambda: Advies.objects.update(tekst="Anders."),
        lambda: Advies.objects.all().delete(),
        lambda: zaak.besluiten.update(motivering="Anders."),
        lambda: Besluit.objects.all().delete(),
        lambda: Besluitbrief.objects.update(inhoud=b"anders"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            doe()


@pytest.mark.regel("I-13")
def test_findings_are_kept_one_by_one_with_who_and_when(zaak):
    eerste = {Steen.BELEID: Bevinding("voldoet", " Past. ")}
    toetsing.leg_toets_vast(zaak=zaak, door=zaak.vakambtenaar, bevindingen=eerste)
    bevinding = zaak.toetsbevindingen.get()
    assert (bevinding.reden, bevinding.door) == ("Past.", zaak.vakambtenaar)

    toetsing.leg_toets_vast(zaak=zaak, door=zaak.vakambtenaar, bevindingen=eerste)
    assert bevinding.history.count() == 1
    toetsing.leg_toets_vast(zaak=zaak, door=zaak.vakambtenaar, bevindingen=alle(Uitslag.VOORWAARDE))
    assert (zaak.toetsbevindingen.count(), bevinding.history.count()) == (4, 2)


@pytest.mark.regel("I-13")
@pytest.mark.parametrize("half", [Bevinding("voldoet", " "), Bevinding("", "Daarom.")])
def test_a_finding_has_a_reason(zaak, half):
    with pytest.raises(Domeinfout, match="Kies bij “Steunt de buurt het\\?” een antwoord én schrijf"):
        toetsing.leg_toets_vast(zaak=zaak, door=zaak.vakambtenaar, bevindingen={Steen.DRAAGVLAK: half})
    with pytest.raises(IntegrityError, match="toetsbevinding_met_reden"), transaction.atomic():
        ToetsbevindingFactory(reden="")


@pytest.mark.regel("I-14")
def test_a_second_advice_stands_beside_the_first_and_counts(zaak, regisseur):
    for strekking in ("niet", "meewerken"):
        toetsing.adviseer(zaak=zaak, door=regisseur, strekking=strekking, tekst="Om deze reden.")
    assert [advies.strekking for advies in zaak.adviezen.all()] == ["meewerken", "niet"]
    assert toetsing.laatste_advies(zaak).strekking == "meewerken"
    with pytest.raises(Domeinfout, match="Leg uw advies uit"):
        toetsing.adviseer(zaak=zaak, door=regisseur, strekking="niet", tekst=" ")


@pytest.mark.regel("I-03")
@pytest.mark.parametrize("fase", [Fase.ORIENTATIE, Fase.UITVOERING])
def test_nothing_is_tested_in_another_phase(fase):
    zaak = in_toets(fase=fase)
    with pytest.raises(VerouderdeActie, match="Dit kan niet meer"):
        toetsing.leg_toets_vast(zaak=zaak, door=zaak.vakambtenaar, bevindingen={})


# The case page


def pagina(zaak):
    return reverse("admin:initiatieven_initiatief_change", args=[zaak.pk])


def paneel(zaak, naam):
    return reverse("admin:initiatieven_paneel", args=[zaak.pk, naam])


def antwoorden(uitslag="voldoet"):
    return {steen.value: uitslag for steen in Steen} | {f"{steen}_reden": "Daarom." for steen in Steen}


@pytest.mark.regel("I-13", "I-14")
def test_two_people_take_the_decision_on_the_case_page(client, zaak, regisseur):
    client.force_login(zaak.vakambtenaar)
    assert client.post(paneel(zaak, "toets"), antwoorden()).status_code == 302
    tekst = zaak_in_geheel(client, zaak)
    assert "Wacht op het advies van de wijkregisseur." in tekst
    assert "Advies geven" not in tekst

    client.force_login(regisseur)
    assert "Besluiten: meewerken" not in zaak_in_geheel(client, zaak)
    client.post(paneel(zaak, "advies"), {"strekking": "meewerken", "tekst": "Doen."})

    client.force_login(zaak.vakambtenaar)
    velden = {"motivering": "Mooi plan.", "overgang": "principebesluit-ja"}
    tekst = client.post(paneel(zaak, "principebesluit"), velden, follow=True).text
    assert "Het principebesluit is genomen: de gemeente werkt mee." in tekst
    tekst = zaak_in_geheel(client, zaak)
    assert "Mooi plan." in tekst
    assert "regel I-14, “Werk aan de wijk!”, bijlage 3, fase 4" in tekst
    assert "regel I-13, “Werk aan de wijk!”, paragraaf 4.3" in tekst
    assert client.post(paneel(zaak, "principebesluit"), velden).status_code == 409
    assert Besluit.objects.count() == 1


@pytest.mark.regel("I-14")
def test_a_decision_with_something_missing_is_kept_and_not_taken(client, zaak):
    client.force_login(zaak.vakambtenaar)
    velden = {"motivering": "Mooi plan.", "overgang": "principebesluit-ja"}
    tekst = client.post(paneel(zaak, "principebesluit"), velden, follow=True).text
    assert "De antwoorden zijn bewaard. Vul de toetsstenen in." in tekst
    assert ">\nMooi plan.</textarea>" in tekst
    assert Besluit.objects.get().uitkomst == ""


@pytest.mark.regel("I-03", "I-14")
def test_a_forged_step_without_the_panel_decides_nothing(client, zaak):
    client.force_login(zaak.vakambtenaar)
    for uitkomst in Besluit.Uitkomst:
        adres = reverse("admin:initiatieven_stap", args=[zaak.pk, f"principebesluit-{uitkomst}"])
        assert client.post(adres).status_code == 422
    zaak.refresh_from_db()
    assert zaak.fase == Fase.TOETS


def test_half_a_finding_comes_back_with_what_was_typed(client, zaak):
    client.force_login(zaak.vakambtenaar)
    antwoord = client.post(paneel(zaak, "toets"), {"beleid": "voldoet", "draagvlak_reden": "<b>Ja</b>"})
    assert antwoord.status_code == 422
    assert "Schrijf op waarom." in antwoord.text
    assert "Kies een antwoord bij deze reden." in antwoord.text
    assert "&lt;b&gt;Ja&lt;/b&gt;" in antwoord.text


def test_a_beleidswens_is_not_asked_whether_it_is_large(client):
    zaak = in_toets(soort="beleidswens")
    client.force_login(zaak.vakambtenaar)
    assert "Is dit te groot om apart te doen?" not in zaak_in_geheel(client, zaak)
    velden = {"motivering": "Groot plan.", "overgang": "principebesluit-agenda"}
    client.post(paneel(zaak, "principebesluit"), velden)
    tekst = zaak_in_geheel(client, zaak)
    assert "Het is een complexe beleidswens. Die gaan altijd via de wijkagenda." in tekst


# The letter, on both sides


@pytest.mark.regel("I-14", "I-20")
def test_the_resident_reads_the_decision_and_fetches_the_letter(client):
    zaak = in_toets(motivering="Omdat het <mooi> is.")
    besluit(zaak)
    open_voor_indiener(client, zaak)

    tekst = client.get(reverse("initiatieven:volgen", args=[zaak.kenmerk])).text
    adres = reverse("initiatieven:brief", args=[zaak.kenmerk, Besluitbrief.objects.get().pk])
    antwoord = client.get(adres)

    assert "Omdat het &lt;mooi&gt; is." in tekst
    assert adres in tekst
    assert antwoord["Content-Type"] == "application/pdf"
    assert antwoord["Content-Disposition"].startswith("attachment")
    assert antwoord.content.startswith(b"%PDF-")


@pytest.mark.regel("I-20", "W-05")
def test_nobody_else_gets_the_letter(client):
    zaak, ander = in_toets(), in_toets()
    besluit(zaak)
    brief = Besluitbrief.objects.get().pk
    open_voor_indiener(client, ander)

    assert client.get(reverse("initiatieven:brief", args=[zaak.kenmerk, brief])).status_code == 302
    assert client.get(reverse("initiatieven:brief", args=[ander.kenmerk, brief])).status_code == 404
    intern = reverse("admin:initiatieven_brief", args=[zaak.pk, brief])
    for wie, status in (
        (zaak.vakambtenaar, 200),
        (ander.vakambtenaar, 403),
        (RolFactory(clustermanager=True, cluster=zaak.cluster).medewerker, 403),
        (MedewerkerFactory(), 403),
    ):
        client.force_login(wie)
        assert client.get(intern).status_code == status, wie
