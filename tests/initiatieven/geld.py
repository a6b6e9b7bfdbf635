"""A pot with money for this year, for tests of what initiatieven ask of it."""

import datetime

from django.utils import timezone

from budgetten.models import Verdeling
from tests.budgetten.fabrieken import beleid, geopend_jaar, manager_van_het_wijkbudget, pot, vul
from tests.fabrieken import MedewerkerFactory
from wijkportaal.models import Beleidsparameter


def wijkbudget(wijk, bedrag=3000):
    """Divide this year: the wijk has `bedrag` free for initiatieven. Return who has the mandate over it."""
    beleid()
    jaar = geopend_jaar(jaar=timezone.localdate().year)
    door, ander = MedewerkerFactory.create_batch(2)
    vul(pot(wijk, jaar=jaar.pk), bedrag, door)
    delen = Beleidsparameter.objects.filter(sleutel__startswith="deel-").order_by("sleutel")
    verdeling = Verdeling.objects.create(
        jaar=jaar,
        peildatum=datetime.date(jaar.pk, 1, 1),
        voor_agenda=0,
        voor_initiatieven=bedrag,
        deel_initiatieven=delen[0],
        deel_agenda=delen[1],
        voorgesteld_door=door,
    )
    bedragen = {"agenda": 0, "voorstel_agenda": 0, "initiatieven": bedrag, "voorstel_initiatieven": bedrag}
    verdeling.regels.create(wijk=wijk, inwoners=1000, exact=bedrag, **bedragen)
    verdeling.vastgesteld_door, verdeling.vastgesteld_op, verdeling.kenmerk = ander, timezone.now(), "B&W"
    verdeling.save()
    return manager_van_het_wijkbudget()
