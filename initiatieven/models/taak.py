"""What somebody else than the fixed contact has to do for a case, and by when (I-16, I-19)."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from initiatieven.models.zaak import Initiatief
from wijken.models import Cluster, Rol

if TYPE_CHECKING:
    from wijken.models import Medewerker


def van_cluster(medewerker: "Medewerker") -> set[int]:
    """Return the clusters of which this person is a vakambtenaar today."""
    return {
        rol.cluster_id
        for rol in medewerker.rollen_van_vandaag
        if rol.soort == Rol.Soort.VAKAMBTENAAR and rol.cluster_id
    }


class TaakQuerySet(models.QuerySet["Taak"]):
    """Finds tasks by who has to do them."""

    def open(self) -> "TaakQuerySet":
        """Tasks that still have to be done."""
        return self.filter(gedaan_op__isnull=True)

    def van(self, medewerker: "Medewerker") -> "TaakQuerySet":
        """Tasks of this person, or of a cluster of which the person is a vakambtenaar today."""
        return self.filter(models.Q(eigenaar=medewerker) | models.Q(cluster__in=van_cluster(medewerker)))

    def voor_lijst(self) -> "TaakQuerySet":
        """What waits first, the most urgent on top; then what was done."""
        wie = ("eigenaar", "cluster", "gedaan_door")
        return self.select_related(*wie).order_by(models.F("gedaan_op").asc(nulls_first=True), "uiterlijk")


class Taak(models.Model):
    """A hand-over with an owner and a date. What was asked stays as it was; done is done."""

    class Soort(models.TextChoices):
        OPBOUWWERKER = "opbouwwerker", "Hulp van de opbouwwerker"
        VERGUNNING = "vergunning", "Vergunning of toestemming (VTH)"
        FINANCIERING = "financiering", "Financiering"
        WERK = "werk", "Werk door een cluster"
        OVERIG = "overig", "Iets anders"

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="taken", verbose_name="initiatief"
    )
    soort = models.CharField("soort", max_length=15, choices=Soort)
    omschrijving = models.TextField("wat moet er gebeuren", max_length=4000)
    eigenaar = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="taken",
        verbose_name="eigenaar",
    )
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, related_name="taken", verbose_name="cluster"
    )
    uiterlijk = models.DateField("uiterlijk")
    gezet_op = models.DateTimeField("gezet op", default=timezone.now)
    gezet_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="gezette_taken", verbose_name="gezet door"
    )
    gedaan_op = models.DateTimeField("gedaan op", null=True)
    gedaan_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="gedane_taken",
        verbose_name="gedaan door",
    )
    uitkomst = models.TextField("uitkomst", blank=True, max_length=4000)

    objects = TaakQuerySet.as_manager()

    class Meta:
        verbose_name = "taak"
        verbose_name_plural = "taken"
        ordering = ("uiterlijk", "pk")
        indexes = (
            models.Index(fields=("initiatief",), name="taak_van_zaak"),
            models.Index(
                fields=("eigenaar", "uiterlijk"),
                condition=models.Q(gedaan_op__isnull=True),
                name="taak_wacht_op_eigenaar",
            ),
            models.Index(
                fields=("cluster", "uiterlijk"),
                condition=models.Q(gedaan_op__isnull=True),
                name="taak_wacht_op_cluster",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(eigenaar__isnull=False, cluster__isnull=True)
                | models.Q(eigenaar__isnull=True, cluster__isnull=False),
                name="taak_van_een_persoon_of_een_cluster",
                violation_error_message="Een taak is van één persoon of van één cluster.",
            ),
            models.CheckConstraint(
                condition=models.Q(gedaan_op__isnull=True, gedaan_door__isnull=True, uitkomst="")
                | models.Q(gedaan_op__isnull=False, gedaan_door__isnull=False) & ~models.Q(uitkomst=""),
                name="taak_gedaan_met_uitkomst",
                violation_error_message="Schrijf bij een taak die klaar is wat de uitkomst is.",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="taak_blijft_staan", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="taak_alleen_afronden", exclude=["gedaan_op", "gedaan_door", "uitkomst"]),
            pgtrigger.Protect(
                name="taak_gedaan_is_gedaan",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__gedaan_op__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_soort_display()} bij {self.initiatief_id}"

    @property
    def wie(self) -> str:
        """Who does it. Select eigenaar and cluster first."""
        return str(self.eigenaar or self.cluster)

    @property
    def is_te_laat(self) -> bool:
        """Still to be done, and its day has passed."""
        return self.gedaan_op is None and self.uiterlijk < timezone.localdate()

    def is_van(self, medewerker: "Medewerker") -> bool:
        """Tell whether this person, or a cluster of this person, has to do it."""
        return self.eigenaar_id == medewerker.pk or self.cluster_id in van_cluster(medewerker)
