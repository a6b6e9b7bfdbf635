"""What KCC does with mail: a case, a message with a case, or closed with a reason; once, and only KCC."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from initiatieven import kanalen, post, privacy, services, tasks
from initiatieven.models import Bijlage, Boodschap, Fase, Initiatief, Postbijlage, Postuk
from tests.fabrieken import RolFactory, WijkFactory
from tests.initiatieven.fabrieken import InitiatiefFactory
from tests.initiatieven.mails import PDF, mail, met_bestand
from wijkportaal.models import Bericht
from wijkportaal.uitzonderingen import Domeinfout, VerouderdeActie

pytestmark = [pytest.mark.django_db, pytest.mark.regel("I-02")]
LIJST = reverse("admin:initiatieven_postuk_changelist")
INVOEREN = reverse("admin:initiatieven_initiatief_add")
HTML = "<script>alert(1)</script>"


def binnen(**velden):
    """A mail that was read from the mailbox."""
    bericht = mail(**velden)
    return post.bewaar_post(met_bestand(bericht, "schets.pdf", PDF).as_bytes())


def adres(wat, rij, *meer):
    return reverse(f"admin:initiatieven_{wat}", args=[rij.pk, *meer])


@pytest.fixture
def kcc(client):
    medewerker = RolFactory(kcc=True).medewerker
    client.force_login(medewerker)
    return medewerker


def aangevuld(client, rij, **anders):
    """The form as KCC sees it for this mail, with what was still missing."""
    form = client.get(INVOEREN, {"post": rij.pk}).context["form"]
    ingevuld = {veld.name: veld.value() for veld in form if veld.value() not in (None, "", [])}
    meer = {"wijk": WijkFactory().pk, "waarom": "Staat er niet in.", "voor_wie": "?", "wie_doen_mee": "?"}
    return ingevuld | meer | {"post": rij.pk, "concept": str(uuid.uuid4())} | anders


def test_a_mail_becomes_a_case_by_mail_with_its_text_sender_files_and_consent(client, kcc):
    rij = binnen(onderwerp="Bankje gevraagd")
    antwoord = client.post(INVOEREN, aangevuld(client, rij))

    zaak = Initiatief.objects.get()
    assert antwoord.url == adres("initiatief_change", zaak)
    assert (zaak.titel, zaak.wat, zaak.kanaal) == ("Bankje gevraagd", "Een bankje.", "mail")
    assert (zaak.fase, zaak.ingevoerd_door) == (Fase.TRIAGE, kcc)
    assert (zaak.indiener.naam, zaak.indiener.email) == ("Truus Testbewoner", "truus@bewoner.example")
    assert timezone.now() - zaak.indiener.toestemming_op < datetime.timedelta(minutes=2)
    assert [bijlage.naam for bijlage in zaak.bijlagen.all()] == ["schets.pdf"]
    rij.refresh_from_db()
    assert (rij.stand, rij.initiatief, rij.afgehandeld_door) == ("zaak", zaak, kcc)
    assert Bericht.objects.filter(naar="truus@bewoner.example", onderwerp__contains="opgeschreven").exists()


def test_the_same_mail_makes_one_case_however_often_it_is_tried(client, kcc):
    rij = binnen()
    gegevens = aangevuld(client, rij)
    assert client.post(INVOEREN, gegevens).url == client.post(INVOEREN, gegevens).url
    assert client.post(INVOEREN, gegevens | {"concept": str(uuid.uuid4())}).status_code == 409
    assert client.get(INVOEREN, {"post": rij.pk}).status_code == 409
    assert Initiatief.objects.count() == 1


def test_two_colleagues_at_once_make_one_case(kcc):
    rij, wijk = binnen(), WijkFactory()
    velden = dict.fromkeys((*services.ZAAKGEGEVENS, *services.PERSOONSGEGEVENS), "")
    gegevens = velden | {
        "wijk": wijk,
        "buurt": None,
        "hulp": [],
        "openbaar_akkoord": False,
        "email": "a@b.nl",
    }

    def maak():
        return kanalen.voer_in(
            concept=services.begin_concept(gegevens={}),
            gegevens=gegevens,
            door=kcc,
            kanaal="website",  # forged: a mail came by mail
            toestemming=services.Toestemming(timezone.now(), "Per mail."),
            post=rij,
        )

    assert maak().kanaal == "mail"
    with pytest.raises(VerouderdeActie):
        maak()
    assert Initiatief.objects.count() == 1


def test_what_is_wrong_in_the_form_keeps_the_mail_waiting(client, kcc):
    rij = binnen()
    assert client.post(INVOEREN, aangevuld(client, rij, titel="")).status_code == 422
    rij.refresh_from_db()
    assert rij.stand == "nieuw"


def test_closing_asks_a_reason_and_answers_once(client, kcc):
    rij = binnen(onderwerp="Openingstijden?")
    assert client.post(adres("post_sluiten", rij), {"reden": ""}).status_code == 422
    vol = {"reden": "Hoort bij de balie.", "antwoord": "De balie is open van 9 tot 5."}
    assert client.post(adres("post_sluiten", rij), vol).url == LIJST
    assert client.post(adres("post_sluiten", rij), vol).status_code == 409

    rij.refresh_from_db()
    assert (rij.stand, rij.reden, rij.afgehandeld_door) == ("gesloten", "Hoort bij de balie.", kcc)
    bericht = Bericht.objects.get()
    assert (bericht.naar, bericht.onderwerp) == (
        "truus@bewoner.example",
        "Antwoord op uw mail: Openingstijden?",
    )
    assert "De balie is open" in bericht.tekst
    assert "Hoort bij de balie" not in bericht.tekst


def test_closing_without_an_answer_mails_nobody(kcc):
    post.sluit(post=binnen(), door=kcc, reden="Reclame.")
    assert Bericht.objects.count() == 0


def test_a_robot_is_never_answered(client, kcc):
    rij = binnen(Auto_Submitted="auto-replied")
    assert "antwoord" not in client.get(adres("postuk_change", rij)).context["form"].fields
    with pytest.raises(Domeinfout):
        post.sluit(post=rij, door=kcc, reden="x", antwoord="Hallo robot")
    assert Bericht.objects.count() == 0
    assert Postbijlage.objects.count() == 0


def test_what_was_taken_for_a_robot_can_still_become_a_case(client, kcc):
    rij = binnen(Precedence="bulk")
    assert client.post(INVOEREN, aangevuld(client, rij)).status_code == 302
    assert Initiatief.objects.get().kanaal == "mail"


@pytest.mark.regel("I-20")
def test_a_reply_of_the_submitter_is_offered_and_put_with_the_case(client, kcc):
    zaak = InitiatiefFactory()
    rij = binnen(onderwerp=f"Re: Uw idee ({zaak.kenmerk.lower()})", van="TRUUS@bewoner.example")
    assert zaak.kenmerk in client.get(adres("postuk_change", rij)).text

    assert client.post(adres("post_bij_zaak", rij)).url == adres("initiatief_change", zaak)
    assert client.post(adres("post_bij_zaak", rij)).status_code == 409

    boodschap = Boodschap.objects.get()
    assert (boodschap.initiatief, boodschap.van, boodschap.naam) == (zaak, "bewoner", "Truus Testbewoner")
    assert boodschap.tekst == "Een bankje."
    assert [bijlage.naam for bijlage in zaak.bijlagen.all()] == ["schets.pdf"]
    rij.refresh_from_db()
    assert (rij.stand, rij.initiatief) == ("bij_zaak", zaak)


@pytest.mark.parametrize("velden", [{"van": "ander@bewoner.example"}, {"onderwerp": "Geen kenmerk"}])
def test_a_mail_of_another_sender_or_without_kenmerk_is_put_with_no_case(client, kcc, velden):
    zaak = InitiatiefFactory()
    rij = binnen(**{"onderwerp": zaak.kenmerk} | velden)
    assert "Bij deze zaak zetten" not in client.get(adres("postuk_change", rij)).text
    with pytest.raises(Domeinfout):
        post.zet_bij_zaak(post=rij, door=kcc)
    assert Boodschap.objects.count() == 0


def test_html_in_every_part_is_shown_as_text(client, kcc):
    rij = binnen(van=f'"{HTML}" <truus@bewoner.example>', onderwerp=HTML, tekst=HTML)
    for pagina in (adres("postuk_change", rij), LIJST, "/beheer/", f"{INVOEREN}?post={rij.pk}"):
        tekst = client.get(pagina).text
        assert HTML not in tekst
        assert "&lt;script&gt;" in tekst


def test_the_source_and_the_files_come_as_downloads_and_only_with_their_own_mail(client, kcc):
    rij, kapot = binnen(), post.bewaar_post(b"Subject: kapot\n\n<b>hoi</b>")
    bron = client.get(adres("post_bron", kapot))
    assert (bron.content, bron["Content-Type"]) == (
        b"Subject: kapot\n\n<b>hoi</b>",
        "application/octet-stream",
    )
    assert bron["Content-Disposition"].startswith("attachment")
    assert client.get(adres("post_bron", rij)).status_code == 404
    bestand = rij.bijlagen.get()
    assert client.get(adres("post_bijlage", rij, bestand.pk)).content == PDF
    assert client.get(adres("post_bijlage", kapot, bestand.pk)).status_code == 404


def test_a_file_that_was_refused_is_named_and_cannot_be_fetched(client, kcc):
    rij = post.bewaar_post(met_bestand(mail(), "plan.pdf", b"MZ").as_bytes())
    assert "kunnen we niet aannemen" in client.get(adres("postuk_change", rij)).text
    assert client.get(adres("post_bijlage", rij, rij.bijlagen.get().pk)).status_code == 404


@pytest.mark.regel("W-05")
@pytest.mark.parametrize("soort", ["wijkregisseur", "vakambtenaar", "beheerder", "wijkwethouder"])
def test_nobody_but_kcc_reads_or_handles_the_post(client, soort):
    rij, wijk = binnen(onderwerp="Geheim onderwerp"), WijkFactory()
    medewerker = RolFactory(**{soort: True}).medewerker
    client.force_login(medewerker)
    gegevens = {"post": rij.pk, "wijk": wijk.pk, "titel": "x", "reden": "x"}
    for pad in (
        adres("postuk_change", rij),
        adres("post_bron", rij),
        adres("post_bijlage", rij, rij.bijlagen.get().pk),
        f"{INVOEREN}?post={rij.pk}",
    ):
        assert client.get(pad).status_code == 403
    for pad in (adres("post_sluiten", rij), adres("post_bij_zaak", rij), INVOEREN):
        assert client.post(pad, gegevens).status_code == 403
    lijst = client.get(LIJST)
    assert lijst.status_code == (200 if soort == "beheerder" else 403)
    for tekst in (lijst.text, client.get("/beheer/").text):
        assert "Geheim onderwerp" not in tekst
        assert "truus@" not in tekst
    with pytest.raises(PermissionDenied):
        post.sluit(post=rij, door=medewerker, reden="x")
    with pytest.raises(PermissionDenied):
        post.zet_bij_zaak(post=rij, door=medewerker)


def test_a_beheerder_finds_no_mail_by_searching_for_words(client):
    binnen(onderwerp="Geheim")
    client.force_login(RolFactory(beheerder=True).medewerker)
    assert client.get(LIJST, {"q": "Geheim"}).context["cl"].result_count == 1  # no search: the whole list
    assert client.get(LIJST, {"q": "Anders"}).context["cl"].result_count == 1


@pytest.mark.parametrize("pk", ["0", "x", "99999999", "²"])
def test_an_address_that_means_nothing_is_not_found(client, kcc, pk):
    assert client.get(f"{LIJST}{pk}/change/").status_code == 404
    assert client.get(INVOEREN, {"post": pk}).status_code == 404


def test_the_list_shows_what_waits_and_the_rest_on_demand(client, kcc):
    nieuw, robot = binnen(onderwerp="Nieuw"), binnen(onderwerp="Robot", Precedence="bulk")
    weg = binnen(onderwerp="Weg")
    post.sluit(post=weg, door=kcc, reden="Reclame.")

    def getoond(**keuze):
        return set(client.get(LIJST, keuze).context["cl"].result_list)

    assert getoond() == {nieuw}
    assert getoond(stand="geweigerd") == {robot}
    assert getoond(stand="gesloten") == {weg}
    assert getoond(stand="alles") == {nieuw, robot, weg}


@pytest.mark.parametrize("aantal", [2, 200])
def test_the_list_and_the_start_page_ask_few_queries(client, kcc, aantal, django_assert_num_queries):
    Postuk.objects.bulk_create(Postuk(sleutel=str(nummer), onderwerp="Idee") for nummer in range(aantal))
    with django_assert_num_queries(9):
        client.get(LIJST)
    with django_assert_num_queries(17):
        client.get("/beheer/")


@pytest.mark.regel("I-20")
def test_content_is_erased_after_the_term_and_what_waits_is_not(kcc):
    klaar, robot, wacht = binnen(Message_ID="<1@x>"), binnen(Precedence="bulk"), binnen(Message_ID="<2@x>")
    post.sluit(post=klaar, door=kcc, reden="Reclame.")
    lang_geleden = timezone.now() - datetime.timedelta(days=91)
    Postuk.objects.update(ontvangen_op=lang_geleden)
    Postuk.objects.filter(pk=klaar.pk).update(afgehandeld_op=lang_geleden)

    tasks.ruim_op.delay()

    for rij in (klaar, robot):
        rij.refresh_from_db()
        assert (rij.afzender, rij.tekst, rij.onderwerp, rij.gewist_op is None) == ("", "", "", False)
    wacht.refresh_from_db()
    assert wacht.tekst == "Een bankje."
    assert [bijlage.postuk for bijlage in Postbijlage.objects.all()] == [wacht]
    assert binnen(Message_ID="<1@x>") == klaar  # still known
    assert post.wis_oude_post() == 0


def test_erasing_a_case_erases_its_mails(client, kcc):
    rij = binnen()
    client.post(INVOEREN, aangevuld(client, rij))
    zaak = Initiatief.objects.get()
    services.trek_in(zaak=zaak)
    assert privacy.wis_persoonsgegevens(zaak=zaak)["binnengekomen mails"] == 1
    rij.refresh_from_db()
    assert rij.tekst == ""
    assert "gewist" in client.get(adres("postuk_change", rij)).text
    assert Bijlage.objects.count() == 0
