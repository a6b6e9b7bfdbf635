"""Staff's work on coalities, talks and convenanten: the own wijk, nobody else's, and nothing rewritten."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.fabrieken import (
    CoalitielidFactory,
    ConvenantdocumentFactory,
    ConvenantFactory,
    GebiedFactory,
    GesprekFactory,
    MedewerkerFactory,
    PartnerFactory,
    RolFactory,
    WijkcoalitieFactory,
    WijkFactory,
)
from wijken.models import Convenant, VerkennendGesprek, Wijk, Wijkcoalitie

pytestmark = pytest.mark.django_db


def adres(naam, *args):
    return reverse(f"admin:wijken_{naam}", args=args)


def rijen(voorvoegsel, *, nieuw=(), bestaand=()):
    alles = [*bestaand, *nieuw]
    gegevens = {
        f"{voorvoegsel}-TOTAL_FORMS": len(alles),
        f"{voorvoegsel}-INITIAL_FORMS": len(bestaand),
        f"{voorvoegsel}-MIN_NUM_FORMS": 0,
        f"{voorvoegsel}-MAX_NUM_FORMS": 1000,
    }
    for nummer, rij in enumerate(alles):
        gegevens |= {f"{voorvoegsel}-{nummer}-{veld}": waarde for veld, waarde in rij.items()}
    return gegevens


def coalitieformulier(*, nieuw=(), bestaand=(), **velden):
    leeg = {"van": "2024-03-01", "tot": "", "reden": ""}
    return leeg | velden | rijen("leden", bestaand=bestaand) | rijen("leden-2", nieuw=nieuw)


def gespreksformulier(gesprek, **velden):
    vereisten = ("ingebed", "belangen", "slagkracht", "gesprekspartner")
    antwoorden = dict.fromkeys(vereisten, "True") | {f"{naam}_toelichting": "Ja" for naam in vereisten}
    rest = {"op": "2024-02-01", "gevoerd_door": "Wij", "uitkomst": "formeel", "ondersteuningswens": ""}
    return antwoorden | rest | gesprek | velden


@pytest.fixture
def coalitie():
    return WijkcoalitieFactory()


@pytest.fixture
def meld_aan(client):
    def meld_aan_(soort, **velden):
        velden |= {"wijk": WijkFactory()} if soort == "wijkregisseur" and "wijk" not in velden else {}
        medewerker = RolFactory(soort=soort, **velden).medewerker
        client.force_login(medewerker)
        return medewerker

    return meld_aan_


# --- Who sees what ---


@pytest.mark.regel("W-05", "W-06")
def test_a_wijkregisseur_keeps_the_coalition_of_the_own_wijk(client, coalitie, meld_aan):
    ander = WijkcoalitieFactory()
    meld_aan("wijkregisseur", wijk=coalitie.wijk)

    lijst = client.get(adres("wijkcoalitie_changelist"))
    assert list(lijst.context["cl"].queryset) == [coalitie]
    assert client.get(adres("wijkcoalitie_change", coalitie.pk)).status_code == 200
    assert client.get(adres("wijkcoalitie_change", ander.pk)).status_code == 403


@pytest.mark.regel("W-05", "W-06")
def test_a_crafted_post_changes_nothing_in_another_wijk(client, coalitie, meld_aan):
    meld_aan("wijkregisseur")
    gegevens = coalitieformulier(van="2020-01-01", wijk=coalitie.wijk.pk)

    assert client.post(adres("wijkcoalitie_change", coalitie.pk), gegevens).status_code == 403
    antwoord = client.post(adres("wijkcoalitie_add"), gegevens | {"wijk": WijkFactory().pk})

    assert "wijk" in antwoord.context["adminform"].form.errors
    assert list(Wijkcoalitie.objects.values_list("pk", "van")) == [(coalitie.pk, coalitie.van)]


@pytest.mark.regel("W-05")
@pytest.mark.parametrize(
    ("soort", "lezen", "schrijven"),
    [("beheerder", 200, 302), ("beleidsmedewerker", 200, 302), ("opbouwwerker", 200, 403), ("kcc", 403, 403)],
)
def test_each_role_reads_and_writes_what_the_table_gives(client, coalitie, meld_aan, soort, lezen, schrijven):
    meld_aan(soort)
    pagina = adres("wijkcoalitie_change", coalitie.pk)

    assert client.get(pagina).status_code == lezen
    assert client.post(pagina, coalitieformulier(reden="Proef")).status_code == schrijven


@pytest.mark.parametrize("model", ["wijkcoalitie", "verkennendgesprek", "convenant", "gebied"])
def test_nobody_removes_anything_and_a_stranger_sees_nothing(client, model):
    rij = {
        "wijkcoalitie": WijkcoalitieFactory,
        "verkennendgesprek": GesprekFactory,
        "convenant": ConvenantFactory,
        "gebied": GebiedFactory,
    }[model]()
    assert client.get(adres(f"{model}_changelist")).status_code == 302
    client.force_login(MedewerkerFactory(is_superuser=True))

    assert client.get(adres(f"{model}_change", rij.pk)).status_code == 200
    assert client.post(adres(f"{model}_delete", rij.pk), {"post": "yes"}).status_code == 403


# --- Seats ---


@pytest.mark.regel("W-06", "W-07")
def test_a_wijkraad_gets_a_seat_after_a_positive_talk_only(client, coalitie, meld_aan):
    meld_aan("wijkregisseur", wijk=coalitie.wijk)
    raad = PartnerFactory(soort="wijkraad")
    plaats = {"plaats": "wijkraad", "partner": raad.pk, "van": "2024-03-01"}
    pagina = adres("wijkcoalitie_change", coalitie.pk)

    antwoord = client.post(pagina, coalitieformulier(nieuw=[plaats]))
    assert "nog geen verkennend gesprek" in antwoord.text
    assert not coalitie.leden.exists()

    gesprek = GesprekFactory(partner=raad, wijk=coalitie.wijk)
    antwoord = client.post(pagina, coalitieformulier(nieuw=[plaats]))
    assert antwoord.status_code == 302
    assert coalitie.leden.get().gesprek == gesprek


@pytest.mark.regel("W-06")
def test_a_seat_is_ended_and_cannot_be_given_to_another_one(client, meld_aan):
    lid = CoalitielidFactory()
    meld_aan("beleidsmedewerker")
    rij = {"id": lid.pk, "coalitie": lid.coalitie_id, "tot": "2024-12-31", "partner": PartnerFactory().pk}

    antwoord = client.post(
        adres("wijkcoalitie_change", lid.coalitie_id), coalitieformulier(bestaand=[rij], reden="Klaar")
    )

    assert antwoord.status_code == 302
    eerder = lid.partner
    lid.refresh_from_db()
    assert (str(lid.tot), lid.partner) == ("2024-12-31", eerder)


@pytest.mark.regel("W-06", "W-07")
def test_a_wijkraad_can_leave_after_a_later_talk_ended_its_role(client, meld_aan):
    gesprek = GesprekFactory()
    lid = CoalitielidFactory(
        coalitie__wijk=gesprek.wijk, plaats="wijkraad", partner=gesprek.partner, gesprek=gesprek
    )
    GesprekFactory(partner=gesprek.partner, wijk=gesprek.wijk, meedenken=True, op="2024-02-20")
    meld_aan("beheerder")
    rij = {"id": lid.pk, "coalitie": lid.coalitie_id, "tot": "2024-12-31"}

    antwoord = client.post(adres("wijkcoalitie_change", lid.coalitie_id), coalitieformulier(bestaand=[rij]))

    assert antwoord.status_code == 302


@pytest.mark.parametrize(
    "rij",
    [
        {"plaats": "corporatie", "partner": "999999", "van": "2024-03-01"},
        {"plaats": "corporatie", "partner": "x", "van": "gisteren"},
        {"plaats": "koning", "partner": "", "van": "2024-03-01"},
        {"plaats": "opbouwwerker", "medewerker": "999999", "van": "2024-03-01"},
        {"plaats": "wijkraad", "partner": "", "van": ""},
    ],
)
def test_nonsense_in_a_seat_is_told_and_nothing_is_kept(client, coalitie, meld_aan, rij):
    meld_aan("beheerder")

    antwoord = client.post(adres("wijkcoalitie_change", coalitie.pk), coalitieformulier(nieuw=[rij]))

    assert antwoord.status_code == 200
    assert any(formulier.errors for formulier in antwoord.context["inline_admin_formsets"][1].formset)
    assert not coalitie.leden.exists()


@pytest.mark.parametrize("aantal", [1, 12])
def test_a_coalition_page_costs_the_same_with_many_members(
    client, coalitie, meld_aan, aantal, django_assert_max_num_queries
):
    meld_aan("beheerder")
    CoalitielidFactory.create_batch(aantal, coalitie=coalitie)

    with django_assert_max_num_queries(20):
        client.get(adres("wijkcoalitie_change", coalitie.pk))


@pytest.mark.regel("W-06")
def test_the_reason_stands_in_the_history(client, coalitie, meld_aan):
    medewerker = meld_aan("beleidsmedewerker")

    client.post(
        adres("wijkcoalitie_change", coalitie.pk), coalitieformulier(tot="2026-12-31", reden="Nieuwe periode")
    )

    laatste = coalitie.history.latest()
    assert (laatste.history_change_reason, laatste.history_user) == ("Nieuwe periode", medewerker)


# --- Talks ---


@pytest.mark.regel("W-07")
def test_a_wijkregisseur_records_a_talk_in_the_own_wijk(client, meld_aan):
    wijk, raad = WijkFactory(), PartnerFactory(soort="wijkraad")
    medewerker = meld_aan("wijkregisseur", wijk=wijk)
    gegevens = gespreksformulier({"partner": raad.pk, "wijk": wijk.pk}, ondersteuningswens="Een training")

    client.post(adres("verkennendgesprek_add"), gegevens)

    gesprek = VerkennendGesprek.objects.get()
    assert (gesprek.vastgelegd_door, gesprek.uitkomst) == (medewerker, "formeel")
    assert gesprek.ondersteuningswens == "Een training"


@pytest.mark.regel("W-07")
@pytest.mark.parametrize(
    "velden", [{"slagkracht": "False"}, {"slagkracht": ""}, {"slagkracht_toelichting": ""}, {"uitkomst": ""}]
)
def test_a_talk_needs_all_findings_and_a_formal_seat_all_requirements(client, meld_aan, velden):
    meld_aan("beheerder")
    wie = {"partner": PartnerFactory(soort="wijkraad").pk, "wijk": WijkFactory().pk}

    antwoord = client.post(adres("verkennendgesprek_add"), gespreksformulier(wie, **velden))

    assert antwoord.context["adminform"].form.errors
    assert not VerkennendGesprek.objects.exists()


@pytest.mark.regel("W-07")
def test_a_talk_is_with_a_wijkraad_and_in_the_own_wijk(client, meld_aan):
    meld_aan("wijkregisseur")
    wie = {"partner": PartnerFactory(soort="fonds").pk, "wijk": WijkFactory().pk}

    antwoord = client.post(adres("verkennendgesprek_add"), gespreksformulier(wie))

    assert set(antwoord.context["adminform"].form.errors) == {"partner", "wijk"}


@pytest.mark.regel("W-07")
def test_only_the_wish_for_support_can_be_added_to_a_talk(client, meld_aan):
    gesprek = GesprekFactory()
    meld_aan("beheerder")

    client.post(
        adres("verkennendgesprek_change", gesprek.pk),
        {"ondersteuningswens": "Een zaal", "uitkomst": "niet", "reden": "Gevraagd in het gesprek"},
    )

    gesprek.refresh_from_db()
    assert (gesprek.ondersteuningswens, gesprek.uitkomst) == ("Een zaal", "formeel")


# --- Convenanten ---


def convenantformulier(partners, **velden):
    leeg = {"onderwerp": "Gegevens delen", "van": "2024-07-01", "tot": "", "reden": ""}
    return leeg | velden | rijen("partijen", nieuw=[{"partner": partner.pk} for partner in partners])


@pytest.mark.regel("W-09")
def test_a_convenant_is_registered_with_parties_and_document(client, meld_aan):
    meld_aan("beleidsmedewerker")
    partners = PartnerFactory.create_batch(2)
    document = SimpleUploadedFile("convenant.pdf", b"%PDF-1.7 tekst")

    antwoord = client.post(adres("convenant_add"), convenantformulier(partners, document=document))

    assert antwoord.status_code == 302
    convenant = Convenant.objects.get()
    assert {partij.partner for partij in convenant.partijen.all()} == set(partners)
    assert bytes(convenant.documenten.get().inhoud) == b"%PDF-1.7 tekst"
    assert "convenant.pdf" in client.get(adres("convenant_change", convenant.pk)).text


@pytest.mark.regel("W-09")
@pytest.mark.parametrize("geval", ["geen partij", "vals bestand"])
def test_a_convenant_without_party_or_with_a_false_document_is_refused(client, meld_aan, geval):
    meld_aan("beleidsmedewerker")
    partners = PartnerFactory.create_batch(0 if geval == "geen partij" else 1)
    vals = {"document": SimpleUploadedFile("x.pdf", b"MZ\x90\0")} if geval == "vals bestand" else {}

    antwoord = client.post(adres("convenant_add"), convenantformulier(partners, **vals))

    assert antwoord.status_code == 200
    assert not Convenant.objects.exists()


@pytest.mark.regel("W-05", "W-09")
@pytest.mark.parametrize(
    ("soort", "status"), [("beleidsmedewerker", 200), ("wijkregisseur", 200), ("kcc", 403), ("raadslid", 403)]
)
def test_a_document_is_for_who_may_read_it(client, meld_aan, soort, status):
    document = ConvenantdocumentFactory()
    meld_aan(soort)

    antwoord = client.get(adres("convenantdocument", document.pk))

    assert antwoord.status_code == status
    if status == 200:
        assert antwoord.headers["Content-Disposition"] == "attachment; filename*=UTF-8''convenant.pdf"
        assert antwoord.content == bytes(document.inhoud)


def test_a_document_that_is_not_there_is_not_found_and_a_stranger_must_sign_in(client, meld_aan):
    assert client.get(adres("convenantdocument", 1)).status_code == 302
    meld_aan("beheerder")
    assert client.get(adres("convenantdocument", 1)).status_code == 404


# --- Wijken and clusters ---


def test_a_cluster_shows_who_is_manager_today(client, meld_aan):
    rol = RolFactory(clustermanager=True, medewerker__naam="Mandy Manager")
    RolFactory(clustermanager=True, cluster=rol.cluster, tot="2024-01-31", medewerker__naam="Oude Manager")
    meld_aan("beheerder")

    for pagina in (adres("cluster_changelist"), adres("cluster_change", rol.cluster_id)):
        tekst = client.get(pagina).text
        assert "Mandy Manager" in tekst
        assert "Oude Manager" not in tekst


@pytest.mark.regel("W-01")
def test_wijken_can_be_grouped_in_a_gebied(client, meld_aan):
    gebied, wijk = GebiedFactory(), WijkFactory()
    meld_aan("beheerder")
    velden = {"nummer": wijk.nummer, "naam": wijk.naam, "slug": wijk.slug, "email": "", "gebied": gebied.pk}
    inlines = [rijen(naam) for naam in ("buurten", "inwonertallen", "cbs_wijken")]

    antwoord = client.post(
        adres("wijk_change", wijk.pk), velden | {"reden": "Indeling"} | inlines[0] | inlines[1] | inlines[2]
    )

    assert antwoord.status_code == 302
    assert Wijk.objects.get().gebied == gebied
    assert wijk.history.latest().history_change_reason == "Indeling"
