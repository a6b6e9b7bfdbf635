"""Residents without a mail address: staff fill in for them, visibly; an address comes later, with consent."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from initiatieven import berichten, namens, plan, privacy, services
from initiatieven.models import Belbericht, Indiener, Initiatief, Namenshandeling, Toegangslink
from tests.fabrieken import RolFactory
from tests.initiatieven.bezoek import open_voor_indiener
from tests.initiatieven.fabrieken import GroepslidFactory, besloten, ga_bronnen_na, in_uitwerking
from tests.initiatieven.paginas import zaak_in_geheel
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = [pytest.mark.django_db, pytest.mark.regel("I-02")]
REGEL = {"omschrijving": "Hout", "bedrag": "400.00", "betaler": "gemeente"}
HOE = "Aan de telefoon, na voorlezen."


def zonder_mail(zaak):
    Indiener.objects.filter(initiatief=zaak).update(email="", telefoon="0475 123456")
    return Initiatief.objects.get(pk=zaak.pk)


@pytest.fixture
def zaak():
    """A case of somebody who has only a telephone, with a positive principebesluit."""
    kcc = RolFactory(kcc=True).medewerker
    return zonder_mail(in_uitwerking(ingevoerd_door=kcc, kanaal="kcc"))


@pytest.fixture
def kcc():
    return RolFactory(kcc=True).medewerker


def morgen():
    return timezone.localdate() + datetime.timedelta(days=1)


def vul_in(zaak, door):
    namens.vul_begroting_in(zaak=zaak, door=door, **REGEL)
    namens.vul_planning_in(zaak=zaak, door=door, wat="Timmeren", wanneer=morgen())
    namens.vul_onderhoud_in(zaak=zaak, door=door, onderhoud="De buren.")


def paneel(zaak, naam):
    return reverse("admin:initiatieven_paneel", args=[zaak.pk, naam])


def pagina(zaak):
    return reverse("admin:initiatieven_initiatief_change", args=[zaak.pk])


@pytest.mark.regel("I-15", "I-17")
@pytest.mark.parametrize("wie", ["contact", "kcc"])
def test_staff_work_the_plan_out_for_somebody_with_only_a_telephone(zaak, kcc, wie):
    door = kcc if wie == "kcc" else zaak.vakambtenaar
    vul_in(zaak, door)
    with pytest.raises(Domeinfout, match="hoe de indiener akkoord gaf"):
        namens.lever_plan_in(zaak=zaak, door=door, hoe=" ")
    namens.lever_plan_in(zaak=zaak, door=door, hoe=HOE)
    assert plan.is_ingeleverd(Initiatief.objects.get(pk=zaak.pk))
    daden = [(rij.daad, rij.wat, rij.hoe, rij.door) for rij in zaak.namenshandelingen.order_by("pk")]
    assert daden == [
        ("begroting", "Hout, €\xa0400,00: Dit vragen we aan de gemeente", "", door),
        ("planning", f"Timmeren, {morgen():%d-%m-%Y}", "", door),
        ("onderhoud", "", "", door),
        ("inleveren", "", HOE, door),
    ]


@pytest.mark.regel("I-15")
def test_what_is_refused_leaves_no_record(zaak):
    with pytest.raises(Domeinfout, match="nog niet compleet"):
        namens.lever_plan_in(zaak=zaak, door=zaak.vakambtenaar, hoe=HOE)
    assert not Namenshandeling.objects.exists()


@pytest.mark.regel("I-17")
def test_who_can_do_it_on_the_own_page_does_it_there(zaak):
    zelf = in_uitwerking()
    GroepslidFactory(initiatief=zaak)  # somebody of this group has mail
    for rij in (zelf, zaak):
        with pytest.raises(Domeinfout, match="De indieners doen dit zelf"):
            namens.vul_begroting_in(zaak=rij, door=rij.vakambtenaar, **REGEL)
    assert not zaak.begroting.exists()


@pytest.mark.regel("W-05")
@pytest.mark.parametrize("wie", ["wijkregisseur", "vakambtenaar", "beleidsmedewerker"])
def test_nobody_else_fills_in_or_changes_the_address(zaak, wie):
    eigen = {"wijk": zaak.wijk} if wie == "wijkregisseur" else {}
    soort = {"soort": wie} if wie == "beleidsmedewerker" else {wie: True}
    vreemde = RolFactory(**soort, **eigen).medewerker
    with pytest.raises(PermissionDenied):
        namens.vul_begroting_in(zaak=zaak, door=vreemde, **REGEL)
    with pytest.raises(PermissionDenied):
        namens.wijzig_mailadres(zaak=zaak, door=vreemde, email="x@bewoner.example", hoe=HOE)


@pytest.mark.regel("I-17")
def test_staff_give_account_in_the_words_of_the_resident():
    zaak = zonder_mail(besloten())
    door = zaak.vakambtenaar
    with pytest.raises(Domeinfout, match="akkoord"):
        namens.verantwoord(zaak=zaak, door=door, gedaan="Klaar.", kosten=380, hoe="")
    assert namens.verantwoord(zaak=zaak, door=door, gedaan="Klaar.", kosten=380, hoe=HOE).kosten == 380
    ga_bronnen_na(zaak)
    rij = Initiatief.objects.get(pk=zaak.pk)
    assert services.voer_overgang_uit(zaak=rij, naam="afronden", door=door).naar == "afgerond"


def test_the_record_stays_and_names_the_consent(zaak):
    vul_in(zaak, zaak.vakambtenaar)
    for doe in (
        lambda: Namenshandeling.objects.update(wat="anders"),
        lambda: Namenshandeling.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            doe()
    with pytest.raises(IntegrityError, match="namenshandeling_met_akkoord"), transaction.atomic():
        Namenshandeling.objects.create(initiatief=zaak, daad="inleveren", door=zaak.vakambtenaar, rol="x")


# The address


@pytest.mark.regel("I-20")
def test_an_address_that_is_added_gets_the_link_and_what_was_still_to_be_told(zaak, kcc):
    Belbericht.objects.create(
        initiatief=zaak,
        gebeurtenis="x:1",
        onderwerp="Iets",
        tekst=f"Er is nieuws.\n{berichten.ALLEEN_MET_MAIL}",
    )
    namens.wijzig_mailadres(zaak=zaak, door=kcc, email="sjef@bewoner.example", hoe=HOE)
    brief = Bericht.objects.get(naar="sjef@bewoner.example")
    assert "Er is nieuws." in brief.tekst
    assert berichten.ALLEEN_MET_MAIL not in brief.tekst
    assert brief.link_sleutel
    assert not zaak.belberichten.open().exists()
    handeling = zaak.namenshandelingen.get()
    assert (handeling.daad, handeling.wat, handeling.hoe, handeling.door) == (
        "mailadres",
        "toegevoegd",
        HOE,
        kcc,
    )
    assert Bericht.objects.filter(naar=zaak.vakambtenaar.email, onderwerp__contains="mailadres").count() == 1
    with pytest.raises(VerouderdeActie, match="staat er al"):
        namens.wijzig_mailadres(zaak=zaak, door=kcc, email="SJEF@bewoner.example", hoe=HOE)


@pytest.mark.regel("I-20")
def test_the_old_address_is_told_and_opens_nothing_any_more(kcc, client):
    zaak = in_uitwerking()
    oud = zaak.indiener.email
    open_voor_indiener(client, zaak)
    volgen = reverse("initiatieven:volgen", args=[zaak.kenmerk])
    assert zaak.titel in client.get(volgen).text
    berichten.stuur_volglink(zaak, zaak.indiener)
    namens.wijzig_mailadres(zaak=zaak, door=kcc, email="nieuw@bewoner.example", hoe=HOE)
    brief = Bericht.objects.get(naar=oud, onderwerp__contains="is gewijzigd")
    assert zaak.titel not in brief.tekst
    assert "nieuw@bewoner.example" not in brief.tekst
    assert not brief.link_sleutel
    assert Toegangslink.objects.get(initiatief=zaak).doel == "volgen"  # only the new one
    assert zaak.titel not in client.get(volgen).text


def test_an_address_of_the_group_or_without_consent_is_refused(zaak, kcc):
    lid = GroepslidFactory(initiatief=zaak)
    for email, hoe, melding in ((lid.email, HOE, "uit de groep"), ("a@bewoner.example", " ", "akkoord")):
        with pytest.raises(Domeinfout, match=melding):
            namens.wijzig_mailadres(zaak=zaak, door=kcc, email=email, hoe=hoe)
    assert Indiener.objects.get(initiatief=zaak).email == ""


def test_how_somebody_agreed_is_erased_with_the_case(zaak, kcc):
    namens.wijzig_mailadres(zaak=zaak, door=kcc, email="sjef@bewoner.example", hoe=HOE)
    services.trek_in(zaak=zaak)
    assert privacy.wis_persoonsgegevens(zaak=zaak)["akkoorden"] == 1
    assert zaak.namenshandelingen.get().hoe == privacy.GEWIST
    with pytest.raises(VerouderdeActie, match="gewist"):
        namens.wijzig_mailadres(zaak=zaak, door=kcc, email="x@bewoner.example", hoe=HOE)


# The case page


@pytest.mark.regel("I-15", "W-05")
def test_the_plan_is_filled_in_on_the_case_page(zaak, kcc, client):
    client.force_login(kcc)
    fout = client.post(
        paneel(zaak, "namens-begroting"), {"omschrijving": "Hout", "bedrag": "x", "betaler": ""}
    )
    assert (fout.status_code, 'value="x"' in fout.text) == (422, True)
    client.post(paneel(zaak, "namens-begroting"), REGEL | {"bedrag": "400,00"})
    client.post(paneel(zaak, "namens-begroting"), {"weg": zaak.begroting.get().pk})
    client.post(paneel(zaak, "namens-begroting"), REGEL | {"bedrag": "400,00"})
    client.post(paneel(zaak, "namens-planning"), {"wat": "Timmeren", "wanneer": morgen().isoformat()})
    client.post(paneel(zaak, "namens-onderhoud"), {"onderhoud": "De buren."})
    assert "Het plan is compleet." in zaak_in_geheel(client, zaak)
    tekst = client.post(paneel(zaak, "namens-inleveren"), {"hoe": HOE}, follow=True).text
    assert "Het plan is ingeleverd en wacht op het definitieve besluit." in tekst
    tekst = zaak_in_geheel(client, zaak)
    assert "een regel weggehaald" in tekst
    assert HOE in tekst
    laat = client.post(paneel(zaak, "namens-begroting"), REGEL | {"bedrag": "400,00"})
    assert laat.status_code == 409


@pytest.mark.regel("W-05")
def test_who_may_not_does_not_see_it(zaak, client):
    client.force_login(RolFactory(wijkregisseur=True, wijk=zaak.wijk).medewerker)
    tekst = zaak_in_geheel(client, zaak)
    assert "Begroting, namens de indiener" not in tekst
    assert client.post(paneel(zaak, "namens-begroting"), REGEL).status_code == 403
    assert client.post(paneel(zaak, "mailadres"), {"email": "x@y.nl", "hoe": HOE}).status_code == 403
    client.logout()
    assert client.post(paneel(zaak, "namens-begroting"), REGEL).status_code == 302
    assert not zaak.begroting.exists()


@pytest.mark.regel("I-20")
def test_the_resident_reads_later_who_handed_the_plan_in(zaak, client):
    vul_in(zaak, zaak.vakambtenaar)
    namens.lever_plan_in(zaak=zaak, door=zaak.vakambtenaar, hoe=HOE)
    namens.wijzig_mailadres(zaak=zaak, door=zaak.vakambtenaar, email="sjef@bewoner.example", hoe=HOE)
    rij = Initiatief.objects.get(pk=zaak.pk)
    open_voor_indiener(client, rij)
    tekst = client.get(reverse("initiatieven:volgen", args=[zaak.kenmerk])).text
    assert f"{zaak.vakambtenaar} heeft uw plan voor u ingeleverd" in tekst
