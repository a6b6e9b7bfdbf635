"""The plan on main lines: filled in bit by bit by who has the link, and by nobody else."""

import datetime
import json
from zipfile import ZipFile

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from initiatieven import stappenplan
from initiatieven.download import pak_in
from initiatieven.forms_plan import PLANSTAPPEN
from initiatieven.models import Afspraak, Fase, Initiatief, Planbijlage, Stappenplan
from tests.fabrieken import MedewerkerFactory, RolFactory
from tests.initiatieven.fabrieken import InitiatiefFactory, ToegangslinkFactory
from tests.initiatieven.paginas import zaak_in_geheel
from tests.initiatieven.test_views_volgen import pad, volgen
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import VerouderdeActie

pytestmark = pytest.mark.django_db
PLAN = {
    "doel": {"doel": "Een bank voor iedereen", "aanleiding": ""},
    "mensen": {"groep": "Zes buren", "buurt": "Iedereen is voor"},
    "nodig": {"nodig": "Een bank", "geld": "€ 500"},
    "planning": {"planning": "In mei", "daarna": "Wij", "gemeente": "Toestemming"},
}
LASTIG = "<script>alert(1)</script> 🌳 \u202eomgekeerd"


@pytest.fixture
def zaak():
    rol = RolFactory(vakambtenaar=True)
    return InitiatiefFactory(toegewezen=True, vakambtenaar=rol.medewerker, cluster=rol.cluster)


@pytest.fixture
def bewoner(zaak, client):
    cache.clear()
    client.post(pad(ToegangslinkFactory(initiatief=zaak)))
    return client


def stap(zaak, slug):
    return reverse("initiatieven:planstap", args=[zaak.kenmerk, slug])


def inleveren(zaak):
    return reverse("initiatieven:plan_inleveren", args=[zaak.kenmerk])


def pdf(naam="plan.pdf", inhoud=b"%PDF-1.7\n"):
    return SimpleUploadedFile(naam, inhoud, "application/pdf")


def vul_in(bewoner, zaak):
    for slug, velden in PLAN.items():
        assert bewoner.post(stap(zaak, slug), velden).status_code == 302


@pytest.mark.regel("C-04", "I-10")
def test_a_resident_makes_a_plan_step_by_step_and_hands_it_over(bewoner, zaak):
    assert "Stappenplan invullen" in bewoner.get(volgen(zaak)).text
    adres = stap(zaak, "doel")
    for planstap in PLANSTAPPEN:
        assert planstap.titel in bewoner.get(adres).text
        adres = bewoner.post(adres, PLAN[planstap.slug]).url
    assert adres == inleveren(zaak)
    tekst = bewoner.get(adres).text
    assert "Een bank voor iedereen" in tekst
    assert "Voor het inleveren is nog nodig" not in tekst
    assert bewoner.post(adres).url == volgen(zaak)
    assert bewoner.post(adres).status_code == 409
    assert Stappenplan.objects.get().ingeleverd_op
    (bericht,) = Bericht.objects.filter(naar=zaak.vakambtenaar.email)
    assert bericht.onderwerp == f"Het stappenplan voor {zaak.kenmerk} is er"
    assert "Truus" not in bericht.tekst
    assert "ingeleverd. In het gesprek" in bewoner.get(volgen(zaak)).text


@pytest.mark.regel("C-04")
def test_what_was_typed_is_kept_on_the_way_also_when_it_is_wrong(bewoner, zaak):
    lang = "woord " * 5000
    assert bewoner.post(stap(zaak, "doel"), {"doel": lang, "aanleiding": LASTIG}).status_code == 422
    assert Stappenplan.objects.get().antwoorden == {"doel": lang, "aanleiding": LASTIG}
    opgehaald = bewoner.get(stap(zaak, "doel")).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 🌳" in opgehaald
    assert bewoner.post(inleveren(zaak)).status_code == 422
    antwoord = bewoner.post(
        stap(zaak, "mensen"), {"groep": "Wij", "buurt": ""}, headers={"X-Requested-With": "fetch"}
    )
    assert antwoord.json()["bewaar_url"] == stap(zaak, "mensen")
    assert Stappenplan.objects.get().antwoorden["groep"] == "Wij"
    assert "Verder met uw stappenplan" in bewoner.get(volgen(zaak)).text


