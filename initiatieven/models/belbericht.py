"""What a member of staff passes on by voice or on paper, to who has no mail address (I-02, I-20)."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from initiatieven.models.zaak import Initiatief
from initiatieven.rechten import zaken_voor_triage

if TYPE_CHECKING:
    from wijken.models import Medewerker


class BelberichtQuerySet(models.QuerySet["Belbericht"]):
    """Finds messages by whether, and by whom, they are still to be passed on."""

    def open(self) -> "BelberichtQuerySet":
        """Messages that nobody has passed on yet."""
        return self.filter(gedaan_op__isnull=True)

    def voor(self, medewerker: "Medewerker") -> "BelberichtQuerySet":
        """Messages in cases of which this person is the contact, or does the triage when there is none.

        Also of a case that triage ended: the resident still has to hear why.
        """
        in_triage = Initiatief.objects.filter(zaken_voor_triage(medewerker))
        return self.filter(
            Q(initiatief__vakambtenaar=medewerker)
            | Q(initiatief__vakambtenaar=None, initiatief__in=in_triage.order_by())
        )


class Belbericht(models.Model):
    """One message that would have been a mail. Personal data: erased with the case, never in history.

    `gebeurtenis` is the event as in the outbox: the same one asks nobody to call twice.
    """

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="belberichten", verbose_name="initiatief"
    )
    gebeurtenis = models.CharField("gebeurtenis", max_length=200, unique=True)
    onderwerp = models.TextField("onderwerp")
    tekst = models.TextField("tekst")
    opgesteld_op = models.DateTimeField("opgesteld op", default=timezone.now)
    gedaan_op = models.DateTimeField("doorgegeven op", null=True)
    gedaan_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="belberichten",
        verbose_name="doorgegeven door",
    )

    objects = BelberichtQuerySet.as_manager()

    class Meta:
        verbose_name = "belbericht"
        verbose_name_plural = "belberichten"
        ordering = ("opgesteld_op", "pk")
        indexes = (
            models.Index(
                fields=("initiatief", "opgesteld_op"),
                condition=Q(gedaan_op__isnull=True),
                name="belbericht_open",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(gedaan_op__isnull=True, gedaan_door__isnull=True)
                | Q(gedaan_op__isnull=False, gedaan_door__isnull=False),
                name="belbericht_gedaan_door_iemand",
            ),
        )

    def __str__(self) -> str:
        return f"Belbericht {self.pk} bij {self.initiatief_id}"
