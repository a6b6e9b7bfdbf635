"""What comes out of a meeting: action points, and signals for the picture of a wijk (W-08)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from wijken.models.gebied import Wijk
from wijken.models.mensen import Medewerker
from wijken.models.overleg import GEEN_NAMEN, Overleg

# RM 2.4 names these to begin with, and expects others: a theme is free text.
THEMAS = ("Sociale samenhang", "Leefbaarheid", "Veiligheid", "Overlast", "Fysieke leefomgeving")


class ActiepuntQuerySet(models.QuerySet["Actiepunt"]):
    """Finds action points by who has to do them, and by when."""

    def open(self) -> "ActiepuntQuerySet":
        """What still has to be done, the most urgent on top."""
        return self.filter(gedaan_op__isnull=True).order_by("uiterlijk", "pk")

    def te_laat(self) -> "ActiepuntQuerySet":
        """What still has to be done while its day has passed."""
        return self.open().filter(uiterlijk__lt=timezone.localdate())

    def voor_lijst(self) -> "ActiepuntQuerySet":
        """What is open first, the most urgent on top; then what was done."""
        return self.select_related("eigenaar", "gedaan_door").order_by(
            models.F("gedaan_op").asc(nulls_first=True), "uiterlijk", "pk"
        )


class Actiepunt(models.Model):
    """What somebody at the table promised to do, and by when. What was agreed stays; done is done."""

    overleg = models.ForeignKey(Overleg, models.PROTECT, related_name="actiepunten", verbose_name="overleg")
    wat = models.CharField("wat", max_length=500, help_text=GEEN_NAMEN)
    eigenaar = models.ForeignKey(
        Medewerker, models.PROTECT, related_name="actiepunten", verbose_name="wie doet het"
    )
    uiterlijk = models.DateField("uiterlijk")
    gedaan_op = models.DateTimeField("gedaan op", null=True)
    gedaan_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="gedaan door"
    )

    objects = ActiepuntQuerySet.as_manager()

    class Meta:
        verbose_name = "actiepunt"
        verbose_name_plural = "actiepunten"
        ordering = ("uiterlijk", "pk")
        indexes = (
            models.Index(
                fields=("eigenaar", "uiterlijk"),
                condition=models.Q(gedaan_op__isnull=True),
                name="actiepunt_wacht_op_eigenaar",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(gedaan_op__isnull=True, gedaan_door__isnull=True)
                | models.Q(gedaan_op__isnull=False, gedaan_door__isnull=False),
                name="actiepunt_gedaan_door_iemand",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="actiepunt_blijft_staan", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="actiepunt_alleen_afronden", exclude=["gedaan_op", "gedaan_door"]),
            pgtrigger.Protect(
                name="actiepunt_gedaan_is_gedaan",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__gedaan_op__isnull=False),
            ),
            pgtrigger.Trigger(
                name="actiepunt_van_iemand_aan_tafel",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    IF NOT EXISTS (
                        SELECT FROM wijken_overleg AS overleg
                        WHERE overleg.id = NEW.overleg_id AND overleg.status = 'gehouden'
                        AND (overleg.voorzitter_id = NEW.eigenaar_id OR EXISTS (
                            SELECT FROM wijken_overleg_deelnemers AS deelnemer
                            WHERE deelnemer.overleg_id = overleg.id
                            AND deelnemer.medewerker_id = NEW.eigenaar_id))
                    ) THEN
                        RAISE EXCEPTION 'an action point is of who was at a meeting that was held (W-08)'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'actiepunt_van_iemand_aan_tafel';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.wat

    @property
    def is_te_laat(self) -> bool:
        """Still to be done, and its day has passed."""
        return self.gedaan_op is None and self.uiterlijk < timezone.localdate()


class SignaalQuerySet(models.QuerySet["Signaal"]):
    """Finds what meetings said about a wijk."""

    def voor_wijk(self, wijk: Wijk) -> "SignaalQuerySet":
        """All signals and conclusions about `wijk`, the newest meeting on top: for staff."""
        return self.filter(wijk=wijk).select_related("overleg").order_by("-overleg__datum", "-pk")

    def voor_profiel(self) -> "SignaalQuerySet":
        """Those that were chosen for the wijkprofiel, which everybody reads (P-03)."""
        return self.filter(in_profiel=True)


class Signaal(models.Model):
    """A signal or conclusion about a wijk from a meeting (RM 5.3).

    The wijkagenda collects them; in the public wijkprofiel comes only what somebody chose for it.
    """

    class Soort(models.TextChoices):
        SIGNAAL = "signaal", "Signaal"
        CONCLUSIE = "conclusie", "Conclusie"

    overleg = models.ForeignKey(Overleg, models.PROTECT, related_name="signalen", verbose_name="overleg")
    wijk = models.ForeignKey(Wijk, models.PROTECT, related_name="signalen", verbose_name="wijk")
    soort = models.CharField("soort", max_length=10, choices=Soort)
    thema = models.CharField("thema", max_length=60)
    tekst = models.TextField("tekst", max_length=2000, help_text=GEEN_NAMEN)
    in_profiel = models.BooleanField("in het wijkprofiel", default=False)
    vastgelegd_op = models.DateTimeField("vastgelegd op", default=timezone.now)
    vastgelegd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )

    objects = SignaalQuerySet.as_manager()

    class Meta:
        verbose_name = "signaal"
        verbose_name_plural = "signalen"
        ordering = ("-vastgelegd_op", "-pk")
        triggers = (
            pgtrigger.Protect(name="signaal_blijft_staan", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="signaal_blijft_zoals_vastgelegd", exclude=["in_profiel"]),
            pgtrigger.Trigger(
                name="signaal_over_wijk_van_overleg",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    IF NOT EXISTS (
                        SELECT FROM wijken_overleg AS overleg
                        WHERE overleg.id = NEW.overleg_id AND overleg.status = 'gehouden'
                        AND (overleg.niveau IN ('strategisch', 'wijkoverstijgend') OR EXISTS (
                            SELECT FROM wijken_overleg_wijken AS deel
                            WHERE deel.overleg_id = overleg.id AND deel.wijk_id = NEW.wijk_id))
                    ) THEN
                        RAISE EXCEPTION 'a signal is about a wijk of a meeting that was held (W-08)'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'signaal_over_wijk_van_overleg';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_soort_display()}: {self.thema}"
