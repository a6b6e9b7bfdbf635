"""What resident and municipality write to each other about a case, and who has the ball (I-20)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from initiatieven.models.zaak import Initiatief


class BoodschapQuerySet(models.QuerySet["Boodschap"]):
    """Finds messages by who wrote them and whether they were read."""

    def ongelezen_van(self, kant: str) -> "BoodschapQuerySet":
        """Messages written by this side that the other side has not read."""
        return self.filter(van=kant, gelezen_op__isnull=True)


class Boodschap(models.Model):
    """One message between residents and municipality. It is read on the page; a mail only announces it.

    Residents write under `naam`; staff as `door`. Personal data: erased with `privacy`, never in history.
    """

    class Kant(models.TextChoices):
        BEWONER = "bewoner", "De indieners"
        GEMEENTE = "gemeente", "De gemeente"

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="boodschappen", verbose_name="initiatief"
    )
    van = models.CharField("van", max_length=8, choices=Kant)
    naam = models.CharField("naam", max_length=100)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="boodschappen", verbose_name="door"
    )
    tekst = models.TextField("tekst", max_length=4000)
    op = models.DateTimeField("op", default=timezone.now)
    gelezen_op = models.DateTimeField("gelezen op", null=True)

    objects = BoodschapQuerySet.as_manager()

    class Meta:
        verbose_name = "boodschap"
        verbose_name_plural = "boodschappen"
        ordering = ("-op", "-pk")
        indexes = (
            models.Index(fields=("initiatief", "-op", "-id"), name="boodschap_van_zaak"),
            models.Index(
                fields=("initiatief",),
                condition=Q(gelezen_op__isnull=True),
                name="boodschap_ongelezen",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(van="gemeente", door__isnull=False) | Q(van="bewoner", door__isnull=True),
                name="boodschap_heeft_een_schrijver",
            ),
        )

    def __str__(self) -> str:
        return f"Boodschap {self.pk} bij {self.initiatief_id}"


class VraagQuerySet(models.QuerySet["Vraag"]):
    """Finds requests to residents."""

    def open(self) -> "VraagQuerySet":
        """Requests that wait for an answer: the residents have the ball."""
        return self.filter(beantwoord_op__isnull=True)


class Vraag(models.Model):
    """A request to the residents with the day by which an answer is expected (I-20).

    From `gesteld_op` to `beantwoord_op` the residents have the ball; a case has one open request at most, so
    these spans never overlap. The words are in `boodschap`, so that they can be erased while the spans stay.
    """

    initiatief = models.ForeignKey(
        Initiatief, models.CASCADE, related_name="vragen", verbose_name="initiatief"
    )
    boodschap = models.OneToOneField(Boodschap, models.SET_NULL, null=True, related_name="vraag")
    gesteld_op = models.DateTimeField("gesteld op", default=timezone.now)
    uiterlijk = models.DateField("antwoord uiterlijk op")
    beantwoord_op = models.DateTimeField("beantwoord op", null=True)

    objects = VraagQuerySet.as_manager()

    class Meta:
        verbose_name = "vraag"
        verbose_name_plural = "vragen"
        ordering = ("gesteld_op", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("initiatief",),
                condition=Q(beantwoord_op__isnull=True),
                name="vraag_een_tegelijk",
                violation_error_message="Er staat al een vraag open.",
            ),
            models.CheckConstraint(
                condition=Q(beantwoord_op__isnull=True) | Q(beantwoord_op__gte=models.F("gesteld_op")),
                name="vraag_beantwoord_na_gesteld",
            ),
        )

    def __str__(self) -> str:
        return f"Vraag {self.pk} bij {self.initiatief_id}"
