"""Of residents without a mail address staff write down progress, receipts, the account and that they stop."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from initiatieven import namens, privacy, services, uitvoering
from initiatieven.besluitwoorden import vervolg
from initiatieven.models import Belbericht, Fase, Initiatief, Namenshandeling
from initiatieven.stapnamen import TREKT_IN
from initiatieven.tijdlijn import tijdlijn, verloop
from tests.fabrieken import RolFactory
from tests.initiatieven.bezoek import open_voor_indiener
from tests.initiatieven.fabrieken import (
    GroepslidFactory,
    InitiatiefFactory,
    afgerond,
    besloten,
    ga_bronnen_na,
    in_toets,
    in_uitwerking,
    met_plan,
)
from tests.initiatieven.paginas import zaak_in_geheel
from tests.initiatieven.test_namens import HOE, paneel, zonder_mail
from tests.initiatieven.test_uitvoering import FOTO, gereserveerd
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = [pytest.mark.django_db, pytest.mark.regel("I-02", "I-17")]
BON = {"naam": "bon.pdf", "soort": "application/pdf", "inhoud": b"%PDF-1.7"}
PDF = b"%PDF-1.7\n%%EOF"
# By name: what staff can do while the plan is carried out, as the services take it.
IN_UITVOERING = {
    "voortgang": lambda zaak, door, hoe=HOE: namens.vertel_voortgang(
        zaak=zaak, door=door, hoe=hoe, tekst="De eerste bak staat."
    ),
    "bon": lambda zaak, door, hoe=HOE: namens.voeg_bon_toe(zaak=zaak, door=door, hoe=hoe, **BON),
    "verantwoording": lambda zaak, door, hoe=HOE: namens.verantwoord(
        zaak=zaak, door=door, hoe=hoe, gedaan="Klaar.", kosten=380
    ),
}
ALLES = IN_UITVOERING | {
    "intrekken": lambda zaak, door, hoe=HOE: namens.trek_in(
        zaak=zaak, door=door, hoe=hoe, reden="We verhuizen."
    )
}


@pytest.fixture
def kcc():
    return RolFactory(kcc=True).medewerker


@pytest.fixture
def zaak(kcc):
    """A case of somebody with only a telephone, that is carried out."""
    return zonder_mail(besloten(ingevoerd_door=kcc, kanaal="kcc"))


@pytest.mark.regel("I-16", "I-20")
@pytest.mark.parametrize("wie", ["contact", "kcc"])
def test_progress_receipt_and_account_are_those_of_the_resident_with_whose_hand_wrote_them(zaak, kcc, wie):
    door = kcc if wie == "kcc" else zaak.vakambtenaar
    verhaal = {"foto": FOTO, "foto_type": "image/jpeg", "beschrijving": "Een bak.", "openbaar": True}
    voortgang = namens.vertel_voortgang(zaak=zaak, door=door, hoe=HOE, tekst="De bak staat.", **verhaal)
    namens.voeg_bon_toe(zaak=zaak, door=door, hoe="Aan de balie.", **BON)
    namens.verantwoord(zaak=zaak, door=door, hoe=HOE, gedaan="Klaar.", kosten=380)

    rij = Initiatief.objects.get(pk=zaak.pk)
    assert (voortgang.openbaar, rij.verantwoording.kosten) == (True, 380)
    assert rij.bijlagen.get().naam == "bon.pdf"
    daden = [(daad.daad, daad.wat, daad.hoe, daad.door) for daad in rij.namenshandelingen.order_by("pk")]
    assert daden == [
        ("voortgang", "met een foto", HOE, door),
        ("bon", "", "Aan de balie.", door),
        ("verantwoording", "", HOE, door),
    ]
    assert [regel.titel for regel in tijdlijn(rij)[:3]] == [
        "De gemeente heeft de verantwoording opgeschreven voor de indieners.",
        "De gemeente heeft een bon bewaard voor de indieners.",
        "De gemeente heeft voor de indieners opgeschreven hoe het gaat.",
    ]
    assert HOE not in str(tijdlijn(rij))  # everybody reads it
    laatste = verloop(rij, met_indiener=True)[0]
    assert (laatste.titel, laatste.wie.startswith(str(door)), HOE in laatste.tekst) == (
        "Namens de indiener: verantwoording gegeven",
        True,
        True,
    )
    assert HOE not in str(verloop(rij, met_indiener=False))


@pytest.mark.parametrize("daad", ALLES)
def test_nothing_is_kept_without_how_the_submitter_asked_for_it(zaak, daad):
    with pytest.raises(Domeinfout, match="hoe de indiener akkoord gaf"):
        ALLES[daad](zaak, zaak.vakambtenaar, hoe="  ")
    rol = {"door": zaak.vakambtenaar, "rol": "x"}
    with pytest.raises(IntegrityError, match="namenshandeling_met_akkoord"), transaction.atomic():
        Namenshandeling.objects.create(initiatief=zaak, daad=daad, **rol)
    assert not Namenshandeling.objects.exists()
    assert Initiatief.objects.get(pk=zaak.pk).fase == Fase.UITVOERING


@pytest.mark.regel("W-05")
@pytest.mark.parametrize("daad", ALLES)
@pytest.mark.parametrize("wie", ["regisseur hier", "regisseur elders", "andere vakambtenaar", "manager"])
def test_nobody_else_acts_for_the_resident(zaak, daad, wie):
    rol = {
        "regisseur hier": {"wijkregisseur": True, "wijk": zaak.wijk},
        "regisseur elders": {"wijkregisseur": True},
        "andere vakambtenaar": {"vakambtenaar": True, "cluster": zaak.cluster},
        "manager": {"soort": "clustermanager", "cluster": zaak.cluster},
    }[wie]
    with pytest.raises(PermissionDenied):
        ALLES[daad](zaak, RolFactory(**rol).medewerker)
    assert not Namenshandeling.objects.exists()


@pytest.mark.parametrize("daad", ALLES)
def test_who_has_a_mail_address_does_it_on_the_own_page(daad):
    zaak = besloten()
    with pytest.raises(Domeinfout, match="De indieners doen dit zelf"):
        ALLES[daad](zaak, zaak.vakambtenaar)
    assert not Namenshandeling.objects.exists()


def test_somebody_of_the_group_with_mail_tells_of_it_but_cannot_withdraw_for_the_submitter(zaak):
    GroepslidFactory(initiatief=zaak)
    for daad in IN_UITVOERING.values():
        with pytest.raises(Domeinfout, match="De indieners doen dit zelf"):
            daad(zaak, zaak.vakambtenaar)
    assert ALLES["intrekken"](zaak, zaak.vakambtenaar).naar == Fase.INGETROKKEN


@pytest.mark.regel("I-03", "I-15")
@pytest.mark.parametrize("daad", IN_UITVOERING)
@pytest.mark.parametrize("maak", [in_toets, in_uitwerking, met_plan, afgerond])
def test_in_another_phase_there_is_nothing_to_tell(kcc, maak, daad):
    zaak = zonder_mail(maak(ingevoerd_door=kcc, kanaal="kcc"))
    with pytest.raises(VerouderdeActie):
        IN_UITVOERING[daad](zaak, zaak.vakambtenaar)
    assert not Namenshandeling.objects.filter(daad=daad).exists()


@pytest.mark.parametrize("daad", ["verantwoording", "intrekken"])
def test_what_can_be_done_once_is_done_once(zaak, daad):
    ALLES[daad](zaak, zaak.vakambtenaar)
    with pytest.raises(VerouderdeActie):
        ALLES[daad](zaak, zaak.vakambtenaar)
    assert Namenshandeling.objects.get().daad == daad


def test_a_picture_without_a_description_leaves_no_record(zaak):
    with pytest.raises(Domeinfout, match="Beschrijf wat er op de foto"):
        namens.vertel_voortgang(
            zaak=zaak, door=zaak.vakambtenaar, hoe=HOE, tekst="Kijk!", foto=FOTO, foto_type="image/jpeg"
        )
    assert not Namenshandeling.objects.exists()


@pytest.mark.regel("I-14", "I-20")
def test_a_decision_does_not_send_them_to_a_page_that_they_cannot_open(kcc):
    zaak = zonder_mail(met_plan(ingevoerd_door=kcc, kanaal="kcc"))
    ga_bronnen_na(zaak)
    services.voer_overgang_uit(zaak=zaak, naam="definitief-ja", door=zaak.vakambtenaar)
    principe, definitief = (zaak.besluiten.get(soort=soort) for soort in ("principe", "definitief"))
    assert "Uw contactpersoon schrijft het met u op." in vervolg(principe)
    assert "Vertel uw contactpersoon hoe het gaat" in vervolg(definitief)
    gebeld = Belbericht.objects.get(initiatief=zaak, onderwerp__contains="Definitief besluit")
    assert vervolg(definitief) in gebeld.tekst.replace("\n", " ")
    GroepslidFactory(initiatief=zaak)  # somebody of the group has the page
    assert "Op uw eigen pagina" in vervolg(definitief)


# Withdrawing


@pytest.mark.regel("I-03")
@pytest.mark.parametrize("fase", TREKT_IN)
def test_the_submitter_stops_by_phone_in_every_phase_that_is_open(kcc, fase):
    maak = {
        Fase.TRIAGE: InitiatiefFactory,
        Fase.ORIENTATIE: lambda **velden: InitiatiefFactory(toegewezen=True, **velden),
        Fase.TOETS: in_toets,
        Fase.UITVOERING: in_uitwerking,
    }[fase]
    zaak = zonder_mail(maak(ingevoerd_door=kcc, kanaal="kcc"))
    stap = namens.trek_in(zaak=zaak, door=kcc, hoe=HOE, reden="We verhuizen.")
    assert (stap.naar, stap.rol, stap.door, stap.toelichting) == (
        Fase.INGETROKKEN,
        "Indiener",
        None,
        "We verhuizen.",
    )
    rij = Initiatief.objects.get(pk=zaak.pk)
    handeling = rij.namenshandelingen.get()
    assert (handeling.daad, handeling.door, handeling.hoe) == ("intrekken", kcc, HOE)
    assert [regel.titel for regel in tijdlijn(rij)[:2]] == [
        "Ingetrokken",
        "De gemeente heeft het idee ingetrokken, omdat de indieners dat vroegen.",
    ]
    assert Belbericht.objects.filter(initiatief=rij, onderwerp__contains="is ingetrokken").exists()
    if rij.vakambtenaar:
        naar = {"naar": rij.vakambtenaar.email, "onderwerp__contains": "ingetrokken"}
        assert Bericht.objects.filter(**naar).exists()


@pytest.mark.regel("B-18")
def test_money_that_was_reserved_waits_to_be_returned_as_when_the_resident_withdraws(zaak, kcc):
    aanvraag = gereserveerd(zaak)
    namens.trek_in(zaak=zaak, door=kcc, hoe=HOE)
    rij = Initiatief.objects.get(pk=zaak.pk)
    uitvoering.geef_rest_terug(zaak=rij, door=rij.vakambtenaar, reden="Niet nodig.")
    aanvraag.refresh_from_db()
    assert aanvraag.stand == "ingetrokken"


def test_a_step_that_is_posted_straight_away_withdraws_nothing(zaak, kcc, client):
    for wie in (kcc, zaak.vakambtenaar):
        client.force_login(wie)
        adres = reverse("admin:initiatieven_stap", args=[zaak.pk, "intrekken-uitvoering"])
        assert client.post(adres, {"toelichting": "Weg ermee."}).status_code == 403
    assert Initiatief.objects.get(pk=zaak.pk).fase == Fase.UITVOERING


def test_how_it_was_asked_and_why_is_erased_with_the_case(zaak, kcc):
    ALLES["voortgang"](zaak, kcc)
    ALLES["intrekken"](zaak, kcc)
    gewist = privacy.wis_persoonsgegevens(zaak=zaak)
    assert (gewist["akkoorden"], gewist["redenen"], gewist["voortgang"]) == (2, 1, 1)
    rij = Initiatief.objects.get(pk=zaak.pk)
    assert HOE not in str(verloop(rij, met_indiener=True))
    assert "We verhuizen." not in str(verloop(rij, met_indiener=True))


# The pages


@pytest.mark.regel("I-16", "I-20")
def test_it_is_written_down_on_the_case_page(zaak, kcc, client):
    client.force_login(kcc)
    for naam in ("voortgang", "bonnen", "verantwoording"):
        assert paneel(zaak, f"namens-{naam}") in zaak_in_geheel(client, zaak)
    leugen = SimpleUploadedFile("bon.pdf", b"MZ gewoon een programma", "application/pdf")
    fout = client.post(paneel(zaak, "namens-bonnen"), {"bestand": leugen, "hoe": "Aan de balie."})
    assert (fout.status_code, "Aan de balie." in fout.text) == (422, True)
    zonder = client.post(paneel(zaak, "namens-voortgang"), {"tekst": "De bak staat.", "hoe": ""})
    assert (zonder.status_code, "Schrijf op hoe de indiener dit vroeg." in zonder.text) == (422, True)
    foto = SimpleUploadedFile("bak.jpg", FOTO, "image/jpeg")
    velden = {"tekst": "De bak staat.", "foto": foto, "beschrijving": "Een bak.", "hoe": HOE}
    tekst = client.post(paneel(zaak, "namens-voortgang"), velden, follow=True).text
    assert "Erbij staat dat u dit opschreef." in tekst
    bon = SimpleUploadedFile("bon.pdf", PDF, "application/pdf")
    client.post(paneel(zaak, "namens-bonnen"), {"bestand": bon, "hoe": "Aan de balie."})
    velden = {"gedaan": "Twaalf bakken.", "kosten": "380,00", "hoe": HOE}
    client.post(paneel(zaak, "namens-verantwoording"), velden)
    assert client.post(paneel(zaak, "namens-verantwoording"), velden).status_code == 409
    tekst = zaak_in_geheel(client, zaak)
    for stuk in ("De bak staat.", "bon.pdf", "Twaalf bakken.", f"Opgeschreven voor de indieners door {kcc}"):
        assert stuk in tekst, stuk
    assert "Namens de indiener: bon toegevoegd" in tekst


@pytest.mark.regel("W-05")
def test_who_reads_along_sees_that_it_was_done_but_not_how_it_was_asked(zaak, client):
    ALLES["verantwoording"](zaak, zaak.vakambtenaar)
    client.force_login(RolFactory(soort="clustermanager", cluster=zaak.cluster).medewerker)
    tekst = zaak_in_geheel(client, zaak)
    assert "Namens de indiener: verantwoording gegeven" in tekst
    assert HOE not in tekst
    assert "Hoe het gaat, namens de indiener" not in tekst
    for naam in ("voortgang", "bonnen", "verantwoording", "intrekken"):
        assert client.post(paneel(zaak, f"namens-{naam}"), {"hoe": HOE}).status_code == 403


@pytest.mark.regel("I-03")
def test_the_case_is_withdrawn_from_the_leaf_with_messages(zaak, kcc, client):
    client.force_login(kcc)
    assert client.post(paneel(zaak, "namens-intrekken"), {"reden": "", "hoe": ""}).status_code == 422
    client.post(paneel(zaak, "namens-intrekken"), {"reden": "We verhuizen.", "hoe": HOE})
    assert Initiatief.objects.get(pk=zaak.pk).fase == Fase.INGETROKKEN
    assert client.post(paneel(zaak, "namens-intrekken"), {"hoe": HOE}).status_code == 409
    assert "Namens de indiener: ingetrokken" in zaak_in_geheel(client, zaak)


@pytest.mark.regel("I-20")
def test_the_resident_reads_later_who_gave_the_account_and_that_it_was_in_his_place(zaak, kcc, client):
    ALLES["verantwoording"](zaak, kcc)
    namens.wijzig_mailadres(zaak=zaak, door=kcc, email="sjef@bewoner.example", hoe=HOE)
    rij = Initiatief.objects.get(pk=zaak.pk)
    open_voor_indiener(client, rij)
    tekst = client.get(reverse("initiatieven:volgen", args=[zaak.kenmerk])).text
    assert f"Opgeschreven voor de indieners door {kcc}" in tekst
    assert HOE in tekst
    assert "De gemeente heeft de verantwoording opgeschreven voor de indieners." in tekst


@pytest.mark.regel("I-20")
def test_an_account_that_residents_gave_themselves_names_nobody(client):
    zaak = besloten()
    uitvoering.geef_verantwoording(zaak=zaak, gedaan="Klaar.", kosten=None)
    open_voor_indiener(client, zaak)
    tekst = client.get(reverse("initiatieven:volgen", args=[zaak.kenmerk])).text
    assert "Opgeschreven voor de indieners" not in tekst
    services.trek_in(zaak=zaak)
    assert not Namenshandeling.objects.exists()
