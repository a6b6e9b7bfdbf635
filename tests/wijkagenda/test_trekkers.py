"""The trekker: one mail a quarter, one page behind its link, and nothing for anybody else (A-10)."""

import datetime
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.signing import Signer
from django.urls import reverse
from django.utils import timezone

from tests.fabrieken import RolFactory, WijkFactory
from tests.wijkagenda.fabrieken import (
    JAAR,
    gepubliceerde_agenda,
    maatregel_van,
    stap,
    wereld,
)
from tests.wijkagenda.test_voortgang import evalueer, meld
from wijkagenda import tasks, trekkers
from wijkagenda.models import Maatregel, Voortgang, Wijkagenda
from wijkagenda.trekkers import ROUTE, sleutel_van, vraag_voortgang
from wijkportaal.links import Link, onderteken
from wijkportaal.models import Bericht

pytestmark = [pytest.mark.django_db, pytest.mark.regel("A-10")]
EMAIL = "trekker@voorbeeldstad.example"


@pytest.fixture
def w(db):
    return wereld()


@pytest.fixture
def agenda(w):
    return gepubliceerde_agenda(w, aantal=2)


def mails():
    return Bericht.objects.filter(gebeurtenis__startswith="wijkagenda:voortgang:")


def adres(email=EMAIL):
    return onderteken(Link(ROUTE, sleutel_van(email)))


def invoer(maatregel, **velden):
    """What the form of this maatregel sends."""
    gegevens = {"stand": "gestart", "toelichting": "", "waarde": "", "waarde_op": "", "gezien": "", **velden}
    return {"maatregel": maatregel.pk, **{f"m{maatregel.pk}-{naam}": w for naam, w in gegevens.items()}}


def zet_trekker(maatregel, email):
    """The address of the trekker is part of the working copy: it changes in a next version."""
    Maatregel.objects.filter(pk=maatregel.pk).update(trekker_email=email)


def test_one_mail_per_trekker_and_quarter_with_every_maatregel(agenda):
    assert [tasks.vraag_voortgang.delay().successful() for _ in range(2)] == [True, True]

    bericht = mails().get()
    assert bericht.naar == EMAIL
    assert bericht.onderwerp == "Hoe gaat het met uw 2 maatregelen?"
    for maatregel in agenda.maatregelen.all():
        assert f"- {maatregel.titel} ({agenda.wijk})" in bericht.tekst
    assert EMAIL not in bericht.link_sleutel

    assert (
        vraag_voortgang(op=trekkers.kwartaal_begin(timezone.localdate()) + datetime.timedelta(days=100)) == 1
    )


def test_who_reported_this_quarter_or_is_done_is_not_asked(w, agenda):
    een, twee = agenda.maatregelen.select_related("agenda__wijk").order_by("nummer")
    meld(een, w.regisseur)
    assert vraag_voortgang() == 1
    assert een.titel not in mails().get().tekst

    meld(twee, w.regisseur, "gereed")
    volgend = trekkers.kwartaal_begin(timezone.localdate()) + datetime.timedelta(days=100)
    assert vraag_voortgang(op=volgend) == 1
    assert twee.titel not in mails().order_by("-pk").first().tekst


def test_it_is_planned_in_the_first_days_of_each_quarter():
    rij = next(r for r in settings.CELERY_BEAT_SCHEDULE.values() if r["task"] == tasks.vraag_voortgang.name)
    assert rij["schedule"].month_of_year == {1, 4, 7, 10}
    assert rij["schedule"].day_of_month == {1, 2, 3, 4, 5}


def test_opening_the_link_shows_and_changes_nothing(agenda, client):
    antwoord = client.get(adres())

    assert antwoord.status_code == 200
    inhoud = antwoord.content.decode()
    assert all(maatregel.titel in inhoud for maatregel in agenda.maatregelen.all())
    assert "no-store" in antwoord["Cache-Control"]
    assert client.head(adres()).status_code == 200
    assert not Voortgang.objects.exists()


