"""Who submit a case together: apart from the case, as the submitter is, so that it can be erased."""

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from initiatieven.models.zaak import Initiatief


class GroepslidQuerySet(models.QuerySet["Groepslid"]):
    """Finds the members of a group."""

    def bevestigd(self) -> "GroepslidQuerySet":
        """Members who said yes themselves; only they read the case and hear of it."""
        return self.filter(bevestigd_op__isnull=False)


class Groepslid(models.Model):
    """A resident whom the submitter asked to join. Kept only for this case and never in history."""

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="groep", verbose_name="initiatief"
    )
    naam = models.CharField("naam", max_length=100)
    email = models.EmailField("mailadres")
    uitgenodigd_op = models.DateTimeField("uitgenodigd op", default=timezone.now)
    bevestigd_op = models.DateTimeField("bevestigd op", null=True)

    objects = GroepslidQuerySet.as_manager()

    class Meta:
        verbose_name = "groepslid"
        verbose_name_plural = "groepsleden"
        ordering = ("uitgenodigd_op", "pk")
        constraints = (
            models.UniqueConstraint(
                "initiatief",
                Lower("email"),
                name="groepslid_een_keer",
                violation_error_message="Dit mailadres hoort al bij uw groep.",
            ),
        )

    def __str__(self) -> str:
        return f"Groepslid {self.pk} van {self.initiatief_id}"