@pytest.mark.regel("C-04")
def test_handing_over_says_what_is_still_needed(bewoner, zaak):
    bewoner.post(stap(zaak, "doel"), PLAN["doel"])
    antwoord = bewoner.post(inleveren(zaak))
    assert antwoord.status_code == 422
    for deel in ("Wie doen er mee en wie doet wat?", "Wat heeft u nodig?", "Wat vraagt u van de gemeente?"):
        assert f"Beantwoord de vraag “{deel}”" in antwoord.text
    assert Bericht.objects.filter(naar=zaak.vakambtenaar.email).count() == 0


@pytest.mark.regel("I-10")
def test_the_vakambtenaar_reads_along_and_hears_of_a_changed_plan(bewoner, zaak):
    vul_in(bewoner, zaak)
    bewoner.post(inleveren(zaak))
    bewoner.post(stap(zaak, "doel"), {"doel": f"Twee banken {LASTIG}", "aanleiding": ""})
    assert "Lever het opnieuw in" in bewoner.get(volgen(zaak)).text
    assert bewoner.post(inleveren(zaak)).status_code == 302
    assert Bericht.objects.filter(naar=zaak.vakambtenaar.email).count() == 2
    ambtenaar = Client()
    ambtenaar.force_login(zaak.vakambtenaar)
    tekst = zaak_in_geheel(ambtenaar, zaak)
    assert "Twee banken &lt;script&gt;" in tekst


@pytest.mark.regel("C-04")
def test_files_are_checked_counted_and_can_be_taken_out(bewoner, zaak):
    nodig = stap(zaak, "nodig")
    vals = bewoner.post(nodig, PLAN["nodig"] | {"bijlage": pdf("virus.pdf", b"MZ\x90\x00")})
    assert vals.status_code == 422
    assert "kunnen we niet aannemen" in vals.text
    for _ in range(3):
        assert bewoner.post(nodig, PLAN["nodig"] | {"bijlage": pdf(), "toevoegen": "ja"}).url == nodig
    assert bewoner.post(nodig, PLAN["nodig"] | {"bijlage": pdf()}).status_code == 422
    bijlage = Planbijlage.objects.first()
    weg = reverse("initiatieven:verwijder_planbijlage", args=[zaak.kenmerk, bijlage.pk])
    assert bewoner.get(weg).status_code == 405
    for _ in range(2):
        assert bewoner.post(weg).url == nodig
    assert Planbijlage.objects.count() == 2
    ambtenaar = Client()
    ambtenaar.force_login(zaak.vakambtenaar)
    adres = reverse("admin:initiatieven_planbijlage", args=[zaak.pk, Planbijlage.objects.first().pk])
    assert ambtenaar.get(adres)["Content-Disposition"].startswith("attachment")
    ambtenaar.force_login(RolFactory(soort="beleidsmedewerker").medewerker)
    assert ambtenaar.get(adres).status_code == 403
    ambtenaar.force_login(MedewerkerFactory())
    assert ambtenaar.get(adres).status_code == 403