def test_the_button_reports_and_sent_twice_it_counts_once(agenda, client):
    maatregel = agenda.maatregelen.first()
    vandaag = timezone.localdate().isoformat()
    velden = invoer(maatregel, waarde="7,5", waarde_op=vandaag, toelichting="De bomen komen.")
    sleutel = {"formuliersleutel": "6c7b2f1e-7a57-4f3e-9c39-4b0a51a4b2f0"}
    for _ in range(2):
        assert client.post(adres(), velden | sleutel).status_code == 302

    melding = Voortgang.objects.get()
    assert (melding.maatregel, melding.stand, melding.waarde) == (maatregel, "gestart", Decimal("7.50"))
    assert (melding.door, melding.rol) == (None, "Trekker")
    assert "De bomen komen." in client.get(adres()).content.decode()


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"stand": ""}, "Kies hoe het met de maatregel staat"),
        ({"stand": "vertraagd"}, "Schrijf op waarom"),
        ({"waarde": "veel"}, "Schrijf het getal in cijfers"),
        ({"waarde": "7"}, "Kies de dag waarop"),
        ({"waarde_op": "2026-01-01"}, "Vul ook in wat er is gemeten"),
        ({"waarde": "7", "waarde_op": "2999-01-01"}, "nog niet geweest"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(agenda, client, velden, melding):
    toelichting = "Wacht op de aannemer" if velden.get("stand") != "vertraagd" else ""
    antwoord = client.post(adres(), invoer(agenda.maatregelen.first(), toelichting=toelichting, **velden))

    assert antwoord.status_code == 422
    inhoud = antwoord.content.decode()
    assert melding in inhoud
    assert toelichting in inhoud
    assert not Voortgang.objects.exists()


def test_a_forged_link_opens_nothing(agenda, client):
    vals = [
        adres()[:-2] + "x/",
        reverse(ROUTE, args=["a.b"]),
        reverse(
            ROUTE, args=[Signer(salt="wijkportaal.links:initiatieven:link", sep=".").sign(sleutel_van(EMAIL))]
        ),
        onderteken(Link(ROUTE, EMAIL)),
        adres("niemand@voorbeeldstad.example"),
    ]
    for link in vals:
        for antwoord in (client.get(link), client.post(link, invoer(agenda.maatregelen.first()))):
            assert antwoord.status_code == 410
            assert agenda.maatregelen.first().titel not in antwoord.content.decode()
    assert not Voortgang.objects.exists()


def test_a_trekker_sees_and_reports_only_the_own_maatregelen(w, agenda, client):
    agenda = stap(agenda, "herzien", w.regisseur)
    van_mij, van_ander = agenda.maatregelen.order_by("nummer")
    zet_trekker(van_ander, "ander@partner.example")

    inhoud = client.get(adres()).content.decode()
    assert van_mij.titel in inhoud
    assert van_ander.titel not in inhoud
    assert client.post(adres(), invoer(van_ander)).status_code == 404
    assert client.post(adres("Ander@Partner.example"), invoer(van_ander)).status_code == 302
    assert Voortgang.objects.get().maatregel == van_ander


def test_a_link_is_worthless_once_there_is_another_trekker_or_the_agenda_is_closed(w, agenda, client):
    oud = adres()
    evalueer(agenda, w.regisseur, soort="eind")
    Wijkagenda.objects.filter(pk=agenda.pk).update(fase="afgesloten")
    assert client.get(oud).status_code == 410
    assert vraag_voortgang() == 0

    Wijkagenda.objects.filter(pk=agenda.pk).update(fase="uitvoering")
    agenda.refresh_from_db()
    agenda = stap(agenda, "herzien", w.regisseur)
    for maatregel in agenda.maatregelen.all():
        zet_trekker(maatregel, "nieuw@partner.example")
    for antwoord in (client.get(oud), client.post(oud, invoer(maatregel))):
        assert antwoord.status_code == 410
    assert not Voortgang.objects.exists()


def test_what_a_next_version_adds_is_not_on_the_page_before_it_is_adopted(w, agenda, client):
    agenda = stap(agenda, "herzien", w.regisseur)
    nieuw = maatregel_van(agenda, titel="Een fontein")

    assert "Een fontein" not in client.get(adres()).content.decode()
    assert client.post(adres(), invoer(nieuw)).status_code == 404


def test_an_old_page_is_told_that_somebody_reported_since(w, agenda, client):
    maatregel = agenda.maatregelen.select_related("agenda__wijk").first()
    meld(maatregel, w.regisseur)

    assert client.post(adres(), invoer(maatregel, stand="gereed")).status_code == 409
    assert Voortgang.objects.get().stand == "gestart"


@pytest.mark.parametrize("aantal", [5, 100])
def test_the_page_costs_the_same_however_many_there_are(w, client, aantal, django_assert_num_queries):
    gepubliceerde_agenda(w, aantal=aantal)
    client.get(adres())

    with django_assert_num_queries(5):
        assert client.get(adres()).status_code == 200


# Staff.


def test_the_wijkregisseur_reports_on_a_page(w, agenda, client):
    client.force_login(w.regisseur)
    maatregel = agenda.maatregelen.first()
    pagina = reverse("admin:wijkagenda_voortgang_melden", args=[maatregel.pk])
    assert (
        pagina in client.get(reverse("admin:wijkagenda_wijkagenda_change", args=[agenda.pk])).content.decode()
    )

    assert client.get(pagina).status_code == 200
    fout = client.post(pagina, invoer(maatregel, stand="vervallen"))
    assert fout.status_code == 422
    assert "Schrijf op waarom" in fout.content.decode()
    assert client.post(pagina, invoer(maatregel)).status_code == 302

    assert Voortgang.objects.get().door == w.regisseur
    assert "gestart" in client.get(pagina).content.decode().lower()
    lijst = client.get(reverse("admin:wijkagenda_voortgang_changelist"))
    assert maatregel.titel in lijst.content.decode()


def test_another_wijks_staff_and_strangers_report_nothing(agenda, client):
    maatregel = agenda.maatregelen.first()
    pagina = reverse("admin:wijkagenda_voortgang_melden", args=[maatregel.pk])
    assert client.post(pagina, invoer(maatregel)).status_code == 302
    client.force_login(RolFactory(wijkregisseur=True, wijk=WijkFactory()).medewerker)

    assert client.get(pagina).status_code == 403
    assert client.post(pagina, invoer(maatregel)).status_code == 403
    assert (
        maatregel.titel not in client.get(reverse("admin:wijkagenda_voortgang_changelist")).content.decode()
    )
    assert not Voortgang.objects.exists()


def test_what_is_not_adopted_has_no_page(w, agenda, client):
    agenda = stap(agenda, "herzien", w.regisseur)
    client.force_login(w.regisseur)
    pagina = reverse("admin:wijkagenda_voortgang_melden", args=[maatregel_van(agenda).pk])

    assert client.get(pagina).status_code == 404


def test_the_page_of_the_agenda_takes_an_evaluation_and_shows_it(w, agenda, client):
    client.force_login(w.regisseur)
    pagina = reverse("admin:wijkagenda_wijkagenda_change", args=[agenda.pk])
    assert "Evaluatie vastleggen" in client.get(pagina).content.decode()
    post = reverse("admin:wijkagenda_evaluatie", args=[agenda.pk])
    velden = {
        "soort": "eind",
        "gehouden_op": timezone.localdate().isoformat(),
        "ging_goed": "De bomen staan.",
        "geleerd": "",
        "bewoners": "Tevreden.",
    }

    fout = client.post(post, velden)
    assert fout.status_code == 422
    assert "De bomen staan." in fout.content.decode()
    assert client.post(post, velden | {"geleerd": "Begin eerder."}).status_code == 302
    assert "Begin eerder." in client.get(pagina).content.decode()
    assert client.get(post).status_code == 405
    client.force_login(RolFactory(wijkregisseur=True).medewerker)
    assert client.post(post, velden | {"geleerd": "x"}).status_code == 403


@pytest.mark.regel("A-10")
def test_mijn_werk_shows_who_leads_what_is_late_or_silent(w, agenda, client):
    een, twee = agenda.maatregelen.select_related("agenda__wijk").order_by("nummer")
    meld(een, w.regisseur, "vertraagd", toelichting="De grond is nat.")
    client.force_login(w.regisseur)
    inhoud = client.get(reverse("admin:index")).content.decode()

    laat, stil = inhoud.split('id="late-maatregelen"')[1].split('id="stille-maatregelen"')
    assert een.titel in laat
    assert twee.titel not in laat
    assert twee.titel in stil
    client.force_login(RolFactory(wijkregisseur=True).medewerker)
    assert een.titel not in client.get(reverse("admin:index")).content.decode()


def test_the_mail_of_monday_tells_it_too_and_no_other_day(w, agenda, monkeypatch):
    from initiatieven import overzichten
    from wijkagenda import mijnwerk_voortgang

    maandag = datetime.date(JAAR, 6, 1)
    maandag += datetime.timedelta(days=-maandag.weekday() % 7)
    monkeypatch.setattr(overzichten, "is_werkdag", lambda dag, gesloten: True)
    for dag, aantal in ((maandag + datetime.timedelta(days=1), 0), (maandag, 1), (maandag, 1)):
        monkeypatch.setattr(
            mijnwerk_voortgang, "MAANDAG", timezone.localdate().isoweekday() if dag == maandag else 0
        )
        overzichten.stuur_overzichten()
        mail = Bericht.objects.filter(naar=w.regisseur.email, gebeurtenis__startswith="overzicht:")
        assert mail.count() == aantal
    bericht = mail.get()
    assert bericht.onderwerp == "Maatregelen uit uw wijkagenda's die aandacht vragen"
    assert (
        f"- {agenda.wijk}: 1. {agenda.maatregelen.get(nummer=1).titel} (dit kwartaal niets gemeld)"
        in bericht.tekst
    )


@pytest.mark.parametrize("aantal", [5, 100])
def test_the_piles_cost_the_same_however_many_there_are(w, aantal, django_assert_num_queries):
    from wijkagenda.mijnwerk_voortgang import aandacht

    gepubliceerde_agenda(w, aantal=aantal)
    w.regisseur.has_perm("wijkagenda.leid_agenda")
    with django_assert_num_queries(4):
        laat, stil = aandacht(w.regisseur)
    assert (len(laat), len(stil)) == (0, aantal)
