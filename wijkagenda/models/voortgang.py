"""What becomes of a maatregel that was adopted, and what was learned of the agenda (A-10)."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from budgetten.geld import HOOGSTE
from wijkagenda.models.agenda import Wijkagenda
from wijkagenda.models.maatregel import Maatregel


class Voortgang(models.Model):
    """One report on a maatregel of the version that holds: how far it is, and what was measured (A-10).

    A report stays as it is; the next one says more. `door` is who of the staff wrote it, and nobody when the
    trekker did, with the link in the mail; `rol` says which. The database refuses a report on what is not in
    a published version, or of an agenda that is closed (migration `0003_voortgang`).
    """

    class Stand(models.TextChoices):
        GEPLAND = "gepland", "Gepland"
        GESTART = "gestart", "Gestart"
        GEREED = "gereed", "Gereed"
        VERTRAAGD = "vertraagd", "Vertraagd"
        VERVALLEN = "vervallen", "Gaat niet door"

    MET_REDEN = (Stand.VERTRAAGD, Stand.VERVALLEN)
    KLAAR = (Stand.GEREED, Stand.VERVALLEN)

    maatregel = models.ForeignKey(
        Maatregel, models.PROTECT, related_name="voortgang", verbose_name="maatregel"
    )
    stand = models.CharField("stand", max_length=10, choices=Stand)
    toelichting = models.TextField("toelichting", blank=True, max_length=2000)
    waarde = models.DecimalField("gemeten waarde", max_digits=12, decimal_places=2, null=True, blank=True)
    waarde_op = models.DateField("gemeten op", null=True, blank=True)
    op = models.DateTimeField("gemeld op", default=timezone.now)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="gemeld door"
    )
    rol = models.CharField("in de rol van", max_length=100)

    class Meta:
        verbose_name = "melding van de voortgang"
        verbose_name_plural = "voortgang van maatregelen"
        ordering = ("-op", "-pk")
        indexes = (models.Index(fields=("maatregel", "-op", "-id"), name="voortgang_laatste"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(stand__in=("gepland", "gestart", "gereed", "vertraagd", "vervallen")),
                name="voortgang_stand_bestaat",
            ),
            models.CheckConstraint(
                condition=~models.Q(stand__in=("vertraagd", "vervallen")) | ~models.Q(toelichting=""),
                name="voortgang_met_reden",
                violation_error_message="Schrijf op waarom de maatregel later komt of niet doorgaat.",
            ),
            models.CheckConstraint(
                condition=models.Q(waarde__isnull=True, waarde_op__isnull=True)
                | models.Q(
                    waarde__isnull=False,
                    waarde__gte=-HOOGSTE,
                    waarde__lte=HOOGSTE,
                    waarde_op__isnull=False,
                ),
                name="voortgang_waarde_met_dag",
                violation_error_message="Vul bij de gemeten waarde de dag in, en andersom.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_stand_display()} op {timezone.localdate(self.op):%d-%m-%Y}"


class Evaluatie(models.Model):
    """What went well, what was learned, and what residents think of it: in between, or at the end (A-10).

    Public from the moment it is on record, and unchanged. An agenda is closed only after the last one.
    """

    class Soort(models.TextChoices):
        TUSSENTIJDS = "tussentijds", "Tussenevaluatie"
        EIND = "eind", "Eindevaluatie"

    agenda = models.ForeignKey(
        Wijkagenda, models.PROTECT, related_name="evaluaties", verbose_name="wijkagenda"
    )
    soort = models.CharField("soort", max_length=12, choices=Soort)
    gehouden_op = models.DateField("gehouden op")
    ging_goed = models.TextField("wat ging goed", max_length=4000)
    geleerd = models.TextField("wat is er geleerd", max_length=4000)
    bewoners = models.TextField("wat vinden bewoners", max_length=4000)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )
    rol = models.CharField("in de rol van", max_length=100)
    op = models.DateTimeField("vastgelegd op", default=timezone.now)

    class Meta:
        verbose_name = "evaluatie"
        verbose_name_plural = "evaluaties"
        ordering = ("-gehouden_op", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(soort__in=("tussentijds", "eind")), name="evaluatie_soort_bestaat"
            ),
            models.CheckConstraint(
                condition=~models.Q(ging_goed="") & ~models.Q(geleerd="") & ~models.Q(bewoners=""),
                name="evaluatie_compleet",
                violation_error_message="Vul in wat goed ging, wat er is geleerd en wat bewoners vinden.",
            ),
            models.UniqueConstraint(
                fields=("agenda",),
                condition=models.Q(soort="eind"),
                name="evaluatie_een_eind",
                violation_error_message="De eindevaluatie ligt al vast.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_soort_display()} van {self.gehouden_op:%d-%m-%Y}"
