"""What is late, or nearly, in one mail a day: a summary gets read, a flood does not."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from initiatieven import berichten
from initiatieven.mijnwerk import dringende_zaken
from initiatieven.models import Vraag
from initiatieven.termijnen import in_woorden
from initiatieven.werkdagen import gesloten_dagen, is_werkdag
from wijken.models import Medewerker, Rol
from wijkportaal.berichten import stel_op

# Who answers for cases personally. KCC shares one address, and has the list on Mijn werk.
ONTVANGERS = (Rol.Soort.WIJKREGISSEUR, Rol.Soort.VAKAMBTENAAR)
GETOOND = 20


def stuur_overzichten() -> int:
    """Mail everybody who has cases that are late, or nearly, one summary; return how many were written.

    Only on working days, and for each person once a day, however often this runs.
    """
    vandaag = timezone.localdate()
    if not is_werkdag(vandaag, gesloten=gesloten_dagen()):
        return 0
    rollen = Rol.objects.geldend().filter(soort__in=ONTVANGERS)
    mensen = Medewerker.objects.filter(pk__in=rollen.values("medewerker"))
    return sum(_stuur_overzicht(medewerker) for medewerker in mensen)


@transaction.atomic
def _stuur_overzicht(medewerker: Medewerker) -> bool:
    zaken = list(dringende_zaken(medewerker)[: GETOOND + 1])
    if not zaken:
        return False
    for zaak in zaken:
        zaak.dag_in_woorden = in_woorden(zaak.uiterlijk or zaak.beslissen_voor)  # type: ignore[attr-defined]
    bericht = stel_op(
        gebeurtenis=f"overzicht:{medewerker.pk}:{timezone.localdate().isoformat()}",
        naar=medewerker.email,
        sjabloon="initiatieven/mail/overzicht",
        context={
            "naam": medewerker.naam,
            "zaken": zaken[:GETOOND],
            "er_is_meer": len(zaken) > GETOOND,
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
