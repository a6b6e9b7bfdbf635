"""Staff write down what a resident told: whichever channel, the same process follows."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from initiatieven import groep, kanalen, services
from initiatieven.forms_namens import KANALEN
from initiatieven.models import Belbericht, Bijlage, Concept, Fase, Indiener, Initiatief
from tests.fabrieken import BuurtFactory, MedewerkerFactory, RolFactory, WijkFactory
from tests.initiatieven.fabrieken import InitiatiefFactory
from tests.initiatieven.paginas import zaak_in_geheel
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = [pytest.mark.django_db, pytest.mark.regel("I-02")]
INVOEREN = reverse("admin:initiatieven_initiatief_add")
HTML = "<script>alert(1)</script>"


@pytest.fixture
def wijk():
    return WijkFactory()


@pytest.fixture
def kcc(client):
    medewerker = RolFactory(kcc=True).medewerker
    client.force_login(medewerker)
    return medewerker


def getypt(wijk, **anders):
    """What somebody of KCC fills in during a phone call."""
    return {
        "concept": str(uuid.uuid4()),
        "kanaal": "kcc",
        "titel": "Bankje bij de speeltuin",
        "wat": "Een bank.",
        "waarom": "Nu staat iedereen.",
        "wijk": wijk.pk,
        "voor_wie": "Ouders.",
        "wie_doen_mee": "Vijf buren.",
        "naam": "Truus Testbewoner",
        "email": "",
        "telefoon": "0475 123456",
        "toestemming_op": "2026-01-05T10:30",
        "toestemming_hoe": "Aan de telefoon.",
    } | anders


def opgeschreven(wijk, **anders):
    """The same, as the service gets it."""
    velden = dict.fromkeys((*services.ZAAKGEGEVENS, *services.PERSOONSGEGEVENS), "")
    eigen = {"titel": "Bankje", "wat": "Een bank.", "waarom": "Om te zitten.", "naam": "Truus"}
    leeg = {"buurt": None, "hulp": [], "openbaar_akkoord": False, "telefoon": "0475 123456"}
    return velden | eigen | leeg | {"wijk": wijk} | anders


def voer_in(wijk, door, *, kanaal="kcc", concept=None, hoe="Aan de telefoon.", op=None, **gegevens):
    return kanalen.voer_in(
        concept=concept or services.begin_concept(gegevens={}),
        gegevens=opgeschreven(wijk, **gegevens),
        door=door,
        kanaal=kanaal,
        toestemming=services.Toestemming(op or timezone.now(), hoe),
    )


def fouten(antwoord):
    assert antwoord.status_code == 422
    return antwoord.context["form"].errors


@pytest.mark.regel("I-03", "I-04")
def test_a_phone_call_becomes_a_case_in_triage_with_who_wrote_it_and_how_consent_was_given(client, wijk, kcc):
    antwoord = client.post(INVOEREN, getypt(wijk))

    zaak = Initiatief.objects.get()
    assert antwoord.url == reverse("admin:initiatieven_initiatief_change", args=[zaak.pk])
    assert (zaak.fase, zaak.kanaal, zaak.ingevoerd_door) == (Fase.TRIAGE, "kcc", kcc)
    stap = zaak.faseovergangen.get()
    assert (stap.naam, stap.door, stap.rol) == ("invoeren", kcc, "KCC-medewerker")
    assert zaak.indiener.toestemming_hoe == "Aan de telefoon."
    assert timezone.localtime(zaak.indiener.toestemming_op).isoformat()[:16] == "2026-01-05T10:30"
    pagina = client.get(antwoord.url).text
    for woorden in (f"Ingevoerd door {kcc}", "Aan de telefoon.", "Telefoon of balie", "Geen mailadres"):
        assert woorden in pagina


def test_who_has_a_mail_address_gets_what_was_written_down_and_a_link_to_react(client, wijk, kcc):
    client.post(INVOEREN, getypt(wijk, email="truus@bewoner.example", telefoon=""))

    bericht = Bericht.objects.get(naar="truus@bewoner.example")
    assert bericht.onderwerp == f"We hebben uw idee opgeschreven ({Initiatief.objects.get().kenmerk})"
    assert "Een bank." in bericht.tekst
    assert bericht.link_route == "initiatieven:link"
    assert Belbericht.objects.count() == 0


@pytest.mark.regel("I-20")
def test_who_has_no_mail_address_is_called_by_who_handles_the_case(client, wijk, kcc):
    client.post(INVOEREN, getypt(wijk))

    zaak = Initiatief.objects.get()
    bericht = zaak.belberichten.get()
    assert bericht.onderwerp.startswith("We hebben uw idee opgeschreven")
    assert zaak.toegangslinks.count() == 0
    assert not Bericht.objects.filter(tekst__contains="Truus").exists()
    paneel = reverse("admin:initiatieven_paneel", args=[zaak.pk, "bellen"])
    assert "Kies wat u heeft doorgegeven." in client.post(paneel, {}).text
    assert client.post(paneel, {"berichten": [bericht.pk]}).status_code == 302
    bericht.refresh_from_db()
    assert (bericht.gedaan_door, bericht.gedaan_op is None) == (kcc, False)
    assert client.post(paneel, {"berichten": [bericht.pk]}).status_code == 409


def test_each_later_message_waits_for_a_call_too(wijk, kcc):
    zaak = voer_in(wijk, kcc)
    services.trek_in(zaak=zaak)
    assert zaak.belberichten.last().onderwerp == f"{zaak.kenmerk} is ingetrokken"


@pytest.mark.regel("I-05", "I-20")
def test_a_resident_still_has_to_be_called_when_triage_ended_the_case(wijk, kcc):
    zaak = voer_in(wijk, kcc)
    Initiatief.objects.filter(pk=zaak.pk).update(klacht="buren")
    services.voer_overgang_uit(zaak=zaak, naam="doorverwijzen", door=kcc)
    onderwerpen = [bericht.onderwerp for bericht in Belbericht.objects.open().voor(kcc)]
    assert len(onderwerpen) == 2


def test_who_may_not_know_the_submitter_does_not_read_the_messages_either(client, wijk, kcc):
    zaak = voer_in(wijk, kcc)
    client.force_login(RolFactory(wijkwethouder=True, wijk=wijk).medewerker)
    pagina = zaak_in_geheel(client, zaak)
    assert "Bel of schrijf de indiener" in pagina
    assert "Truus" not in pagina
    assert "0475 123456" not in pagina


def test_passing_on_is_for_who_handles_the_case_and_once(wijk, kcc):
    zaak = voer_in(wijk, kcc)
    bericht = zaak.belberichten.get()
    vreemde = RolFactory(wijkregisseur=True).medewerker
    with pytest.raises(PermissionDenied):
        kanalen.geef_door(zaak=zaak, door=vreemde, berichten=[bericht])
    kanalen.geef_door(zaak=zaak, door=kcc, berichten=[bericht])
    with pytest.raises(VerouderdeActie):
        kanalen.geef_door(zaak=zaak, door=kcc, berichten=[bericht])


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"kanaal": "website"}, "kanaal"),
        ({"kanaal": "postduif"}, "kanaal"),
        ({"kanaal": ""}, "kanaal"),
        ({"telefoon": ""}, "telefoon"),
        ({"telefoon": "<b>"}, "telefoon"),
        ({"email": "geen adres"}, "email"),
        ({"toestemming_hoe": " "}, "toestemming_hoe"),
        ({"toestemming_op": ""}, "toestemming_op"),
        ({"toestemming_op": "2999-01-01T10:00"}, "toestemming_op"),
        ({"titel": ""}, "titel"),
        ({"wat": "x" * 4001}, "wat"),
        ({"wijk": 999999}, "wijk"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(client, wijk, kcc, anders, veld):
    antwoord = client.post(INVOEREN, getypt(wijk, naam="Bewaarde Naam") | anders)
    assert list(fouten(antwoord)) == [veld]
    assert "Bewaarde Naam" in antwoord.text
    assert Initiatief.objects.count() == 0


def test_a_buurt_of_another_wijk_is_refused_as_in_the_form_of_residents(client, wijk, kcc):
    antwoord = client.post(INVOEREN, getypt(wijk, buurt=BuurtFactory().pk))
    assert "hoort bij de wijk" in fouten(antwoord)["buurt"][0]


def test_pressing_twice_makes_one_case(client, wijk, kcc):
    gegevens = getypt(wijk)
    eerste, tweede = client.post(INVOEREN, gegevens), client.post(INVOEREN, gegevens)
    assert eerste.url == tweede.url
    assert Initiatief.objects.count() == 1
    assert Belbericht.objects.count() == 1


def test_the_service_gives_the_same_case_for_the_same_form(wijk, kcc):
    concept = services.begin_concept(gegevens={})
    assert voer_in(wijk, kcc, concept=concept) == voer_in(wijk, kcc, concept=concept)


def test_files_are_checked_and_kept_while_something_else_is_wrong(client, wijk, kcc):
    goed = SimpleUploadedFile("schets.pdf", b"%PDF-1.7 schets")
    gegevens = getypt(wijk, titel="")
    assert "schets.pdf" in client.post(INVOEREN, gegevens | {"bijlage": goed}).text
    leugen = SimpleUploadedFile("plan.pdf", b"MZ dit is een programma")
    assert list(fouten(client.post(INVOEREN, getypt(wijk, bijlage=leugen)))) == ["bijlage"]
    client.post(INVOEREN, gegevens | {"titel": "Bankje"})
    assert [bijlage.naam for bijlage in Initiatief.objects.get().bijlagen.all()] == ["schets.pdf"]


def test_a_second_file_and_taking_one_away_keep_what_was_typed(client, wijk, kcc):
    gegevens = getypt(wijk, titel="Halve zin")
    pdf = SimpleUploadedFile("schets.pdf", b"%PDF-1.7 schets")
    antwoord = client.post(INVOEREN, gegevens | {"toevoegen": "ja", "bijlage": pdf})
    assert "Halve zin" in client.get(antwoord.url).text
    antwoord = client.post(INVOEREN, gegevens | {"verwijder": Bijlage.objects.get().pk})
    assert "Halve zin" in client.get(antwoord.url).text
    assert Bijlage.objects.count() == 0


def test_somebody_elses_file_is_not_taken_away(client, wijk, kcc):
    ander = Bijlage.objects.create(
        concept=services.begin_concept(gegevens={}),
        naam="x.pdf",
        type="application/pdf",
        grootte=1,
        inhoud=b"x",
    )
    assert client.post(INVOEREN, getypt(wijk, verwijder=ander.pk)).status_code == 404
    assert Bijlage.objects.count() == 1


def test_html_is_shown_as_text_in_every_field(client, wijk, kcc):
    velden = dict.fromkeys(("titel", "wat", "waarom", "plek", "voor_wie", "wie_doen_mee", "naam"), HTML)
    antwoord = client.post(INVOEREN, getypt(wijk, **velden, toestemming_hoe=HTML), follow=True)
    assert antwoord.status_code == 200
    assert HTML not in antwoord.text
    assert "&lt;script&gt;" in antwoord.text


@pytest.mark.regel("W-05")
def test_a_wijkregisseur_enters_in_the_own_wijk_only(client, wijk):
    regisseur = RolFactory(wijkregisseur=True, wijk=wijk).medewerker
    client.force_login(regisseur)
    ander = WijkFactory()
    pagina = client.get(INVOEREN)
    assert list(pagina.context["form"].fields["wijk"].queryset) == [wijk]
    assert pagina.context["form"]["kanaal"].value() == "gesprek"
    assert list(fouten(client.post(INVOEREN, getypt(ander)))) == ["wijk"]
    with pytest.raises(PermissionDenied):
        voer_in(ander, regisseur)
    assert client.post(INVOEREN, getypt(wijk, kanaal="gesprek")).status_code == 302


@pytest.mark.regel("I-04", "W-05")
def test_triage_lies_with_the_vakambtenaar_who_received_it_and_with_no_other(client, wijk):
    rol, ander = RolFactory(vakambtenaar=True), RolFactory(vakambtenaar=True)
    zaak = voer_in(wijk, rol.medewerker, kanaal="vakambtenaar")
    for recht in ("view_initiatief", "triage_initiatief"):
        assert rol.medewerker.has_perm(f"initiatieven.{recht}", zaak)
        assert not ander.medewerker.has_perm(f"initiatieven.{recht}", zaak)
    client.force_login(rol.medewerker)
    assert zaak.titel in client.get("/beheer/").text


@pytest.mark.regel("W-05")
@pytest.mark.parametrize("soort", ["beleidsmedewerker", "raadslid", "beheerder", "opbouwwerker"])
def test_other_roles_enter_nothing(client, wijk, soort):
    medewerker = RolFactory(soort=soort).medewerker
    client.force_login(medewerker)
    assert client.get(INVOEREN).status_code == 403
    assert client.post(INVOEREN, getypt(wijk)).status_code == 403
    with pytest.raises(PermissionDenied):
        voer_in(wijk, medewerker)


def test_a_visitor_is_sent_to_the_sign_in(client, wijk):
    client.force_login(MedewerkerFactory())
    assert client.post(INVOEREN, getypt(wijk)).status_code in (302, 403)
    assert Initiatief.objects.count() == 0


@pytest.mark.parametrize("anders", [{"kanaal": "website"}, {"kanaal": "x"}, {"hoe": " "}, {"telefoon": ""}])
def test_the_service_refuses_what_a_form_might_let_through(wijk, kcc, anders):
    with pytest.raises(Domeinfout):
        voer_in(wijk, kcc, **anders)


def test_the_service_refuses_consent_that_is_still_to_be_given(wijk, kcc):
    with pytest.raises(Domeinfout):
        voer_in(wijk, kcc, op=timezone.now() + datetime.timedelta(hours=1))


def test_staff_cannot_confirm_what_a_resident_sent_in(wijk, kcc):
    zaak = InitiatiefFactory(onbevestigd=True, wijk=wijk)
    with pytest.raises(services.OvergangNietToegestaan):
        services.voer_overgang_uit(zaak=zaak, naam="invoeren", door=kcc)


def test_the_database_keeps_who_can_be_reached_and_what_is_of_the_website(wijk, kcc):
    zaak = voer_in(wijk, kcc)
    with pytest.raises(IntegrityError, match="indiener_is_bereikbaar"), transaction.atomic():
        Indiener.objects.update(telefoon="")
    with pytest.raises(IntegrityError, match="initiatief_van_website_is_van_indiener"), transaction.atomic():
        Initiatief.objects.filter(pk=zaak.pk).update(kanaal="website")


def test_nobody_asks_a_link_or_takes_over_with_an_empty_address(wijk, kcc):
    zaak = voer_in(wijk, kcc)
    assert groep.vind_mens(zaak, "") is None
    services.vraag_volglink_aan(kenmerk=zaak.kenmerk, email=" ")
    assert zaak.toegangslinks.count() == 0


def test_every_channel_but_the_website_can_be_chosen():
    assert [naam for naam, _ in KANALEN] == ["mail", "gesprek", "vakambtenaar", "kcc"]


def test_an_unknown_or_finished_form_starts_empty(client, wijk, kcc):
    klaar = voer_in(wijk, kcc).concept
    for sleutel in ("x", uuid.uuid4(), klaar.pk):
        assert client.get(f"{INVOEREN}?concept={sleutel}").context["form"]["titel"].value() is None
    assert Concept.objects.count() == 1
