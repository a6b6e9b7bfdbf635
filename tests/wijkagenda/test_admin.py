"""The staff's pages of wijkagenda's: who sees and does what, and the attacks on them."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.fabrieken import MedewerkerFactory, RolFactory, WijkFactory
from tests.wijkagenda.fabrieken import (
    IdeeFactory,
    ThemaFactory,
    WijkagendaFactory,
    agenda_in,
    coalitie_zegt_ja,
    gepubliceerde_agenda,
    keur_goed,
    leg_voor,
    maatregel_van,
    met_cluster,
    met_wijkbudget,
    stap,
    vraag_over,
    wereld,
)
from wijkagenda.models import Beoordeling, Bijdrage, Coalitieakkoord, Fase, Maatregel, Versie, Wijkagenda

pytestmark = [pytest.mark.django_db, pytest.mark.regel("W-05")]


@pytest.fixture
def w(db):
    return wereld()


def als(mens):
    bezoeker = Client()
    bezoeker.force_login(mens)
    return bezoeker


def pagina(agenda):
    return reverse("admin:wijkagenda_wijkagenda_change", args=[agenda.pk])


def route(naam, agenda, *meer):
    return reverse(f"admin:wijkagenda_{naam}", args=[agenda.pk, *meer])


def test_who_leads_reads_and_who_has_no_part_in_it_does_not(w):
    agenda = agenda_in(Fase.UITWERKING, w)
    ander = RolFactory(wijkregisseur=True, wijk=WijkFactory()).medewerker

    statussen = {
        naam: als(mens).get(pagina(agenda)).status_code
        for naam, mens in {
            "regisseur": w.regisseur,
            "beleid": w.beleid,
            "manager": w.manager,
            "secretaris": w.secretaris,
            "regisseur van een andere wijk": ander,
            "budgethouder": w.budgethouder,
            "zonder rol": MedewerkerFactory(),
        }.items()
    }
    assert statussen == {
        "regisseur": 200,
        "beleid": 200,
        "manager": 200,
        "secretaris": 200,
        "regisseur van een andere wijk": 403,
        "budgethouder": 403,
        "zonder rol": 403,
    }
    assert Client().get(pagina(agenda)).status_code == 302
    assert als(w.beleid).get(pagina(agenda).replace(str(agenda.pk), "999999")).status_code == 404


@pytest.mark.regel("A-02")
def test_a_step_is_taken_with_its_account_and_what_was_typed_is_kept_when_it_cannot(w):
    agenda = agenda_in(Fase.VERZAMELEN, w)
    adres = route("stap", agenda, "overzicht")
    gegevens = {"hoe": "Kraam op de markt", "wanneer": "Maart", "met_wie": "120 bewoners", "uitkomst": "Veel"}

    fout = als(w.regisseur).post(adres, gegevens)
    assert (fout.status_code, "nog geen wens of idee" in fout.text, "Kraam op de markt" in fout.text) == (
        422,
        True,
        True,
    )
    IdeeFactory(agenda=agenda)
    assert als(w.regisseur).post(adres, gegevens).status_code == 302
    assert als(w.regisseur).post(adres, gegevens).status_code == 409
    assert agenda.stappen.count() == 1


@pytest.mark.parametrize("naam", ["overzicht", "terug-van-college", "vaststellen", "verzonnen"])
def test_a_crafted_step_is_refused(w, naam):
    agenda = agenda_in(Fase.VERZAMELEN, w)
    IdeeFactory(agenda=agenda)
    wie = {"overzicht": w.manager, "terug-van-college": w.regisseur}.get(naam, w.secretaris)

    antwoord = als(wie).post(route("stap", agenda, naam), {"hoe": "x"})

    assert antwoord.status_code == (404 if naam in ("vaststellen", "verzonnen") else 403)
    assert Wijkagenda.objects.get(pk=agenda.pk).fase == Fase.VERZAMELEN
    assert als(wie).get(route("stap", agenda, naam)).status_code == 405


@pytest.mark.regel("A-06")
def test_the_manager_answers_on_the_page_and_sees_what_is_left_in_the_pot(w):
    agenda = agenda_in(Fase.UITWERKING, w)
    deel = met_wijkbudget(maatregel_van(agenda, kosten="2000"), "2000", w.regisseur)
    leg_voor(agenda, w.regisseur)
    adres = reverse("admin:wijkagenda_beoordeling_change", args=[vraag_over(deel).pk])
    manager = als(w.manager)

    getoond = manager.get(adres)
    assert (getoond.context["vrij"], getoond.context["gereserveerd"]) == (8_000, 2_000)
    gezien = getoond.context["form"].initial["gezien"]
    assert manager.post(adres, {"gezien": gezien, "antwoord": "advies"}).status_code == 422
    assert manager.post(adres, {"gezien": gezien, "antwoord": "akkoord"}).status_code == 302
    assert vraag_over(deel).is_akkoord
    assert manager.post(adres, {"gezien": gezien, "antwoord": "akkoord"}).status_code == 409


@pytest.mark.regel("A-06")
def test_the_form_of_another_is_not_shown_nor_taken(w):
    agenda = agenda_in(Fase.UITWERKING, w)
    deel = met_cluster(maatregel_van(agenda), w.groen)
    leg_voor(agenda, w.regisseur)
    adres = reverse("admin:wijkagenda_beoordeling_change", args=[vraag_over(deel).pk])

    for mens, status in ((w.manager_verkeer, 422), (w.manager, 422), (w.regisseur, 403), (w.beleid, 403)):
        assert als(mens).get(adres).context["form"] is None
        assert als(mens).post(adres, {"gezien": "1.1", "antwoord": "akkoord"}).status_code == status
    assert als(w.budgethouder).get(adres).status_code == 403
    assert vraag_over(deel).wacht


@pytest.mark.regel("A-06")
def test_a_stale_page_is_told_so(w):
    agenda = agenda_in(Fase.UITWERKING, w)
    deel = met_cluster(maatregel_van(agenda), w.groen)
    leg_voor(agenda, w.regisseur)
    adres = reverse("admin:wijkagenda_beoordeling_change", args=[vraag_over(deel).pk])
    Bijdrage.objects.filter(pk=deel.pk).update(inzet="Iets anders")

    antwoord = als(w.manager_groen).post(adres, {"gezien": "1.1", "antwoord": "akkoord"})

    assert (antwoord.status_code, "gewijzigd" in antwoord.text) == (409, True)


@pytest.mark.regel("A-08")
def test_the_whole_way_from_coalitie_to_raad_on_the_page(w):
    agenda = agenda_in(Fase.UITWERKING, w)
    deel = met_cluster(maatregel_van(agenda), w.groen)
    leg_voor(agenda, w.regisseur)
    keur_goed(deel, w.manager_groen)
    agenda = stap(agenda, "opstellen", w.regisseur)
    regisseur, secretaris = als(w.regisseur), als(w.secretaris)
    vandaag = timezone.localdate().isoformat()

    leeg = regisseur.post(route("akkoord", agenda), {"lid": w.leden[0].pk})
    assert (leeg.status_code, "In welke vorm?" in leeg.text) == (422, True)
    for lid in w.leden:
        gegevens = {"lid": lid.pk, "vorm": "Handtekening", "gegeven_op": vandaag}
        assert regisseur.post(route("akkoord", agenda), gegevens).status_code == 302
    assert regisseur.post(route("akkoord", agenda), gegevens).status_code == 422
    assert Coalitieakkoord.objects.count() == 2
    assert regisseur.post(route("stap", agenda, "aanbieden-college"), {"hoe": "Besproken"}).status_code == 302

    besluit = {"nummer": "BW-1", "datum": vandaag}
    zonder = secretaris.post(route("vaststellen", agenda), besluit)
    assert (zonder.status_code, "Kies het bestand met het besluit" in zonder.text) == (422, True)
    liegt = SimpleUploadedFile("besluit.pdf", b"<script>alert(1)</script>")
    assert secretaris.post(route("vaststellen", agenda), {**besluit, "document": liegt}).status_code == 422
    echt = SimpleUploadedFile("besluit.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n")
    assert regisseur.post(route("vaststellen", agenda), {**besluit, "document": echt}).status_code == 403
    echt = SimpleUploadedFile("besluit.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n")
    assert secretaris.post(route("vaststellen", agenda), {**besluit, "document": echt}).status_code == 302
    versie = Versie.objects.get()
    document = secretaris.get(route("besluit", agenda, versie.besluit.pk))
    assert document.content.startswith(b"%PDF")
    raad = {"aangeboden_op": vandaag, "kenmerk": "RB-1", "toelichting": "Het college biedt aan."}
    assert secretaris.post(route("aanbieden", agenda), raad).status_code == 302
    assert secretaris.post(route("aanbieden", agenda), raad).status_code == 409
    assert Versie.objects.gepubliceerd().count() == 1


def maatregelform(**anders):
    """What the form of a maatregel sends, without parts and sources."""
    leeg = dict.fromkeys(
        (
            *("doel", "effect", "indicator", "eenheid", "startwaarde", "streefwaarde", "streefdatum"),
            *("trekker", "trekker_email", "betrokkenen", "jaar_van", "jaar_tot", "beheer", "kosten"),
            *("deelagenda", "weggelaten_reden"),
        ),
        "",
    )
    formsets = {
        f"{naam}-{veld}": waarde
        for naam in ("bijdragen", "verkenningen")
        for veld, waarde in (
            ("TOTAL_FORMS", 0),
            ("INITIAL_FORMS", 0),
            ("MIN_NUM_FORMS", 0),
            ("MAX_NUM_FORMS", 99),
        )
    }
    vast = {"titel": "Bomen", "omschrijving": "Twaalf bomen", "gericht_op": "leefbaarheid"}
    return leeg | formsets | vast | anders


@pytest.mark.regel("A-05")
def test_a_maatregel_is_worked_out_in_pieces_and_each_time_says_what_is_missing(w):
    agenda, thema = agenda_in(Fase.UITWERKING, w), ThemaFactory()
    regisseur = als(w.regisseur)
    nieuw = f"{reverse('admin:wijkagenda_maatregel_add')}?agenda={agenda.pk}"
    assert regisseur.get(nieuw).status_code == 200

    antwoord = regisseur.post(nieuw, maatregelform(thema=thema.pk), follow=True)
    maatregel = agenda.maatregelen.get()
    assert (maatregel.nummer, "Nog nodig: Vul in: het doel" in antwoord.text) == (1, True)

    rij = {"bijdragen-TOTAL_FORMS": 1, "bijdragen-0-id": "", "bijdragen-0-maatregel": maatregel.pk}
    rij |= {
        "bijdragen-0-bron": "cluster",
        "bijdragen-0-cluster": w.groen.pk,
        "bijdragen-0-bedrag": "1.250,50",
    }
    adres = reverse("admin:wijkagenda_maatregel_change", args=[maatregel.pk])
    assert regisseur.post(adres, maatregelform(thema=thema.pk, kosten="1.250,50", **rij)).status_code == 302
    maatregel.refresh_from_db()
    assert str(maatregel.kosten) == "1250.50"
    assert str(maatregel.bijdragen.get().bedrag) == "1250.50"
    fout = regisseur.post(adres, maatregelform(thema=thema.pk, kosten="1250.50"))
    assert (fout.status_code, "met een komma voor de decimalen" in fout.text) == (200, True)


@pytest.mark.regel("A-09")
def test_nobody_changes_a_maatregel_of_an_adopted_agenda_or_of_another_wijk(w):
    agenda = gepubliceerde_agenda(w)
    maatregel = agenda.maatregelen.get()
    adres = reverse("admin:wijkagenda_maatregel_change", args=[maatregel.pk])
    formulier = maatregelform(thema=maatregel.thema_id, titel="Anders")

    assert als(w.regisseur).post(adres, formulier).status_code == 403
    ander = RolFactory(wijkregisseur=True, wijk=WijkFactory()).medewerker
    assert als(ander).get(adres).status_code == 403
    assert als(ander).post(adres, formulier).status_code == 403
    assert als(w.manager).post(adres, formulier).status_code == 403
    van_een_ander = WijkagendaFactory(fase=Fase.UITWERKING)
    nieuw = f"{reverse('admin:wijkagenda_maatregel_add')}?agenda={van_een_ander.pk}"
    assert als(w.regisseur).post(nieuw, formulier).status_code == 403
    assert list(Maatregel.objects.values_list("titel", flat=True)) == [maatregel.titel]
    gegevens = route("gegevens", agenda)
    assert als(w.regisseur).get(gegevens).status_code == 403


@pytest.mark.regel("A-01")
def test_an_agenda_begins_from_the_list_for_an_own_wijk_only(w):
    vast = {"vorm": "volledig", "van": "01-01-2030", "tot": "31-12-2033", "inleiding": ""}
    adres = reverse("admin:wijkagenda_wijkagenda_add")

    assert als(w.regisseur).post(adres, {**vast, "wijk": WijkFactory().pk}).status_code == 200
    assert not Wijkagenda.objects.exists()
    assert als(w.regisseur).post(adres, {**vast, "wijk": w.wijk.pk}).status_code == 302
    assert als(w.manager).post(adres, {**vast, "wijk": w.wijk.pk}).status_code == 403
    assert Wijkagenda.objects.get().fase == Fase.VERZAMELEN


def test_the_page_of_an_agenda_costs_the_same_with_5_and_with_50_maatregelen(w):
    agenda = agenda_in(Fase.UITWERKING, w)
    regisseur = als(w.regisseur)

    def queries():
        with CaptureQueriesContext(connection) as gevangen:
            assert regisseur.get(pagina(agenda)).status_code == 200
        return len(gevangen)

    for _ in range(5):
        met_cluster(maatregel_van(agenda), w.groen)
    queries()  # the first asks what is kept in the cache from then on
    vijf = queries()
    for _ in range(45):
        met_cluster(maatregel_van(agenda), w.groen)
    assert queries() == vijf
    assert vijf <= 31


def test_mijn_werk_shows_what_waits_and_asks_the_same_with_one_and_with_thirty(w):
    agenda = agenda_in(Fase.UITWERKING, w)
    met_cluster(maatregel_van(agenda), w.groen)
    leg_voor(agenda, w.regisseur)
    manager = als(w.manager_groen)

    def bezoek():
        with CaptureQueriesContext(connection) as gevangen:
            tekst = manager.get(reverse("admin:index")).text
        return tekst, len(gevangen)

    bezoek()
    tekst, een = bezoek()
    assert "Maatregelen die op uw akkoord wachten" in tekst
    assert agenda.maatregelen.get().titel in tekst
    agenda = stap(agenda, "terug-uit-beoordeling", w.regisseur)
    for _ in range(29):
        met_cluster(maatregel_van(agenda), w.groen)
    leg_voor(agenda, w.regisseur)
    assert Beoordeling.objects.actueel().wacht().count() == 30
    assert bezoek()[1] == een
    assert "Wijkagenda's in de maak" in als(w.regisseur).get(reverse("admin:index")).text


@pytest.mark.regel("A-06")
def test_asking_again_goes_to_who_leads_only(w):
    agenda = agenda_in(Fase.UITWERKING, w)
    deel = met_cluster(maatregel_van(agenda), w.groen)
    leg_voor(agenda, w.regisseur)
    Bijdrage.objects.filter(pk=deel.pk).update(inzet="Anders")

    assert "Opnieuw voorleggen" in als(w.regisseur).get(pagina(agenda)).text
    assert als(w.opbouw).post(route("voorleggen", agenda)).status_code == 403
    assert als(w.regisseur).post(route("voorleggen", agenda)).status_code == 302
    assert vraag_over(deel).wacht


def test_the_yes_of_the_coalitie_is_seen(w):
    agenda = agenda_in(Fase.OPSTELLEN, w)
    coalitie_zegt_ja(agenda, w)

    assert f"{w.partner}: akkoord op" in als(w.beleid).get(pagina(agenda)).text


@pytest.mark.regel("A-05")
def test_a_maatregel_that_is_sent_twice_is_made_once(w):
    agenda, thema = agenda_in(Fase.UITWERKING, w), ThemaFactory()
    nieuw = f"{reverse('admin:wijkagenda_maatregel_add')}?agenda={agenda.pk}"
    regisseur = als(w.regisseur)
    assert 'name="formuliersleutel"' in regisseur.get(nieuw).text
    formulier = maatregelform(thema=thema.pk, formuliersleutel=str(uuid.uuid4()))

    eerste, tweede = regisseur.post(nieuw, formulier), regisseur.post(nieuw, formulier)

    assert eerste.url == tweede.url
    assert agenda.maatregelen.count() == 1
