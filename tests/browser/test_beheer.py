"""The kinds of pages of the work environment beside the cases, one after the other, in one session."""

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.mensen import BEHEERDER, druk, klik, kop, link_in_mail, meld_aan, open_mail
from wijken.models import Accountvoorstel, Medewerker, Rol, Wijk, Wijkcoalitie, Wijkteamoverleg
from wijken.vier_ogen import wis_tweede_stap
from wijken.wachtwoord import ROUTE
from wijkportaal.links import Link, onderteken


def wijzigen(rij):
    return reverse(f"admin:wijken_{rij._meta.model_name}_change", args=[rij.pk])


def link_voor_wachtwoord():
    persoon = Medewerker.objects.get(email=BEHEERDER)
    return onderteken(Link(ROUTE, f"{persoon.pk}-{default_token_generator.make_token(persoon)}"))


def paginas():
    """One of each kind: a list, rows within a row, choices to search in, history, and what stands beside."""
    rol = Rol.objects.filter(waarnemer_voor=None).first()
    versie = rol.history.latest().pk
    return [
        reverse("admin:wijken_medewerker_changelist"),
        wijzigen(Medewerker.objects.get(email=BEHEERDER)),
        wijzigen(Wijk.objects.get(slug="centrum")),
        wijzigen(Wijkcoalitie.objects.first()),
        wijzigen(Wijkteamoverleg.objects.first()),
        reverse("admin:wijken_rol_add"),
        reverse("admin:wijken_convenant_add"),
        reverse("admin:wijken_verkennendgesprek_add"),
        reverse("admin:wijken_rol_history", args=[rol.pk]),
        reverse("admin:wijken_rol_simple_history", args=[rol.pk, versie]),
        reverse("admin:wijken_rol_overzicht"),
        reverse("admin:wijken_rol_inlezen"),
        link_voor_wachtwoord(),
        reverse("two_factor:vergeten"),
    ]


@pytest.mark.regel("W-05")
def test_every_kind_of_page_of_the_work_environment_has_no_barriers(telefoon, bekijk):
    meld_aan(telefoon, BEHEERDER)
    for nummer, pad in enumerate(paginas()):
        assert telefoon.goto(pad).status == 200
        bekijk(telefoon, f"beheer-{nummer:02}")


@pytest.mark.regel("B-11")
def test_a_role_with_power_waits_for_another_beheerder(scherm, bekijk):
    collega = Medewerker.objects.get(naam="Kees Klantcontact")
    ada = Medewerker.objects.get(email=BEHEERDER)
    ander = Rol.objects.create(medewerker=collega, soort="beheerder", van="2024-01-01")
    meld_aan(scherm, BEHEERDER)
    scherm.goto(wijzigen(collega))
    expect(scherm.locator(".breadcrumbs")).to_contain_text("Mijn werk")
    scherm.get_by_label("Mailadres").fill("kees@elders.example")
    druk(scherm, "Opslaan")
    expect(scherm.get_by_text("Het mailadres blijft zoals het was.")).to_be_visible()
    eigen = Accountvoorstel.objects.get(gevraagd_door=ada)
    scherm.goto(wijzigen(eigen))
    expect(scherm.get_by_role("button", name="Bevestigen en uitvoeren")).to_have_count(0)
    bekijk(scherm, "voorstel-eigen")
    manager = Medewerker.objects.get(naam="Mandy Mandaat")
    van_ander = wis_tweede_stap(medewerker=manager, door=ander.medewerker)
    scherm.goto(wijzigen(van_ander))
    bekijk(scherm, "voorstel-ander")
    druk(scherm, "Bevestigen en uitvoeren")
    expect(scherm.get_by_text("Bevestigd en uitgevoerd.").first).to_be_visible()
    bekijk(scherm, "voorstellen")


def test_who_forgot_the_password_asks_for_a_link(scherm, bekijk):
    scherm.goto("/beheer/")
    klik(scherm, "Vraag een link aan")
    druk(scherm, "Mail mij een link")
    expect(scherm.get_by_text("Vul uw mailadres in.").first).to_be_visible()
    bekijk(scherm, "vergeten")
    scherm.get_by_label("Mailadres").fill(BEHEERDER)
    druk(scherm, "Mail mij een link")
    expect(scherm.get_by_text("Heeft u een account met dit mailadres?")).to_be_visible()
    bekijk(scherm, "vergeten-gemaild")
    open_mail(scherm, "Wachtwoord vergeten", BEHEERDER)
    scherm.goto(link_in_mail(scherm))
    kop(scherm, "Kies een wachtwoord")
