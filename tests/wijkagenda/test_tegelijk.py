"""Two at once: real processes that decide on the same part, or adopt the same agenda (A-06, A-08, B-08)."""

import pytest
from django.utils import timezone

from budgetten.controle import controleer
from budgetten.models import Aanvraag
from budgetten.models.rekening import Potsoort
from tests.budgetten.fabrieken import saldi
from tests.budgetten.processen import tegelijk
from tests.wijkagenda.fabrieken import (
    PDF,
    agenda_in,
    coalitie_zegt_ja,
    keur_goed,
    leg_voor,
    maatregel_van,
    met_cluster,
    met_wijkbudget,
    stap,
    vraag_over,
    wereld,
)
from wijkagenda import beoordelen, vaststellen
from wijkagenda.models import Bijdrage, Fase, Versie, Wijkagenda

pytestmark = pytest.mark.django_db(transaction=True)
AANTAL = 6


@pytest.fixture
def w(transactional_db):
    return wereld()


def uitkomsten(gehoord):
    """How often each was said: what was done, or the name of the error."""
    namen = [rij.partition("(")[0] for rij in gehoord]
    return {naam: namen.count(naam) for naam in namen}


@pytest.mark.regel("A-06", "B-08")
def test_a_part_is_answered_once_however_many_press(w):
    agenda = agenda_in(Fase.UITWERKING, w)
    deel = met_wijkbudget(maatregel_van(agenda, kosten="2000"), "2000", w.regisseur)
    leg_voor(agenda, w.regisseur)
    vraag = vraag_over(deel)
    gezien = beoordelen.revisie_van(vraag)

    def antwoord(nummer):
        beoordelen.beoordeel(
            vraag=vraag, door=w.manager, akkoord=nummer % 2 == 0, gezien=gezien, toelichting="Te duur"
        )
        return "gedaan"

    assert uitkomsten(tegelijk(AANTAL, antwoord)) == {"gedaan": 1, "VerouderdeActie": AANTAL - 1}
    vrij = {"vrij": 8_000, "gereserveerd": 2_000} if vraag_over(deel).is_akkoord else {"vrij": 10_000}
    assert saldi(w.wijk, Potsoort.AGENDA) == vrij
    assert list(controleer()) == []


@pytest.mark.regel("A-06")
def test_a_yes_never_lands_on_a_text_that_was_changed_at_the_same_moment(w):
    agenda = agenda_in(Fase.UITWERKING, w)
    deel = met_cluster(maatregel_van(agenda), w.groen)
    leg_voor(agenda, w.regisseur)
    vraag = vraag_over(deel)
    gezien = beoordelen.revisie_van(vraag)

    def doe(nummer):
        if nummer == 0:
            Bijdrage.objects.filter(pk=deel.pk).update(inzet="Iets heel anders")
            return "gewijzigd"
        beoordelen.beoordeel(vraag=vraag, door=w.manager_groen, akkoord=True, gezien=gezien)
        return "akkoord"

    tegelijk(2, doe)

    assert [stand.code for stand in beoordelen.standen(agenda)] == ["open"]
    assert beoordelen.alles_akkoord(agenda) is not None


@pytest.mark.regel("A-08")
def test_an_agenda_is_adopted_once_however_many_press(w):
    agenda = agenda_in(Fase.UITWERKING, w)
    maatregel = maatregel_van(agenda, kosten="2000")
    deel = met_wijkbudget(maatregel, "2000", w.regisseur)
    leg_voor(agenda, w.regisseur)
    keur_goed(deel, w.manager)
    agenda = stap(agenda, "opstellen", w.regisseur)
    coalitie_zegt_ja(agenda, w)
    agenda = stap(agenda, "aanbieden-college", w.regisseur)

    def stel_vast(nummer):
        vaststellen.stel_vast(
            agenda=agenda,
            door=w.secretaris,
            nummer=f"BW-{nummer}",
            datum=timezone.localdate(),
            naam="besluit.pdf",
            soort="application/pdf",
            inhoud=PDF,
        )
        return "vastgesteld"

    assert uitkomsten(tegelijk(AANTAL, stel_vast)) == {"vastgesteld": 1, "VerouderdeActie": AANTAL - 1}
    assert Versie.objects.count() == 1
    assert Wijkagenda.objects.get().fase == Fase.RAAD
    assert Aanvraag.objects.get().stand == "vastgelegd"
    assert saldi(w.wijk, Potsoort.AGENDA) == {"vrij": 8_000, "verplicht": 2_000}
