"""What residents tell of carrying it out, their account, and good examples (I-16, I-17, C-01)."""

import uuid
from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from initiatieven.models.zaak import Initiatief


class Voortgang(models.Model):
    """What residents tell on the way, with a picture if they like. Public only when they say so."""

    sleutel = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="voortgang", verbose_name="initiatief"
    )
    tekst = models.TextField("hoe gaat het", max_length=4000)
    foto = models.BinaryField("foto", null=True)
    foto_type = models.CharField("type van de foto", max_length=100, blank=True)
    beschrijving = models.CharField("wat is er op de foto te zien", max_length=200, blank=True)
    openbaar = models.BooleanField("mag op de website", default=False)
    op = models.DateTimeField("op", default=timezone.now)

    class Meta:
        verbose_name = "voortgang"
        verbose_name_plural = "voortgang"
        ordering = ("-op",)
        indexes = (models.Index(fields=("initiatief", "-op"), name="voortgang_van_zaak"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(foto__isnull=True) | ~models.Q(beschrijving="") & ~models.Q(foto_type=""),
                name="voortgang_foto_met_beschrijving",
                violation_error_message="Beschrijf wat er op de foto te zien is.",
            ),
        )

    def __str__(self) -> str:
        return f"Voortgang van {self.initiatief_id}"


class Verantwoording(models.Model):
    """The account at the end: what was done and what it cost. Given once; afterwards a look back (I-17)."""

    class Oordeel(models.TextChoices):
        GOED = "goed", "Goed"
        DEELS = "deels", "Deels goed, deels niet"
        NIET_GOED = "niet_goed", "Niet goed"

    initiatief = models.OneToOneField(
        Initiatief, models.CASCADE, related_name="verantwoording", verbose_name="initiatief"
    )
    gedaan = models.TextField("wat is er gedaan", max_length=4000)
    kosten = models.DecimalField("wat heeft het gekost", max_digits=12, decimal_places=2)
    op = models.DateTimeField("gegeven op", default=timezone.now)
    oordeel = models.CharField("hoe ging het", max_length=10, choices=Oordeel, blank=True)
    tip = models.TextField("tip voor een volgende keer", max_length=4000, blank=True)
    voorbeeld_akkoord = models.BooleanField("mag een goed voorbeeld worden", default=False)

    class Meta:
        verbose_name = "verantwoording"
        verbose_name_plural = "verantwoordingen"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kosten__gte=Decimal(0)), name="verantwoording_kosten_niet_negatief"
            ),
            models.CheckConstraint(
                condition=~models.Q(gedaan=""),
                name="verantwoording_zegt_iets",
                violation_error_message="Vertel wat er is gedaan.",
            ),
        )
        triggers = (
            pgtrigger.ReadOnly(
                name="verantwoording_blijft_zoals_gegeven", exclude=["oordeel", "tip", "voorbeeld_akkoord"]
            ),
            pgtrigger.Trigger(
                name="verantwoording_na_besluit",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (SELECT FROM initiatieven_besluit
                        WHERE initiatief_id = NEW.initiatief_id
                            AND soort = 'definitief' AND uitkomst = 'ja')
                    THEN
                        RAISE EXCEPTION 'account is given of what was decided on (I-15, I-17)'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'verantwoording_na_besluit';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"Verantwoording van {self.initiatief_id}"


class GoedVoorbeeld(models.Model):
    """An initiative that ended well and inspires others, with the residents' consent (C-01)."""

    initiatief = models.OneToOneField(
        Initiatief, models.CASCADE, related_name="voorbeeld", verbose_name="initiatief"
    )
    tekst = models.TextField("waarom is dit een goed voorbeeld", max_length=4000)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gekozen door"
    )
    op = models.DateTimeField("gekozen op", default=timezone.now)

    class Meta:
        verbose_name = "goed voorbeeld"
        verbose_name_plural = "goede voorbeelden"
        ordering = ("-op",)
        triggers = (
            pgtrigger.Trigger(
                name="goedvoorbeeld_met_toestemming",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NOT EXISTS (SELECT FROM initiatieven_verantwoording AS verantwoording
                        JOIN initiatieven_initiatief AS zaak ON zaak.id = verantwoording.initiatief_id
                        WHERE zaak.id = NEW.initiatief_id AND zaak.fase = 'afgerond'
                            AND verantwoording.voorbeeld_akkoord)
                    THEN
                        RAISE EXCEPTION 'an example ended well, and its residents agree (C-01)'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'goedvoorbeeld_met_toestemming';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"Goed voorbeeld {self.initiatief_id}"