@pytest.mark.regel("I-20")
def test_without_the_link_there_is_no_plan_no_appointment_and_no_file(zaak, bewoner):
    Afspraak.objects.create(
        initiatief=zaak,
        begint=timezone.now() + datetime.timedelta(days=1),
        plaats="Buurthuis",
        door=zaak.vakambtenaar,
    )
    bewoner.post(stap(zaak, "nodig"), PLAN["nodig"] | {"bijlage": pdf()})
    weg = reverse("initiatieven:verwijder_planbijlage", args=[zaak.kenmerk, Planbijlage.objects.get().pk])
    ics = reverse("initiatieven:afspraak", args=[zaak.kenmerk])
    ander = InitiatiefFactory(toegewezen=True)
    vreemde, buurman = Client(), Client()
    buurman.post(pad(ToegangslinkFactory(initiatief=ander)))
    for wie in (vreemde, buurman):
        for antwoord in (
            wie.get(stap(zaak, "doel")),
            wie.post(stap(zaak, "doel"), {"doel": "Gekaapt"}),
            wie.get(inleveren(zaak)),
            wie.post(inleveren(zaak)),
            wie.post(weg),
            wie.get(ics),
        ):
            assert antwoord.status_code == 302
            assert antwoord.url.startswith(reverse("initiatieven:volgen_aanvragen"))
    assert "doel" not in Stappenplan.objects.get().antwoorden
    assert Planbijlage.objects.count() == 1
    assert bewoner.get(ics).status_code == 200
    assert "Buurthuis" in bewoner.get(volgen(zaak)).text


def test_a_file_of_another_case_cannot_be_taken_out(zaak, bewoner):
    ander = InitiatiefFactory(toegewezen=True)
    bijlage = stappenplan.voeg_planbijlage_toe(
        zaak=ander, naam="a.pdf", soort="application/pdf", inhoud=b"%PDF"
    )
    bewoner.post(reverse("initiatieven:verwijder_planbijlage", args=[zaak.kenmerk, bijlage.pk]))
    assert Planbijlage.objects.filter(pk=bijlage.pk).exists()


@pytest.mark.parametrize("fase", [Fase.TRIAGE, Fase.TOETS, Fase.INGETROKKEN])
def test_the_plan_belongs_to_the_talk(zaak, bewoner, fase):
    vul_in(bewoner, zaak)
    Initiatief.objects.filter(pk=zaak.pk).update(fase=fase)
    assert bewoner.get(stap(zaak, "doel")).status_code == 409
    assert bewoner.post(stap(zaak, "doel"), {"doel": "Te laat"}).status_code == 409
    assert bewoner.post(inleveren(zaak)).status_code == 409
    with pytest.raises(VerouderdeActie):
        stappenplan.lever_plan_in(zaak=zaak)
    assert Stappenplan.objects.get().antwoorden["doel"] == "Een bank voor iedereen"


def test_a_step_that_does_not_exist_and_a_page_of_somebody_else(zaak, bewoner):
    assert bewoner.get(stap(zaak, "onzin")).status_code == 404
    assert Client(enforce_csrf_checks=True).post(stap(zaak, "doel"), {"doel": "x"}).status_code == 403


def test_an_appointment_that_has_been_is_not_shown_any_more(zaak, bewoner):
    begint = timezone.now() + datetime.timedelta(minutes=10)
    Afspraak.objects.create(initiatief=zaak, begint=begint, plaats="Buurthuis", door=zaak.vakambtenaar)
    assert "Uw afspraak" in bewoner.get(volgen(zaak)).text
    with time_machine.travel(begint + datetime.timedelta(minutes=55)):
        bewoner.post(pad(ToegangslinkFactory(initiatief=zaak)))
        tekst = bewoner.get(volgen(zaak)).text
        assert "Uw stappenplan" in tekst
        assert "Uw afspraak" in tekst
    with time_machine.travel(begint + datetime.timedelta(minutes=61)):
        bewoner.post(pad(ToegangslinkFactory(initiatief=zaak)))
        assert "Uw afspraak" not in bewoner.get(volgen(zaak)).text


@pytest.mark.regel("I-20")
def test_the_plan_and_its_files_are_part_of_what_a_resident_takes_along(zaak, bewoner):
    bewoner.post(stap(zaak, "nodig"), PLAN["nodig"] | {"bijlage": pdf("tekening.pdf")})
    with pak_in(zaak) as bestand, ZipFile(bestand) as pakket:
        assert pakket.read("bestanden/1-tekening.pdf") == b"%PDF-1.7\n"
        assert json.loads(pakket.read("gegevens.json"))["stappenplan"]["Wat heeft u nodig?"] == "Een bank"
        assert "Uw stappenplan" in pakket.read("mijn-idee.html").decode()
