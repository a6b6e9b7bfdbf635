"""The staff's side: the own cases, and nobody else's."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from initiatieven import termijnen
from initiatieven.models import Fase, Faseovergang, Gevolgd, Initiatief, Notitie
from tests.fabrieken import MedewerkerFactory, RolFactory
from tests.initiatieven.fabrieken import BijlageFactory, InitiatiefFactory, beantwoord_alles
from tests.initiatieven.paginas import zaak_in_geheel
from wijken.models import Rol
from wijkportaal.models import Bericht, Opgeslagenfilter

pytestmark = pytest.mark.django_db
WERKLIJST = reverse("admin:initiatieven_initiatief_changelist")


def pagina(zaak) -> str:
    return reverse("admin:initiatieven_initiatief_change", args=[zaak.pk])


def triage(zaak) -> str:
    return reverse("admin:initiatieven_paneel", args=[zaak.pk, "triage"])


def toewijzen(zaak) -> str:
    return reverse("admin:initiatieven_paneel", args=[zaak.pk, "toewijzen"])


def adressen(zaak):
    """Every address of a case, and the data that a POST to it takes (None: only GET)."""
    bijlage = BijlageFactory(initiatief=zaak)
    return {
        pagina(zaak): {},
        triage(zaak): {"vraag": "soort", "antwoord": "verzoek"},
        reverse("admin:initiatieven_stap", args=[zaak.pk, "toewijzen"]): {},
        reverse("admin:initiatieven_notitie", args=[zaak.pk]): {"tekst": "Gebeld"},
        reverse("admin:initiatieven_volgen", args=[zaak.pk]): {"volg": "ja"},
        reverse("admin:initiatieven_bijlage", args=[zaak.pk, bijlage.pk]): {},
        reverse("admin:initiatieven_initiatief_history", args=[zaak.pk]): {},
    }


def gevonden(client, zoekterm, **keuzes):
    """The titles that the work list finds."""
    lijst = client.get(WERKLIJST, {"q": zoekterm} | keuzes).context["cl"]
    return sorted(zaak.titel for zaak in lijst.result_list)


@pytest.fixture
def zaak():
    return InitiatiefFactory()


@pytest.fixture
def regisseur(zaak, client):
    medewerker = RolFactory(wijkregisseur=True, wijk=zaak.wijk).medewerker
    client.force_login(medewerker)
    return medewerker


@pytest.mark.regel("I-04")
def test_the_form_for_the_contact_says_what_is_needed_to_assign(client, zaak, regisseur):
    beantwoord_alles(zaak, regisseur)
    tekst = zaak_in_geheel(client, zaak)
    assert tekst.count("(nodig om toe te wijzen)") == 1


@pytest.mark.regel("W-05")
def test_the_work_list_holds_the_own_cases_with_age_and_phase(client, zaak, regisseur):
    InitiatiefFactory(titel="Andere wijk")
    InitiatiefFactory(titel="Onbevestigd", onbevestigd=True, wijk=zaak.wijk)
    tekst = client.get(WERKLIJST).text
    assert zaak.kenmerk in tekst
    assert "Triage" in tekst
    assert "vandaag" in tekst
    assert "Andere wijk" not in tekst
    assert "Onbevestigd" not in tekst


@pytest.mark.regel("W-05")
@pytest.mark.parametrize(
    ("bezoeker", "lezen", "schrijven"),
    [("eigen", 200, 302), ("ander", 403, 403), ("zonder rol", 403, 403), ("anoniem", 302, 302)],
)
def test_each_visitor_gets_the_case_page_that_is_due(client, zaak, bezoeker, lezen, schrijven):
    mensen = {
        "eigen": lambda: RolFactory(wijkregisseur=True, wijk=zaak.wijk).medewerker,
        "ander": lambda: RolFactory(wijkregisseur=True).medewerker,
        "zonder rol": MedewerkerFactory,
    }
    if bezoeker in mensen:
        client.force_login(mensen[bezoeker]())
    assert client.get(pagina(zaak)).status_code == lezen
    assert client.post(triage(zaak), {"vraag": "soort", "antwoord": "verzoek"}).status_code == schrijven
    zaak.refresh_from_db()
    assert zaak.soort == ("verzoek" if bezoeker == "eigen" else "")


def test_an_unconfirmed_case_does_not_exist_for_anybody(client):
    client.force_login(RolFactory(kcc=True).medewerker)
    assert client.get(pagina(InitiatiefFactory(onbevestigd=True))).status_code == 404


@pytest.mark.regel("I-04", "I-06")
def test_choosing_the_contact_and_assigning_go_in_one_press(client, zaak, regisseur):
    beantwoord_alles(zaak, regisseur)
    rol = RolFactory(vakambtenaar=True)
    velden = {"vakambtenaar": rol.pk, "openbaar": "on", "overgang": "toewijzen"}
    antwoord = client.post(toewijzen(zaak), velden, follow=True)
    zaak.refresh_from_db()
    assert (zaak.fase, zaak.vakambtenaar, zaak.cluster) == (Fase.ORIENTATIE, rol.medewerker, rol.cluster)
    assert zaak.openbaar is True
    assert "De vakambtenaar is nu het vaste contact." in antwoord.text
    assert f"{regisseur}, Wijkregisseur" in zaak_in_geheel(client, zaak)


def test_a_contact_without_the_questions_is_kept_and_says_what_is_missing(client, zaak, regisseur):
    rol = RolFactory(vakambtenaar=True)
    antwoord = client.post(toewijzen(zaak), {"vakambtenaar": rol.pk, "overgang": "toewijzen"}, follow=True)
    zaak.refresh_from_db()
    assert (zaak.fase, zaak.vakambtenaar) == (Fase.TRIAGE, rol.medewerker)
    assert "De antwoorden zijn bewaard. Beantwoord eerst" in antwoord.text


def test_a_stale_page_says_that_somebody_else_was_first(client, zaak, regisseur):
    beantwoord_alles(zaak, regisseur)
    velden = {"vakambtenaar": RolFactory(vakambtenaar=True).pk, "overgang": "toewijzen"}
    assert client.post(toewijzen(zaak), velden).status_code == 302
    assert client.post(toewijzen(zaak), velden).status_code == 409
    assert client.post(triage(zaak), {"vraag": "soort", "antwoord": "verzoek"}).status_code == 409
    assert Faseovergang.objects.count() == 1


def test_a_step_that_does_not_exist_only_keeps_the_answers(client, zaak, regisseur):
    client.post(triage(zaak), {"vraag": "soort", "antwoord": "verzoek", "overgang": "afronden"})
    zaak.refresh_from_db()
    assert (zaak.fase, zaak.soort) == (Fase.TRIAGE, "verzoek")


def test_a_panel_that_does_not_exist_or_is_only_looked_at(client, zaak, regisseur):
    adres = reverse("admin:initiatieven_paneel", args=[zaak.pk, "onzin"])
    assert client.post(adres).status_code == 404
    assert client.post(reverse("admin:initiatieven_stap", args=[zaak.pk, "onzin"])).status_code == 404
    assert client.get(triage(zaak)).url == f"{pagina(zaak)}#paneel-triage"
    assert client.post(pagina(zaak)).status_code == 405


@pytest.mark.regel("I-03")
def test_a_step_without_what_it_asks_is_refused_beside_its_button(client, zaak, regisseur):
    adres = reverse("admin:initiatieven_stap", args=[zaak.pk, "toewijzen"])
    assert client.post(adres).status_code == 422
    zaak.refresh_from_db()
    assert zaak.fase == Fase.TRIAGE


@pytest.mark.regel("I-09")
def test_a_vakambtenaar_reads_the_own_case_but_does_no_triage(client):
    zaak = InitiatiefFactory(vakambtenaar=MedewerkerFactory())
    RolFactory(vakambtenaar=True, medewerker=zaak.vakambtenaar)
    client.force_login(zaak.vakambtenaar)
    panelen = client.get(pagina(zaak)).context["panelen"]
    assert not {"triage", "toewijzen"} & {getoond.paneel.naam for getoond in panelen}
    assert client.post(triage(zaak), {"vraag": "soort", "antwoord": "verzoek"}).status_code == 403
    zaak.refresh_from_db()
    assert zaak.soort == ""


def test_a_person_whose_role_ended_cannot_be_chosen(client, zaak, regisseur):
    oud = RolFactory(vakambtenaar=True, tot="2025-01-01")
    antwoord = client.post(toewijzen(zaak), {"vakambtenaar": oud.pk})
    assert antwoord.status_code == 422
    zaak.refresh_from_db()
    assert zaak.vakambtenaar is None


def test_a_file_comes_as_a_download_and_only_with_its_own_case(client, zaak, regisseur):
    eigen, ander = BijlageFactory(initiatief=zaak), BijlageFactory()
    goed = client.get(reverse("admin:initiatieven_bijlage", args=[zaak.pk, eigen.pk]))
    assert (goed.content, goed["Content-Type"]) == (b"%PDF-1.7", "application/pdf")
    assert goed["Content-Disposition"] == "attachment; filename*=UTF-8''plan.pdf"
    for zaak_pk, verwacht in ((zaak.pk, 404), (ander.initiatief_id, 403)):
        adres = reverse("admin:initiatieven_bijlage", args=[zaak_pk, ander.pk])
        assert client.get(adres).status_code == verwacht


def test_who_may_not_know_the_submitter_gets_no_files_either(client, zaak):
    bijlage = BijlageFactory(initiatief=zaak, naam="brief-van-truus.pdf")
    client.force_login(RolFactory(wijkwethouder=True, wijk=zaak.wijk).medewerker)
    assert "brief-van-truus" not in zaak_in_geheel(client, zaak)
    adres = reverse("admin:initiatieven_bijlage", args=[zaak.pk, bijlage.pk])
    assert client.get(adres).status_code == 403


def test_cases_are_not_removed_here(client, zaak, regisseur):
    assert client.get(f"{WERKLIJST}{zaak.pk}/delete/").status_code == 403


@pytest.mark.parametrize("aantal", [10, 1000])
def test_the_work_list_asks_few_queries(client, zaak, regisseur, aantal, django_assert_num_queries):
    Initiatief.objects.bulk_create(InitiatiefFactory.build_batch(aantal, wijk=zaak.wijk, indiener=None))
    with django_assert_num_queries(10):
        client.get(WERKLIJST)


def test_the_case_page_asks_the_same_queries_however_much_there_is(client, zaak, regisseur):
    gesteld = []
    for aantal in (1, 10):
        for _ in range(aantal):
            BijlageFactory(initiatief=zaak)
            RolFactory(vakambtenaar=True)
        with CaptureQueriesContext(connection) as vragen:
            client.get(pagina(zaak))
        gesteld.append(len(vragen))
    assert gesteld[0] == gesteld[1] <= 20


@pytest.mark.regel("W-05")
def test_no_address_of_another_wijks_case_gives_or_takes_anything(client, regisseur):
    ander = InitiatiefFactory(titel="Geheim plan")
    for adres, data in adressen(ander).items():
        for antwoord in (client.get(adres), client.post(adres, data)):
            assert antwoord.status_code in (403, 405)
            assert "Geheim plan" not in antwoord.text
        assert client.post(adres, data).status_code == 403
    ander.refresh_from_db()
    assert (ander.soort, Notitie.objects.count(), Gevolgd.objects.count()) == ("", 0, 0)


def test_no_address_of_an_unconfirmed_case_exists(client, zaak, regisseur):
    for adres, data in adressen(InitiatiefFactory(onbevestigd=True, wijk=zaak.wijk)).items():
        assert client.post(adres, data).status_code == 404


@pytest.mark.parametrize("pk", ["0", "x", "1'", "99999999999999999999", "²"])
def test_an_address_that_means_nothing_is_not_found(client, regisseur, pk):
    assert client.get(f"{WERKLIJST}{pk}/change/").status_code == 404
    assert client.get(f"{WERKLIJST}{pk}/history/").status_code == 404


@pytest.mark.regel("W-05")
@pytest.mark.parametrize(
    ("soort", "eigen", "ander"),
    [
        (Rol.Soort.KCC, 200, 200),
        (Rol.Soort.WIJKREGISSEUR, 200, 403),
        (Rol.Soort.VAKAMBTENAAR, 403, 403),
        (Rol.Soort.CLUSTERMANAGER, 200, 403),
        (Rol.Soort.BELEIDSMEDEWERKER, 200, 200),
        (Rol.Soort.WIJKWETHOUDER, 200, 403),
        (Rol.Soort.BEHEERDER, 200, 200),
        (Rol.Soort.WETHOUDER_WIJKEN, 403, 403),
        (Rol.Soort.COLLEGESECRETARIS, 403, 403),
        (Rol.Soort.OPBOUWWERKER, 403, 403),
        (Rol.Soort.RAADSLID, 403, 403),
    ],
)
def test_each_role_opens_the_cases_that_are_due(client, soort, eigen, ander):
    zaak = InitiatiefFactory(toegewezen=True)
    client.force_login(rol_bij(zaak, soort).medewerker)
    assert client.get(pagina(zaak)).status_code == eigen
    assert client.get(pagina(InitiatiefFactory(toegewezen=True))).status_code == ander


def rol_bij(zaak, soort):
    """A role of this kind for the wijk or cluster of the case."""
    van_wijk = soort in (Rol.Soort.WIJKREGISSEUR, Rol.Soort.WIJKWETHOUDER)
    van_cluster = soort in (Rol.Soort.VAKAMBTENAAR, Rol.Soort.CLUSTERMANAGER)
    waarvan = {"wijk": zaak.wijk if van_wijk else None, "cluster": zaak.cluster if van_cluster else None}
    return RolFactory(soort=soort, **waarvan)


def test_a_note_is_kept_for_staff_with_its_author(client, zaak, regisseur):
    client.post(reverse("admin:initiatieven_notitie", args=[zaak.pk]), {"tekst": "Gebeld: <b>past</b>"})
    notitie = Notitie.objects.get()
    assert (notitie.initiatief, notitie.door, notitie.tekst) == (zaak, regisseur, "Gebeld: <b>past</b>")
    tekst = zaak_in_geheel(client, zaak)
    assert "Alleen voor medewerkers" in tekst
    assert "Gebeld: &lt;b&gt;past&lt;/b&gt;" in tekst


def test_nobody_changes_or_removes_a_note(zaak):
    notitie = Notitie.objects.create(initiatief=zaak, door=MedewerkerFactory(), tekst="Zo was het")
    for doe in (lambda: Notitie.objects.update(tekst="Anders"), notitie.delete):
        with pytest.raises(DatabaseError, match="notitie_blijft_staan"), transaction.atomic():
            doe()
    assert Notitie.objects.get().tekst == "Zo was het"


@pytest.mark.parametrize("tekst", ["", "   ", "x" * 4001])
def test_a_note_that_says_nothing_or_too_much_is_asked_again(client, zaak, regisseur, tekst):
    antwoord = client.post(reverse("admin:initiatieven_notitie", args=[zaak.pk]), {"tekst": tekst})
    assert antwoord.status_code == 422
    assert antwoord.context["form"] is not None
    assert not Notitie.objects.exists()


def test_a_resident_never_meets_a_note(client, zaak, regisseur):
    publiek = InitiatiefFactory(publiek=True, wijk=zaak.wijk)
    client.post(reverse("admin:initiatieven_notitie", args=[publiek.pk]), {"tekst": "Lastige buurman"})
    client.logout()
    assert "Lastige buurman" not in client.get(publiek.get_absolute_url()).text


def test_following_and_no_longer_following(client, zaak, regisseur):
    adres = reverse("admin:initiatieven_volgen", args=[zaak.pk])
    for _ in range(2):
        client.post(adres, {"volg": "ja"})
    assert list(Gevolgd.objects.values_list("medewerker", "initiatief")) == [(regisseur.pk, zaak.pk)]
    assert "Niet meer volgen" in zaak_in_geheel(client, zaak)
    client.post(adres, {"volg": "nee"})
    assert not Gevolgd.objects.exists()
    assert client.get(adres).status_code == 405


def bericht_over(zaak, naar, tekst):
    gebeurtenis = f"{zaak.kenmerk}:proef"
    Bericht.objects.create(
        sleutel=Bericht.sleutel_van(gebeurtenis, naar),
        gebeurtenis=gebeurtenis,
        naar=naar,
        onderwerp=f"Over {zaak.kenmerk}",
        tekst=tekst,
    )


def test_messages_can_be_read_back_without_the_personal_link(client, zaak, regisseur):
    bericht_over(zaak, zaak.indiener.email, "Beste Truus, kijk op [[link]].")
    bericht_over(zaak, regisseur.email, "Er is een nieuw idee.")
    tekst = zaak_in_geheel(client, zaak)
    assert "Beste Truus, kijk op [persoonlijke link]." in tekst
    assert "de indiener (truus@bewoner.example)" in tekst
    assert f"Aan {regisseur.naam}" in tekst


@pytest.mark.regel("W-05")
def test_who_may_not_know_the_submitter_finds_the_person_nowhere(client, zaak):
    bericht_over(zaak, zaak.indiener.email, "Beste Truus")
    bericht_over(zaak, "oud@adres.example", "Beste Truus")
    Notitie.objects.create(initiatief=zaak, door=MedewerkerFactory(), tekst="Met Truus gebeld")
    client.force_login(RolFactory(soort=Rol.Soort.BELEIDSMEDEWERKER).medewerker)
    tekst = zaak_in_geheel(client, zaak)
    assert zaak.titel in tekst
    assert f"Over {zaak.kenmerk}" in tekst
    for geheim in ("Truus", "truus@", "oud@adres", "Alleen voor medewerkers"):
        assert geheim not in tekst
    assert gevonden(client, "Truus") == []
    assert gevonden(client, "truus@") == []
    schrijf = reverse("admin:initiatieven_notitie", args=[zaak.pk])
    assert client.post(schrijf, {"tekst": "Toch"}).status_code == 403


def test_the_changes_of_a_case_can_be_read(client, zaak, regisseur):
    client.post(triage(zaak), {"vraag": "soort", "antwoord": "verzoek"})
    tekst = client.get(reverse("admin:initiatieven_initiatief_history", args=[zaak.pk])).text
    assert "Soort" in tekst
    assert "Reden: triage: Wat is het?" in tekst
    assert regisseur.naam in tekst


@pytest.mark.parametrize(
    "zoekterm", ["Zonnebloem", "zonneBLOEM", "Kapellerlaan", "VB-2026-9", "Sjef", "zonnebloem sjef"]
)
def test_a_case_is_found_by_kenmerk_name_place_and_submitter(client, zaak, regisseur, zoekterm):
    eigen = {"titel": "Zonnebloemen", "plek": "Kapellerlaan 3", "indiener__naam": "Sjef Zoeker"}
    InitiatiefFactory(wijk=zaak.wijk, kenmerk="VB-2026-99999", **eigen)
    InitiatiefFactory(kenmerk="VB-2026-99998", **eigen)
    assert gevonden(client, zoekterm) == ["Zonnebloemen"]


@pytest.mark.parametrize("zoekterm", ["zonnebloem truus2", "%", "_", "\\", "'"])
def test_what_is_not_there_is_not_found(client, zaak, regisseur, zoekterm):
    assert gevonden(client, zoekterm) == []


def test_the_piles_of_the_start_page_are_filters_of_the_list(client, zaak, regisseur):
    lang_geleden = timezone.now() - datetime.timedelta(days=40)
    te_laat = InitiatiefFactory(titel="Te laat", wijk=zaak.wijk, toegewezen=True, fase_sinds=lang_geleden)
    Gevolgd.objects.create(medewerker=regisseur, initiatief=te_laat)
    assert gevonden(client, "", werk="wacht") == [zaak.titel]
    assert gevonden(client, "", werk="dringend") == ["Te laat"]
    assert gevonden(client, "", werk="gevolgd") == ["Te laat"]
    assert gevonden(client, "", werk="onzin") == sorted(["Te laat", zaak.titel])
    te_laat.refresh_from_db()  # how many days late depends on weekends and holidays
    assert termijnen.is_te_laat(te_laat.uiterlijk)
    assert termijnen.in_woorden(te_laat.uiterlijk) in client.get(WERKLIJST).text


def test_the_list_offers_only_wijken_with_cases_that_somebody_sees(client, zaak, regisseur):
    eigen, ander = InitiatiefFactory(vakambtenaar=regisseur).wijk, InitiatiefFactory().wijk
    assert wijken_in_filter(client) == set()  # one wijk: nothing to choose
    client.force_login(RolFactory(vakambtenaar=True, medewerker=regisseur).medewerker)
    assert wijken_in_filter(client) == {zaak.wijk.naam, eigen.naam}
    client.force_login(RolFactory(kcc=True).medewerker)
    assert wijken_in_filter(client) == {zaak.wijk.naam, eigen.naam, ander.naam}


def wijken_in_filter(client):
    keuzes = client.get(WERKLIJST).context["cl"].filter_specs
    return {naam for filter_ in keuzes if filter_.title == "wijk" for _, naam in filter_.lookup_choices}


def test_a_saved_filter_stands_above_its_list(client, zaak, regisseur):
    Opgeslagenfilter.objects.create(
        medewerker=regisseur, naam="Te laat", pad=WERKLIJST, query="werk=dringend"
    )
    Opgeslagenfilter.objects.create(medewerker=regisseur, naam="Van elders", pad="/beheer/wijken/wijk/")
    Opgeslagenfilter.objects.create(medewerker=MedewerkerFactory(), naam="Van een ander", pad=WERKLIJST)
    tekst = client.get(WERKLIJST).text
    assert f'href="{WERKLIJST}?werk=dringend"' in tekst
    assert "Van elders" not in tekst
    assert "Van een ander" not in tekst


def test_autocomplete_tells_no_names_and_only_own_cases(client, zaak, regisseur):
    InitiatiefFactory(titel="Geheim plan")
    vraag = {
        "app_label": "initiatieven",
        "model_name": "faseovergang",
        "field_name": "initiatief",
        "term": "",
    }
    gevonden = client.get(reverse("admin:autocomplete"), vraag).json()["results"]
    assert gevonden == [{"id": str(zaak.pk), "text": str(zaak)}]
    mensen = {"app_label": "wijken", "model_name": "rol", "field_name": "medewerker", "term": ""}
    assert client.get(reverse("admin:autocomplete"), mensen).status_code == 403


def test_erased_personal_data_leaves_a_readable_case(client, zaak, regisseur):
    zaak.indiener.delete()
    assert (
        "De gegevens van de indiener zijn gewist."
        in client.get(pagina(Initiatief.objects.get(pk=zaak.pk))).text
    )
