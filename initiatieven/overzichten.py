"""What is late, or nearly, in one mail a day: a summary gets read, a flood does not."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from initiatieven import berichten
from initiatieven.mijnwerk import dringende_zaken
from initiatieven.models import Vraag
from initiatieven.signals import dagoverzicht
from initiatieven.termijnen import in_woorden
from initiatieven.werkdagen import gesloten_dagen, is_werkdag
from wijken.models import Actiepunt, Medewerker, Rol
from wijkportaal.berichten import stel_op

# Who answers for cases personally. KCC shares one address, and has the list on Mijn werk.
ONTVANGERS = (Rol.Soort.WIJKREGISSEUR, Rol.Soort.VAKAMBTENAAR)
GETOOND = 20


def stuur_overzichten() -> int:
    """Mail who has cases that are late, or nearly, or late action points (W-08), or what another app adds
    (`dagoverzicht`); return how many mails.

    Only on working days, and for each person once a day, however often this runs.
    """
    vandaag = timezone.localdate()
    if not is_werkdag(vandaag, gesloten=gesloten_dagen()):
        return 0
    geldend = Rol.objects.geldend()
    van_zaken = set(geldend.filter(soort__in=ONTVANGERS).values_list("medewerker", flat=True))
    met_punten = Actiepunt.objects.te_laat().filter(eigenaar__in=geldend.values("medewerker"))
    mensen = van_zaken | set(met_punten.values_list("eigenaar", flat=True))
    return sum(
        _stuur_overzicht(medewerker, met_zaken=medewerker.pk in van_zaken)
        for medewerker in Medewerker.objects.filter(pk__in=mensen)
    )


@transaction.atomic
def _stuur_overzicht(medewerker: Medewerker, *, met_zaken: bool) -> bool:
    zaken = list(dringende_zaken(medewerker)[: GETOOND + 1]) if met_zaken else []
    punten = list(medewerker.actiepunten.te_laat().select_related("overleg")[: GETOOND + 1])
    antwoorden = dagoverzicht.send(sender=None, medewerker=medewerker)
    overig = [deel for _, deel in antwoorden if deel is not None]
    if not zaken and not punten and not overig:
        return False
    for zaak in zaken:
        zaak.dag_in_woorden = in_woorden(zaak.uiterlijk or zaak.beslissen_voor)  # type: ignore[attr-defined]
    for punt in punten:
        punt.dag_in_woorden = in_woorden(punt.uiterlijk)  # type: ignore[attr-defined]
    bericht = stel_op(
        gebeurtenis=f"overzicht:{medewerker.pk}:{timezone.localdate().isoformat()}",
        naar=medewerker.email,
        sjabloon="initiatieven/mail/overzicht",
        context={
            "naam": medewerker.naam,
            "zaken": zaken[:GETOOND],
            "punten": punten[:GETOOND],
            "overig": overig,
            "er_is_meer": max(len(zaken), len(punten)) > GETOOND,
            "aantal": min(len(zaken), GETOOND) + min(len(punten), GETOOND),
            "adres": settings.BASIS_URL + reverse("admin:index"),
        },
    )
    return bericht is not None


def herinner_bewoners() -> int:
    """Remind residents, once, of a request whose day has passed without an answer; return how many (I-20)."""
    te_laat = Vraag.objects.open().filter(uiterlijk__lt=timezone.localdate())
    vragen = te_laat.select_related("initiatief__indiener")
    for vraag in vragen:
        with transaction.atomic():
            berichten.herinner_aan_vraag(vraag)
    return len(vragen)
