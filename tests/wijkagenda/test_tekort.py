"""When the wijkbudget falls short, the page of the agenda says so and where more can come from (B-16)."""

from decimal import Decimal

import pytest
from django.urls import reverse

from budgetten.models.rekening import Potsoort
from tests.budgetten import fabrieken as geld
from tests.fabrieken import RolFactory
from tests.wijkagenda.fabrieken import (
    JAAR,
    agenda_in,
    keur_goed,
    leg_voor,
    maatregel_van,
    met_wijkbudget,
    wereld,
)
from wijkagenda.beoordelen import vastgehouden_voor
from wijkagenda.delen.tekort import tekort
from wijkagenda.models import Bijdrage, Fase
from wijkagenda.uitzonderingen import StapNietToegestaan

pytestmark = [pytest.mark.django_db, pytest.mark.regel("B-16")]


@pytest.fixture
def w(db):
    return wereld(pot=2_000)


def met_maatregel(w, bedrag):
    agenda = agenda_in(Fase.UITWERKING, w)
    met_wijkbudget(maatregel_van(agenda, kosten=bedrag), bedrag, w.regisseur)
    return agenda


def test_what_lacks_is_what_is_asked_less_what_is_free(w):
    agenda = met_maatregel(w, "2500.50")
    assert tekort(agenda) == Decimal("500.50")

    geld.vul(geld.pot(w.wijk, soort=Potsoort.AGENDA, jaar=JAAR), Decimal("500.50"), w.beleid)
    assert tekort(agenda) == 0


def test_what_is_reserved_already_does_not_lack(w):
    agenda = met_maatregel(w, "2000")
    leg_voor(agenda, w.regisseur)
    deel = Bijdrage.objects.get()
    keur_goed(deel, w.manager)

    assert vastgehouden_voor([deel]) == 2_000
    assert tekort(agenda) == 0


def test_the_page_says_it_and_leads_who_may_to_the_money_of_the_raad(w, client):
    agenda = met_maatregel(w, "2500")
    pagina = reverse("admin:wijkagenda_wijkagenda_change", args=[agenda.pk])
    vastleggen = reverse("admin:budgetten_extrakrediet_nieuw", args=[JAAR])
    for wie, mag in ((w.regisseur, False), (w.beleid, True)):
        client.force_login(wie)
        inhoud = client.get(pagina).content.decode()
        assert "€ 500,00 wijkbudget te weinig" in inhoud.replace("\xa0", " ")
        assert "raadsvoorstel" in inhoud
        assert (vastleggen in inhoud) is mag
    client.force_login(RolFactory(wijkregisseur=True).medewerker)
    assert client.get(pagina).status_code == 403


def test_the_ledger_itself_points_to_the_raad_when_it_refuses(w):
    agenda = met_maatregel(w, "2500")

    with pytest.raises(StapNietToegestaan, match="vraag de raad om extra geld"):
        leg_voor(agenda, w.regisseur)
