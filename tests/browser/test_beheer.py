"""The kinds of pages of the work environment beside the cases, one after the other, in one session."""

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse

from tests.browser.mensen import BEHEERDER, meld_aan
from wijken.models import Medewerker, Rol, Wijk, Wijkcoalitie, Wijkteamoverleg
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
    ]


@pytest.mark.regel("W-05")
def test_every_kind_of_page_of_the_work_environment_has_no_barriers(telefoon, bekijk):
    meld_aan(telefoon, BEHEERDER)
    for nummer, pad in enumerate(paginas()):
        assert telefoon.goto(pad).status == 200
        bekijk(telefoon, f"beheer-{nummer:02}")
