"""What a case has to do with other cases and parties (I-22)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from initiatieven.models.zaak import Initiatief
from wijken.models import Partner


class Verbinding(models.Model):
    """A connection of a case with another case or with a partner: what kind, why, and who laid it (I-22)."""

    class Soort(models.TextChoices):
        LIJKT_OP = "lijkt_op", "Lijkt op elkaar"
        WERKT_SAMEN = "werkt_samen", "Werken samen"
        ZELFDE_PLEK = "zelfde_plek", "Zelfde plek"
        VERVOLG = "vervolg", "Vervolg op elkaar"

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="verbindingen", verbose_name="initiatief"
    )
    ander = models.ForeignKey(
        Initiatief,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="verbonden_met",
        verbose_name="ander initiatief",
    )
    partner = models.ForeignKey(
        Partner, models.CASCADE, null=True, blank=True, related_name="verbindingen", verbose_name="partner"
    )
    soort = models.CharField("soort", max_length=12, choices=Soort)
    reden = models.TextField("reden", max_length=1000)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="verbindingen", verbose_name="door"
    )
    op = models.DateTimeField("op", default=timezone.now)

    class Meta:
        verbose_name = "verbinding"
        verbose_name_plural = "verbindingen"
        ordering = ("-op", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ander__isnull=True) ^ Q(partner__isnull=True),
                name="verbinding_met_zaak_of_partner",
            ),
            models.CheckConstraint(
                condition=Q(ander__isnull=True) | ~Q(ander=F("initiatief")),
                name="verbinding_niet_met_zichzelf",
                violation_error_message="Een zaak kan niet met zichzelf verbonden worden.",
            ),
            # Whichever of the two it was laid from.
            models.UniqueConstraint(
                Least("initiatief", "ander"),
                Greatest("initiatief", "ander"),
                condition=Q(ander__isnull=False),
                name="verbinding_een_keer",
                violation_error_message="Deze zaken zijn al met elkaar verbonden.",
            ),
            models.UniqueConstraint(
                fields=("initiatief", "partner"),
                name="verbinding_partner_een_keer",
                violation_error_message="Deze partner is al met de zaak verbonden.",
            ),
        )

    def __str__(self) -> str:
        return f"Verbinding {self.pk} van {self.initiatief_id}"


class Samenvoeging(models.Model):
    """This case is a double and goes on in another one; both keep their own history (I-22)."""

    initiatief = models.OneToOneField(
        Initiatief, models.CASCADE, related_name="samenvoeging", verbose_name="initiatief"
    )
    naar = models.ForeignKey(
        Initiatief, models.PROTECT, related_name="samengevoegde", verbose_name="gaat verder in"
    )
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="samenvoegingen", verbose_name="door"
    )
    op = models.DateTimeField("op", default=timezone.now)

    class Meta:
        verbose_name = "samenvoeging"
        verbose_name_plural = "samenvoegingen"
        constraints = (
            models.CheckConstraint(condition=~Q(naar=F("initiatief")), name="samenvoeging_niet_met_zichzelf"),
        )
        triggers = (
            pgtrigger.Protect(
                name="samenvoeging_blijft_staan", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        )

    def __str__(self) -> str:
        return f"{self.initiatief_id} gaat verder in {self.naar_id}"
